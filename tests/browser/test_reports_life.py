"""Reports in a browser: asked as of last month both ways of knowing, exported, within what one may see."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from reports.models import Export
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import LONG_AGO
from tests.reviews.conftest import PoliceNewsroom

LAST_MONTH = timedelta(days=30)


@pytest.fixture
def acknowledged(city):
    """Somebody acknowledged long ago; of another it was entered today that they had signed on paper long ago."""
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)
    campaign = CampaignFactory()
    before = clock.now() - 2 * LAST_MONTH
    AcknowledgementFactory(person=city.owner, campaign=campaign, at=before, recorded_at=before)
    AcknowledgementFactory(person=city.employee, campaign=campaign, at=before, recorded_at=clock.now())
    return campaign


def address(code, **query):
    return f"{reverse('reports:run', args=[code])}?{urlencode(query)}"


def lead(page):
    return page.locator(".portal-lead").first.inner_text()


def names(page):
    return page.locator("#content table.portal-dense, main table.portal-dense").last.inner_text()


def downloaded(page, kind):
    with page.expect_download() as found:
        page.get_by_role("button", name=f"Export as {kind}").click()
    with open(found.value.path(), "rb") as file:  # noqa: PTH123 - where the browser put it
        return file.read()


def test_employee_relations_asks_coverage_of_last_month_both_ways_and_exports_it(
    city, acknowledged, sign_in, visit, page, check
):
    sign_in(city.employee_relations)
    day = (clock.city_date(clock.now()) - LAST_MONTH).isoformat()
    visit(reverse("reports:catalogue"))
    page.get_by_role("link", name="Who has acknowledged the regulation, and who has not?").click()
    page.get_by_label("As of the end of").fill(day)
    page.get_by_label("As known").select_option("then")
    page.get_by_label("Who", exact=True).select_option("done")
    page.get_by_role("button", name="Show", exact=True).click()
    check(widths=(320, 1280))
    assert "as known then" in page.inner_text("main")
    assert "Olive Owner" in names(page)
    assert "Evan Employee" not in names(page)

    page.get_by_label("As known").select_option("now")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "as known at" in page.inner_text("main")
    assert "Evan Employee" in names(page)
    said = lead(page)

    lines = list(csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"))))
    assert {line[3] for line in lines[1:]} == {"Olive Owner", "Evan Employee"}
    book = load_workbook(io.BytesIO(downloaded(page, "XLSX")))
    statement = dict(book["What this is"].iter_rows(values_only=True))
    assert (statement["Answer"], statement["Rows"]) == (said, 2)
    assert downloaded(page, "PDF").startswith(b"%PDF-")
    assert len(set(Export.objects.values_list("data_sha256", flat=True))) == 1

    visit(reverse("reports:exports"))
    assert page.get_by_role("link", name="kept through").count() == 3
    check(widths=(320, 1280))
    page.get_by_role("link", name="Who has acknowledged the regulation, and who has not?").first.click()
    assert lead(page) == said


def test_an_authority_sees_the_own_department_alone(city, acknowledged, sign_in, visit, page):
    sign_in(city.authority)
    visit(address("coverage"))
    assert "Stella Stranger" not in page.inner_text("main")
    assert "Olive Owner" in page.inner_text("main")
    visit(address("coverage", departments="STR"), status=400)
    assert "no department STR that you may see" in page.inner_text("main")
    assert page.get_by_role("button", name="Export as CSV").count() == 0


def test_a_persons_file_leaves_out_what_it_must(city, acknowledged, sign_in, visit, page, check):
    room = PoliceNewsroom("POL", "slmpd", profile__speech_rule="police", profile__has_criminal_justice_information=True)
    post = room.sent("The suspect is John Roe, born in 1990.")
    sign_in(city.employee_relations)
    visit(address("person-file", number=room.drafter.number))
    assert post.reference not in page.inner_text("main")
    page.get_by_label("Why do you open it?").fill("A request for records.")
    page.get_by_role("button", name="Open the file").click()
    words = page.inner_text("main")
    assert post.reference in words
    assert "Roe" not in words
    assert room.account.reference not in words
    check(widths=(320, 1280))

    sign_in(room.drafter)
    visit(address("person-file"))
    assert "opened the file of a person" in page.inner_text("main")
    visit(address("person-file", number=city.owner.number), status=400)
    assert "Olive" not in page.inner_text("main")


def test_a_question_gets_a_name_and_is_asked_again_by_it(city, acknowledged, sign_in, visit, page):
    sign_in(city.owner)
    visit(address("powers", departments="PRF"))
    page.get_by_text("Save this question under a name").click()
    page.get_by_label("Name").fill("Who decides")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "Saved as “Who decides”" in page.inner_text("main")
    visit(reverse("reports:catalogue"))
    page.get_by_role("link", name="Who decides", exact=True).click()
    assert "Ada Authority" in page.inner_text("main")
    visit(reverse("reports:catalogue"))
    page.get_by_role("button", name="Delete the saved report Who decides").click()
    assert "is not saved any more" in page.inner_text("main")


def test_a_question_is_saved_and_made_by_the_clock_in_one_go_and_stopped(
    city, acknowledged, sign_in, visit, page, check
):
    sign_in(city.owner)
    visit(address("powers", departments="PRF"))
    page.get_by_text("Save this question under a name, or schedule it").click()
    page.get_by_label("Name").fill("Who decides")
    page.get_by_role("button", name="Save and schedule").click()
    page.get_by_label("How often?").select_option("weekly")
    page.get_by_role("button", name="Have it made").click()
    assert "Say on which day of the week." in page.inner_text("main")
    check(widths=(320, 1280))
    page.get_by_label("On which day of the week?").select_option("0")
    page.get_by_label("As of").select_option("month")
    page.get_by_role("button", name="Have it made").click()
    words = page.inner_text("main")
    assert "Every week on Monday at 7:00 AM, as XLSX, as of the end of the month before. Next on " in words
    check(widths=(320, 1280))
    page.get_by_role("button", name="Stop it").click()
    assert "You stopped it." in page.inner_text("main")
