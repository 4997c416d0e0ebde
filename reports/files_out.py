"""An answer as a file: CSV, XLSX and PDF with the same rows, the same statement and the same hash of the data."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

from foundation import clock
from foundation.actor import Actor
from foundation.dated_settings import value
from foundation.errors import InvalidInput
from foundation.pdf import render
from foundation.tabular.writing import ExportStatement, Written, write_csv, write_csv_bytes, write_xlsx
from reports.answer import Answer, Rows
from reports.models import Kind
from reports.reading import Question
from reports.templatetags.cells import cell
from reports.widths import shares

_WIDE = 130
"""From so many characters on a table is printed across the page."""
_ACROSS, _ALONG = 165, 110
"""Letters that fit into a line of a table on paper, across the page and along it."""
PDF_MOST = 5_000
"""More rows nobody reads on paper."""
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Sheet:
    """An answer that is about to be written: whose question it was, and its rows in the order asked for."""

    question: Question
    answer: Answer
    rows: Rows
    by: Actor
    asked_at: datetime
    kind: Kind

    @property
    def name(self) -> str:
        """The file's name."""
        asked = self.question.require
        return f"{self.question.report.code}-{clock.city_date(asked.at):%Y-%m-%d}.{self.kind}"

    @property
    def statement(self) -> ExportStatement:
        """What was asked, by whom, when, as of which moment, and what the answer is in a sentence."""
        asked = self.question.require
        return ExportStatement(
            question=self.question.report.title,
            asked_by=f"{self.by.name} ({self.by.number})",
            asked_at=self.asked_at,
            as_of=asked.at,
            known_at=asked.known_at,
            filters=[
                ("Answer", self.answer.sentence),
                ("Whose matters", self.question.report.whose_matters(asked.scope)),
                *self.question.form.in_words(),
            ],
        )


def sheet_of(question: Question, by: Actor, asked_at: datetime, kind: str) -> Sheet:
    """The answer to a question, ready to be written; raises `InvalidInput` for a kind that there is not."""
    if kind not in Kind.values:
        raise InvalidInput("A report is exported as CSV, XLSX or PDF.", remedy="Choose one of the three buttons.")
    asked = question.require
    answer = question.report.answer(asked)
    return Sheet(question, answer, question.report.sorted(asked, answer), by, asked_at, Kind(kind))


def refuse_what_paper_cannot_hold(sheet: Sheet, rows: int) -> None:
    """Raise `InvalidInput` for a PDF of more rows than anybody reads on paper."""
    if sheet.kind == Kind.PDF and rows > PDF_MOST:
        raise InvalidInput(
            f"A PDF holds at most {PDF_MOST:,} rows, and this answer has {rows:,}.",
            remedy="Narrow it by department or period, or take it as XLSX.",
        )


def write(sheet: Sheet, stream: IO[bytes], progress: Progress) -> Written:
    """Write an answer into a binary stream."""
    writers = {Kind.CSV: _csv, Kind.XLSX: _xlsx, Kind.PDF: _pdf}
    return writers[sheet.kind](sheet, stream, progress)


def _csv(sheet: Sheet, stream: IO[bytes], progress: Progress) -> Written:
    rows = (row.cells for row in sheet.rows.stream())
    return write_csv_bytes(stream, sheet.question.report.header, rows, progress=progress)


def _xlsx(sheet: Sheet, stream: IO[bytes], progress: Progress) -> Written:
    report = sheet.question.report
    return write_xlsx(
        cast("io.BufferedRandom", stream),
        report.header,
        (row.cells for row in sheet.rows.stream()),
        statement=sheet.statement,
        widths=[column.width for column in report.columns],
        progress=progress,
    )


class _Nowhere(io.StringIO):
    """Keeps nothing: the hash of the data is asked for alone."""

    def write(self, text: str) -> int:
        return len(text)


def _pdf(sheet: Sheet, stream: IO[bytes], progress: Progress) -> Written:
    rows = sheet.rows.part(0, PDF_MOST + 1)
    refuse_what_paper_cannot_hold(sheet, len(rows))
    report = sheet.question.report
    written = write_csv(_Nowhere(), report.header, (row.cells for row in rows))
    is_wide = sum(column.width for column in report.columns) > _WIDE
    words = zip(report.header, *([cell(value) for value in row.cells] for row in rows), strict=True)
    widths = shares(list(words), _ACROSS if is_wide else _ALONG)
    progress(0)
    asked = sheet.question.require
    context = {
        "title": report.title,
        "report": report,
        "columns": [(name, f"{width:.2f}") for name, width in zip(report.header, widths, strict=True)],
        "is_wide": is_wide,
        "answer": sheet.answer,
        "statement": [(label, value) for label, value in sheet.statement.lines() if value is not None],
        "asked": asked,
        "rows": rows,
        "written": written,
        "city": value("city.name", asked.now),
    }
    stream.write(render("reports/report_pdf.html", context))
    progress(len(rows))
    return written
