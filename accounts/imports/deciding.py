"""What becomes of a row: it is added, unchanged, a duplicate (of a line, or of an account), or rejected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db.models import Q

from accounts.imports.rows import RowReader, Understood, said
from accounts.models import AccountDepartment, OfficialAccount, State
from accounts.services.plans import AccountPlan
from foundation.tabular.outcomes import FirstLines, Kind
from foundation.tabular.reading import Row
from foundation.tabular.rejects import Problem

BATCH = 100
"""Rows that go in together: their transaction takes less than a fifth of a second on a quiet machine."""


@dataclass
class Outcome:
    """A row and what became of it; `note` says of a duplicate of what, and what differs."""

    understood: Understood
    kind: Kind
    note: str = ""

    @property
    def line(self) -> int:
        """The line of the file on which the row begins."""
        return self.understood.row.line

    @property
    def cells(self) -> Sequence[str]:
        """The row as it was."""
        return self.understood.row.cells

    @property
    def remedy(self) -> str:
        """What to do about a duplicate."""
        return "Nothing was changed: correct the register on the account's page, or the row in the file."

    @property
    def problems(self) -> list[Problem]:
        """What keeps it out."""
        return self.understood.problems


@dataclass
class Decider:
    """Decides on the rows of one file, batch by batch, comparing with the register as it is then."""

    reader: RowReader
    lines: FirstLines = field(default_factory=FirstLines)

    def within_file(self, rows: Sequence[Row]) -> list[Outcome]:
        """What can be said without the register: rejected, a duplicate of an earlier line, or so far good."""
        outcomes = []
        for row in rows:
            found = self.reader.read(row)
            if found.problems or found.address is None:
                outcomes.append(Outcome(found, Kind.REJECTED))
                continue
            first = self.lines.put(found.address.identity, row.line)
            if first is None:
                outcomes.append(Outcome(found, Kind.ADDED))
            else:
                note = f"{found.address.url} stands on line {first} already: that row counts."
                outcomes.append(Outcome(found, Kind.DUPLICATE, note))
        return outcomes

    def decide(self, rows: Sequence[Row], at: datetime) -> list[Outcome]:
        """What becomes of some rows, in three queries whatever their number."""
        outcomes = self.within_file(rows)
        good = [outcome for outcome in outcomes if outcome.kind == Kind.ADDED]
        known = _known({outcome.understood.address.identity for outcome in good if outcome.understood.address}, at)
        for outcome in good:
            address = outcome.understood.address
            if address is not None and address.identity in known:
                _compare(outcome, known[address.identity])
        return outcomes

    def plan(self, outcome: Outcome) -> AccountPlan:
        """The account that a row asks to enter; its department is there."""
        found = outcome.understood
        if found.address is None:
            raise ValueError(f"Line {outcome.line} names no account.")
        return AccountPlan(
            address=found.address,
            name=found.name,
            responsible=self.reader.departments.rows[found.department],
            language=found.language or "English",
        )


def batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows as they are decided on together."""
    while batch := list(islice(rows, BATCH)):
        yield batch


@dataclass(frozen=True)
class _Known:
    """An account of the register, and the codes of the departments that use it."""

    account: OfficialAccount
    departments: frozenset[str]


def _known(identities: set[str], at: datetime) -> dict[str, _Known]:
    """The accounts that have these names: those that reserve them, else those that were found not to be the City's."""
    named = Q(identity__in=identities)
    counting = Q(reserves=True) | Q(state=State.NOT_OURS)
    found = OfficialAccount.objects.as_of(at).filter(named & counting)
    # The last word is that of the account which reserves the name, or else of the latest.
    accounts = sorted(found, key=lambda account: (account.now.reserves, account.pk))
    used: dict[int, set[str]] = defaultdict(set)
    rows = AccountDepartment.objects.in_effect(at).filter(account__in=accounts)
    for account_id, code in rows.values_list("account_id", "department__code"):
        used[account_id].add(code)
    return {account.now.identity: _Known(account, frozenset(used[account.pk])) for account in accounts}


def _compare(outcome: Outcome, known: _Known) -> None:
    account, row = known.account, said(outcome.understood)
    differs = []
    if "name" in row and row["name"] != " ".join(account.now.name.split()):
        differs.append(f"its name is “{account.now.name}”, in the file “{row['name']}”")
    if "department" in row and row["department"] not in known.departments:
        codes = ", ".join(sorted(known.departments))
        differs.append(f"its department is {codes}, in the file {row['department']}")
    if "language" in row and row["language"].casefold() != account.now.language.casefold():
        differs.append(f"its language is “{account.now.language}”, in the file “{row['language']}”")
    if account.standing.state == State.NOT_OURS:
        differs.append("it was found not to be the City's")
    outcome.kind = Kind.DUPLICATE if differs else Kind.UNCHANGED
    if differs:
        state = account.standing.get_state_display().lower()
        outcome.note = f"{account.now.url} is in the register as {account.reference} ({state}): {'; '.join(differs)}."
