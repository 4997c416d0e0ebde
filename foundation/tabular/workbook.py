"""The rows of one sheet of an XLSX file, read without loading the sheet."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from foundation.errors import InvalidInput
from foundation.tabular.unpacking import MOST_COLUMNS, refuse_bomb

MOST_XLSX_ROWS = 100_000
"""Excel keeps all texts of a sheet in one list that must be held in memory: beyond this, use CSV."""
# zipfile: RuntimeError for an encrypted member, its subclass NotImplementedError for one packed in an unknown way.
_DAMAGED = (
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    SyntaxError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl, zipfile and the XML reader raise for a workbook that is damaged, encrypted or oddly packed."""


def sheet_names(stream: BinaryIO) -> list[str]:
    """The names of the sheets that hold cells (not charts), in their order; raises `InvalidInput` for no workbook."""
    book = _open(stream)
    try:
        return [str(sheet.title) for sheet in book.worksheets]
    finally:
        book.close()


def workbook_rows(stream: BinaryIO, place: int = 0) -> Iterator[tuple[int, Sequence[str], frozenset[int]]]:
    """Row number, cells as text, and the columns that hold formulas; raises `InvalidInput` past the limits.

    `place` is the sheet, from 0.
    """
    book = _open(stream)
    try:
        sheet = book.worksheets[place]
        sheet.reset_dimensions()
    except _DAMAGED as error:
        raise _unreadable() from error
    try:
        for number, row in _read(sheet):
            if number > MOST_XLSX_ROWS + 1:
                raise InvalidInput(
                    f"The sheet has more than {MOST_XLSX_ROWS:,} rows.",
                    why="An XLSX file cannot be read in small pieces.",
                    remedy="Save it as “CSV UTF-8”: there is no limit on its rows.",
                )
            filled = _filled(row)
            formulas = frozenset(place for place, cell in enumerate(filled) if cell.data_type == "f")
            yield number, [_text(cell.value) for cell in filled], formulas
    finally:
        book.close()


def _open(stream: BinaryIO) -> Any:
    _refuse_bomb(stream)
    try:
        return load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except _DAMAGED as error:
        raise _unreadable() from error


def _read(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The numbered rows; apart, so that a mistake in what is done with a row is never called a damaged file."""
    try:
        # One column more than is read, so that a row that is too wide is seen to be so.
        yield from enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1)
    except _DAMAGED as error:
        raise _unreadable() from error


def _filled(row: Sequence[Any]) -> Sequence[Any]:
    """A row without the empty cells at its end."""
    width = len(row)
    while width and row[width - 1].value is None:
        width -= 1
    return row[:width]


def _refuse_bomb(stream: BinaryIO) -> None:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise _unreadable()
            refuse_bomb(packed)
    except zipfile.BadZipFile as error:
        raise _unreadable() from error
    stream.seek(0)


def _unreadable() -> InvalidInput:
    return InvalidInput(
        "This is not an Excel workbook, or it is damaged.",
        remedy="Open it in a spreadsheet program and save it again as “Excel Workbook (.xlsx)” or “CSV UTF-8”.",
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
