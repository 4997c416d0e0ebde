"""Entered in error, an acknowledgement is annulled by two people with a reason, and kept (DESIGN 3.7)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from acknowledgements.models import Acknowledgement, Annulment
from acknowledgements.services import acknowledge, confirm_annulment, refuse_annulment, request_annulment
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.factories.acknowledgements import AcknowledgementFactory, AnnulmentFactory, CampaignFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.papers import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


@pytest.fixture
def other():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


@pytest.fixture
def kept():
    return AcknowledgementFactory()


def test_two_people_annul_it_and_it_is_kept(kept, one, other, sign):
    annulment = request_annulment(by=one, acknowledgement=kept, reason="It was his namesake.")
    assert Acknowledgement.objects.not_annulled().filter(pk=kept.pk).exists()
    confirm_annulment(by=other, annulment=annulment)
    kept.refresh_from_db()
    assert kept.annulled_at is not None
    assert not Acknowledgement.objects.standing(clock.now()).filter(pk=kept.pk).exists()
    assert Notice.objects.get(person=kept.person).kind == "acknowledgements.annulled"
    acts = list(Entry.objects.filter(object_id=kept.reference).values_list("act", flat=True).order_by("pk"))
    assert acts == ["acknowledgements.annulment_requested", "acknowledgements.annulled"]
    again = acknowledge(
        by=Actor.of_person(kept.person), campaign_id=kept.campaign_id, signing=sign(kept.campaign, kept.person)
    )
    assert again.is_new
    assert Acknowledgement.objects.filter(person=kept.person).count() == 2


def test_nobody_confirms_their_own_request(kept, one):
    annulment = request_annulment(by=one, acknowledgement=kept, reason="Wrong person.")
    with pytest.raises(Refusal, match="own request"):
        confirm_annulment(by=one, annulment=annulment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Annulment.objects.filter(pk=annulment.pk).update(
            decision="confirmed", decided_by=one.person, decided_at=clock.now()
        )


def test_nobody_annuls_their_own_acknowledgement(one, other):
    own = AcknowledgementFactory(person=one.person)
    with pytest.raises(Refusal, match="your own"):
        request_annulment(by=one, acknowledgement=own, reason="I take it back.")
    asked = request_annulment(by=other, acknowledgement=own, reason="Wrong person.")
    with pytest.raises(Refusal, match="your own"):
        confirm_annulment(by=one, annulment=asked)


def test_a_request_needs_a_reason_and_the_role(kept, one):
    with pytest.raises(InvalidInput):
        request_annulment(by=one, acknowledgement=kept, reason="  ")
    with pytest.raises(Refusal):
        request_annulment(by=Actor.of_person(EmployeeFactory()), acknowledgement=kept, reason="No.")


def test_asked_for_twice_it_waits_once(kept, one, other):
    request_annulment(by=one, acknowledgement=kept, reason="Wrong person.")
    with pytest.raises(Conflict, match="already"):
        request_annulment(by=other, acknowledgement=kept, reason="Wrong person.")


def test_a_refused_request_leaves_it_standing_and_can_be_made_again(kept, one, other):
    asked = request_annulment(by=one, acknowledgement=kept, reason="Wrong person.")
    with pytest.raises(InvalidInput):
        refuse_annulment(by=other, annulment=asked, reason="")
    refuse_annulment(by=other, annulment=asked, reason="It was her.")
    assert Acknowledgement.objects.not_annulled().filter(pk=kept.pk).exists()
    assert request_annulment(by=other, acknowledgement=kept, reason="It was not, after all.").decision is None


def test_it_is_decided_once(kept, one, other):
    asked = request_annulment(by=one, acknowledgement=kept, reason="Wrong person.")
    confirm_annulment(by=other, annulment=asked)
    third = Actor.of_person(EmployeeFactory(role="employee_relations"))
    with pytest.raises(Conflict):
        refuse_annulment(by=third, annulment=asked, reason="No.")


def test_the_database_keeps_requests_and_annulled_rows(kept):
    asked = AnnulmentFactory(acknowledgement=kept)
    for change in ({"reason": "Another."}, {"requested_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Annulment.objects.filter(pk=asked.pk).update(**change)
    Acknowledgement.objects.filter(pk=kept.pk).update(annulled_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Acknowledgement.objects.filter(pk=kept.pk).update(annulled_at=None)


def test_who_decides_about_a_signed_sheet_looks_at_its_scan_and_nobody_asks_twice(client, one, other):
    person = EmployeeFactory()
    batch = recorded(other.person, CampaignFactory(), person)
    kept = Acknowledgement.objects.get()
    scan = reverse("files:download", args=[batch.scans.get().file_id])
    receipt = reverse("acknowledgements:receipt", args=[kept.reference])
    client.force_login(one.person)
    seen = client.get(receipt).text
    assert scan in seen
    assert "Ask for its annulment" in seen
    annulment = request_annulment(by=one, acknowledgement=kept, reason="It was his namesake.")
    page = reverse("acknowledgements:annulment", args=[annulment.pk])
    assert "Ask for its annulment" not in client.get(receipt).text
    client.force_login(other.person)
    assert page in client.get(receipt).text
    assert scan in client.get(page).text
    client.force_login(person)
    assert scan not in client.get(receipt).text, "the scan shows everybody of its batch"
