"""What coverage is asked about: the version in force, a day that has come; a file has what its page shows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from acknowledgements import exports
from directory.models import Role
from foundation import clock
from foundation.audit.models import Entry
from foundation.effective import end
from foundation.files.services import read as read_file
from foundation.jobs import running
from foundation.jobs.models import Job
from policy.models import Publication, PublicationRequest
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, VersionFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

COVERAGE, MISSING, EXPORT, PLAN = (
    reverse(f"acknowledgements:{name}") for name in ("coverage", "missing", "export", "plan")
)
NOBODY_YET = "nobody is asked yet"


@pytest.fixture
def campaign():
    return CampaignFactory(version__title="Now")


@pytest.fixture(autouse=True)
def relations(client):
    person = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
    client.force_login(person)
    return person


@pytest.fixture
def later(campaign, relations):
    """A version of the same regulation, published and in force in a month."""
    begins = clock.start_of(clock.city_date(clock.now()) + timedelta(days=30))
    version = VersionFactory(draft=True, regulation=campaign.version.regulation)
    end(campaign.version.publications.get(), until=begins, at=LONG_AGO + timedelta(days=1))
    request = PublicationRequest.objects.create(
        version=version, effective_from=begins, requested_by=relations, requested_at=LONG_AGO
    )
    Publication.objects.create(
        regulation=version.regulation, version=version, request=request, effective_from=begins, recorded_at=LONG_AGO
    )
    return version


def file(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("page", [COVERAGE, MISSING])
def test_coverage_is_asked_about_the_version_in_force(client, campaign, later, page):
    answer = client.get(page)
    assert answer.context["question"].version == campaign.version
    assert NOBODY_YET not in answer.text


@pytest.mark.parametrize("page", [COVERAGE, MISSING])
def test_of_a_version_not_in_force_yet_a_sentence_says_so(client, campaign, later, page):
    text = " ".join(client.get(page, {"version": later.pk}).text.split())
    begins = clock.city_date(clock.now()) + timedelta(days=30)
    assert f"is not in force until {begins:%B} {begins.day}, {begins.year}, {NOBODY_YET}" in text
    assert "have acknowledged" not in text
    assert client.post(EXPORT, {"version": later.pk, "kind": "csv"}).status_code == 400


def test_the_plan_offers_the_version_in_force_before_one_that_is_not_yet(client, campaign, later):
    form = client.get(PLAN).context["form"]
    assert [version.pk for version in form.fields["version"].queryset] == [campaign.version_id, later.pk]


@pytest.mark.parametrize("page", [COVERAGE, MISSING])
@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_day_that_has_not_come_is_answered_with_a_sentence(client, campaign, page, name):
    tomorrow = clock.city_date(clock.now()) + timedelta(days=1)
    answer = client.get(page, {name: tomorrow.isoformat()})
    assert answer.status_code == 400
    assert "That day has not come yet. Choose today or an earlier day." in answer.text
    assert "have acknowledged (" not in answer.text
    assert client.get(page, {name: (tomorrow - timedelta(days=1)).isoformat()}).status_code == 200


@pytest.fixture
def parks(campaign):
    """A department with one who has acknowledged, one missing, and one missing in its division."""
    parks = DepartmentFactory(profile__name="Parks")
    division = DepartmentFactory(profile__parent=parks)
    done = EmployeeFactory(name="Done Already", assignment__department=parks)
    AcknowledgementFactory(person=done, campaign=campaign)
    EmployeeFactory(name="Missing Parks", assignment__department=parks)
    EmployeeFactory(name="Missing Division", assignment__department=division)
    EmployeeFactory(name="Missing Elsewhere")
    return parks


def hidden(answer, parks):
    assert f'name="department" value="{parks.pk}"' in answer.text
    assert 'name="missing" value="yes"' in answer.text
    return {"kind": "csv", "department": parks.pk, "missing": "yes"}


def test_the_file_has_who_the_page_shows(client, parks):
    page = client.get(MISSING, {"department": parks.pk})
    text = file(client.post(EXPORT, hidden(page, parks)))
    shown = {row.employee.name for row in page.context["page"].object_list}
    assert shown == {"Missing Parks", "Missing Division"}
    assert {line.split(",")[3] for line in text.splitlines()[1:]} == shown
    kept = Entry.objects.get(act="acknowledgements.coverage_exported").after
    assert (kept["rows"], kept["department"], kept["missing_only"]) == (2, parks.pk, True)


def test_so_has_a_long_one_made_as_a_job(client, parks, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    page = client.get(MISSING, {"department": parks.pk})
    assert "made in the background" in page.text
    client.post(EXPORT, hidden(page, parks))
    job = Job.objects.get()
    running.run(job.pk)
    job.refresh_from_db()
    text = read_file(job.result).decode("utf-8-sig")
    assert {line.split(",")[3] for line in text.splitlines()[1:]} == {"Missing Parks", "Missing Division"}


def test_an_unknown_department_has_no_file(client, campaign):
    assert client.post(EXPORT, {"kind": "csv", "department": "99999999"}).status_code == 404
