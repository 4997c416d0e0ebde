"""Is this receipt genuine? By reference or by file, for every colleague, and no more than the receipt itself says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from acknowledgements.documents import receipt_file, stated_in
from acknowledgements.models import Acknowledgement
from acknowledgements.services import acknowledge, confirm_annulment, request_annulment
from acknowledgements.verifying import verdict_on, verdict_on_file
from foundation import clock
from foundation.actor import Actor
from foundation.guards import lift_guards
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db
VERIFY = "/acknowledgements/verify/"


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DOCUMENT_KEY, settings.DOCUMENT_KEY_FILE = "", tmp_path / "documents.pem"


@pytest.fixture
def kept(sign):
    campaign, person = CampaignFactory(), EmployeeFactory(name="Dana Okafor")
    return acknowledge(
        by=Actor.of_person(person), campaign_id=campaign.pk, signing=sign(campaign, person)
    ).acknowledgement


@pytest.fixture
def stranger(client):
    person = EmployeeFactory()
    client.force_login(person)
    return person


def file_of(acknowledgement):
    return receipt_file(acknowledgement, at=clock.now())


def annul(acknowledgement):
    one, other = (Actor.of_person(EmployeeFactory(role="employee_relations")) for _ in range(2))
    asked = request_annulment(by=one, acknowledgement=acknowledgement, reason="Her namesake's.")
    confirm_annulment(by=other, annulment=asked)


def test_a_reference_is_said_to_be_genuine_with_the_text_it_belongs_to_and_not_whose_it_is(client, kept, stranger):
    said = client.get(VERIFY, {"reference": f" {kept.reference.lower()} "}, follow=True).text
    assert f"{kept.reference} is a receipt of the portal." in said
    assert kept.text_hash in said
    assert "It was not annulled: it counts." in said
    assert kept.person.name not in said
    assert kept.person.number not in said


@pytest.mark.parametrize("who", ["the person", "employee_relations", "auditor"])
def test_who_may_open_the_receipt_is_led_to_it(client, kept, who):
    client.force_login(kept.person if who == "the person" else EmployeeFactory(role=who))
    said = client.get(reverse("acknowledgements:verify_receipt", args=[kept.reference])).text
    assert reverse("acknowledgements:receipt", args=[kept.reference]) in said


def test_an_annulled_receipt_is_genuine_and_counts_no_more(kept, stranger):
    content = file_of(kept)
    annul(kept)
    for verdict in (
        verdict_on(kept.reference, person=stranger, at=clock.now()),
        verdict_on_file(content, person=stranger, at=clock.now()),
    ):
        assert (verdict.is_genuine, verdict.counts) == (True, False)
        assert "was annulled on" in verdict.since


def test_the_file_that_the_portal_signed_is_genuine_and_tells_its_own_reference(client, kept, stranger):
    content = file_of(kept)
    assert stated_in(content).reference == kept.reference
    said = client.post(VERIFY, {"file": SimpleUploadedFile("receipt.pdf", content)}).text
    assert f"This file is genuine: the receipt {kept.reference}." in said
    assert kept.text_hash in said
    assert kept.person.name not in said


def test_one_changed_byte_of_the_file_is_found_wherever_it_is(kept, stranger):
    content = file_of(kept)
    for place in range(0, len(content), 997):
        changed = bytearray(content)
        changed[place] ^= 1
        assert not verdict_on_file(bytes(changed), person=stranger, at=clock.now()).is_genuine


def test_words_in_an_unsigned_file_prove_nothing(kept, stranger):
    forged = b"%PDF-1.7\n/Reason (Receipt " + kept.reference.encode() + b" sha256 " + b"0" * 64 + b")"
    verdict = verdict_on_file(forged, person=stranger, at=clock.now())
    assert not verdict.is_genuine
    assert "ask by its reference" in verdict.sentence


def test_a_file_whose_receipt_says_something_else_now_is_named(kept, stranger):
    content = file_of(kept)
    lift_guards()
    Acknowledgement.objects.filter(pk=kept.pk).update(digest="c1:sha256:" + "0" * 64)
    verdict = verdict_on_file(content, person=stranger, at=clock.now())
    assert (verdict.is_genuine, "Tell an auditor" in verdict.sentence) == (False, True)


def test_a_receipt_that_does_not_prove_itself_is_not_called_genuine(stranger):
    altered = AcknowledgementFactory()  # its digest is of something else
    assert not verdict_on(altered.reference, person=stranger, at=clock.now()).is_genuine


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7 /Encrypt", b"\x00" * 9], ids=repr)
def test_whatever_is_uploaded_is_answered(stranger, content):
    assert not verdict_on_file(content, person=stranger, at=clock.now()).is_genuine


@pytest.mark.parametrize(
    ("given", "status"), [("%00\u202e", 400), ("ACK-2026-NOSUCH22", 200), ("", 200)], ids=["none", "unknown", "empty"]
)
def test_what_is_no_reference_gets_a_sentence(client, stranger, given, status):
    answer = client.get(VERIFY, {"reference": given.replace("%00", "\0")}, follow=True)
    assert answer.status_code == status
    if given:
        assert "no reference" in answer.text or "has no receipt" in answer.text


def test_without_a_file_a_sentence_says_what_is_missing_and_nobody_tries_references(client, stranger, monkeypatch):
    assert "Choose the file" in client.post(VERIFY).text
    monkeypatch.setattr("acknowledgements.views.verifying.AT_MOST", 1)
    assert client.get(f"{VERIFY}ACK-2026-22222222/").status_code == 429


def test_ones_receipts_lead_to_their_proof(client, kept):
    client.force_login(kept.person)
    assert VERIFY in client.get(reverse("acknowledgements:mine")).text
    assert f"{VERIFY}{kept.reference}/" in client.get(reverse("acknowledgements:receipt", args=[kept.reference])).text
