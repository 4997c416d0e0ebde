"""Without a computer: sheets are printed, come back signed, are scanned one after the other and recorded in one act."""

import pytest
from django.urls import reverse

from acknowledgements.models import Acknowledgement, Sheet
from foundation import clock
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.papers import PDF


@pytest.fixture
def scan(tmp_path):
    file = tmp_path / "sheets.pdf"
    file.write_bytes(PDF)
    return file


def test_a_batch_of_signed_sheets(city, sign_in, visit, page, check, scan):
    CampaignFactory()
    sign_in(city.employee_relations)
    print_them(city, visit, page, check)
    record_them(city, page, check, scan)
    their_receipt(city, sign_in, visit, page, check)


def print_them(city, visit, page, check):
    """Look first at how many, then print."""
    visit(reverse("acknowledgements:print"))
    page.get_by_text("A list of employee numbers").click()
    page.get_by_label("Employee numbers", exact=True).fill(f"{city.owner.number}\n{city.employee.number}\n999999")
    page.get_by_role("button", name="See how many sheets that is").click()
    page.get_by_text("999999: nobody has this employee number.").wait_for()
    check((320,))
    page.get_by_role("button", name="Print 2 sheets").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the sheets (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")


def record_them(city, page, check, scan):
    """The scanner types each code and a line break; one line is a slip of the pen, and says so."""
    page.get_by_role("link", name="Record signed sheets").click()
    page.locator("#id_witness").fill(city.supervisor.number)
    page.get_by_text("Supervisor", exact=True).click()
    page.get_by_label("Signed on").fill(f"{clock.city_date(clock.now()):%Y-%m-%d}")
    page.get_by_role("button", name="Go on to the sheets").click()
    codes = page.get_by_label("Codes of the sheets")
    assert codes.evaluate("field => field === document.activeElement"), "the scanner types where the page begins"
    for sheet in Sheet.objects.all():
        page.keyboard.type(sheet.reference)
        page.keyboard.press("Enter")
    page.keyboard.type("10000X")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("2 sheets can be recorded, 1 cannot").wait_for()
    page.get_by_text("“10000X” is no reference of a sheet").wait_for()
    page.get_by_label("Scan of the signed sheets").set_input_files(str(scan))
    page.get_by_role("button", name="Keep the scan").click()
    check((320, 1280))
    page.get_by_role("button", name="Record 2 acknowledgements").click()
    page.get_by_text("2 acknowledgements recorded.").wait_for()
    assert Acknowledgement.objects.filter(method="paper").count() == 2
    with page.expect_download():
        page.get_by_role("link", name="Download the receipts to print (PDF)").click()


def their_receipt(city, sign_in, visit, page, check):
    """The person finds it, and may say that it is not theirs."""
    sign_in(city.owner)
    kept = Acknowledgement.objects.get(person=city.owner)
    visit(reverse("acknowledgements:receipt", args=[kept.reference]))
    page.get_by_text(f"{city.supervisor.name}, employee number").first.wait_for()
    page.get_by_role("link", name="This is not mine").click()
    page.get_by_label("What is wrong?").fill("I was on leave on that day.")
    page.get_by_role("button", name="This is not mine").click()
    page.get_by_role("heading", name="You said that this is not yours").wait_for()
    check((320,))
