"""Scans of papers: what counts as one, by its content; its name decides nothing."""

from __future__ import annotations

from collections.abc import Container
from io import BytesIO
from typing import IO

from foundation.errors import InvalidInput
from foundation.files.content import content_type_of

SCAN_LIMIT = 20 * 1024 * 1024
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
_AGAIN = "Scan the paper again, and bring the file under this name."
_ENDS = {JPEG: (b"\xff\xd9", "JPEG picture"), PNG: (b"IEND\xaeB`\x82", "PNG picture")}


def read_scan(name: str, content: IO[bytes], *, kinds: Container[str] = (PDF, JPEG, PNG)) -> bytes:
    """An uploaded scan: a whole PDF, JPEG or PNG of bounded size; raises `InvalidInput` with what it is instead."""
    found = content.read(SCAN_LIMIT + 1)
    if len(found) > SCAN_LIMIT:
        raise InvalidInput(
            f"“{name}” is larger than {SCAN_LIMIT // 1024 // 1024} MB.",
            remedy="Scan it again with a lower resolution, or in several files.",
            field="scan",
        )
    refuse_no_scan(name, found)
    kind = content_type_of(BytesIO(found), name)
    if kind not in kinds:
        raise InvalidInput(f"“{name}” is no PDF, JPEG or PNG.", remedy="Save the scan as one of these.", field="scan")
    end, called = _ENDS.get(kind, (b"", ""))
    if end not in found[-4096:]:
        raise InvalidInput(f"“{name}” is a {called} that is cut off: its end is missing.", remedy=_AGAIN, field="scan")
    return found


def refuse_no_scan(name: str, content: bytes) -> None:
    """Raise `InvalidInput` for what is neither a whole PDF nor a picture."""
    if not content.strip():
        raise InvalidInput(f"“{name}” is empty.", remedy=_AGAIN, field="scan")
    kind = content_type_of(BytesIO(content), name)
    if kind == PDF:
        if b"%%EOF" not in content:
            raise InvalidInput(f"“{name}” is a PDF that is cut off: its end is missing.", remedy=_AGAIN, field="scan")
    elif name.casefold().endswith(".pdf"):
        raise InvalidInput(f"“{name}” is called a PDF and is none.", remedy=_AGAIN, field="scan")
    elif not kind.startswith("image/"):
        raise InvalidInput(f"“{name}” is neither a PDF nor a picture.", remedy=_AGAIN, field="scan")
