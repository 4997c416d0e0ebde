"""Coverage as a file: everybody counted, with what they acknowledged; short ones at once, long ones as a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

from acknowledgements.coverage import Moment, Scope, assigned, tallies
from acknowledgements.people import described, in_order, line_of
from acknowledgements.permissions import campaign_named, coverage_scope
from directory.models import Employee
from directory.names import Names
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import InvalidInput, NotVisible
from foundation.files.models import StoredFile
from foundation.files.services import store
from foundation.jobs.models import Job
from foundation.jobs.running import JobRun
from foundation.jobs.services import start
from foundation.numbers import how_many
from foundation.tabular.writing import Cell, ExportStatement, Written, write_csv_bytes, write_xlsx
from policy.models import Version

JOB_KIND = "acknowledgements.coverage"
AT_ONCE = 5_000
"""Up to so many people the file is made while one waits; more is a job."""
HEADER = ("Department", "Code", "Number", "Name", "Title", "State", "When", "How", "Receipt")
_WIDTHS = (36, 10, 12, 30, 24, 24, 20, 16, 22)
_FETCHED = 2_000
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Export:
    """What is exported: whose coverage of which version, as of when, in which kind of file."""

    version: Version
    moment: Moment
    scope: Scope
    kind: str
    department: int | None = None
    """Only this department with its divisions."""
    missing_only: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        what = "missing" if self.missing_only else "coverage"
        return f"{what}-{self.version.regulation.slug}-{clock.city_date(self.moment.at):%Y-%m-%d}.{self.kind}"

    @property
    def title(self) -> str:
        """The question, as the statement sheet and the job have it."""
        return f"Who has {'not ' if self.missing_only else ''}acknowledged {self.version}?"

    @property
    def within(self) -> frozenset[int]:
        """The departments it is narrowed to; empty for all."""
        if self.department is None:
            return frozenset()
        return Tree(self.moment.at, self.moment.known_at).with_divisions([self.department])

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What narrows it, as the statement sheet has it."""
        found = [("Whose", "Everybody bound" if self.scope.everybody else "The own department and people")]
        if self.scope.campaign is not None:
            found.append(("Campaign", f"{self.scope.campaign}: {self.scope.campaign.get_audience_display().lower()}"))
        if self.department is not None:
            name = Tree(self.moment.at, self.moment.known_at).name(self.department)
            found.append(("Department", f"{name}, with its divisions"))
        if self.missing_only:
            found.append(("Who", "Only those who have not acknowledged"))
        return found

    def count(self) -> int:
        """How many rows it will have."""
        within = self.within
        return sum(
            tally.missing if self.missing_only else tally.people
            for department, tally in tallies(self.version.pk, self.moment, self.scope).items()
            if not within or department in within
        )

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Everybody counted, by department and name: one query, read as it is written."""
        names, people = Tree(self.moment.at, self.moment.known_at), Names(self.moment.known_at)
        version = self.version.pk
        counted = assigned(version, self.moment, self.scope, self.within)
        if self.missing_only:
            counted = counted.filter(has_acknowledged=False)
        rows = described(in_order(counted, people), version, self.moment, self.scope)
        for one in rows.iterator(chunk_size=_FETCHED):
            line = line_of(one, version, people)
            told = (line.number, line.name, line.title, line.word, line.when, line.how, line.receipt)
            yield (names.name(line.department_id), line.code, *told)


def write(export: Export, stream: IO[bytes], by: Actor, at: datetime, progress: Callable[[int], None]) -> Written:
    """Write an export into a binary stream."""
    if export.kind == "csv":
        return write_csv_bytes(stream, HEADER, export.rows(), progress=progress)
    statement = ExportStatement(
        question=export.title,
        asked_by=f"{by.name} ({by.number})",
        asked_at=at,
        as_of=export.moment.at,
        known_at=export.moment.known_at,
        filters=export.filters,
    )
    return write_xlsx(stream, HEADER, export.rows(), statement=statement, widths=_WIDTHS, progress=progress)  # type: ignore[arg-type]


def record_export(by: Actor, export: Export, written: Written, at: datetime) -> None:
    """The trail's entry of an export: what was asked, and the hash of what was given."""
    record(
        by=by,
        act="acknowledgements.coverage_exported",
        on=export.version,
        at=at,
        clause=CITY_PROCEDURE,
        after={
            "kind": export.kind,
            "rows": written.rows,
            "sha256": written.sha256,
            "as_of": export.moment.at.isoformat(),
            "known_at": export.moment.known_at.isoformat(),
            "department": export.department,
            "missing_only": export.missing_only,
        },
    )


def start_job(*, by: Actor, export: Export) -> Job:
    """Have a worker make the file; the person sees the progress and fetches it from the job's page."""
    parameters = {
        "version": export.version.pk,
        "kind": export.kind,
        "at": export.moment.at.isoformat(),
        "known_at": export.moment.known_at.isoformat(),
        "department": export.department,
        "campaign": export.scope.campaign.pk if export.scope.campaign else None,
        "missing": export.missing_only,
    }
    return start(by=by, kind=JOB_KIND, title=f"{export.title} ({export.kind.upper()})", parameters=parameters)


def run_job(run: JobRun) -> None:
    """The job's handler; safe to repeat from the start. What the person may see is asked again now."""
    at = clock.now()
    export = export_of(run.actor.person, run.parameters, at)
    total = export.count()

    def progress(done: int) -> None:
        run.go_on(done, total, f"{done:,} of {total:,} people written")

    with TemporaryFile() as spool:
        written = write(export, spool, run.actor, at, progress)
        spool.seek(0)
        stored = _store(run, export, spool)
    record_export(run.actor, export, written, at)
    run.attach(stored)
    run.progress(total, total, f"{how_many(total, 'person', 'people')} written")


def _store(run: JobRun, export: Export, spool: Any) -> StoredFile:
    return store(by=run.actor, name=export.name, content=spool, purpose="export", subject=run.job)


def export_of(person: Employee | None, parameters: Any, at: datetime) -> Export:
    """The export that parameters ask for, within what a person may see; `NotVisible` where that is nothing."""
    scope = coverage_scope(person, at) if person else Scope()
    version = Version.objects.select_related("regulation").filter(pk=parameters["version"]).first()
    if version is None or scope.is_empty:
        raise NotVisible("There is no such report.")
    if parameters["kind"] not in CONTENT_TYPES:
        raise InvalidInput("A report is exported as CSV or XLSX.", remedy="Choose one of the two buttons.")
    moment = Moment(datetime.fromisoformat(parameters["at"]), datetime.fromisoformat(parameters["known_at"]))
    # A job queued before these were asked has neither.
    department, missing_only = parameters.get("department"), parameters.get("missing", False)
    campaign = campaign_named(str(parameters.get("campaign") or ""), person, at) if person else None
    scope = replace(scope, campaign=campaign)
    return Export(version, moment, scope, parameters["kind"], department, missing_only)
