"""What the beginning of a line may be: labels in every reading they allow, bullets and Markdown headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

ROMAN, LETTER, NUMBER, PATH, BULLET, HEADING = "roman", "letter", "number", "path", "bullet", "heading"
_ROMAN = re.compile(r"^(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_BULLET = re.compile(r"^(?:[-*+•◦▪●‣–—o·](?=\s)|[•●▪‣])\s*")
_HASHES = re.compile(r"^(#{1,6})\s+")
_EMPHASIS = re.compile(r"^(?:\*{1,3}|_{1,3})(?=\S)")
_WORDS = (
    r"article|section|sec\.|sect\.|part|chapter|title|subsection|paragraph|rule|appendix|schedule|exhibit|annex"
    r"|division"
)
_KEYWORD = re.compile(
    rf"^(?P<word>(?i:{_WORDS})(?=\s)|§§?)\s*"
    r"(?P<id>\d+(?:[.-]\d+)*(?:\([A-Za-z0-9]{1,4}\))*|[IVXLC]+(?![a-z])|[A-Z](?![A-Za-z]))"
    r"(?P<end>\s*(?:[.:)]|[–—-](?=\s))+|(?=\s{2,}|\t)|\s*$|(?=\s+[A-Z]))"
)
_BRACKETED = re.compile(r"^\((?P<id>[A-Za-z]{1,5}|\d{1,3})\)[.:]?(?=\s|$|\()")
_PATH = re.compile(
    r"^(?P<id>(?:\d{1,3}|[A-Z]|[IVXLC]{1,6})(?:[.-](?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5}(?![a-z])))+(?:\([A-Za-z0-9]{1,4}\))*"
    r"|(?:\d{1,3}|[A-Z])(?:\([A-Za-z0-9]{1,4}\))+)(?P<end>[.):]*)(?=\s|$)"
)
_SIMPLE = re.compile(
    r"^(?P<id>\d{1,3}|[A-Za-z]{1,2}|[IVXLCivxlc]{1,7})\\?(?P<end>\.\)|[.)])(?=\s|$|[*_]{1,3}(?:\s|$)|\()"
)
_DASHED = re.compile(r"^(?P<id>\d{1,3}|[A-Z]|[IVXLC]{1,7})\s+(?P<end>[–—-])\s+(?=[A-Z*])")
_SPACED = re.compile(r"^(?P<id>\d{1,2}|[IVXLC]{1,6}|[A-HJ-Z])(?P<end>\t\s*|\s{2,})(?=[A-Z*“\"])")


@dataclass(frozen=True)
class Reading:
    """One way to read a label: its style (what siblings share) and its value in the sequence.

    `path` are the values from the outermost on for labels that carry their ancestors (`1.2.3`), else the one value.
    """

    style: tuple[str, ...]
    value: int
    path: tuple[int, ...]


@dataclass(frozen=True)
class Marker:
    """The beginning of a line read as a label: as printed, bare, how long it is, and every reading of it.

    `hashes` is the Markdown heading level, `keyword` the word before the label ("section"), `bold` emphasis
    that opened before it.
    """

    printed: str
    label: str
    length: int
    readings: tuple[Reading, ...]
    hashes: int = 0
    keyword: str = ""
    emphasis: str = ""
    bullet: str = ""


def roman_value(text: str) -> int:
    """The value of a well-formed roman number up to 399, else 0."""
    lower = text.lower()
    if not _ROMAN.match(lower):
        return 0
    values = [_ROMAN_VALUES[character] for character in lower]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))


def letter_value(text: str) -> int:
    """a is 1, z is 26, aa is 27, bb is 28; 0 for what no list counts with."""
    lower = text.lower()
    if len(set(lower)) != 1 or not lower.isalpha() or not lower.isascii():
        return 0
    return ord(lower[0]) - 96 + 26 * (len(lower) - 1)


def readings_of(identifier: str, shape: str) -> tuple[Reading, ...]:
    """Every reading of a simple label such as `i`, `C` or `12`; `shape` is how it is dressed (`.`, `)`, `()`)."""
    if identifier.isdigit():
        return (Reading((NUMBER, shape), int(identifier), (int(identifier),)),)
    case = "upper" if identifier.isupper() else "lower" if identifier.islower() else ""
    if not case:
        return ()
    found = []
    for kind, value in ((ROMAN, roman_value(identifier)), (LETTER, letter_value(identifier))):
        if value:
            found.append(Reading((kind, case, shape), value, (value,)))
    return tuple(found)


def read_marker(text: str, *, nested: bool = False) -> Marker | None:
    """The label, bullet or Markdown heading with which a line begins, or None.

    `nested` asks about what follows a label on the same line: there only brackets and simple labels count.
    """
    rest, prefix, hashes, bullet = text, "", 0, ""
    if not nested:
        if match := _HASHES.match(rest):
            hashes, prefix, rest = len(match[1]), match[0], rest[match.end() :]
        elif match := _BULLET.match(rest):
            bullet, prefix, rest = match[0].strip(), match[0], rest[match.end() :]
    emphasis = match[0] if (match := _EMPHASIS.match(rest)) else ""
    marker = _label(rest[len(emphasis) :], nested)
    if marker and (marker.keyword or not bullet or marker.readings):
        printed = prefix + emphasis + marker.printed
        if emphasis and rest[len(emphasis) + marker.length :].startswith(emphasis):
            printed += emphasis
        return replace(marker, printed=printed, length=len(printed), hashes=hashes, emphasis=emphasis, bullet=bullet)
    if hashes:
        reading = Reading((HEADING, "#" * hashes), 0, ())
        return Marker(prefix + emphasis, "", len(prefix + emphasis), (reading,), hashes=hashes, emphasis=emphasis)
    if bullet:
        return Marker(prefix, "", len(prefix), (Reading((BULLET, bullet), 0, ()),), bullet=bullet)
    return None


def _label(text: str, nested: bool) -> Marker | None:
    if match := _BRACKETED.match(text):
        return _simple(match[0], match["id"], "()")
    if nested:
        match = _SIMPLE.match(text)
        return _simple(match[0], match["id"], match["end"]) if match else None
    if (match := _KEYWORD.match(text)) and _is_heading_keyword(match, text):
        return _keyword(match)
    if match := _PATH.match(text):
        return _path(match[0], match["id"])
    for pattern in (_SIMPLE, _DASHED, _SPACED):
        if match := pattern.match(text):
            return _simple(match[0], match["id"], match["end"].strip() or " ")
    return None


def _simple(printed: str, identifier: str, shape: str) -> Marker | None:
    readings = readings_of(identifier, shape)
    return Marker(printed, identifier, len(printed), readings) if readings else None


def _is_heading_keyword(match: re.Match[str], text: str) -> bool:
    """Whether "Section 3 …" is a label and not the beginning of a sentence about section 3."""
    word, rest = match["word"], text[match.end() :].strip()
    if match["end"].strip() or not rest:
        return word[0].isupper() or word.startswith("§")
    if word.startswith("§"):
        return True
    return word[0].isupper() and len(rest) <= 80 and not rest.endswith((".", ";", ","))


def _keyword(match: re.Match[str]) -> Marker | None:
    identifier, word = match["id"], match["word"].lower().rstrip(".")
    word = {"sec": "section", "sect": "section", "§": "section", "§§": "section"}.get(word, word)
    if re.search(r"[.(-]", identifier):
        marker = _path(match[0], identifier)
        return replace(marker, keyword=word) if marker else None
    readings = tuple(
        replace(reading, style=("keyword", word, reading.style[0])) for reading in readings_of(identifier, "keyword")
    )
    return Marker(match[0], identifier, len(match[0]), readings, keyword=word) if readings else None


def _path(printed: str, identifier: str) -> Marker | None:
    """A label that carries its ancestors: `1.1.1`, `A.1`, `2-14`, `1(a)`; `1.0` counts as 1."""
    parts = [part for part in re.split(r"[.\-()]+", identifier) if part]
    separators = "".join(sorted(set(re.sub(r"[A-Za-z0-9]", "", identifier))))
    values: list[int] = []
    kinds: list[str] = []
    for place, part in enumerate(parts):
        reading = _part_reading(part, first=place == 0)
        if reading is None:
            return None
        values.append(reading.value)
        kinds.append(reading.style[0])
    if len(values) == 2 and parts[1] in {"0", "00"}:
        values, kinds = values[:1], kinds[:1]
    style = (PATH, separators, str(len(values)), kinds[-1])
    return Marker(printed, identifier, len(printed), (Reading(style, values[-1], tuple(values)),))


def _part_reading(part: str, *, first: bool) -> Reading | None:
    readings = readings_of(part, "path")
    if not readings:
        return Reading((NUMBER, "path"), int(part), (int(part),)) if part.isdigit() else None
    if len(readings) == 1:
        return readings[0]
    roman_first = len(part) > 1 or (first and part in "IVX")
    return readings[0] if roman_first else readings[-1]


def starts_with_label(text: str) -> bool:
    """Whether a line begins with a label proper: a number, a letter, a section; neither bullet nor heading mark."""
    marker = read_marker(text)
    return bool(marker and marker.label)
