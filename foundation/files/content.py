"""What a file is, by its first bytes; its name decides only between kinds of plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"heic": "image/heic", b"avif": "image/avif"}
"""What the first box of an MP4 says of it; every other brand is a video."""
_OFFICE = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TEXTS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
}
UNKNOWN = "application/octet-stream"


def content_type_of(file: IO[bytes], name: str) -> str:
    """The type of a seekable file by its content; leaves it at its beginning."""
    file.seek(0)
    head = file.read(4096)
    found = _type_by_head(head, name)
    if found == "application/zip":
        found = _type_of_zip(file)
    file.seek(0)
    return found


def _type_by_head(head: bytes, name: str) -> str:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    if b"\x00" in head:
        return UNKNOWN
    # HTML, SVG and scripts are plain text here: nothing that a browser would run has a type of its own.
    return _TEXTS.get(PurePosixPath(name).suffix.lower(), "text/plain")


def _type_of_zip(file: IO[bytes]) -> str:
    with suppress(BadZipFile, OSError, ValueError), ZipFile(file) as archive:
        names = set(archive.namelist())
        for member, kind in _OFFICE.items():
            if member in names:
                return kind
    return "application/zip"


def safe_name(name: str) -> str:
    """A name to offer for saving: no folders, no control or direction-changing characters, at most 200 long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if unicodedata.category(character) not in {"Cc", "Cf", "Cs"})
    path = PurePosixPath(shown.strip(" .") or "file")
    return path.stem[: 200 - len(path.suffix)] + path.suffix[:20]


def chunks(file: IO[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """The rest of a file, piece by piece."""
    while piece := file.read(size):
        yield piece
