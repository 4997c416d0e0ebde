"""One post as its pages show it, and what one may do with it: a button is a courtesy, services ask again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import OfficialAccount, PlatformLimit
from directory.models import Employee
from foundation.audit.history import ask_told
from foundation.audit.models import Entry
from foundation.differing import Piece as Difference
from foundation.differing import differ
from foundation.together import Asked, Together
from powers.catalogue import POWERS
from powers.drawn import DrawnPicture
from powers.named import Named, ask_named
from powers.picture import Picture
from powers.tree import Tree, ask_tree
from reviews.lengths import ask_limits
from reviews.looking_at import unread_in
from reviews.models import (
    Attachment,
    Finding,
    Message,
    Need,
    Post,
    Publication,
    PublicEvent,
    Round,
    RoundContent,
    State,
    Target,
)
from reviews.models.post import BEING_WRITTEN
from reviews.notifications import who_decides
from reviews.permissions import is_party, may_decide, reach_of
from reviews.reading import (
    TONES,
    Answered,
    Marked,
    Shown,
    ask_answers,
    marked_rows,
    names_of,
    sentence_of,
    shown_texts,
)
from reviews.sealed import Sealed, seal
from reviews.services.sampling import was_left_alone
from reviews.services.writing import subject
from reviews.went_out import Went, went_out


@dataclass(frozen=True)
class Deciding:
    """One department's decision, with who can make it while it is open."""

    need: Need
    department: str
    power: str
    names: list[str]
    is_overdue: bool


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
    asked: list[Deciding]
    earlier: list[Need]
    """What was decided in the rounds before, the newest first."""
    rounds: list[Round]
    publications: list[Went]
    clauses: list[str]
    entries: list[Entry]
    instruments: dict[str, Named]
    current: Round | None = None
    sealed: Sealed | None = None
    attachments: list[Attachment] = field(default_factory=list)
    texts: list[Shown] = field(default_factory=list)
    found: list[Marked] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    changes: list[tuple[str, list[Difference]]] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    """Accounts on which it was not recorded, where it was recorded on others."""

    @property
    def unread(self) -> list[str]:
        """What the check did not read because it is too long."""
        return unread_in(self.sealed) if self.sealed else []

    @property
    def left(self) -> int:
        """Findings without a person's word."""
        return sum(1 for one in self.found if one.row is not None and one.row.disposition is None)


@dataclass
class _Rows:
    """Everything that is kept of a post, asked in one query; its words where they are read."""

    rounds: Asked[Round]
    findings: Asked[Finding]
    needs: Asked[Need]
    earlier: Asked[Need]
    targets: Asked[Target]
    accounts: Asked[OfficialAccount]
    publications: Asked[Publication]
    events: Asked[PublicEvent]
    heads: Asked[int]
    attachments: Asked[Attachment]
    messages: Asked[Message]
    contents: Asked[RoundContent]
    limits: Asked[PlatformLimit]
    told: Callable[[], list[Entry]]

    @property
    def in_order(self) -> list[Target]:
        """The targets, by account."""
        return sorted(self.targets.rows, key=lambda one: one.account_id)

    def accounts_of(self, ids: Iterable[int]) -> list[OfficialAccount]:
        """Some accounts with their facts, by name."""
        wanted = set(ids)
        return [one for one in self.accounts.rows if one.pk in wanted]


def _ask(post: Post, at: datetime, together: Together, *, decides: bool, reads: bool) -> _Rows:
    named = post.targets.order_by().values("account_id")
    went = post.publications.order_by().values("account_id")
    accounts = OfficialAccount.objects.as_of(at).filter(Q(pk__in=named) | Q(pk__in=went)).by_name()
    last = Finding.objects.filter(round__post=post, round__number=post.rounds)
    needs = Need.objects.filter(post=post, round__number=post.rounds)
    before = Need.objects.filter(post=post, round__number__lt=post.rounds, decided_by__isnull=False)
    publications = post.publications.select_related("recorded_by", "account", "words")
    events = PublicEvent.objects.filter(publication__post=post).select_related("recorded_by")
    heads = post.department.appointments.filter(superseded_at=None).order_by().values_list("holder_id", flat=True)
    messages = post.messages.select_related("author") if reads else Message.objects.none()
    contents = RoundContent.objects.filter(round__post=post, round__number__gte=post.rounds - 1)
    return _Rows(
        together.ask(post.sent.select_related("submitted_by", "sample").order_by("-number")),
        together.ask(last.select_related("disposed_by")),
        together.ask(needs.select_related("department", "decided_by", "in_name_of")),
        together.ask(before.select_related("round", "decided_by")),
        together.ask(post.targets.select_related("account")),
        together.ask(accounts),
        together.ask(publications),
        together.ask(events),
        together.ask(heads),
        together.ask(post.attachments.all() if reads else Attachment.objects.none()),
        together.ask(messages if decides else messages.filter(for_reviewers=False)),
        together.ask(contents if reads else RoundContent.objects.none()),
        ask_limits(at, together),
        ask_told(subject(post), together),
    )


