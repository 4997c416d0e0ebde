"""Who moves under IV.K after acknowledging is asked for that statement alone; what was acknowledged stays."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements.added import prove, to_add
from acknowledgements.audience import place_of
from acknowledgements.models import Acknowledgement, AddedStatement, StatementKind
from acknowledgements.services import acknowledge, add_statement
from acknowledgements.waiting import campaigns_waiting
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.canonical import c1_hash
from foundation.errors import Conflict, InvalidInput
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORDS = "I have read section IV.K."


@pytest.fixture
def courts():
    return DepartmentFactory(profile__has_criminal_justice_information=True)


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def mover(campaign, courts, sign):
    """Somebody who acknowledged elsewhere, and works for the courts since."""
    person = EmployeeFactory(name="Mira Moved")
    acknowledge(by=Actor.of_person(person), campaign_id=campaign.pk, signing=sign(campaign, person))
    administrator = Actor.of_person(EmployeeFactory(role="administrator"))
    roster.move(person, by=administrator, department=courts, supervisor=None)
    return person


def asked(person):
    return to_add(person, place_of(person, clock.now()), clock.now())


def add(person, campaign, **changes):
    given = {"statement_hash": c1_hash(WORDS), "ticked": True, "typed_name": person.name}
    return add_statement(by=Actor.of_person(person), campaign_id=campaign.pk, **{**given, **changes})


def test_the_mover_is_asked_for_that_statement_alone(mover, campaign):
    assert [one.statement.kind for one in asked(mover)] == [StatementKind.CRIMINAL_JUSTICE]
    assert campaigns_waiting(mover, clock.now()) == [], "what was acknowledged stays"


def test_what_was_added_stands_beside_the_receipt_and_is_asked_once(mover, campaign):
    row = add(mover, campaign)
    assert row.acknowledgement == Acknowledgement.objects.get(person=mover)
    assert prove(row).holds
    assert asked(mover) == []
    entry = Entry.objects.get(act="acknowledgements.statement_added")
    assert entry.after["statement_hash"] == c1_hash(WORDS)
    with pytest.raises(Conflict, match="not asked of you"):
        add(mover, campaign)


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"ticked": False}, InvalidInput), ({"typed_name": "Somebody"}, InvalidInput), ({"statement_hash": ""}, Conflict)],
)
def test_without_the_tick_the_own_name_or_the_words_shown_nothing_is_recorded(mover, campaign, changes, error):
    with pytest.raises(error):
        add(mover, campaign, **changes)
    assert not AddedStatement.objects.exists()


def test_nobody_else_is_asked(campaign, courts, sign):
    elsewhere, there = EmployeeFactory(), EmployeeFactory(assignment__department=courts)
    assert asked(there) == [], "who has not acknowledged yet states it then"
    for person in (elsewhere, there):
        acknowledge(by=Actor.of_person(person), campaign_id=campaign.pk, signing=sign(campaign, person))
        assert asked(person) == []


def test_in_the_browser_it_waits_at_home_and_ends_on_the_receipt(mover, campaign, client):
    client.force_login(mover)
    page = reverse("acknowledgements:add", args=[campaign.pk])
    assert page in client.get("/").content.decode()
    wrong = client.post(page, {"statement_hash": c1_hash(WORDS), "statement": "on", "typed_name": "Somebody"})
    assert wrong.status_code == 400
    done = client.post(
        page, {"statement_hash": c1_hash(WORDS), "statement": "on", "typed_name": "Mira Moved"}, follow=True
    )
    assert WORDS in done.content.decode()
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("deed", ["change", "delete"])
def test_the_database_keeps_what_was_added(mover, campaign, deed):
    add(mover, campaign)
    with pytest.raises(DatabaseError), transaction.atomic():
        if deed == "change":
            AddedStatement.objects.update(text="Another")
        else:
            AddedStatement.objects.all()._raw_delete("default")
