"""The first pass: the whole file into staging, every row checked, nothing of the roster touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO, cast

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.module_loading import import_string

from directory.imports.columns import COLUMNS, REQUIRED, parse
from directory.imports.planning import ENDING, LEFT, Present, plan
from directory.imports.supervisors import order, reject_unknown
from directory.models import Department, Employee, ImportRow, ImportRun, RowState
from foundation import clock
from foundation.errors import InvalidInput
from foundation.files.services import open_file
from foundation.tabular.reading import Row, Table, match_header, read_table

BATCH = 500
MOST_CHARACTERS = 1_000_000
"""Of a batch: a hostile file's rows are as long as a line may be."""
LINES_TOLD = 12
Progress = Callable[[int, str], None]


def check(run: ImportRun, progress: Progress) -> None:
    """Read and check the file of a run; safe to repeat from the start. Raises `InvalidInput` for an unreadable file."""
    _forget(run)
    with open_file(run.file) as stream:
        table = read_table(cast(BinaryIO, stream))
        places, _ = match_header(table.header, COLUMNS, REQUIRED)
        ImportRun.objects.filter(pk=run.pk).update(header=list(table.header))
        _stage(run, table, places, progress)
    progress(0, "Looking for numbers that stand twice.")
    _reject_twice(run, "number", "The number stands in the file more than once")
    _reject_same_email(run)
    progress(0, "Following the supervisors.")
    reject_unknown(run)
    order(run)
    _count(run)


def _forget(run: ImportRun) -> None:
    while pks := list(ImportRow.objects.filter(run=run).values_list("pk", flat=True)[: BATCH * 4]):
        ImportRow.objects.filter(pk__in=pks).delete()


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += sum(map(len, row.cells)) + len(row.cells)
        if len(batch) == BATCH or characters > MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _stage(run: ImportRun, table: Table, places: dict[str, int], progress: Progress) -> None:
    """Write every row down with what it would do, in short transactions: reading and comparing happen between them."""
    at = clock.now()
    departments = dict(Department.objects.existing(at).values_list("code", "pk"))
    width = len(table.header)
    done = 0
    for batch in _batches(table.rows):
        staged = [_row(run, row, places, departments, width) for row in batch]
        right = [row for row in staged if row.state == RowState.READ]
        present = Present.of(right)
        for row in right:
            plan(row, present, at)
        ImportRow.objects.bulk_create(staged)
        done += len(batch)
        progress(done, f"{done:,} rows read.")
    if not done:
        raise InvalidInput(
            "The file has a header and no rows.", remedy="Choose the file again, and look into it before you send it."
        )


def _row(run: ImportRun, row: Row, places: dict[str, int], departments: dict[str, int], width: int) -> ImportRow:
    parsed = parse(row, places, departments)
    return ImportRow(
        run=run,
        line=row.line,
        number=parsed.wanted.get("number", ""),
        supervisor=parsed.wanted.get("supervisor", ""),
        wanted=parsed.wanted,
        cells=[cell[:1000] for cell in row.cells[:width]],
        problems=parsed.problems,
        state=RowState.REJECTED if parsed.problems else RowState.READ,
    )


def _reject_twice(run: ImportRun, column: str, why: str) -> None:
    """Reject every row that shares its number with another: the portal cannot know which is right."""
    rows = ImportRow.objects.filter(run=run).exclude(number="")
    twice = rows.values("number").annotate(times=Count("pk")).filter(times__gt=1).order_by()
    for numbers in _pieces(twice.values_list("number", flat=True).iterator(BATCH)):
        lines: dict[str, list[int]] = {}
        found = rows.filter(number__in=numbers)
        for number, line in found.order_by("line").values_list("number", "line").iterator(BATCH):
            told = lines.setdefault(number, [])
            if len(told) <= LINES_TOLD:
                told.append(line)
        for batch in _by_pk(found):
            for row in batch:
                others = [str(line) for line in lines[row.number] if line != row.line][:LINES_TOLD]
                row.reject(
                    column=column,
                    value=row.number,
                    why=f"{why}: also on line {', '.join(others)}.",
                    remedy="Keep the one row that is right.",
                )
            ImportRow.objects.bulk_update(batch, ["state", "problems"])


def _reject_same_email(run: ImportRun) -> None:
    rows = ImportRow.objects.filter(run=run).exclude(state=RowState.REJECTED).exclude(wanted__email="")
    twice = rows.values("wanted__email").annotate(times=Count("pk")).filter(times__gt=1, wanted__email__isnull=False)
    # Those that are told drop out of the rows, so that the first are always new ones.
    while emails := list(twice.order_by().values_list("wanted__email", flat=True)[:BATCH]):
        for batch in _by_pk(rows.filter(wanted__email__in=emails)):
            for row in batch:
                row.reject(
                    column="email",
                    value=row.wanted["email"],
                    why="Another row of the file has the same work e-mail address.",
                    remedy="A work e-mail address belongs to one person: correct it, or empty the cell.",
                )
            ImportRow.objects.bulk_update(batch, ["state", "problems"])


def _by_pk(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Rows in batches, without their cells, each batch asked for after the one before was dealt with."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").defer("cells")[:BATCH]):
        last = batch[-1].pk
        yield batch


def _pieces(numbers: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(numbers, BATCH)):
        yield batch


def _count(run: ImportRun) -> None:
    """Sum up what the rows would do, and how much they would end; in no transaction, which would keep others out."""
    at = clock.now()
    rows = ImportRow.objects.filter(run=run)
    counts: dict[str, int] = dict.fromkeys(RowState.values, 0)
    counts |= dict(rows.order_by().values_list("state").annotate(Count("pk")))
    planned = rows.filter(state=RowState.PLANNED)
    for acts in planned.values_list("acts", flat=True).iterator(BATCH):
        for act in acts:
            counts[act] = counts.get(act, 0) + 1
    leaving = sum(1 for acts, _ in _ending(planned) if LEFT in acts)
    powers = sum(
        import_string(name)((employee_id for _, employee_id in _ending(planned)), at)
        for name in settings.ENDING_COUNTERS
    )
    ImportRun.objects.filter(pk=run.pk).update(counts=counts, people_ended=leaving, powers_ended=powers, checked_at=at)


def _ending(planned: QuerySet[ImportRow]) -> Iterator[tuple[list[str], int]]:
    """The acts and the ids of known people whose powers may end, one by one: a file may move everybody."""
    for acts, employee_id in planned.values_list("acts", "employee_id").iterator(BATCH):
        if employee_id is not None and ENDING.intersection(acts):
            yield acts, employee_id


MOST_POWERS = 10
MOST_PEOPLE_PERCENT = 1
FEW_PEOPLE = 5
"""Below so many leavers one percent means nothing: a file of a small city would always wait."""


def needs_second_person(run: ImportRun) -> bool:
    """Whether a run would end more than ten powers, or more than one percent of the people (and more than five)."""
    if run.powers_ended > MOST_POWERS or run.people_ended <= FEW_PEOPLE:
        return run.powers_ended > MOST_POWERS
    employed = Employee.objects.employed(clock.now()).count()
    too_many = max(FEW_PEOPLE, employed * MOST_PEOPLE_PERCENT // 100)
    return run.people_ended > too_many
