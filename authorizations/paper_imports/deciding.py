"""What becomes of a row: it is added, unchanged, a duplicate (of a line, or of a paper recorded), or rejected.

A paper is the same as another where its grantee, its kind, the day of its signature and what it lets do are the same:
two papers of one day for two devices are two. Where the rest differs, nothing is changed and the difference is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authorizations.kinds import ON_ACCOUNTS
from authorizations.models import Authorization, PaperOutcome
from authorizations.paper_imports.rows import RowReader, Understood
from authorizations.paper_imports.scans import Scans
from authorizations.permissions import require_recorder
from authorizations.plans import Plan, assignment_of
from authorizations.services.papers import Paper, check_paper
from foundation import clock, dates
from foundation.actor import Actor
from foundation.errors import InvalidInput, Refusal
from foundation.tabular.outcomes import FirstLines, Kind
from foundation.tabular.rejects import Problem

_CORE = ("voice", "voice_department_id", "voice_official", "platforms", "hosts", "device", "matter")
"""What a paper lets do, beside its kind and its accounts."""
_REST = {
    "subjects_covered": "the subjects covered",
    "subjects_excluded": "the subjects excluded",
    "purpose": "the purpose",
    "is_class_of_records": "whether it is a class of records",
    "statute": "the statute",
    "opinion": "the opinion of the Law Department",
}


@dataclass
class Outcome:
    """A row and what became of it."""

    understood: Understood
    kind: Kind
    note: str = ""
    scan: str = ""
    """The scan of one that goes in, as its place calls it."""

    @property
    def line(self) -> int:
        """The line of the file on which the row begins."""
        return self.understood.row.line

    @property
    def cells(self) -> Sequence[str]:
        """The row as it was."""
        return self.understood.row.cells

    @property
    def problems(self) -> list[Problem]:
        """What keeps it out."""
        return self.understood.problems

    @property
    def remedy(self) -> str:
        """What to do about a duplicate."""
        return "Nothing was changed. Correct the row; if what is recorded is wrong, the authority does not confirm it."


@dataclass
class Decider:
    """Decides on the rows of one file, comparing with what is recorded then."""

    by: Actor
    reader: RowReader
    scans: Scans
    lines: FirstLines = field(default_factory=FirstLines)
    used: set[str] = field(default_factory=set)
    """Scans that some row names."""

    def decide(self, found: Understood, at: datetime) -> Outcome:
        """What becomes of a row that was read; called in its transaction, its grantee locked, it is the last word."""
        plan, paper = found.plan, found.paper
        scan = self._scan(found)
        if found.problems or plan is None or paper is None:
            return Outcome(found, Kind.REJECTED)
        if not self._may_be_told(found, plan, at):
            return Outcome(found, Kind.REJECTED)
        core = repr(_core(plan, paper))
        if first := self.lines.find(core):
            return Outcome(found, Kind.DUPLICATE, f"The same paper stands on line {first} already: that row counts.")
        known = _known(plan, paper, at)
        if known is None:
            self._ask_the_rules(found, plan, paper, scan, at)
            if found.problems:
                return Outcome(found, Kind.REJECTED)
        self.lines.put(core, found.row.line)
        if known is None:
            return Outcome(found, Kind.ADDED, scan=scan)
        return Outcome(found, Kind.DUPLICATE if known else Kind.UNCHANGED, known)

    def remember(self, found: Understood) -> None:
        """Note a row that was dealt with before a worker was killed, so that later ones are told from it."""
        self._scan(found)
        if found.plan and found.paper:
            self.lines.put(repr(_core(found.plan, found.paper)), found.row.line)

    def _scan(self, found: Understood) -> str:
        """The scan that a row names, as its place calls it; whether a row that is known names one does not matter."""
        if not found.scan:
            return ""
        try:
            name = self.scans.find(found.scan)
        except InvalidInput:
            return ""
        self.used.add(name)
        return name

    def _may_be_told(self, found: Understood, plan: Plan, at: datetime) -> bool:
        """Whether who imports may record for the grantee at all: else nothing is said of what is recorded."""
        try:
            home = assignment_of(plan.grantee, at).department_id
        except InvalidInput:
            home = 0  # gone: Employee Relations alone are told
        try:
            require_recorder(self.by, home, at, "You cannot record this paper.")
        except Refusal as error:
            self.reader.refuse(found, error, "employee")
        return not found.problems

    def _ask_the_rules(self, found: Understood, plan: Plan, paper: Paper, scan: str, at: datetime) -> None:
        try:
            check_paper(by=self.by, plan=plan, paper=paper, at=at)
        except (InvalidInput, Refusal) as error:
            self.reader.refuse(found, error)
        try:
            self.scans.look_at(scan or self.scans.find(found.scan))
        except InvalidInput as error:
            self.reader.refuse(found, error, "scan")


def _core(plan: Plan, paper: Paper) -> tuple[Any, ...]:
    columns = plan.columns()
    accounts = sorted(account.pk for account in plan.accounts) if plan.kind in ON_ACCOUNTS else []
    what = [_alike(columns[name]) for name in _CORE]
    return (plan.grantee.pk, str(plan.kind), paper.signed_on.isoformat(), accounts, what)


def _core_of(row: Authorization) -> tuple[Any, ...]:
    accounts = sorted(one.account_id for one in row.named_accounts.all())
    what = [_alike(getattr(row, name)) for name in _CORE]
    return (row.grantee_id, str(row.kind), clock.city_date(row.granted_at).isoformat(), accounts, what)


def _known(plan: Plan, paper: Paper, at: datetime) -> str | None:
    """None: not recorded. Empty: recorded like this. Else how it is recorded, as a sentence.

    One that the authority did not confirm, and that says something else, was a mistake: the paper is recorded anew.
    """
    signed = clock.start_of(paper.signed_on)
    rows = Authorization.objects.filter(is_paper=True, grantee=plan.grantee, kind=plan.kind, granted_at=signed)
    core, said = _core(plan, paper), []
    for row in rows.filter(recorded_at__lte=at).select_related("paper__decided_by").prefetch_related("named_accounts"):
        if _core_of(row) != core:
            continue
        decision = getattr(row, "paper", None)
        differs = list(_differences(row, plan, paper))
        if decision is not None and decision.outcome == PaperOutcome.REFUSED:
            if not differs:
                why = f"{decision.decided_by.name} did not confirm it: {decision.reason}"
                said.append(f"It is recorded as {row.reference}. {why}")
        elif not differs:
            return ""
        else:
            said.append(f"It is recorded as {row.reference}: {'; '.join(differs)}.")
    return said[0] if said else None


def _differences(row: Authorization, plan: Plan, paper: Paper) -> Iterable[str]:
    """What a paper recorded says otherwise; of who signed it, what a row leaves empty says nothing."""
    columns, signed = plan.columns(), clock.start_of(paper.signed_on)
    starts = max(plan.starts or signed, signed)
    if row.effective_from != starts:
        yield f"it begins on {dates.day(row.effective_from)}, in the file on {dates.day(starts)}"
    if row.last_day != plan.until:
        yield f"it holds through {dates.day(row.last_day)}, in the file through {dates.day(plan.until)}"
    for name, called in _REST.items():
        if _alike(getattr(row, name)) != _alike(columns[name]):
            yield f"{called} differ" if called.endswith("s") else f"{called} differs"
    if [_alike(one) for one in row.conditions] != [_alike(one) for one in plan.conditions]:
        yield "the conditions differ"
    if _alike(row.granted_by_name) != _alike(paper.signed_by):
        yield f"{row.granted_by_name} signed it, in the file {paper.signed_by}"
    if paper.signed_as and _alike(row.granted_by_title) != _alike(paper.signed_as):
        yield f"who signed it was “{row.granted_by_title}”, in the file “{paper.signed_as}”"
    if paper.signer is not None and row.granted_by_id != paper.signer.pk:
        yield "who signed it has another employee number"


def _alike(value: Any) -> Any:
    """A value as it is compared: a text in any case and spacing, a list as a set of such."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    return sorted(_alike(one) for one in value) if isinstance(value, list | tuple) else value
