"""The register as a file: what somebody sees of it, narrowed as on its page; short ones at once, long ones as a job.

Where the keys are (custody) never stands in it, whoever asks. The columns that an import reads can be read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from accounts.filters import NAMES, narrowed
from accounts.models import (
    AccountClass,
    AccountDepartment,
    LinkStance,
    OfficialAccount,
    OfficialAccountQuerySet,
    State,
    Stewardship,
)
from accounts.permissions import visible_accounts
from directory.models import Employee
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import InvalidInput, NotVisible
from foundation.files.services import store
from foundation.jobs.models import Job
from foundation.jobs.running import JobRun
from foundation.jobs.services import start
from foundation.tabular.writing import Cell, ExportStatement, Written, write_csv_bytes, write_xlsx

JOB_KIND = "accounts.register"
AT_ONCE = 2_000
"""Up to so many accounts the file is made while one waits; more is a job."""
_FETCHED = 1_000
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS: tuple[tuple[str, int], ...] = (
    ("Reference", 20),
    ("Platform", 14),
    ("Handle", 24),
    ("Address", 44),
    ("Name", 32),
    ("Department", 12),
    ("Department name", 34),
    ("Also used by", 18),
    ("State", 22),
    ("In this state since", 14),
    ("Class", 18),
    ("Language", 14),
    ("Purpose", 40),
    ("Audience", 30),
    ("Link to the official website", 30),
    ("Why no link", 30),
    ("Platform's own id", 18),
    ("Primary steward", 24),
    ("Backup steward", 24),
    ("Existed before it was entered", 12),
    ("Entered on", 14),
)
HEADER = tuple(title for title, _ in COLUMNS)
_LABELS = {
    "q": "Words",
    "department": "Department, with its divisions",
    "platform": "Platform",
    "state": "State",
    "attention": "Needs attention",
}


@dataclass(frozen=True)
class Export:
    """What is exported: for whom, as of when, narrowed how, in which kind of file."""

    person: Employee
    at: datetime
    kind: str
    filters: Mapping[str, str]
    own_pages: bool = False
    """Officials' own pages, which stand apart from the register."""

    @property
    def name(self) -> str:
        """The file's name."""
        what = "own-pages" if self.own_pages else "register-of-accounts"
        return f"{what}-{clock.city_date(self.at):%Y-%m-%d}.{self.kind}"

    @property
    def accounts(self) -> OfficialAccountQuerySet:
        """The accounts that the person sees and the filters leave; `InvalidInput` for a filter that there is not."""
        seen = visible_accounts(self.person, self.at)
        found = narrowed(seen, self.filters, self.at, Tree(self.at), self.person, own_pages=self.own_pages)
        if not found.form.is_valid():
            raise InvalidInput(
                "The register cannot be narrowed so.",
                why=" ".join(str(words) for errors in found.form.errors.values() for words in errors),
                remedy="Go back to the register and choose again.",
            )
        return found.qs

    def in_words(self) -> list[tuple[str, str]]:
        """What narrows it, as the statement sheet has it."""
        return [(_LABELS[name], value) for name, value in self.filters.items()] or [
            ("State", "in use, or waiting; no official's own page")
        ]

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The accounts, the latest first: each thousand with two questions more, read as they are written."""
        names = Tree(self.at)
        found = self.accounts.order_by("-pk").iterator(chunk_size=_FETCHED)
        while part := list(islice(found, _FETCHED)):
            yield from _rows(part, self.at, names)


def _rows(accounts: list[OfficialAccount], at: datetime, names: Tree) -> Iterator[tuple[Cell, ...]]:
    used: dict[int, list[AccountDepartment]] = defaultdict(list)
    uses = AccountDepartment.objects.in_effect(at).filter(account__in=accounts).select_related("department")
    for row in uses.order_by("-is_responsible", "department__code"):
        used[row.account_id].append(row)
    named = (
        Stewardship.objects.in_effect(at).filter(account__in=accounts).values_list("account", "role", "person__name")
    )
    stewards = {(account, role): name for account, role, name in named}
    for account in accounts:
        facts, state = account.now, account.standing
        uses_it = used[account.pk]
        responsible = next((row for row in uses_it if row.is_responsible), None)
        yield (
            account.reference,
            facts.platform.name,
            facts.handle,
            facts.url,
            facts.name,
            responsible.department.code if responsible else "",
            names.name(responsible.department_id) if responsible else "",
            ", ".join(row.department.code for row in uses_it if row != responsible),
            State(state.state).label,
            clock.city_date(state.effective_from),
            AccountClass(facts.account_class).label,
            facts.language,
            facts.purpose,
            facts.audience,
            LinkStance(facts.links_to_city).label if facts.links_to_city else "",
            facts.why_no_link,
            facts.persistent_id,
            stewards.get((account.pk, "primary"), ""),
            stewards.get((account.pk, "backup"), ""),
            "yes" if account.was_found else "no",
            clock.city_date(account.entered_at),
        )


def export_of(person: Employee | None, parameters: Mapping[str, Any], at: datetime) -> Export:
    """The export that parameters ask for; raises `InvalidInput` for what nobody can be given."""
    if person is None:
        raise NotVisible("There is no such page.")
    if parameters.get("kind") not in CONTENT_TYPES:
        raise InvalidInput("The register is exported as CSV or XLSX.", remedy="Choose one of the two buttons.")
    filters = {name: str(parameters[name])[:500] for name in NAMES if parameters.get(name)}
    return Export(person, at, str(parameters["kind"]), filters, bool(parameters.get("own_pages")))


def write(export: Export, stream: IO[bytes], by: Actor, progress: Callable[[int], None]) -> Written:
    """Write an export into a binary stream."""
    if export.kind == "csv":
        return write_csv_bytes(stream, HEADER, export.rows(), progress=progress)
    statement = ExportStatement(
        question="Which accounts does the register have?",
        asked_by=f"{by.name} ({by.number})",
        asked_at=export.at,
        as_of=export.at,
        known_at=export.at,
        filters=export.in_words(),
    )
    widths = [width for _, width in COLUMNS]
    return write_xlsx(stream, HEADER, export.rows(), statement=statement, widths=widths, progress=progress)  # type: ignore[arg-type]


def record_export(by: Actor, export: Export, written: Written) -> None:
    """The trail's entry of an export: the filters, how many rows, and the hash of what was given."""
    record(
        by=by,
        act="accounts.register_exported",
        on=Subject(kind="accounts.register", id="register", label="Register of accounts"),
        at=export.at,
        clause=CITY_PROCEDURE,
        after={
            "kind": export.kind,
            "filters": dict(export.filters),
            "own_pages": export.own_pages,
            "rows": written.rows,
            "sha256": written.sha256,
        },
    )


