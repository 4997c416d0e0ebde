"""The first job, whole, on the real Regulation 150: published by two people, asked for, read, acknowledged, counted."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from acknowledgements.models import Acknowledgement, Campaign
from acknowledgements.services import send_reminders
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.calendar import WorkingDays
from notifications.models import Notice, OutboxMessage
from policy.models import Version
from tests.factories.directory import EmployeeFactory

REGULATION = "policy/regulations/administrative-regulation-150.txt"


@pytest.fixture
def second(city):
    """The second person of Employee Relations, whom a publication needs."""
    where = city.employee_relations.assignments.get().department
    return EmployeeFactory(name="Second Person", assignment__department=where, role=Role.EMPLOYEE_RELATIONS)


def test_every_employee_acknowledges_regulation_150(city, second, sign_in, visit, page, check):
    call_command("import_policy", REGULATION, by=city.employee_relations.number, verbosity=0)
    version = Version.objects.get()
    publish(version, city.employee_relations, second, sign_in, visit, page)
    campaign = run_a_campaign(city, sign_in, visit, page, check)
    read_and_acknowledge(city, campaign, version, sign_in, visit, page, check)
    receipt(city, version, page, check)
    coverage(city, campaign, sign_in, visit, page, check)
    own_people(city, sign_in, visit, page)


def publish(version, first, second, sign_in, visit, page):
    """One person asks, the second confirms."""
    sign_in(first)
    visit(reverse("policy:version", args=[version.pk]))
    page.get_by_label("In force from").fill(f"{clock.city_date(clock.now()):%Y-%m-%d}")
    page.get_by_role("button", name="Ask for publication").click()
    assert page.get_by_role("button", name="Publish this exact text").count() == 0
    sign_in(second)
    visit(reverse("policy:version", args=[version.pk]))
    page.get_by_role("button", name="Publish this exact text").click()
    assert Version.objects.in_force(clock.now()).get() == version


def run_a_campaign(city, sign_in, visit, page, check):
    """Employee Relations plans it, looks at it, and opens it; everybody bound is reminded."""
    sign_in(city.employee_relations)
    visit(reverse("acknowledgements:campaigns"))
    page.get_by_role("link", name="Plan a campaign").click()
    check()
    due = clock.city_date(clock.now()) + timedelta(days=11)
    page.get_by_label("Due on").fill(f"{due:%Y-%m-%d}")
    page.get_by_role("button", name="Save the plan").click()
    assert "Nobody is asked for anything yet" in page.inner_text("main")
    page.get_by_role("link", name="Look at it, then open it").click()
    assert "It reaches 11 people" in page.inner_text("main")
    assert "Please read and acknowledge" in page.inner_text("main")
    check()
    page.get_by_role("button", name="Open the campaign").click()
    assert "0 of 11 have acknowledged; 11 days left." in page.inner_text("main")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkingDays, "__contains__", lambda _days, _day: True)
        send_reminders(by=Actor.of_system("campaign reminders"))
    assert Notice.objects.filter(person=city.owner, kind="acknowledgements.reminder").count() == 1
    return Campaign.objects.get()


def read_and_acknowledge(city, campaign, version, sign_in, visit, page, check):
    """From the home page, through the text, to the button; what is missing is said and nothing typed is lost."""
    sign_in(city.owner)
    visit("/")
    page.get_by_role("link", name="Read and acknowledge").first.click()
    assert page.url.endswith(reverse("acknowledgements:read", args=[campaign.pk]))
    assert page.locator(f"[id='{'IV.K.1.f'}']").count() == 1
    check()
    page.get_by_label("Your name").fill("Somebody Else")
    for box in page.get_by_role("checkbox").all():
        tick(page, box)
    page.get_by_role("button", name="Acknowledge").click()
    assert "The portal knows you as Olive Owner" in page.inner_text("main")
    assert all(box.is_checked() for box in page.get_by_role("checkbox").all())
    check()
    page.get_by_label("Your name").fill("olive owner")
    page.get_by_role("button", name="Acknowledge").click()
    kept = Acknowledgement.objects.get()
    assert (kept.person, kept.text_hash) == (city.owner, version.text_hash)
    assert page.url.endswith(reverse("acknowledgements:receipt", args=[kept.reference]))


def tick(page, box):
    """Tick as a finger does: on the words, for the box itself is drawn by the style."""
    page.locator(f"label[for='{box.get_attribute('id')}']").click()


def receipt(city, version, page, check):
    """The page, the mail, and a PDF that says the same."""
    kept = Acknowledgement.objects.get()
    assert kept.reference in page.inner_text("main")
    assert OutboxMessage.objects.filter(recipient=city.owner, text__contains=kept.reference).exists()
    check()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name=re.compile("Download the receipt")).click()
    document = pypdf.PdfReader(io.BytesIO(downloaded.value.path().read_bytes()))
    words = "".join("".join(sheet.extract_text() for sheet in document.pages).split())
    for expected in (kept.reference, version.text_hash, kept.digest, city.owner.number):
        assert expected in words
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert Entry.objects.filter(act="acknowledgements.acknowledged", object_id=kept.reference).count() == 1


def coverage(city, campaign, sign_in, visit, page, check):
    """Employee Relations sees who has and who has not."""
    sign_in(city.employee_relations)
    visit(reverse("acknowledgements:campaign", args=[campaign.pk]))
    assert "1 of 11 have acknowledged" in page.inner_text("main")
    check()
    visit(reverse("acknowledgements:coverage"))
    row = page.get_by_role("row", name=re.compile("^Parks, Recreation and Forestry"))
    assert [cell.split("\n")[0] for cell in row.get_by_role("cell").all_inner_texts()] == [
        "5",
        "1",
        "4",
        "0",
        "0",
        "20 %",
    ]
    check()
    row.get_by_role("link").click()
    assert "Evan Employee" in page.inner_text("main")
    assert "Olive Owner" not in page.inner_text("main table")
    check()
    visit(reverse("acknowledgements:coverage"))
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Export as CSV").click()
    lines = downloaded.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 12


def own_people(city, sign_in, visit, page):
    """A supervisor sees the own people, and an ordinary employee that there is no such page."""
    sign_in(city.supervisor)
    visit(reverse("acknowledgements:coverage"))
    assert "1 of 2 of your people have acknowledged (50 %)" in page.inner_text("main")
    visit(reverse("acknowledgements:campaigns"), 404)
    sign_in(city.stranger)
    visit(reverse("acknowledgements:coverage"), 404)
