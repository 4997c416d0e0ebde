"""Names that could be taken for a name in the register: what they look like, what was added, what was mistyped.

Two names are alike when their skeletons are: letters that look alike are one letter (Unicode's table of confusables,
UTS 39), case and separators fall away. Every handle's skeleton is kept in the memory of the process; the database says
in one query whether there are new ones, so that looking through 20,000 names asks it nothing more. Which of the
accounts found a person may see is asked afterwards.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from confusable_homoglyphs.confusables import confusables_data
from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.models import AccountFacts
from foundation.effective import DatedQuerySet

LONGEST = 300
SHORTEST = 5
"""Letters from which on a name says enough to be compared by more than its whole skeleton."""
TWO_APART = 9
"""Letters from which on two slips of the pen are still a likeness."""
MOST = 40
_PAIRS = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"))
"""What looks alike among the letters that handles are made of; the table has the letters of all other scripts."""
LURES = (
    "official verified real true original the gov government city dept department usa us hq live news info "
    "support help helpdesk service team page online media alert alerts update updates contact admin"
)
"""What is put before or behind a name to make it look like the true one."""


class Kind(IntEnum):
    """How one name is like another, the closest first."""

    SAME = 0
    ALIKE = 1
    ADDITION = 2
    MISTYPED = 3


@dataclass(frozen=True)
class Likeness:
    """A skeleton in the register that a name is like, how, and how far apart they are."""

    skeleton: str
    kind: Kind
    distance: int = 0


@cache
def _table() -> dict[int, str]:
    """For each letter of another script the ASCII letters that it looks like."""
    found = {}
    for letter, likes in confusables_data.items():
        sign = letter.strip("\u200e")
        if len(sign) != 1 or sign.isascii():
            continue
        plain = [like["c"] for like in likes if like["c"].isascii() and like["c"].isalnum()]
        if plain:
            found[ord(sign)] = min(plain, key=lambda like: (len(like), not like.islower(), like)).casefold()
    return found


def skeleton(name: str) -> str:
    """What is left of a name when letters that look alike are one, and case, accents and separators fall away."""
    # Before and after folding: a capital of another script may look like another letter than its small one does.
    drawn = name[:LONGEST].translate(_table())
    plain = unicodedata.normalize("NFKD", drawn).casefold().translate(_table())
    text = "".join(letter for letter in plain if letter.isalnum() or letter == "|")
    for pair, like in _PAIRS:
        text = text.replace(pair, like)
    return text


def foreign_letters(name: str) -> list[str]:
    """The letters of a name that only look like ones of the alphabet, with what they are."""
    return [
        f"“{letter}” is {unicodedata.name(letter, 'an unnamed sign').lower()}"
        for letter in dict.fromkeys(name)
        if ord(letter) in _table()
    ]


def likenesses(name: str, names: Iterable[str]) -> Iterator[Likeness]:
    """Which of several skeletons the skeleton `name` is like, the closest first within each kind."""
    choices = names if isinstance(names, list) else list(names)
    if len(name) < SHORTEST:
        return
    for other in choices:
        added, left_out = _added(name, other), _added(other, name)
        if added in _lures() or 0 < len(added) <= len(other) // 2 or left_out in _lures():
            yield Likeness(other, Kind.ADDITION, len(added or left_out))
    apart = 2 if len(name) >= TWO_APART else 1
    for other, distance, _ in process.extract(name, choices, scorer=OSA.distance, score_cutoff=apart, limit=MOST):
        if distance and len(other) >= SHORTEST:
            yield Likeness(other, Kind.MISTYPED, int(distance))


def _added(longer: str, shorter: str) -> str:
    """What stands before or behind `shorter` in `longer`."""
    if not SHORTEST <= len(shorter) < len(longer):
        return ""
    if longer.startswith(shorter):
        return longer[len(shorter) :]
    return longer[: -len(shorter)] if longer.endswith(shorter) else ""


@cache
def _lures() -> frozenset[str]:
    return frozenset(skeleton(lure) for lure in LURES.split())


class Index:
    """The skeletons of all handles that the register ever had, each with its accounts, as of the last `refresh`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew: where tables are emptied, as between tests."""
        self._last, self._count = 0, 0
        self._accounts: dict[str, set[int]] = defaultdict(set)
        self._names: list[str] = []

    def refresh(self) -> None:
        """Take in what was written since: rows are never changed, so that the same number of them are the same rows."""
        with self._lock:
            now = AccountFacts.objects.aggregate(last=Max("pk"), count=Count("pk"))
            if (now["last"] or 0, now["count"]) == (self._last, self._count):
                return
            self._read(AccountFacts.objects.filter(pk__gt=self._last))
            if self._count != now["count"]:  # somebody's rows became visible late, among those read already
                self.forget()
                self._read(AccountFacts.objects.all())

    def _read(self, rows: DatedQuerySet) -> None:
        accounts = self._accounts
        for pk, account_id, handle in rows.order_by("pk").values_list("pk", "account_id", "handle").iterator():
            accounts[skeleton(handle)].add(account_id)
            self._last, self._count = max(self._last, pk), self._count + 1
        self._names = list(accounts)

    def like(self, handle: str) -> list[tuple[Likeness, frozenset[int]]]:
        """Skeletons that a handle is like, with the accounts that have or had them; at most `MOST`."""
        name = skeleton(handle)
        found = [Likeness(name, Kind.ALIKE)] if name in self._accounts else []
        found += likenesses(name, self._names)
        closest: dict[str, Likeness] = {}
        for one in sorted(found, key=lambda one: (one.kind, one.distance, one.skeleton)):
            closest.setdefault(one.skeleton, one)
        return [(one, frozenset(self._accounts[one.skeleton])) for one in list(closest.values())[:MOST]]


INDEX = Index()
"""This process's own."""