def start_job(*, by: Actor, export: Export) -> Job:
    """Have a worker make the file; the person sees the progress and fetches it from the job's page."""
    title = f"{'Officials’ own pages' if export.own_pages else 'Register of accounts'} ({export.kind.upper()})"
    own_pages = {"own_pages": "yes"} if export.own_pages else {}
    return start(by=by, kind=JOB_KIND, title=title, parameters={"kind": export.kind, **export.filters, **own_pages})


def run_job(run: JobRun) -> None:
    """The job's handler; safe to repeat from the start. What the person may see is asked again now."""
    export = export_of(run.actor.person, run.parameters, clock.now())
    total = export.accounts.count()

    def progress(done: int) -> None:
        run.go_on(done, total, f"{done:,} of {total:,} accounts written")

    with TemporaryFile() as spool:
        written = write(export, spool, run.actor, progress)
        spool.seek(0)
        stored = store(by=run.actor, name=export.name, content=spool, purpose="export", subject=run.job)
    record_export(run.actor, export, written)
    run.attach(stored)
    run.progress(total, total, f"{total:,} accounts written")


@dataclass(frozen=True)
class Buttons:
    """What `accounts/part_export.html` needs: the filters of the page as fields, and whether it is a worker's work."""

    fields: tuple[tuple[str, str], ...]
    long: bool


def buttons(data: Mapping[str, Any], number: int, *, own_pages: bool = False) -> Buttons:
    """The buttons of a page whose filters are `data` (its query), and which shows `number` accounts."""
    fields = [(name, str(data[name])) for name in NAMES if data.get(name)]
    return Buttons((*fields, *([("own_pages", "yes")] if own_pages else [])), number > AT_ONCE)