def sheet_of(post: Post, person: Employee, at: datetime, *, reads: bool) -> Sheet:
    """Everything about a post for who sees it; its words only where they are read (DESIGN 3.10). Two queries."""
    decides, reach = may_decide(person, post, at), reach_of(person, at)
    together = Together()
    rows = _ask(post, at, together, decides=decides, reads=reads)
    tree = reach.tree or Tree(at, ask_tree(at, together))
    targets = rows.in_order
    accounts = rows.accounts_of(one.account_id for one in targets)
    above = {one for need in rows.needs.rows for one in _above(tree, need, at)}
    picture = DrawnPicture(at, together, departments=above, tree=tree)
    entries = rows.told()
    instruments = ask_named((one.instrument for one in entries), together)
    answers = ask_answers(post, post.content, accounts, at, together) if reads else list
    rounds, findings = rows.rounds.rows, rows.findings.rows
    current = rounds[0] if rounds else None
    shown: dict[str, Any] = {
        "post": post,
        "tone": TONES[State(post.state)],
        "sentence": sentence_of(post, at),
        "deeds": _deeds(post, person, rows, decides),
        "asked": _asked(rows.needs.rows, at, picture),
        "rounds": rounds,
        "earlier": sorted(rows.earlier.rows, key=lambda one: (-one.round.number, one.pk)),
        "publications": went_out(post, rows.publications.rows, rows.events.rows, names_of(rows.accounts.rows), tree),
        "unrecorded": _unrecorded(rows, accounts),
        "clauses": sorted({one.clause for one in findings}),
        "entries": entries,
        "instruments": instruments(),
        "current": current,
    }
    if not reads:
        return Sheet(**shown)
    words = _words(post, rows, accounts, is_party(person, post))
    return Sheet(**shown, **words, answered=answers(), messages=rows.messages.rows)


def _above(tree: Tree, need: Need, at: datetime) -> Sequence[int]:
    """The departments at whose offices a need can be met, from its own to the one that governs it."""
    climb = tree.climb(need.department_id, at, POWERS[need.power])
    return climb.path if climb.office_id is None else (*climb.path, climb.office_id)


def _words(post: Post, rows: _Rows, accounts: Sequence[OfficialAccount], is_own: bool) -> dict[str, Any]:
    """The words that were sent; those that are being written are their parties' own until they are sent."""
    texts = {one.round_id: one.text for one in rows.contents.rows}
    sent = [Sealed(texts[one.pk]) for one in rows.rounds.rows[:2]]
    is_written = not sent or (is_own and post.state in BEING_WRITTEN)
    if is_written:
        sealed, found = seal(post, post.content, rows.in_order, rows.attachments.rows), []
    else:
        sealed = sent[0]
        found = marked_rows(rows.findings.rows, sealed)
    limits = {one.platform_id: one for one in rows.limits.rows}
    return {
        "sealed": sealed,
        "attachments": [one for one in rows.attachments.rows if one.sha256 in sealed.files],
        "found": found,
        "texts": shown_texts(sealed, found, accounts, limits),
        "changes": [] if is_written else _changes(sent, names_of(accounts)),
    }


def _changes(sent: Sequence[Sealed], called: Mapping[str, str]) -> list[tuple[str, list[Difference]]]:
    """What changed since the round before, text by text: nothing where there was none."""
    if len(sent) <= 1:
        return []
    sealed, before = sent[:2]
    found = []
    for words in sealed.words:
        old = before.text_on(words.part) or (before.words[0].text if before.words else "")
        if old != words.text:
            found.append((", ".join(called.get(one, one) for one in words.accounts), differ(old, words.text)))
    return found


def _unrecorded(rows: _Rows, accounts: Sequence[OfficialAccount]) -> list[str]:
    """The accounts that are still to be recorded, where another one was."""
    went = {row.account_id for row in rows.publications.rows}
    return list(names_of([one for one in accounts if one.pk not in went]).values()) if went else []


def _asked(needs: Sequence[Need], at: datetime, picture: Picture) -> list[Deciding]:
    """The decisions of the newest round, with who can make the open ones."""
    return [
        Deciding(
            need,
            picture.tree.name(need.department_id, at),
            POWERS[need.power].name,
            [one.name for one in who_decides(need, at, picture)] if need.outcome is None else [],
            need.is_overdue(at),
        )
        for need in needs
    ]


_CAN_PUBLISH = (State.APPROVED, State.PUBLISHED)
_CAN_WITHDRAW = (State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.APPROVED)
_CAN_RELEASE = (State.SUBMITTED, State.CHANGES_REQUESTED, State.DECLINED)


def _deeds(post: Post, person: Employee, rows: _Rows, decides: bool) -> Deeds:
    """What is offered to somebody."""
    party = is_party(person, post)
    is_left = bool({one.account_id for one in rows.targets.rows} - {one.account_id for one in rows.publications.rows})
    heads = person.pk in rows.heads.rows  # perhaps: the service asks exactly
    is_left_alone = bool(rows.rounds.rows) and was_left_alone(rows.rounds.rows[0])
    return Deeds(
        edit=party and post.state in (*BEING_WRITTEN, State.APPROVED),
        submit=party and post.state in BEING_WRITTEN,
        take_back=party and post.state == State.SUBMITTED,
        withdraw=party and post.state in _CAN_WITHDRAW,
        publish=party and post.state in _CAN_PUBLISH and is_left,
        release=person.pk == post.publisher_id and post.state in _CAN_RELEASE and heads,
        review=decides and post.state in (State.SUBMITTED, State.RECORDED),
        call_up=decides and post.state == State.PUBLISHED and is_left_alone,
    )
