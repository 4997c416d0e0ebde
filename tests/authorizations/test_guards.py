"""What the database keeps itself: what is written stays, each thing once, and nobody decides for themselves."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from authorizations import services
from authorizations.models import Keeping, LateWordsNotice, OfficeAct, OralWords, PaperDecision, RenewalNotice
from authorizations.permissions import may_read_file
from foundation import clock
from foundation.actor import Actor
from foundation.files.models import StoredFile
from tests.authorizations.conftest import give
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import DeclineFactory
from tests.factories.authorizations import (
    AuthorizationFactory,
    ConsentFactory,
    DeclineDecisionFactory,
    OralWordsFactory,
    RequestFactory,
)
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def assert_refused_by_the_database(deed):
    with pytest.raises(DatabaseError), transaction.atomic():
        deed()


@pytest.fixture
def everything(parks, streets, dana, official):
    """One row of each append-only model."""
    row = AuthorizationFactory(grantee=dana, accounts=[official], accepted=True, revoked=True, with_document=True)
    AuthorizationFactory(grantee=dana, confirmed=True)
    at = clock.now()
    ConsentFactory(account=official, for_department=streets.department)
    DeclineDecisionFactory(decline__person=dana, decided_by=parks.head)
    Keeping.objects.create(authorization=row, appointment=uuid4(), kept_by=parks.head, recorded_at=at)
    RenewalNotice.objects.create(authorization=row, days_before=30, claimed_at=at, claim=uuid4())
    LateWordsNotice.objects.create(words=OralWordsFactory(grantee=dana), claimed_at=at, claim=uuid4())
    OfficeAct.objects.create(
        person=parks.head,
        department=parks.department,
        power="approve_personal_device",
        basis="IV.J",
        what="Posted from a private telephone",
        reason="The storm",
        recorded_at=at,
        capacity="appointing authority",
        instrument="appointment",
    )


@pytest.mark.parametrize(
    "model",
    [
        "authorization",
        "authorizationtext",
        "authorizedaccount",
        "acceptance",
        "revocation",
        "document",
        "consent",
        "keeping",
        "paperdecision",
        "declinedecision",
        "officeact",
        "renewalnotice",
        "oralwords",
        "latewordsnotice",
    ],
)
def test_what_is_written_stays(model, everything):
    rows = apps.get_model("authorizations", model).objects
    assert rows.exists()
    assert_refused_by_the_database(lambda: rows.all()._raw_delete("default"))
    assert_refused_by_the_database(lambda: rows.update(id=10_000))


def test_a_request_is_decided_once(dana, parks):
    asked = RequestFactory(grantee=dana)
    services.decline(by=parks.authority, request=asked, reason="No")
    assert_refused_by_the_database(lambda: type(asked).objects.update(outcome="granted"))


def test_a_decline_is_decided_once_and_never_by_the_person(dana, parks):
    row = DeclineFactory(person=dana)
    assert_refused_by_the_database(lambda: DeclineDecisionFactory(decline=row, decided_by=dana))
    DeclineDecisionFactory(decline=row, decided_by=parks.head)
    assert_refused_by_the_database(lambda: DeclineDecisionFactory(decline=row, decided_by=parks.head))


def test_two_consents_of_one_scope_never_overlap(official, streets):
    given = ConsentFactory(account=official, for_department=streets.department)
    assert_refused_by_the_database(lambda: ConsentFactory(account=official, for_department=streets.department))
    assert ConsentFactory(account=AccountFactory(department=given.department), for_department=streets.department)


def test_no_department_consents_to_itself(official, parks):
    assert_refused_by_the_database(lambda: ConsentFactory(account=official, for_department=parks.department))


def test_a_paper_has_one_word_and_a_refusal_its_reason(dana, parks):
    row = AuthorizationFactory(grantee=dana, paper=True)
    word = {"authorization": row, "recorded_at": clock.now(), "decided_by": parks.head, "capacity": "x"}
    assert_refused_by_the_database(lambda: PaperDecision.objects.create(outcome="refused", instrument="x", **word))
    PaperDecision.objects.create(outcome="confirmed", instrument="x", **word)
    assert_refused_by_the_database(lambda: PaperDecision.objects.create(outcome="confirmed", instrument="x", **word))


def test_an_instrument_is_kept_once_in_a_term_and_called_to_mind_once_a_step(everything):
    for row in (Keeping.objects.get(), RenewalNotice.objects.get()):
        row.pk = None
        assert_refused_by_the_database(lambda row=row: row.save(force_insert=True))


def test_a_letter_is_read_by_who_sees_the_authorization_and_by_nobody_else(parks, streets, dana, official):
    row = give(parks, dana, official)
    worker = Actor.of_system("documents")
    document = services.attach_document(row, content=b"%PDF-1.7", name="x.pdf", key_id="k", by=worker)
    kept = StoredFile.objects.get(pk=document.file)
    at = clock.now()
    for person in (dana, parks.head, EmployeeFactory(role="employee_relations"), EmployeeFactory(role="auditor")):
        assert may_read_file(person, kept, at)
    for person in (streets.head, parks.employee(), EmployeeFactory(role="administrator")):
        assert not may_read_file(person, kept, at)


def test_a_refusal_without_a_word_is_refused(dana, parks):
    asked = RequestFactory(grantee=dana)
    said = {"decided_by": parks.head, "decided_at": clock.now(), "outcome": "declined"}
    assert_refused_by_the_database(lambda: type(asked).objects.filter(pk=asked.pk).update(**said))
    assert_refused_by_the_database(lambda: DeclineDecisionFactory(decided_by=parks.head, reason=""))


def test_words_given_aloud_are_decided_once_with_a_reason_and_never_for_oneself(dana, parks):
    row = OralWordsFactory(grantee=dana, recorded_by=parks.comms_staff)
    rows = OralWords.objects.filter(pk=row.pk)
    word = {"outcome": "refused", "decided_at": clock.now(), "capacity": "x", "instrument": "x"}
    for person in (dana, parks.comms_staff):
        assert_refused_by_the_database(lambda p=person: rows.update(decided_by=p, decision_reason="No", **word))
    assert_refused_by_the_database(lambda: rows.update(decided_by=parks.head, decision_reason="", **word))
    confirmed = {**word, "outcome": "confirmed", "decided_by": parks.head}
    assert_refused_by_the_database(lambda: rows.update(**confirmed))  # in writing, or nothing
    rows.update(decided_by=parks.head, decision_reason="No", **word)
    assert_refused_by_the_database(lambda: rows.update(outcome="confirmed"))


def test_words_given_aloud_are_of_speaking_by_somebody_else_and_in_order_of_time(dana, parks):
    at = clock.now()
    for wrong in (
        {"kind": "device", "device": "Telephone"},
        {"spoken_by": dana},
        {"spoken_at": at, "recorded_at": at - timedelta(hours=1)},
        {"recorded_at": at, "due_at": at},
    ):
        assert_refused_by_the_database(lambda wrong=wrong: OralWordsFactory(grantee=dana, **wrong))
