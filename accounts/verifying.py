"""Is this ours? The answer of the register to any spelling of an address or handle, for whoever asks.

Nobody learns more than the register shows them: a request is *not known* to a stranger, and near misses are called out
to people who are signed in alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from django.db.models import F, Q

from accounts.addresses import AddressBook
from accounts.feed import UsedBy, departments_of, told_to_all
from accounts.hosts import false_host
from accounts.likeness import INDEX, Kind, Likeness, foreign_letters, skeleton
from accounts.models import IN_THE_REGISTER, AccountClass, OfficialAccount, OfficialAccountQuerySet, Platform, State
from accounts.permissions import visible_accounts
from accounts.platforms import address_book
from accounts.services.websites import own_websites
from accounts.sites import plain_host
from accounts.spellings import Asked, as_if_on, read_any
from directory.models import Employee
from foundation.errors import InvalidInput

MOST_MATCHES = 20
MOST_NEAR = 5
_ID = re.compile(r"[0-9]{5,}|UC[\w-]{22}|did:\S+")
"""The ids by which platforms know a page whatever it is called: a number, a channel, a decentralized identifier."""


class Answer(StrEnum):
    """What the register says; the code is the API's word."""

    YES = "yes"
    SUSPENDED = "suspended"
    NOT_YET = "not_yet_confirmed"
    NO_LONGER = "no_longer"
    OWN = "own_page"
    NOT_KNOWN = "not_known"


_BY_STATE = {
    State.ACTIVE: Answer.YES,
    State.SUSPENDED: Answer.SUSPENDED,
    State.REQUESTED: Answer.NOT_YET,
    State.APPROVED: Answer.NOT_YET,
    State.FOUND: Answer.NOT_YET,
    State.RETIRED: Answer.NO_LONGER,
    State.LISTED: Answer.OWN,
}
_CAUTION = (Answer.SUSPENDED, Answer.NO_LONGER, Answer.NOT_YET, Answer.OWN, Answer.NOT_KNOWN, Answer.YES)
"""Where one handle belongs to several accounts: the answer that promises least stands for them all."""


@dataclass(frozen=True)
class Verdict:
    """What is said of one account that was asked for."""

    answer: Answer
    account: OfficialAccount
    departments: tuple[UsedBy, ...]

    @property
    def since(self) -> datetime:
        """Since when it stands as it does."""
        return self.account.standing.effective_from

    @property
    def reserves(self) -> bool:
        """Whether its name is kept for it; a request that was declined has let it go."""
        return self.account.now.reserves


@dataclass(frozen=True)
class NearMiss:
    """An account in the register that the one asked for looks like, and in what."""

    verdict: Verdict
    kind: Kind
    why: str


@dataclass(frozen=True)
class Finding:
    """The whole answer: what was asked, as of when, the accounts found, and what looks like it."""

    asked: str
    at: datetime
    verdicts: tuple[Verdict, ...] = ()
    near: tuple[NearMiss, ...] = ()
    false_host: str = ""
    """The known host that the address's own host only looks like; empty where it does not."""
    unread: str = ""
    """Why the text names no account, where it names none."""

    @property
    def answer(self) -> Answer:
        """The answer in one word."""
        said = {verdict.answer for verdict in self.verdicts} or {Answer.NOT_KNOWN}
        return next(answer for answer in _CAUTION if answer in said)


def verify(
    text: str, *, person: Employee | None, now: datetime, at: datetime | None = None, platform: str = ""
) -> Finding:
    """Whether a page is the City's: as known now, at `at` or now. `person` is who asks; None, anybody.

    Raises `InvalidInput` for an empty or endless text, a platform that there is none of, and a moment yet to come.
    """
    moment = at or now
    if moment > now:
        raise InvalidInput(
            "Nobody knows yet what will be the City's then.", remedy="Ask for a past moment.", field="at"
        )
    book = address_book()
    asked = read_any(book, text, platform)
    seen = _seen_by(person, moment, now)
    verdicts = _verdicts(_best(seen.filter(_named(asked)), asked), moment, now)
    near: tuple[NearMiss, ...] = ()
    host = ""
    if person is not None and not any(verdict.reserves for verdict in verdicts):
        websites = own_websites(now) if asked.host else []
        host = false_host(book, asked.host, websites)
        near = _near(_names(book, asked, text, host, websites), seen, moment, now)
    return Finding(text.strip(), moment, verdicts, near, host, "" if verdicts else asked.unread)


def _seen_by(person: Employee | None, at: datetime, now: datetime) -> OfficialAccountQuerySet:
    """Who may see an account is asked of the present, whatever moment is asked about."""
    if person is None:
        told = told_to_all(at, now)
        return told if at == now else told.filter(pk__in=told_to_all(now).values("pk"))
    if at == now:
        return visible_accounts(person, now)
    return OfficialAccount.objects.as_of(at, now).filter(pk__in=visible_accounts(person, now).values("pk"))


