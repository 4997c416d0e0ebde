"""One post as its pages show it, and what one may do with it: a button is a courtesy, services ask again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import OfficialAccount
from directory.models import Employee
from foundation.differing import Piece as Difference
from foundation.differing import differ
from powers.catalogue import POWERS
from powers.picture import Picture
from reviews.looking_at import unread_in
from reviews.models import Attachment, Finding, Message, Need, Post, Publication, Round, State
from reviews.models.post import BEING_WRITTEN
from reviews.notifications import who_decides
from reviews.permissions import is_party, may_decide
from reviews.reading import (
    TONES,
    Answered,
    Marked,
    Shown,
    accounts_of,
    answers_of,
    marked_rows,
    sentence_of,
    shown_texts,
)
from reviews.sealed import Sealed, seal
from reviews.services.sampling import was_left_alone
from reviews.services.writing import targets_of


@dataclass(frozen=True)
class Asked:
    """One department's decision, with who can make it while it is open."""

    need: Need
    department: str
    power: str
    names: list[str]
    is_overdue: bool


@dataclass(frozen=True)
class Went:
    """What went out on one account, with how that is called now; its number where it is no account any more."""

    row: Publication
    where: str


@dataclass(frozen=True)
class Deeds:
    """What somebody may do with a post now."""

    edit: bool = False
    submit: bool = False
    take_back: bool = False
    withdraw: bool = False
    publish: bool = False
    release: bool = False
    review: bool = False
    call_up: bool = False

    @property
    def any(self) -> bool:
        """Whether there is a button at all."""
        return any(vars(self).values())


@dataclass(frozen=True)
class Sheet:
    """A post as its pages show it. Where it is not read, there are no words in it."""

    post: Post
    tone: str
    sentence: str
    deeds: Deeds
    asked: list[Asked]
    rounds: list[Round]
    publications: list[Went]
    clauses: list[str]
    current: Round | None = None
    sealed: Sealed | None = None
    attachments: list[Attachment] = field(default_factory=list)
    texts: list[Shown] = field(default_factory=list)
    found: list[Marked] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    changes: list[tuple[str, list[Difference]]] = field(default_factory=list)

    @property
    def unread(self) -> list[str]:
        """What the check did not read because it is too long."""
        return unread_in(self.sealed) if self.sealed else []

    @property
    def left(self) -> int:
        """Findings without a person's word."""
        return sum(1 for one in self.found if one.row is not None and one.row.disposition is None)


def sheet_of(post: Post, person: Employee, at: datetime, picture: Picture, *, reads: bool) -> Sheet:
    """Everything about a post for who sees it; its words only where they are read (DESIGN 3.10)."""
    rounds = list(post.sent.select_related("submitted_by", "sample").order_by("-number"))
    current = rounds[0] if rounds else None
    findings = list(Finding.objects.filter(round=current).select_related("disposed_by")) if current else []
    decides = may_decide(person, post, at)
    shown: dict[str, Any] = {
        "post": post,
        "tone": TONES[State(post.state)],
        "sentence": sentence_of(post, at),
        "deeds": _deeds(post, person, decides, is_left_alone=current is not None and was_left_alone(current)),
        "asked": _asked(post, at, picture),
        "rounds": rounds,
        "publications": _publications(post, at),
        "clauses": sorted({one.clause for one in findings}),
        "current": current,
    }
    if not reads:
        return Sheet(**shown)
    return Sheet(
        **shown,
        **_words(post, current, findings, rounds, at, is_party(person, post)),
        messages=_messages(post, decides),
    )


def _words(
    post: Post,
    current: Round | None,
    findings: Sequence[Finding],
    rounds: Sequence[Round],
    at: datetime,
    is_own: bool,
) -> dict[str, Any]:
    """The words that were sent; those that are being written are their parties' own until they are sent."""
    targets = targets_of(post)
    accounts = accounts_of(targets, at)
    is_written = current is None or (is_own and post.state in BEING_WRITTEN)
    if is_written or current is None:
        sealed, found = seal(post, post.content, targets, post.attachments.all()), []
    else:
        sealed = Sealed(current.content.text)
        found = marked_rows(findings, sealed)
    return {
        "sealed": sealed,
        "attachments": [one for one in post.attachments.all() if one.sha256 in sealed.files],
        "found": found,
        "texts": shown_texts(sealed, found, accounts, at),
        "answered": answers_of(post, post.content, accounts, at),
        "changes": [] if is_written else _changes(sealed, rounds, names_of(accounts)),
    }


def names_of(accounts: Iterable[OfficialAccount]) -> dict[str, str]:
    """What accounts are called, by reference."""
    return {one.reference: f"{one.now.name} ({one.now.platform.name})" for one in accounts}


def _changes(sealed: Sealed, rounds: Sequence[Round], called: Mapping[str, str]) -> list[tuple[str, list[Difference]]]:
    """What changed since the round before, text by text: nothing where there was none."""
    if len(rounds) <= 1:
        return []
    before = Sealed(rounds[1].content.text)
    found = []
    for words in sealed.words:
        old = before.text_on(words.part) or (before.words[0].text if before.words else "")
        if old != words.text:
            found.append((", ".join(called.get(one, one) for one in words.accounts), differ(old, words.text)))
    return found


def _messages(post: Post, decides: bool) -> list[Message]:
    rows = post.messages.select_related("author")
    return list(rows if decides else rows.filter(for_reviewers=False))


def _publications(post: Post, at: datetime) -> list[Went]:
    rows = post.publications.select_related("recorded_by", "account", "words")
    found = list(rows.prefetch_related("events__recorded_by"))
    called = names_of(OfficialAccount.objects.as_of(at).filter(pk__in=[one.account_id for one in found]).by_name())
    return [Went(row, called.get(row.account.reference, row.account.reference)) for row in found]


def _asked(post: Post, at: datetime, picture: Picture) -> list[Asked]:
    """The decisions of the newest round, with who can make the open ones."""
    rows = Need.objects.filter(post=post, round__number=post.rounds).select_related(
        "department", "decided_by", "in_name_of"
    )
    return [
        Asked(
            need,
            picture.tree.name(need.department_id, at),
            POWERS[need.power].name,
            [one.name for one in who_decides(need, at, picture)] if need.outcome is None else [],
            need.is_overdue(at),
        )
        for need in rows
    ]


_CAN_PUBLISH = (State.APPROVED, State.PUBLISHED)
_CAN_WITHDRAW = (State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.APPROVED)
_CAN_RELEASE = (State.SUBMITTED, State.CHANGES_REQUESTED, State.DECLINED)


def _deeds(post: Post, person: Employee, decides: bool, *, is_left_alone: bool) -> Deeds:
    """What is offered to somebody."""
    party = is_party(person, post)
    is_left = post.targets.exclude(account__in=post.publications.values("account")).exists()
    return Deeds(
        edit=party and post.state in (*BEING_WRITTEN, State.APPROVED),
        submit=party and post.state in BEING_WRITTEN,
        take_back=party and post.state == State.SUBMITTED,
        withdraw=party and post.state in _CAN_WITHDRAW,
        publish=party and post.state in _CAN_PUBLISH and is_left,
        release=person.pk == post.publisher_id and post.state in _CAN_RELEASE and heads_department(post, person),
        review=decides and post.state in (State.SUBMITTED, State.RECORDED),
        call_up=decides and post.state == State.PUBLISHED and is_left_alone,
    )


def heads_department(post: Post, person: Employee) -> bool:
    """Whether somebody may be the head of the publisher's department: the service asks exactly."""
    return post.department.appointments.filter(holder=person, superseded_at=None).exists()
