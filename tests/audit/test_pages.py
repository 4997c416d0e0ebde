import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory.models import Role
from foundation import clock
from foundation.audit.history import history_of
from foundation.audit.models import Entry
from foundation.audit.services import Subject, record
from foundation.guards import lift_guards
from tests.audit.conftest import BY, seal, write
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.powers import AppointmentFactory

# PostgreSQL seals only what has been committed.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.fixture
def auditor():
    client = Client()
    client.force_login(EmployeeFactory(role=Role.AUDITOR))
    return client


def shown(client, **search):
    html = client.get("/trail/", search).content.decode()
    return {int(number) for number in re.findall(r'href="/trail/(\d+)/"', html)}


def test_an_auditor_narrows_the_trail(auditor):
    one, *_ = write(3, act="test.granted", department_code="PRF")
    other, *_ = write(1, act="test.revoked", department_code="STR")
    assert shown(auditor, act="test.revoked") == {other.pk}
    assert shown(auditor, department="str") == {other.pk}
    assert shown(auditor, thing="test.thing 0") == {one.pk, other.pk}
    assert shown(auditor, act="test.revoked", first_day="2020-01-01", last_day="2020-12-31") == set()
    assert shown(auditor, act="test.revoked", first_day="2020-01-01") == {other.pk}
    assert shown(auditor, person="nobody of that name") == set()


def test_a_search_for_a_day_that_is_none_says_so(auditor):
    assert "Enter a valid date" in auditor.get("/trail/", {"first_day": "2026-02-31"}).content.decode()


def test_the_trail_takes_a_constant_number_of_queries(auditor, django_assert_max_num_queries):
    write(120)
    with django_assert_max_num_queries(14):
        assert len(shown(auditor)) == 50


def test_a_sealed_entry_shows_its_proof(auditor):
    entry = write(5)[3]
    seal()
    page = auditor.get(f"/trail/{entry.pk}/").content.decode()
    assert "Verified" in page
    assert "number 4 of" in page or "under seal 1.1" in page


def test_an_altered_entry_is_shown_as_altered(auditor):
    entry = write(5)[3]
    seal()
    lift_guards()
    Entry.objects.filter(pk=entry.pk).update(act="test.undone")
    assert "It is not what was sealed" in auditor.get(f"/trail/{entry.pk}/").content.decode()


def test_an_entry_that_is_not_sealed_says_so(auditor):
    assert "Not sealed yet" in auditor.get(f"/trail/{write(1)[0].pk}/").content.decode()


def test_the_history_of_an_object_is_its_entries_newest_first():
    first = write(2)
    again = write(2)
    assert list(history_of(Subject("test.thing", "0"))) == [again[0], first[0]]


def test_the_trail_is_told_in_words_and_searched_by_them(auditor):
    opened, *_ = write(1, act="acknowledgements.campaign_opened")
    write(1, act="policy.published")
    page = auditor.get("/trail/").content.decode()
    assert ">Opened the campaign</a>" in page
    assert "acknowledgements.campaign_opened" not in page
    assert shown(auditor, act="opened the campaign") == {opened.pk}
    assert "opened the campaign" in auditor.get(f"/trail/{opened.pk}/").content.decode()


@pytest.mark.parametrize(("role", "leads"), [("auditor", True), ("employee_relations", False)])
def test_an_objects_history_leads_to_the_trail_for_who_may_read_it(client, role, leads):
    campaign = CampaignFactory(planned=True)
    entry = record(by=BY, act="acknowledgements.campaign_planned", on=campaign, at=clock.now())
    client.force_login(EmployeeFactory(role=role))
    page = client.get(reverse("acknowledgements:campaign", args=[campaign.pk])).content.decode()
    assert "planned the campaign" in page
    assert (reverse("audit:entry", args=[entry.pk]) in page) is leads


def test_the_page_of_a_departments_powers_tells_what_happened_to_its_instruments(client):
    appointment, other = AppointmentFactory(), AppointmentFactory()
    for row, act in ((appointment, "powers.appointed"), (other, "powers.corrected")):
        record(by=BY, act=act, on=row, at=clock.now())
    client.force_login(EmployeeFactory())
    page = client.get(reverse("powers:department", args=[appointment.department.code])).content.decode()
    assert "appointed an authority" in page
    assert "corrected an instrument" not in page
