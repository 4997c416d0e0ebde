"""Posts as pages show them: words with marks, what was found, whether the publisher may post, how long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from accounts.models import OfficialAccount, PlatformLimit
from authorizations import links
from authorizations.decisions import ask_each
from authorizations.kinds import ON_ACCOUNTS
from authorizations.requirements import Answer, Decision
from foundation.together import Together
from powers.tree import Tree
from reviews.checks.clauses import BY_PLACE
from reviews.checks.facts import Finding as Found
from reviews.counting import Measured
from reviews.identifying import lacks_identification, rules_of
from reviews.lengths import measured_for, text_limits
from reviews.looking_at import acts_of, answer_of, context_for, departments_asked, findings_of, unread_in
from reviews.models import Attachment, Finding, Need, Outcome, Post, PostContent, State, Target
from reviews.sealed import Sealed, Words, seal

TONES = {
    State.DRAFT: "",
    State.SUBMITTED: "waiting",
    State.CHANGES_REQUESTED: "waiting",
    State.APPROVED: "good",
    State.DECLINED: "bad",
    State.WITHDRAWN: "over",
    State.PUBLISHED: "good",
    State.RECORDED: "waiting",
    State.STANDS: "good",
    State.TO_CORRECT: "bad",
    State.TO_TAKE_DOWN: "bad",
    State.CORRECTED: "over",
    State.TAKEN_DOWN: "over",
}
ALERTS = {Answer.YES: "success", Answer.NOT_YET: "warning", Answer.NO: "error"}
WORDS = {Answer.YES: "Yes", Answer.NOT_YET: "Not yet", Answer.NO: "No"}


@dataclass(frozen=True)
class Marked:
    """One finding as a reader sees it: its number in the text, the words, why, and what would be better."""

    number: int
    part: str
    start: int
    end: int
    clause: str
    title: str
    words: str
    why: str
    better: str
    row: Finding | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and the numbers of the findings that mark it."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One text, with the accounts on which it goes out, its pieces, and how long it is for each platform."""

    words: Words
    accounts: list[OfficialAccount]
    pieces: list[Piece]
    measured: list[Measured] = field(default_factory=list)


@dataclass(frozen=True)
class Answered:
    """Whether the publisher may post on one account."""

    account: OfficialAccount
    decision: Decision

    @property
    def tone(self) -> str:
        """The tone of the alert."""
        return ALERTS[self.decision.answer]

    @property
    def word(self) -> str:
        """The answer as it begins a sentence."""
        return WORDS[self.decision.answer]

    @property
    def ask_now(self) -> str:
        """Where the written authorization that is missing on this account is asked for, or granted, at once."""
        missing = any(one.code in ON_ACCOUNTS and not one.met for one in self.decision.requirements)
        return links.ask_now(self.decision.employee, [self.account]) if missing else ""


@dataclass(frozen=True)
class Panel:
    """What the portal says beside a post: may it be posted, and which words to look at."""

    publisher: str = ""
    answered: list[Answered] = field(default_factory=list)
    found: list[Marked] = field(default_factory=list)
    texts: list[Shown] = field(default_factory=list)
    unnamed: list[OfficialAccount] = field(default_factory=list)
    """Accounts whose rule wants name and title in the post, and whose words do not say them (IV.F)."""
    unread: list[str] = field(default_factory=list)

    @property
    def answer(self) -> str:
        """One answer for all accounts."""
        return answer_of([one.decision for one in self.answered])


def pieces_of(text: str, marks: Iterable[tuple[int, int, int]]) -> list[Piece]:
    """A text cut where marks (start, end, number) begin and end; joined again, the pieces are the text."""
    spans = [(max(0, start), min(end, len(text)), number) for start, end, number in marks]
    cuts = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    found = []
    for start, end in pairwise(cuts):
        numbers = tuple(number for begins, ends, number in spans if begins <= start and end <= ends)
        found.append(Piece(text[start:end], numbers))
    return found


def marked_from(found: Sequence[tuple[str, Found]], parts: Mapping[str, str]) -> list[Marked]:
    """Findings of the check, numbered in reading order."""
    return [
        Marked(
            number,
            part,
            one.start,
            one.end,
            one.clause,
            BY_PLACE[one.clause].title,
            parts[part][one.start : one.end],
            one.why,
            one.better,
        )
        for number, (part, one) in enumerate(found, 1)
    ]


def marked_rows(rows: Iterable[Finding], sealed: Sealed) -> list[Marked]:
    """Findings that were stored with a round, over its canonical text."""
    found = []
    for number, row in enumerate(rows, 1):
        clause = BY_PLACE.get(row.clause)
        words = sealed.parts.get(row.part, "")[row.start : row.end]
        title, better = (clause.title, clause.better) if clause else ("", "")
        found.append(Marked(number, row.part, row.start, row.end, row.clause, title, words, row.why, better, row))
    return found


def shown_texts(
    sealed: Sealed,
    found: Sequence[Marked],
    accounts: Sequence[OfficialAccount],
    limits: Mapping[int, PlatformLimit],
) -> list[Shown]:
    """Each different text once, with its marks and its length; accounts come with their facts (`as_of`)."""
    known = {account.reference: account for account in accounts}
    shown = []
    for words in sealed.words:
        those = [known[reference] for reference in words.accounts if reference in known]
        marks = [(one.start, one.end, one.number) for one in found if one.part == words.part]
        shown.append(Shown(words, those, pieces_of(words.text, marks), measured_for(words.text, those, limits)))
    return shown


