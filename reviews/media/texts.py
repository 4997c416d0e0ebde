"""Captions (WebVTT, SubRip) and transcripts: text in UTF-8, read to its end, without remarks meant for editors."""

from __future__ import annotations

import re
import unicodedata

from foundation.canonical import c1
from foundation.errors import InvalidInput
from reviews.media.facts import COMMENT, OTHER, Examined, in_words

_AT = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(rf"\s*{_AT}[ \t]+-->[ \t]+{_AT}(?:[ \t].*)?")
_OVERRIDES = "\u202d\u202e"
_AGAIN = "Save it as text in UTF-8, and attach that."


def examine_text(content: bytes) -> Examined:
    """Captions or a transcript as the public may have them."""
    text = c1(_decoded(content))
    _refuse_characters(text)
    blocks = _blocks(text)
    if not blocks:
        raise InvalidInput("The text is empty.", remedy="Look at it where it comes from; attach it again.")
    if re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        return _captions(blocks[1:], "text/vtt", ".vtt", "WEBVTT\n\n")
    first = blocks[0][1]
    if len(first) > 1 and first[0].strip().isdigit() and _TIMING.fullmatch(first[1]):
        return _captions(blocks, "application/x-subrip", ".srt", "")
    return Examined("document", "text/plain", ".txt", (text.strip("\n") + "\n").encode())


def _decoded(content: bytes) -> str:
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInput(
            f"The text is not in UTF-8, as line {line} shows.",
            why="Its letters beyond a to z would be shown wrongly.",
            remedy=_AGAIN,
        ) from error


def _refuse_characters(text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if any(unicodedata.category(character) == "Cc" and character != "\t" for character in line):
            raise InvalidInput(f"Line {number} of the text holds a character that cannot be shown.", remedy=_AGAIN)
        if any(mark in line for mark in _OVERRIDES):
            raise InvalidInput(
                f"Line {number} of the text holds a character that turns the direction of reading.",
                why="With it, a line is shown as another one than it is.",
                remedy="Take it out, and attach the text again.",
            )


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Lines that stand together, each group with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and is_open:
            found[-1][1].append(line)
        elif line.strip():
            found.append((number, [line]))
        is_open = bool(line.strip())
    return found


def _captions(blocks: list[tuple[int, list[str]]], mime: str, extension: str, head: str) -> Examined:
    kept, removed, last = [], set(), 0.0
    for number, lines in blocks:
        if aside := _aside(lines[0]) if head else "":
            removed.add(aside)
        elif head and lines[0].strip() == "REGION":
            kept.append(lines)
        else:
            last = max(last, _end_of(number, lines))
            kept.append(lines)
    body = "\n\n".join("\n".join(lines) for lines in kept)
    return Examined(
        "document", mime, extension, f"{head}{body}\n".encode(), seconds=last or None, removed=in_words(removed)
    )


def _aside(line: str) -> str:
    if re.match(r"NOTE(?:[ \t]|$)", line):
        return COMMENT
    return OTHER if line.strip() == "STYLE" else ""


def _end_of(number: int, lines: list[str]) -> float:
    """When a caption goes, in seconds."""
    for line in lines[:2]:
        if found := _TIMING.fullmatch(line):
            hours, minutes, seconds, thousandths = (int(part or 0) for part in found.groups()[4:])
            return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
    raise InvalidInput(
        f"The captions cannot be read from line {number} on.",
        why="A caption begins with its times, as in 00:01:02.500 --> 00:01:05.000.",
        remedy="Mend that line, or save the captions again, and attach that.",
    )
