"""What kind of file somebody gave us, and in which encoding: found out before a single row is read."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from foundation.errors import InvalidInput

CHUNK = 1024 * 1024
_XLSX = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODING, ERRORS = "utf-8-sig", "windows_1252_beside_utf8"
"""How a text file is opened that `refuse_unreadable` let through."""


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as Windows-1252: of tables put together from two sources, each line is read as it is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        return error.object[error.start : error.end].decode("cp1252"), error.end
    except UnicodeDecodeError:
        raise error from None


codecs.register_error(ERRORS, _as_windows_1252)


def kind_of(stream: BinaryIO) -> str:
    """`csv` or `xlsx`, by content and not by name; raises `InvalidInput` for anything else."""
    stream.seek(0)
    start = stream.read(4096)
    stream.seek(0)
    if not start.strip():
        raise InvalidInput("The file is empty.", remedy="Choose the file again, and look into it before you send it.")
    if start.startswith(_XLSX):
        return "xlsx"
    if start.startswith(_OLD_EXCEL):
        raise InvalidInput(
            "This is an old Excel file (.xls).",
            why="The portal reads CSV and XLSX.",
            remedy="Open it and save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”.",
        )
    return "csv"


def refuse_unreadable(stream: BinaryIO) -> None:
    """Raise `InvalidInput` for what is neither UTF-8 (with or without a mark at the start) nor Windows-1252.

    Reads the whole file once, in pieces. Lines of both in one file are read each as what it is.
    """
    stream.seek(0)
    if stream.read(2) in _UTF16:
        raise _other_encoding("It is encoded in UTF-16.")
    stream.seek(0)
    _refuse_unmarked_utf16(stream.read(4096))
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(ENCODING)(ERRORS)
    try:
        while chunk := stream.read(CHUNK):
            if b"\0" in chunk:
                raise InvalidInput(
                    "This is not a table.",
                    why="It holds bytes that no text file holds.",
                    remedy="Save the table as “CSV UTF-8” or as “Excel Workbook (.xlsx)”.",
                )
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _other_encoding("It is encoded neither in UTF-8 nor in Windows-1252.") from None
    stream.seek(0)


def _refuse_unmarked_utf16(start: bytes) -> None:
    """UTF-16 without a mark: Latin letters have a zero in every other byte, on one side only."""
    zeros = [start[place::2].count(0) for place in (0, 1)]
    if max(zeros) > len(start) // 5 and not min(zeros):
        raise _other_encoding("It is encoded in UTF-16.")


def _other_encoding(why: str) -> InvalidInput:
    return InvalidInput(
        "The letters of this file cannot be read.", why=why, remedy="Save it as “CSV UTF-8” and send it again."
    )