def _named(asked: Asked) -> Q:
    """The accounts that a text names: by canonical identity, or by the id that the platform itself goes by."""
    named = Q(identity__in=asked.identities)
    for address in asked.addresses:
        # Only what looks like an id: nothing is indexed by them, and few addresses have one.
        if _ID.fullmatch(address.handle):
            there = Platform.objects.filter(code=address.platform).values("pk")
            named |= Q(platform_id__in=there, persistent_id=address.handle)
    return named


def _best(found: OfficialAccountQuerySet, asked: Asked) -> list[OfficialAccount]:
    """Of accounts with one identity the one that the name is kept for, else the latest."""
    best: dict[str, OfficialAccount] = {}
    if asked.identities:
        for account in found.order_by(F("reserves"), "pk")[:MOST_MATCHES]:
            best[account.now.identity] = account
    return list(best.values())


def _verdicts(accounts: list[OfficialAccount], at: datetime, now: datetime) -> tuple[Verdict, ...]:
    used_by = departments_of(accounts, at, now) if accounts else {}
    found = [Verdict(_answer(account), account, tuple(used_by.get(account.pk, ()))) for account in accounts]
    return tuple(sorted(found, key=lambda verdict: (_CAUTION.index(verdict.answer), verdict.account.reference)))


def _answer(account: OfficialAccount) -> Answer:
    answer = _BY_STATE.get(State(account.standing.state), Answer.NOT_KNOWN)
    # An official's own page that is no longer listed was never the City's.
    own = account.now.account_class == AccountClass.OWN
    return Answer.OWN if own and answer == Answer.NO_LONGER else answer


def _names(book: AddressBook, asked: Asked, text: str, false: str, websites: Collection[str]) -> list[tuple[str, Kind]]:
    """The names in a text that are compared with the register's, each with the farthest kind of likeness that counts.

    On a false host that is the name which the true one would read there; on any other unknown host, where a name may be
    another's in good faith, only the very name of an account.
    """
    names = [(asked.handle, Kind.MISTYPED)]
    if false:
        names.append((as_if_on(book, text.strip(), false), Kind.MISTYPED))
    elif asked.is_elsewhere and asked.host not in {plain_host(host) for host in websites}:
        names.append((as_if_on(book, text.strip(), ""), Kind.ALIKE))
    return [(name, farthest) for name, farthest in names if name]


def _near(
    names: list[tuple[str, Kind]], seen: OfficialAccountQuerySet, at: datetime, now: datetime
) -> tuple[NearMiss, ...]:
    """Accounts in the register that what was asked for looks like, the closest first."""
    INDEX.refresh()
    like = [
        (one, name, accounts) for name, farthest in names for one, accounts in INDEX.like(name) if one.kind <= farthest
    ]
    ids = set(chain.from_iterable(accounts for _, _, accounts in like))
    if not ids:
        return ()
    # The state is asked of the few rows found: a database without statistics would begin with all that are active.
    rows: dict[str, list[OfficialAccount]] = defaultdict(list)
    for row in seen.filter(pk__in=ids):
        if row.standing.state in IN_THE_REGISTER:
            rows[skeleton(row.now.handle)].append(row)
    closest: dict[int, tuple[Likeness, str, OfficialAccount]] = {}
    for one, name, _ in sorted(like, key=lambda found: (found[0].kind, found[0].distance)):
        # A name that an account had and has no longer is in the index, too: its present one decides.
        for row in rows.get(one.skeleton, ()):
            closest.setdefault(row.pk, (one, name, row))
    found = sorted(closest.values(), key=lambda said: (said[0].kind, said[0].distance, said[2].reference))[:MOST_NEAR]
    verdicts = {verdict.account.pk: verdict for verdict in _verdicts([row for _, _, row in found], at, now)}
    return tuple(NearMiss(verdicts[row.pk], _kind(name, row, one), _why(name, row, one)) for one, name, row in found)


def _kind(handle: str, account: OfficialAccount, like: Likeness) -> Kind:
    same = like.kind == Kind.ALIKE and handle.casefold() == account.now.handle.casefold()
    return Kind.SAME if same else like.kind


def _why(handle: str, account: OfficialAccount, like: Likeness) -> str:
    """In what one name is like another, in a sentence."""
    true = account.now.handle
    if _kind(handle, account, like) == Kind.SAME:
        return f"It has the very name of the account on {account.now.platform}."
    if like.kind == Kind.ADDITION:
        return "Something is added to the name, or left out of it."
    if like.kind == Kind.MISTYPED:
        return f"It differs in {'one letter' if like.distance == 1 else 'two letters'}."
    if foreign := foreign_letters(handle):
        return f"It has letters of another script: {'; '.join(foreign[:3])}."
    if _letters(handle) == _letters(true):
        return "It differs in dots, underscores and hyphens alone."
    return "It is written with letters that look alike, such as 0 and O, 1 and l, rn and m."


def _letters(handle: str) -> str:
    return "".join(letter for letter in handle.casefold() if letter.isalnum())
