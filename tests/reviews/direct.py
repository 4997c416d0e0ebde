"""What tests of posts that go out directly share: a template up to its use, a reply, a rule, the draw."""

from foundation import clock
from reviews import services
from reviews.services import WentOut, sampling
from tests.reviews.conftest import as_person

TEXT = "The pool in {park} opens at {hour}."
LINES = ("park: one of Fairground Park | Marquette Park", "hour: words, at most 10")
VALUES = {"park": "Marquette Park", "hour": "noon"}
FILLED = "The pool in Marquette Park opens at noon."


def proposed(room, **more):
    said = {"department": room.department, "title": "Pool opens", "text": TEXT, "blanks": LINES, "what_for": "Summer"}
    return services.propose_template(by=as_person(room.drafter), **(said | more))


def approved(room):
    row = proposed(room)
    return services.approve_template(by=as_person(room.reviewer), template=row, seen_hash=row.text_hash)


def went_out(room, text="", when=None):
    return {room.account.pk: WentOut(text, when or clock.now())}


def used(room, row, values=VALUES, **more):
    wording = room.wording("")
    post = services.use_template(
        by=as_person(room.publisher), template=row, values=values, wording=wording, went_out=went_out(room, **more)
    )
    post.refresh_from_db()
    return post


def replied(room, text="Yes, bring a towel.", to="Do I need a towel?", **more):
    post = services.record_reply(
        by=as_person(room.publisher),
        wording=room.wording(text, **more),
        went_out=went_out(room, text),
        in_answer_to=to,
    )
    post.refresh_from_db()
    return post


def ruled(room, **more):
    said = {"mode": "before", "identification": "record", "direct_one_in": 5} | more
    services.set_rule(by=as_person(room.head), account=room.account, **said)


def drawing(monkeypatch, number):
    monkeypatch.setattr(sampling, "draw", lambda one_in: min(number, one_in - 1))
