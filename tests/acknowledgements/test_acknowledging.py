"""An acknowledgement is bound to the exact text shown, and is one for each person and version (DESIGN 3.7)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from acknowledgements import receipts
from acknowledgements.models import Acknowledgement, Campaign, StatementKind
from acknowledgements.services import acknowledge, acknowledging
from directory.models import Assignment, Status
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.effective import supersede
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from notifications.models import Notice, OutboxMessage
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def dana():
    return EmployeeFactory(name="Dana Marie Reed")


def test_everything_that_proves_it_is_kept(campaign, dana, sign):
    by = Actor.of_person(dana, address="10.0.0.7")
    receipt = acknowledge(by=by, campaign_id=campaign.pk, signing=sign(campaign, dana, browser="Firefox" * 100))
    kept = Acknowledgement.objects.get(pk=receipt.acknowledgement.pk)
    assert receipt.is_new
    assert (kept.person, kept.version, kept.campaign) == (dana, campaign.version, campaign)
    assert kept.text_hash == campaign.version.text_hash
    assert [statement["kind"] for statement in kept.statements] == ["read", "electronic"]
    assert (kept.typed_name, kept.address, kept.method) == ("Dana Marie Reed", "10.0.0.7", "electronic")
    assert kept.department == dana.assignments.get().department
    assert kept.title == "Clerk"
    assert len(kept.browser) == 300
    assert kept.digest == receipts.digest_of(kept)
    assert kept.reference.startswith(f"ACK-{clock.city_date(kept.at).year}-")


def test_the_trail_holds_hashes_and_the_mail_leads_to_the_receipt(campaign, dana, sign):
    kept = acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana)).acknowledgement
    entry = Entry.objects.get(act="acknowledgements.acknowledged")
    assert entry.object_id == kept.reference
    assert entry.after["digest"] == kept.digest
    assert "Dana Marie" not in str(entry.after)
    assert Notice.objects.get(person=dana).link == f"/acknowledgements/{kept.reference}/"
    assert kept.reference in OutboxMessage.objects.get(recipient=dana).text


def test_twice_is_one_and_is_answered_with_the_firsts_receipt(campaign, dana, sign):
    by = Actor.of_person(dana)
    first = acknowledge(by=by, campaign_id=campaign.pk, signing=sign(campaign, dana))
    again = acknowledge(by=by, campaign_id=campaign.pk, signing=sign(campaign, dana))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.acknowledgement == first.acknowledgement
    assert Acknowledgement.objects.count() == 1
    assert Notice.objects.count() == 1
    assert Entry.objects.filter(act="acknowledgements.acknowledged").count() == 1


def test_the_database_itself_keeps_it_one(dana):
    first = AcknowledgementFactory(person=dana)
    with pytest.raises(IntegrityError), transaction.atomic():
        AcknowledgementFactory(person=dana, campaign=first.campaign)


def test_the_database_refuses_to_change_or_delete_an_acknowledgement(dana):
    kept = AcknowledgementFactory(person=dana)
    for change in ({"typed_name": "Mayor"}, {"at": clock.now()}, {"digest": "c1:sha256:0"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Acknowledgement.objects.filter(pk=kept.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Acknowledgement.objects.filter(pk=kept.pk).delete()


def test_a_stale_text_is_a_conflict_and_nothing_is_recorded(campaign, dana, sign):
    other = "c1:sha256:" + "0" * 64
    for stale in ({"text_hash": other}, {"statements_hash": other}):
        with pytest.raises(Conflict, match="no longer what your page showed"):
            acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana, **stale))
    assert not Acknowledgement.objects.exists()
    assert not Notice.objects.exists()


def test_every_statement_is_ticked_or_nothing_is_recorded(campaign, dana, sign):
    with pytest.raises(InvalidInput) as refused:
        acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana, ticked=["read"]))
    assert refused.value.field == "statement_electronic"
    assert not Acknowledgement.objects.exists()


def test_another_name_is_told_so(campaign, dana, sign):
    with pytest.raises(InvalidInput, match="knows you as Dana Marie Reed"):
        acknowledge(
            by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana, typed_name="Lee Ross")
        )
    with pytest.raises(InvalidInput):
        acknowledge(
            by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana, typed_name="D" * 5000)
        )


@pytest.mark.clause("IV.K")
def test_only_departments_with_criminal_justice_information_state_that_they_read_iv_k(campaign, sign):
    police = DepartmentFactory(profile__has_criminal_justice_information=True)
    officer = EmployeeFactory(assignment__department=police)
    signing = sign(campaign, officer)
    assert StatementKind.CRIMINAL_JUSTICE in signing.ticked
    kept = acknowledge(by=Actor.of_person(officer), campaign_id=campaign.pk, signing=signing).acknowledgement
    assert [statement["kind"] for statement in kept.statements] == ["read", "criminal_justice", "electronic"]


def test_who_has_left_is_refused(campaign, dana, sign):
    signing = sign(campaign, dana)
    EmployeeStatusFactory(employee=dana, left=True)
    with pytest.raises(Refusal, match="do not work for the City"):
        acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=signing)


def test_who_is_not_bound_is_refused(campaign, sign):
    library = DepartmentFactory(profile__under_regulation="no", profile__name="Library")
    reader = EmployeeFactory(assignment__department=library)
    with pytest.raises(Refusal, match="does not bind Library"):
        acknowledge(by=Actor.of_person(reader), campaign_id=campaign.pk, signing=sign(campaign, reader))


def test_who_is_on_leave_may_acknowledge(campaign, dana, sign):
    EmployeeStatusFactory(employee=dana, status=Status.ON_LEAVE)
    assert acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana)).is_new


def test_after_the_due_day_it_is_still_taken(dana, sign):
    now = clock.now()
    late = CampaignFactory(opens_at=now - timedelta(days=30), due_at=now - timedelta(days=3))
    assert acknowledge(by=Actor.of_person(dana), campaign_id=late.pk, signing=sign(late, dana)).is_new


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_a_campaign_that_does_not_run_takes_nothing(dana, sign, state):
    campaign = CampaignFactory(**{state: True})
    with pytest.raises(Conflict):
        acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana))


def test_before_its_opening_a_campaign_takes_nothing(dana, sign):
    early = CampaignFactory(opens_at=clock.now() + timedelta(days=1), opened_at=clock.now(), planned_at=clock.now())
    with pytest.raises(Conflict, match="not open"):
        acknowledge(by=Actor.of_person(dana), campaign_id=early.pk, signing=sign(early, dana))


@pytest.mark.parametrize("what", ["closed", "left", "moved"])
def test_what_changes_between_the_first_look_and_the_lock_counts(campaign, dana, sign, monkeypatch, what):
    signing = sign(campaign, dana)

    def meanwhile(campaign_id):
        if what == "closed":
            Campaign.objects.filter(pk=campaign_id).update(state="closed", closed_at=clock.now())
        elif what == "left":
            EmployeeStatusFactory(employee=dana, left=True)
        else:
            supersede(Assignment.objects.get(employee=dana), at=clock.now(), title="Captain")

    monkeypatch.setattr(acknowledging, "_lock", meanwhile)
    if what == "moved":
        receipt = acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=signing)
        assert receipt.acknowledgement.title == "Captain"
        return
    with pytest.raises((Conflict, Refusal), match="closed" if what == "closed" else "do not work"):
        acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=signing)
    assert not Acknowledgement.objects.exists()


def test_a_name_holds_no_character_that_the_database_cannot_keep(campaign, dana, sign):
    signing = sign(campaign, dana, typed_name="Dana \0 Marie Reed")
    with pytest.raises(InvalidInput, match="your own name"):
        acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=signing)


def test_there_is_no_acknowledging_without_a_campaign(campaign, dana, sign):
    with pytest.raises(NotVisible):
        acknowledge(by=Actor.of_person(dana), campaign_id=0, signing=sign(campaign, dana))


def test_two_equal_references_are_drawn_again(campaign, dana, sign, monkeypatch):
    taken = AcknowledgementFactory()
    drawn = iter([taken.reference, "ACK-2026-FRESHONE"])
    monkeypatch.setattr(receipts, "new_reference", lambda year: next(drawn))
    receipt = acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana))
    assert receipt.acknowledgement.reference == "ACK-2026-FRESHONE"


def test_an_acknowledgement_is_cheap(campaign, dana, sign, django_assert_max_num_queries):
    signing = sign(campaign, dana)
    other = EmployeeFactory()
    acknowledge(by=Actor.of_person(other), campaign_id=campaign.pk, signing=sign(campaign, other))  # makes the key
    # With the savepoint and the look at the key that only a test has, whose own transaction is never committed.
    with django_assert_max_num_queries(12 if connection.vendor == "postgresql" else 11):
        acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=signing)