def accounts_of(targets: Iterable[Target], at: datetime) -> list[OfficialAccount]:
    """The accounts of a post with their facts, by name."""
    ids = [one.account_id for one in targets]
    return list(OfficialAccount.objects.as_of(at).filter(pk__in=ids).by_name()) if ids else []


def panel_of(
    post: Post, content: PostContent, targets: Sequence[Target], attachments: Sequence[Attachment], at: datetime
) -> Panel:
    """What the portal says of a post as it stands, or as it would stand."""
    accounts = accounts_of(targets, at)
    sealed = seal(post, content, targets, attachments)
    departments = [post.department.pk, *departments_asked(accounts, at)]
    found = marked_from(findings_of(sealed, context_for(departments, at, Tree(at))), sealed.parts)
    answered = answers_of(post, content, accounts, at)
    unnamed = lacks_identification(sealed, accounts, rules_of(accounts, at))
    texts = shown_texts(sealed, found, accounts, text_limits(accounts, at))
    return Panel(post.publisher.name, answered, found, texts, unnamed, unread_in(sealed))


def answers_of(post: Post, content: PostContent, accounts: Sequence[OfficialAccount], at: datetime) -> list[Answered]:
    """Whether the publisher may post on each account, at a moment."""
    return ask_answers(post, content, accounts, at, Together())()


def ask_answers(
    post: Post, content: PostContent, accounts: Sequence[OfficialAccount], at: datetime, together: Together
) -> Callable[[], list[Answered]]:
    """The same, asked together with other questions: call what is returned for the answers."""
    decisions = ask_each(post.publisher, acts_of(post, content, accounts), at, together)
    return lambda: [Answered(account, decision) for account, decision in zip(accounts, decisions(), strict=True)]


def names_of(accounts: Iterable[OfficialAccount]) -> dict[str, str]:
    """What accounts are called, by reference."""
    return {one.reference: f"{one.now.name} ({one.now.platform.name})" for one in accounts}


@dataclass(frozen=True)
class Line:
    """A post in a list."""

    post: Post
    accounts: list[OfficialAccount]
    first_words: str
    sentence: str

    @property
    def tone(self) -> str:
        """How its state is coloured."""
        return TONES[State(self.post.state)]


def asked_for(post: Post) -> str:
    """What a reviewer asks to be changed, while that stands."""
    if post.state != State.CHANGES_REQUESTED:
        return ""
    found = Need.objects.filter(post=post, round__number=post.rounds, outcome=Outcome.CHANGES).first()
    return (found.reason or "") if found else ""


FIRST = 90
"""Characters of a post that a list shows."""


def lines_of(posts: Sequence[Post], readable: Mapping[int, bool], at: datetime) -> list[Line]:
    """Posts for a list; the words of those that may not be read stay away (DESIGN 3.10). One query."""
    return ask_lines(posts, readable, at, Together())()


def ask_lines(
    posts: Sequence[Post], readable: Mapping[int, bool], at: datetime, together: Together
) -> Callable[[], list[Line]]:
    """The same, asked together with other questions: call what is returned for the lines."""
    rows = Target.objects.filter(post__in=[post.pk for post in posts])
    asked = together.ask(rows.values_list("post_id", "account_id"))
    accounts = together.ask(OfficialAccount.objects.as_of(at).filter(pk__in=rows.order_by().values("account_id")))
    return lambda: _lines(posts, readable, at, asked.rows, {one.pk: one for one in accounts.rows})


def _lines(
    posts: Sequence[Post],
    readable: Mapping[int, bool],
    at: datetime,
    rows: Iterable[tuple[int, int]],
    known: Mapping[int, OfficialAccount],
) -> list[Line]:
    targets: dict[int, list[int]] = {}
    for post_id, account_id in rows:
        targets.setdefault(post_id, []).append(account_id)
    return [
        Line(
            post,
            [known[pk] for pk in targets.get(post.pk, []) if pk in known],
            _first_words(post.content.text) if readable.get(post.pk) else "",
            sentence_of(post, at),
        )
        for post in posts
    ]


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FIRST else f"{line[:FIRST].rsplit(' ', 1)[0]} …"


def sentence_of(post: Post, at: datetime) -> str:
    """What a post waits for, in a sentence."""
    if post.state == State.APPROVED and post.planned_for and post.planned_for < at:
        return "Its planned time has passed, and nobody has recorded that it went out."
    return _SENTENCES[State(post.state)]


_SENTENCES = {
    State.DRAFT: "It was not sent for review yet.",
    State.SUBMITTED: "It waits for a reviewer.",
    State.CHANGES_REQUESTED: "A reviewer asks for changes.",
    State.APPROVED: "It can go out: exactly these words.",
    State.DECLINED: "It does not go out.",
    State.WITHDRAWN: "It was withdrawn.",
    State.PUBLISHED: "It went out.",
    State.RECORDED: "It went out first, and waits for a reviewer.",
    State.STANDS: "A reviewer read it after it went out.",
    State.TO_CORRECT: "It is to be corrected on the platform.",
    State.TO_TAKE_DOWN: "It is to be taken down.",
    State.CORRECTED: "It was corrected.",
    State.TAKEN_DOWN: "It was taken down.",
}
