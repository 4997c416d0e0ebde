"""The scans that come with a file of papers: a ZIP or a folder, in which a row's file is found by its name.

Nothing is unpacked to a disk, and no more of anything is read than its limit: what a name or a size claims cannot hurt.
An archive that no scanner made (encrypted, of names that lead elsewhere, larger than any papers) is refused whole.
"""

from __future__ import annotations

import difflib
import os
import struct
import unicodedata
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from accounts.forms.fields import SCAN_LIMIT
from foundation.errors import InvalidInput
from foundation.files.scans import refuse_no_scan

MOST_SCANS = 5_000
MEBIBYTE = 1024 * 1024
MOST_UNPACKED = 2_000 * MEBIBYTE
_LONGEST_ENTRY, _END_WITHIN = 1_000, 22 + 65_535
"""Bytes: of a member in an archive's list (its name, its date), and within which the list's own end is found."""
_NOT_SCANS = ("__MACOSX", "Thumbs.db", "desktop.ini")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What zipfile raises for what is damaged; RuntimeError too for what is encrypted, or packed in an unknown way."""


class Scans(ABC):
    """Scans by their names; subclasses know where they lie."""

    place = "the ZIP"

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [name for name in names if not _is_hidden(name)]
        self._by_path: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        for name in self.names:
            path = PurePosixPath(_alike(name.replace("\\", "/")))
            for index, key in ((self._by_path, str(path)), (self._by_name, path.name), (self._by_stem, path.stem)):
                index.setdefault(key, []).append(name)
        self._sound: set[str] = set()

    def find(self, text: str) -> str:
        """Which scan a cell names: by its path, its name, or its name without the ending, in any case.

        Raises `InvalidInput` for none, for several, and for a name that leads elsewhere.
        """
        asked = PurePosixPath(_alike(text.replace("\\", "/")))
        if ".." in asked.parts:
            raise InvalidInput(f"The name leads out of {self.place}.", remedy="Write the name of the file alone.")
        for index, key in ((self._by_path, str(asked)), (self._by_name, asked.name), (self._by_stem, asked.name)):
            found = index.get(key, [])
            if len(found) > 1:
                raise InvalidInput(
                    f"{len(found)} scans are called so: {', '.join(found[:5])}.", remedy="Write its folder too."
                )
            if found:
                return found[0]
        near = difflib.get_close_matches(asked.name, self._by_name, n=1, cutoff=0.8)
        hint = f" There is “{self._by_name[near[0]][0]}”." if near else ""
        raise InvalidInput(
            f"There is no scan of this name in {self.place}.{hint}", remedy="Correct the name, or add the scan."
        )

    def read(self, name: str) -> bytes:
        """A scan that is one: a PDF or a picture; raises `InvalidInput` with what it is instead."""
        content = self._content(name)
        if len(content) > SCAN_LIMIT:
            raise InvalidInput(
                f"“{name}” is larger than {SCAN_LIMIT // MEBIBYTE} MB.", remedy="Scan it again with a lower resolution."
            )
        refuse_no_scan(name, content)
        self._sound.add(name)
        return content

    def look_at(self, name: str) -> None:
        """Raise `InvalidInput` where a scan is none; what was found sound is not read again."""
        if name not in self._sound:
            self.read(name)

    def unused(self, used: Iterable[str]) -> list[str]:
        """Scans that no row names."""
        named = set(used)
        return [name for name in self.names if name not in named]

    @abstractmethod
    def _content(self, name: str) -> bytes:
        """The bytes of a scan that there is; raises `InvalidInput` where it cannot be read."""


class Folder(Scans):
    """Scans in a folder; a link that leads out of it is not followed."""

    place = "the folder"

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        super().__init__(self._files())

    def _files(self) -> Iterator[str]:
        number = 0
        for root, _, names in os.walk(self.folder):
            for name in sorted(names):
                path = Path(root) / name
                if not path.resolve().is_relative_to(self.folder):
                    continue
                number += 1
                if number > MOST_SCANS:
                    raise _too_many()
                yield path.relative_to(self.folder).as_posix()

    def _content(self, name: str) -> bytes:
        try:
            with (self.folder / name).open("rb") as stream:
                return stream.read(SCAN_LIMIT + 1)
        except OSError as error:
            raise InvalidInput(f"“{name}” cannot be read: {error.strerror}.", remedy="Let it be read.") from error


class Archive(Scans):
    """Scans in a ZIP archive, which must stay open."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        members = [member for member in packed.infolist() if not member.is_dir()]
        _refuse_archive(members)
        self._members: Mapping[str, zipfile.ZipInfo] = {member.filename: member for member in members}
        super().__init__(self._members)

    def _content(self, name: str) -> bytes:
        try:
            with self._packed.open(self._members[name]) as stream:
                return stream.read(SCAN_LIMIT + 1)
        except _DAMAGED as error:
            raise InvalidInput(
                f"“{name}” cannot be unpacked: the ZIP is damaged there.", remedy="Pack the scans again."
            ) from error


