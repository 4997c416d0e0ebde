"""The record of what went out, lawful or not: it is compared with what was approved, and never refused (DESIGN 3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import OfficialAccount
from authorizations.decisions import decide_each
from authorizations.requirements import Answer, Decision
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1, c1_hash
from foundation.citations import cite
from foundation.errors import Conflict, InvalidInput
from reviews import notifications
from reviews.looking_at import acts_of
from reviews.models import (
    Authority,
    EventKind,
    Outcome,
    Post,
    Publication,
    PublicationText,
    PublicEvent,
    Round,
    State,
)
from reviews.permissions import person_behind
from reviews.sealed import Sealed
from reviews.services.ending import end_round
from reviews.services.writing import lock, next_state, set_state, tell_trail

IN_WRITING = cite("IV.C")
PUBLIC = cite("IV.D")
_RELEASED = (State.APPROVED, State.PUBLISHED)


@dataclass(frozen=True)
class WentOut:
    """What somebody saw or did: the words, when (an instant), where, and why they differ from what was approved."""

    text: str
    published_at: datetime
    permalink: str = ""
    why_differs: str = ""
    capture: UUID | None = None

    def check(self, at: datetime) -> None:
        """Raise `InvalidInput` for a moment to come, or for nothing at all."""
        if self.published_at > at:
            raise InvalidInput("It cannot have gone out in the future.", field="published_at")
        if not (self.text.strip() or self.capture):
            raise InvalidInput("Give the words that went out, or a capture of them.", field="text")


@transaction.atomic
def record_publication(*, by: Actor, post: Post, account: OfficialAccount, went_out: WentOut) -> Publication:
    """Record that a post went out on one of its accounts. Once for each; `Conflict` says who recorded it before.

    Words that differ from the approved ones need a reason. What had no approval, or whose publisher had none, is
    recorded as *published without authority*, and reported.
    """
    row = lock(post)
    person = person_behind(by, "A publication is recorded by a person.")
    at = clock.now()
    went_out.check(at)
    _require_first(row, account)
    if not row.targets.filter(account=account).exists():
        raise InvalidInput(
            "The post is not for that account.", remedy="Record it as a post of its own.", field="account"
        )
    state = next_state(row, "published")
    current = Round.objects.filter(post=row, number=row.rounds).select_related("content").first()
    moment = _moment(went_out.published_at, current)
    decision = decide_each(row.publisher, acts_of(row, row.content, [account]), moment)[0]
    authority = _authority(row, current, account, went_out, moment, decision)
    end_round(row, Outcome.NOT_NEEDED, at)
    set_state(row, state, at)
    publication = write_publication(row, account, current, went_out, authority, decision, by=by, at=at)
    if person.pk not in {row.drafted_by_id, row.publisher_id}:
        notifications.tell_parties(row, "somebody recorded that it went out", by=by, at=at)
    return publication


def _require_first(post: Post, account: OfficialAccount) -> None:
    known = Publication.objects.filter(post=post, account=account).select_related("recorded_by").first()
    if known is not None:
        raise Conflict(
            "This was recorded already.",
            why=f"{known.recorded_by.name} recorded it.",
            remedy="What was done with it afterwards is recorded as an event.",
        )


def _moment(said: datetime, current: Round | None) -> datetime:
    """When it went out, as it is judged: an approval in the minute that the form says came first."""
    return judged_at(said, current.released_at if current else None)


def judged_at(said: datetime, begun: datetime | None) -> datetime:
    """The moment at which what went out is judged: a form says the minute alone; what began within it came first."""
    return begun if begun is not None and said == begun.replace(second=0, microsecond=0) else said


def _authority(
    post: Post,
    current: Round | None,
    account: OfficialAccount,
    went_out: WentOut,
    moment: datetime,
    decision: Decision,
) -> Authority:
    if post.state not in _RELEASED or current is None or decision.answer != Answer.YES:
        return Authority.WITHOUT
    if current.released_at is None or moment < current.released_at:
        return Authority.WITHOUT
    sealed = Sealed(current.content.text)
    if went_out.text.strip() and c1(went_out.text).strip() != sealed.text_on(account.reference).strip():
        if not went_out.why_differs.strip():
            raise InvalidInput(
                "Other words went out than were approved.",
                why="An approval names one exact text.",
                remedy="Say why they differ; the record keeps both.",
                field="why_differs",
            )
        return Authority.DIFFERS
    return Authority.APPROVED if current.outcome == Outcome.APPROVED else Authority.BY_OFFICE


def write_publication(
    post: Post,
    account: OfficialAccount,
    current: Round | None,
    went_out: WentOut,
    authority: str,
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
) -> Publication:
    """Write the record of what went out on one account, and its entry; the caller has asked on what it rested."""
    row = Publication.objects.create(
        post=post,
        account=account,
        round=current,
        published_by_name=post.publisher.name,
        published_at=went_out.published_at,
        recorded_by=person_behind(by, "A publication is recorded by a person."),
        recorded_at=at,
        permalink=went_out.permalink,
        text_hash=c1_hash(went_out.text),
        authority=authority,
        answer=str(decision.answer),
        instruments=list(decision.instruments),
        why_differs=went_out.why_differs.strip() if authority == Authority.DIFFERS else "",
        capture=went_out.capture,
    )
    PublicationText.objects.create(publication=row, text=went_out.text)
    _tell(post, row, by, at)
    return row


def _tell(post: Post, row: Publication, by: Actor, at: datetime) -> None:
    tell_trail(
        "reviews.published",
        post,
        by,
        at,
        clause=IN_WRITING,
        reason=row.why_differs,
        after={
            "account": row.account.reference,
            "text_hash": row.text_hash,
            "authority": str(row.authority),
            "answer": row.answer,
            "went_out_at": row.published_at.isoformat(),
            "relied_on": row.instruments,
        },
    )
    if row.authority == Authority.WITHOUT:
        notifications.tell_without_authority(post, by=by, at=at)


@transaction.atomic
def record_event(
    *, by: Actor, publication: Publication, kind: str, happened_at: datetime, text: str = "", note: str = ""
) -> PublicEvent:
    """Record what was done with a post on its platform: an edit, a deletion (IV.D). The record of it stays.

    A correction of what was to be corrected, and a deletion of what was to be taken down, confirm that deed.
    """
    post = lock(publication.post)
    person = person_behind(by, "An event is recorded by a person.")
    at = clock.now()
    if kind not in EventKind.values:
        raise InvalidInput("Say what happened.", field="kind")
    if not publication.published_at <= happened_at <= at:
        raise InvalidInput("It happened after the post went out, and not in the future.", field="happened_at")
    event = PublicEvent.objects.create(
        publication=publication,
        kind=kind,
        happened_at=happened_at,
        recorded_by=person,
        recorded_at=at,
        text_hash=c1_hash(text) if text.strip() else "",
        note=note.strip(),
    )
    if (act := _CONFIRMS.get((post.state, kind))) is not None:
        set_state(post, next_state(post, act), at)
    tell_trail(
        "reviews.event_recorded",
        post,
        by,
        at,
        clause=PUBLIC,
        after={"account": publication.account.reference, "event": kind, "happened_at": happened_at.isoformat()},
    )
    return event


_CONFIRMS: dict[tuple[str, str], str] = {
    (State.TO_CORRECT, EventKind.CORRECTED): "corrected",
    (State.TO_CORRECT, EventKind.EDITED): "corrected",
    (State.TO_CORRECT, EventKind.DELETED): "corrected",
    (State.TO_TAKE_DOWN, EventKind.DELETED): "taken down",
}
