"""Reading an organization's file: text in UTF-8, JSON, one object of up to three lists; nothing is looked up yet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from foundation.errors import InvalidInput

SECTIONS = ("departments", "appointments", "designations")
EXAMPLE = "docs/importing.md has a whole example."
DEEPEST = 5
"""The document, a section, a row, a list, its texts: what lies deeper stands in no file of this form."""


class _Doubled(dict[str, Any]):
    """An object of the file in which a name stands twice: one of the two values would be lost unseen."""

    name: str


def read_document(content: bytes) -> dict[str, Any]:
    """The document that the bytes of a file hold; raises `InvalidInput` with a sentence for what is none."""
    if not content.strip():
        raise InvalidInput("The file is empty.", remedy="Choose a file with at least one row.", field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeError as error:
        raise _refused("The file is no JSON: it is no text in UTF-8.", "Save it as a text in UTF-8.") from error
    document = _parsed(text)
    sections_of(document)
    for place, value in _everything(document):
        _refuse_unwritable(place, value)
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
        if not isinstance(rows, list):
            raise _refused(f"“{name}” is no list of objects.", EXAMPLE)
        for number, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                raise _refused(f"Row {number} of “{name}” is no object.", EXAMPLE)
    return sections


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _refused(f"The file is no JSON: {where}: {error.msg}.", EXAMPLE) from error
    except RecursionError as error:
        raise _too_deep("The file") from error
    except ValueError as error:  # Python reads no number of more than some thousand digits.
        raise _refused("The file holds a number that is too long.", "Shorten it, and try again.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.name = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return doubled


def _no_number(word: str) -> NoReturn:
    raise _refused(f"The file is no JSON: it holds {word}, which is no number.", "Take it out, and try again.")


def _everything(document: Any) -> Iterator[tuple[str, Any]]:
    """Every value and name with its place in words; without recursion, which a file could exhaust."""
    left: list[tuple[str, int, Any]] = [("The file", 1, document)]
    while left:
        place, depth, value = left.pop()
        yield place, value
        inner: list[tuple[str, Any]] = []
        if isinstance(value, dict):
            inner = [(_within(place, depth, name), one) for name, one in value.items()]
            left += [(place, depth, name) for name in value]
        elif isinstance(value, list):
            inner = [(f"{place}, row {number}" if depth == 2 else place, one) for number, one in enumerate(value, 1)]
        if inner and depth == DEEPEST:
            raise _too_deep(place)
        left += [(where, depth + 1, one) for where, one in inner]


def _within(place: str, depth: int, name: str) -> str:
    return f"“{name}”" if depth == 1 else f"{place}, “{_safe(name)}”"


def _refuse_unwritable(place: str, value: Any) -> None:
    """What no database keeps, and what would be lost without a word."""
    if isinstance(value, _Doubled):
        raise _refused(f"{place}: “{_safe(value.name)}” stands twice.", "Write each name once in an object.")
    if isinstance(value, str) and "\0" in value:
        raise _refused(f"{place} holds a character that no text has (nought).", "Take it out, and try again.")
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _refused(f"{place} holds half a character.", "Take it out (\\ud800 to \\udfff), and try again.")


def _safe(name: str) -> str:
    """A name of the file as a sentence may show it, whatever stands in it."""
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    return shown.encode("utf-8", "replace").decode().replace("\0", "?")


def _too_deep(place: str) -> InvalidInput:
    return _refused(f"{place} is nested more deeply than a file of this form can be.", EXAMPLE)


def _refused(what: str, remedy: str) -> InvalidInput:
    return InvalidInput(what, remedy=remedy, field="file")
