import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from portal.navigation import TABLE, navigation_for
from tests.access_city import PERSONS, found_city
from tests.factories.directory import EmployeeFactory

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
ENTRIES = [entry for entries in TABLE.values() for entry in entries]


def offered(person):
    return {entry.label for group in navigation_for(person, "/", AT) for entry in group.entries}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.label)
def test_each_entry_leads_somewhere(entry):
    assert reverse(entry.route)


def test_each_icon_is_in_the_sprite():
    sprite = finders.find("uswds/img/sprite.svg")
    if not sprite:
        pytest.skip("The design system's files are missing: script/setup fetches them.")
    known = set(re.findall(r'id="([a-z_]+)"', Path(sprite).read_text(encoding="utf-8")))
    assert {entry.icon for entry in ENTRIES} <= known


@pytest.mark.django_db
def test_everybody_is_offered_what_is_for_everybody():
    assert {"What waits for me", "The policy", "My receipts"} <= offered(EmployeeFactory())


@pytest.mark.django_db
def test_who_may_do_less_is_offered_less():
    city = found_city()
    ordinary = offered(city.owner)
    assert "Versions of the policy" not in ordinary
    assert "The trail" not in ordinary
    assert "The trail" in offered(city.auditor)
    assert "Versions of the policy" in offered(city.employee_relations)


@pytest.mark.django_db
def test_what_is_offered_can_be_opened(client):
    city = found_city()
    for name in PERSONS:
        client.force_login(city.people[name])
        for group in navigation_for(city.people[name], "/", AT):
            for entry in group.entries:
                assert client.get(entry.url).status_code == 200, f"{name} is offered {entry.label}"


@pytest.mark.django_db
def test_the_frame_asks_few_questions_of_the_database(client, django_assert_max_num_queries):
    """One for the session, one for the person, one for roles; then the City's name and the unread notices."""
    client.force_login(EmployeeFactory(role="employee_relations"))
    with django_assert_max_num_queries(10):
        client.get("/search/")
