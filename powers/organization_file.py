"""Reading an organization's file: text in UTF-8, JSON, one object of up to three lists; nothing is looked up yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from foundation.errors import InvalidInput

SECTIONS = ("departments", "appointments", "designations")
EXAMPLE = "docs/importing.md has a whole example."


def read_document(content: bytes) -> dict[str, Any]:
    """The document that the bytes of a file hold; raises `InvalidInput` with a sentence for what is none."""
    if not content.strip():
        raise InvalidInput("The file is empty.", remedy="Choose a file with at least one row.", field="file")
    try:
        document = json.loads(content.decode("utf-8-sig"))
        # What no database keeps: half a character, and the character nought.
        written = json.dumps(document, ensure_ascii=False)
        written.encode()
    except UnicodeError as error:
        raise InvalidInput(
            "The file is no JSON: it is no text in UTF-8.", remedy="Save it as a text in UTF-8.", field="file"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"The file is no JSON: {error}.", remedy=EXAMPLE, field="file") from error
    if "\\u0000" in written:
        raise InvalidInput(
            "The file holds a character that no text has (nought).", remedy="Take it out, and try again.", field="file"
        )
    sections_of(document)
    return dict(document)


def sections_of(document: Any) -> dict[str, Sequence[Mapping[str, Any]]]:
    """The rows of each section; raises `InvalidInput` where the document is no organization's."""
    if not isinstance(document, dict) or set(document) - set(SECTIONS):
        raise InvalidInput(
            "This is not an organization's file.",
            why=f"It holds one object with any of: {', '.join(SECTIONS)}.",
            remedy=EXAMPLE,
            field="file",
        )
    sections = {name: document.get(name, []) for name in SECTIONS}
    for name, rows in sections.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise InvalidInput(f"“{name}” is no list of objects.", remedy=EXAMPLE, field="file")
    return sections
