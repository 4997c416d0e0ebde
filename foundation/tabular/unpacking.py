"""What a workbook unpacks to, looked through once before it is opened: a small archive can hide gigabytes.

The parts are read as a stream of XML events, of which nothing is kept but counts, so that a bomb is found out in a few
megabytes. What is let through can be opened in bounded memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pyexpat import ExpatError, ParserCreate
from typing import IO

from foundation.errors import InvalidInput

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 2_000
MOST_COLUMNS = 500
"""Cells of a row. Excel itself has 16,384; no table of people or departments comes near."""
MOST_ROWS = 1_048_576
MOST_ELEMENTS = 200_000
"""Of a part that is opened whole (styles, list of sheets): Excel keeps at most 65,490 styles."""
MOST_TEXTS = 1_000_000
MOST_TEXT = 48 * 1024 * 1024
"""Characters of the list in which Excel keeps all texts of the sheets: it must be held in memory."""
LONGEST_TEXT = 1024 * 1024
_OF_A_ROW = frozenset({"c", "v", "f", "is", "t", "r", "rPr", "rPh", "phoneticPr", "ext", "extLst"})
_CHUNK = 64 * 1024
_CSV = "Save the sheet as “CSV UTF-8” and send that."


class _TooMuch(Exception):
    """Why a part is not let through, as a sentence."""


def refuse_bomb(packed: zipfile.ZipFile) -> None:
    """Raise `InvalidInput` where a workbook would not open in bounded memory; damage is found when it is opened.

    The sizes that the archive states are bounds too: `zipfile` reads no further.
    """
    members = packed.infolist()
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _too_large(f"It unpacks to more than {MOST_UNPACKED // 1024 // 1024} MB.")
    if len(members) > MOST_PARTS:
        raise _too_large(f"It consists of more than {MOST_PARTS:,} parts.")
    for member in members:
        try:
            with packed.open(member) as stream:
                _Look().through(stream)
        except _TooMuch as error:
            raise _too_large(str(error)) from error
        except Exception:  # noqa: S112 - damaged, encrypted, oddly packed: whoever opens the part says so
            continue


class _Look:
    """Counts of one part, by the kind of its first element."""

    def __init__(self) -> None:
        self.root = ""
        self.elements = self.rows = self.cells = self.others = self.texts = self.characters = self.run = 0

    def through(self, stream: IO[bytes]) -> None:
        """Read a part to its end, or to where it is no XML any more."""
        parser = ParserCreate()
        parser.StartElementHandler = self._begins
        parser.CharacterDataHandler = self._says
        parser.StartDoctypeDeclHandler = self._declares
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        except ExpatError:
            return

    def _begins(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        self.root = self.root or name
        self.run = 0
        self.elements += 1
        if self.root == "worksheet":
            self._in_sheet(name)
        elif self.root == "sst":
            self.texts += name == "si"
            self._refuse(self.elements, 8 * MOST_TEXTS, "Its list of texts is longer than any sheet needs.")
            self._refuse(self.texts, MOST_TEXTS, f"It holds more than {MOST_TEXTS:,} different texts.")
        else:
            self._refuse(self.elements, MOST_ELEMENTS, "One of its parts is larger than any table needs.")

    def _in_sheet(self, name: str) -> None:
        if name == "row":
            self.cells = 0
            self.rows += 1
            self._refuse(self.rows, MOST_ROWS, "A sheet has more rows than any spreadsheet program keeps.")
        elif name in _OF_A_ROW:
            self.cells += 1
            self._refuse(self.cells, 8 * MOST_COLUMNS, f"A row holds more than {MOST_COLUMNS:,} cells.")
        else:
            self.others += 1
            self._refuse(self.others, MOST_ELEMENTS, "It says more about the looks of a sheet than any table needs.")

    def _says(self, text: str) -> None:
        self.run += len(text)
        self.characters += len(text)
        self._refuse(self.run, LONGEST_TEXT, "One of its cells holds more than a million characters.")
        if self.root != "worksheet":
            self._refuse(self.characters, MOST_TEXT, f"Its texts take more than {MOST_TEXT // 1024 // 1024} MB.")

    def _declares(self, *_: object) -> None:
        raise _TooMuch("It declares entities of its own, which no spreadsheet program writes.")

    def _refuse(self, found: int, most: int, why: str) -> None:
        if found > most:
            raise _TooMuch(why)


def _too_large(why: str) -> InvalidInput:
    return InvalidInput("The workbook is too large when unpacked.", why=why, remedy=_CSV)