@contextmanager
def archive(stream: IO[bytes]) -> Iterator[Archive]:
    """The scans of a ZIP archive; raises `InvalidInput` for what is none, and for one that is refused."""
    _refuse_long_list(stream)
    try:
        packed = zipfile.ZipFile(stream)
    except _DAMAGED as error:
        raise InvalidInput(
            "The file of the scans is no ZIP archive, or it is damaged.",
            remedy="Pack the scans into one .zip file again, or bring them as they are.",
            field="scans",
        ) from error
    with packed:
        yield Archive(packed)


@contextmanager
def packed_up(files: Iterable[tuple[str, IO[bytes]]]) -> Iterator[IO[bytes]]:
    """Scans that came one by one, as one archive: a run has one, however they came."""
    with TemporaryFile() as spool:
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_STORED) as packed:
            known: set[str] = set()
            for name, stream in files:
                if _alike(name) in known:
                    raise InvalidInput(
                        f"Two of the scans are called “{name}”.", remedy="Rename one of them.", field="scans"
                    )
                if name.casefold().endswith(".zip"):
                    raise InvalidInput(
                        "Bring one ZIP with all scans, or the scans themselves: not both.",
                        remedy="Put them all into one ZIP.",
                        field="scans",
                    )
                known.add(_alike(name))
                with packed.open(name, "w") as member:
                    while piece := stream.read(MEBIBYTE):
                        member.write(piece)
        spool.seek(0)
        yield spool


def _refuse_long_list(stream: IO[bytes]) -> None:
    """Look at how long the list of members says it is, before `zipfile` holds all of it in memory."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END_WITHIN))
    end = stream.read()
    stream.seek(0)
    start = end.rfind(b"PK\x05\x06")
    if start >= 0 and len(end) >= start + 16:
        (length,) = struct.unpack("<L", end[start + 12 : start + 16])
        if length > MOST_SCANS * _LONGEST_ENTRY or b"PK\x06\x07" in end[:start]:
            raise _too_many()


def _refuse_archive(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_SCANS:
        raise _too_many()
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise InvalidInput(
            f"The ZIP unpacks to more than {MOST_UNPACKED // MEBIBYTE:,} MB.",
            why="No papers of a city are so large: it may have been made to fill a disk.",
            remedy="Scan with a lower resolution, or bring the papers in several files.",
            field="scans",
        )
    for member in members:
        if member.flag_bits & 0x1:
            raise InvalidInput(
                "The ZIP is encrypted.",
                why=f"“{member.filename}” asks for a password, which a worker does not have.",
                remedy="Pack the scans without a password.",
                field="scans",
            )
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            raise InvalidInput(
                "The ZIP holds a name that leads out of it.",
                why=f"“{member.filename}” names a place elsewhere on a machine.",
                remedy="Pack the scans again: the files alone, or in folders.",
                field="scans",
            )


def _too_many() -> InvalidInput:
    return InvalidInput(
        f"There are more than {MOST_SCANS:,} scans.", remedy="Bring the papers in several files.", field="scans"
    )


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part in _NOT_SCANS for part in parts)


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()
