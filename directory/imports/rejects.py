"""The rejects file: the rows that did not go in, as they were, with what is wrong and what to do.

It can be mended and imported again: the two columns that it adds are not read.
"""

from __future__ import annotations

import io
from tempfile import TemporaryFile
from typing import TextIO

from directory.models import ImportRow, ImportRun, RowState
from foundation.actor import Actor
from foundation.files.models import StoredFile
from foundation.files.services import store
from foundation.tabular.rejects import RejectsWriter


def write_rejects(run: ImportRun, stream: TextIO) -> int:
    """Write the rejects of a run as CSV; returns how many there are."""
    writer = RejectsWriter(stream, run.header)
    for row in ImportRow.objects.filter(run=run, state=RowState.REJECTED).order_by("line").iterator(50):
        writer.add(row.line, row.cells, row.problems)
    return writer.rows


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
