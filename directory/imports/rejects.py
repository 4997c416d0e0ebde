"""The rejects file: the rows that did not go in, as they were, with what is wrong and what to do.

It can be mended and imported again: the two columns that it adds are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile

from directory.models import ImportRow, ImportRun, RowState
from foundation.actor import Actor
from foundation.files.models import StoredFile
from foundation.files.services import store
from foundation.tabular.writing import write_csv

ADDED = ("line in the file", "what is wrong", "what to do")


def sentence(problem: dict[str, str]) -> str:
    """A problem as one sentence with its column and value."""
    value = f" “{problem['value']}”" if problem.get("value") else ""
    where = f"{problem['column']}{value}: " if problem.get("column") else ""
    return f"{where}{problem['why']}"


def _rows(run: ImportRun) -> Iterator[Sequence[str | int]]:
    width = len(run.header)
    rows = ImportRow.objects.filter(run=run, state=RowState.REJECTED).order_by("line")
    for row in rows.iterator(50):
        cells = [str(cell) for cell in row.cells][:width]
        remedies = dict.fromkeys(problem["remedy"] for problem in row.problems)
        yield [
            *cells,
            *[""] * (width - len(cells)),
            row.line,
            " · ".join(sentence(problem) for problem in row.problems),
            " · ".join(remedies),
        ]


def write_rejects(run: ImportRun, stream: io.TextIOBase) -> int:
    """Write the rejects of a run as CSV; returns how many there are."""
    kept = [name for name in run.header if name not in ADDED]
    written = write_csv(stream, [*kept, *ADDED], _rows(run))  # type: ignore[arg-type]
    return written.rows


def store_rejects(run: ImportRun, by: Actor) -> StoredFile | None:
    """Keep the rejects file of a run; None where every row went in."""
    if not ImportRow.objects.filter(run=run, state=RowState.REJECTED).exists():
        return None
    with TemporaryFile() as spool:
        text = io.TextIOWrapper(spool, encoding="utf-8-sig", newline="")
        write_rejects(run, text)
        text.flush()
        spool.seek(0)
        stored = store(
            by=by, name=f"rejects-{run.uploaded_at:%Y-%m-%d}.csv", content=spool, purpose="people_import", subject=run
        )
        text.detach()
    return stored
