"""Printed sheets: one for each person who is still asked, with what binds that person, and a code."""

import io
import zipfile
from datetime import timedelta

import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements import sheets as making
from acknowledgements.models import Sheet, SheetPrinting
from acknowledgements.services import print_sheets
from acknowledgements.sheets import Wanted, listed, statements_on, write_file
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.files.services import read
from foundation.jobs import running
from foundation.jobs.models import Job
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, DeclineFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.papers import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def relations():
    return EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)


@pytest.fixture
def parks():
    return DepartmentFactory(profile__name="Parks")


def file_of(printing):
    made = io.BytesIO()
    name = write_file(printing, made, clock.now())
    return name, made.getvalue()


def test_who_is_done_or_declined_gets_no_sheet_and_divisions_do(campaign, relations, parks):
    forestry = DepartmentFactory(profile__name="Forestry", profile__parent=parks)
    here, below = (EmployeeFactory(assignment__department=one) for one in (parks, forestry))
    AcknowledgementFactory(campaign=campaign, person=EmployeeFactory(assignment__department=parks))
    DeclineFactory(version=campaign.version, person=EmployeeFactory(assignment__department=parks))
    EmployeeFactory()
    made = print_sheets(by=Actor.of_person(relations), campaign=campaign, wanted=Wanted(department=parks.pk))
    assert {sheet.person for sheet in made.sheets.all()} == {here, below}
    assert (made.count, made.for_whom) == (2, "Parks, with its divisions")
    assert Entry.objects.get(act="acknowledgements.sheets_printed").after["sheets"] == 2


def test_a_crew_is_the_people_of_a_supervisor_and_some_work_without_a_computer(campaign, parks):
    boss = EmployeeFactory()
    crew = [EmployeeFactory(assignment__supervisor=boss, works_without_computer=some) for some in (True, False)]
    at = clock.now()
    assert set(listed(campaign, Wanted(supervisor=boss), at).people) == set(crew)
    assert list(listed(campaign, Wanted(supervisor=boss, without_computer=True), at).people) == crew[:1]


def test_each_number_without_a_sheet_is_named_with_why(campaign, parks):
    library = DepartmentFactory(profile__under_regulation="no")
    asked, unbound = EmployeeFactory(), EmployeeFactory(assignment__department=library)
    done = AcknowledgementFactory(campaign=campaign).person
    declined = DeclineFactory(version=campaign.version).person
    numbers = [person.number for person in (asked, unbound, done, declined)]
    found = listed(campaign, Wanted(numbers=[*numbers, "NOBODY"]), clock.now())
    assert list(found.people) == [asked]
    for sentence, words in zip(
        found.left_out,
        ["not asked by", "acknowledged this version already", "declined", "nobody has"],
        strict=True,
    ):
        assert words in sentence


def test_a_sheet_says_what_binds_this_person_and_not_that_it_is_electronic(campaign, relations):
    police = DepartmentFactory(profile__has_criminal_justice_information=True)
    officer, clerk = EmployeeFactory(name="Otto Officer", assignment__department=police), EmployeeFactory()
    sheets = printed(campaign, relations, [officer, clerk])
    put = list(campaign.statements.all())
    assert [one["kind"] for one in statements_on(put, criminal_justice=True)] == ["read", "criminal_justice"]
    assert [sheet.criminal_justice for sheet in sheets] == [True, False]
    name, content = file_of(sheets[0].printing)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert (name, len(pages)) == (f"sheets-{sheets[0].printing_id}.pdf", 2)
    text = " ".join(next(page for page in pages if "Otto Officer" in page).split())
    for said in (officer.number, sheets[0].reference, "IV.K", "Signature", "Witness", "City procedure"):
        assert said in text
    assert campaign.version.text_hash in text.replace(" ", "")
    assert "electronically" not in text


def test_a_long_printing_is_a_job_and_a_zip_of_parts(campaign, relations, client, monkeypatch):
    monkeypatch.setattr(making, "PART", 2)
    monkeypatch.setattr("acknowledgements.views.sheets.AT_ONCE", 1)
    sheets = printed(campaign, relations, [EmployeeFactory() for _ in range(3)])
    client.force_login(relations)
    page = reverse("acknowledgements:sheets_file", args=[sheets[0].printing_id])
    assert client.get(page).status_code == 400
    client.post(page)
    job = Job.objects.get()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.sentence) == ("done", "3 of 3 sheets made")
    packed = zipfile.ZipFile(io.BytesIO(read(job.result)))
    assert [len(pypdf.PdfReader(packed.open(name)).pages) for name in packed.namelist()] == [2, 1]


def test_nobody_prints_for_nobody_for_a_campaign_that_does_not_run_or_without_the_role(campaign, relations):
    by, person = Actor.of_person(relations), EmployeeFactory()
    with pytest.raises(InvalidInput, match="nobody to print"):
        print_sheets(by=by, campaign=campaign, wanted=Wanted(numbers=["NOBODY"]))
    with pytest.raises(Conflict, match="does not run"):
        print_sheets(by=by, campaign=CampaignFactory(closed=True), wanted=Wanted(numbers=[person.number]))
    with pytest.raises(Refusal):
        print_sheets(by=Actor.of_person(person), campaign=campaign, wanted=Wanted(numbers=[person.number]))
    assert not Sheet.objects.exists()


def test_the_database_keeps_what_was_printed(campaign, relations):
    printed(campaign, relations, [EmployeeFactory()])
    for rows, change in ((Sheet.objects, {"criminal_justice": True}), (SheetPrinting.objects, {"count": 9})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_one_looks_first_and_prints_then(campaign, relations, client):
    people = [EmployeeFactory(), EmployeeFactory()]
    client.force_login(relations)
    page = reverse("acknowledgements:print")
    asked = {"campaign": campaign.pk, "whose": "numbers", "numbers": f"{people[0].number}, {people[1].number}\nX"}
    looked = client.post(page, {**asked, "look": "yes"})
    assert "2 sheets for a list of employee numbers" in " ".join(looked.text.split())
    assert "X: nobody has this employee number." in looked.text
    assert not Sheet.objects.exists()
    done = client.post(page, {**asked, "print": "yes"}, follow=True)
    assert "Download the sheets" in done.text
    file = client.get(reverse("acknowledgements:sheets_file", args=[SheetPrinting.objects.get().pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    "sent",
    [
        {"whose": "department"},
        {"whose": "crew", "supervisor": "NOBODY"},
        {"whose": "numbers", "numbers": "x" * 21},
        {"whose": "numbers", "numbers": "a\0b"},
        {"whose": "crew", "supervisor": "a\0b"},
        {},
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_gets_a_sentence(campaign, relations, client, sent):
    client.force_login(relations)
    answer = client.post(reverse("acknowledgements:print"), {"campaign": campaign.pk, **sent})
    assert answer.status_code == 400
    assert "usa-error-message" in answer.text


def test_who_was_hired_after_the_printing_is_told_by_the_number(campaign, relations):
    later = clock.now() + timedelta(days=1)
    newcomer = EmployeeFactory(assignment__effective_from=later)
    assert "not asked by this campaign" in listed(campaign, Wanted(numbers=[newcomer.number]), clock.now()).left_out[0]
