"""What the database keeps itself: what was sent, decided and recorded stands, and nobody decides for themselves."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from foundation import clock
from reviews import services
from reviews.models import EventKind, Finding, Need, Publication, Round
from reviews.services import WentOut
from tests.reviews.conftest import as_person, hash_of

pytestmark = pytest.mark.django_db


def assert_refused_by_the_database(deed):
    with pytest.raises(DatabaseError), transaction.atomic():
        deed()


@pytest.fixture
def everything(parks):
    """One row of each append-only model."""
    post = parks.sent("Vote Smith for Mayor! The pool opens.")
    services.say(by=as_person(parks.reviewer), post=post, text="Hello")
    services.set_rule(by=as_person(parks.head), account=parks.account, mode="before", identification="record")
    services.dispose(
        by=as_person(parks.reviewer), finding=Finding.objects.get(), disposition="acceptable", reason="A street"
    )
    services.approve(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post))
    row = services.record_publication(
        by=as_person(parks.publisher),
        post=post,
        account=parks.account,
        went_out=WentOut("Vote Smith for Mayor! The pool opens.", clock.now()),
    )
    services.record_event(
        by=as_person(parks.publisher), publication=row, kind=EventKind.EDITED, happened_at=clock.now()
    )
    Need.objects.get().notices.create(kind="overdue", sent_at=clock.now())


MODELS = ["round", "need", "finding", "message", "publication", "publicevent", "reviewrule", "reviewnotice"]


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted(everything, model):
    rows = apps.get_model("reviews", model).objects.all()
    assert rows.exists()
    assert_refused_by_the_database(lambda: rows._raw_delete("default"))


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Round, {"content_hash": "c1:sha256:0"}),
        (Round, {"outcome": "declined"}),
        (Need, {"outcome": "declined"}),
        (Need, {"reason": "Another"}),
        (Finding, {"disposition": "unfounded"}),
        (Finding, {"clause": "IV.A"}),
        (Publication, {"authority": "by office"}),
        (Publication, {"text_hash": "c1:sha256:0"}),
    ],
)
def test_nothing_that_was_decided_is_changed(everything, model, change):
    assert_refused_by_the_database(lambda: model.objects.update(**change))


def test_a_decision_without_instrument_is_refused(parks):
    parks.sent()
    said = {"outcome": "approved", "decided_by": parks.reviewer, "decided_at": clock.now()}
    assert_refused_by_the_database(lambda: Need.objects.update(**said))


def test_an_approval_without_a_person_is_refused(parks):
    parks.sent()
    assert_refused_by_the_database(lambda: Need.objects.update(outcome="approved", decided_at=clock.now()))
