"""From the bytes of a file to text, or a sentence that says what the file is instead."""

from __future__ import annotations

import codecs

from foundation.errors import InvalidInput

LARGEST = 5_000_000
"""Bytes; the longest regulations of cities stay far below a megabyte."""

_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich-text (RTF) file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_AS_TEXT = "Save it as plain text in UTF-8 (in a word processor: Save as, Plain text, encoding UTF-8) and import that."


def decode(content: bytes, encoding: str = "") -> str:
    """The text of a file. UTF-8, or UTF-16 where a byte order mark says so, or `encoding` where one is named.

    Raises `InvalidInput` for an empty, binary or too large file, and for one in another encoding, naming the
    encoding that it seems to be in.
    """
    _refuse_other_kinds(content)
    if encoding:
        text = _in_encoding(content, encoding)
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _in_encoding(content, "utf-16")
    else:
        text = _utf8(content)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InvalidInput("The file is empty.", why="There is no text in it.", remedy="Choose the regulation's text.")
    _refuse_control_characters(text)
    return text


def _refuse_other_kinds(content: bytes) -> None:
    if not content.strip():
        raise InvalidInput("The file is empty.", why="There is no text in it.", remedy="Choose the regulation's text.")
    if len(content) > LARGEST:
        raise InvalidInput(
            "The file is too large to be a regulation.",
            why=f"It has {len(content):,} bytes; at most {LARGEST:,} are read.",
            remedy="Import the regulation alone, as plain text without pictures.",
        )
    for beginning, kind in _KINDS:
        if content.startswith(beginning):
            raise InvalidInput(f"The file is {kind}, not text.", why="Only text can be read.", remedy=_AS_TEXT)


def _in_encoding(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError:
        raise InvalidInput(
            f"There is no encoding called {encoding!r}.",
            remedy="Name one such as utf-8, windows-1252 or iso-8859-1.",
        ) from None
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"The file is not in the encoding {encoding}.",
            why=f"Byte {error.start + 1:,} has no meaning in it.",
            remedy="Name the encoding in which the file was saved, or save it again as UTF-8.",
        ) from None


def _utf8(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
        if b"\x00" not in content:
            return text
        place = content.index(b"\x00")
    except UnicodeDecodeError as error:
        place = error.start
    line, guess = content.count(b"\n", 0, place) + 1, _guess(content)
    if not guess:
        raise InvalidInput(
            "The file is binary, not text.", why=f"Line {line} holds bytes that are no text.", remedy=_AS_TEXT
        )
    raise InvalidInput(
        f"The file is not in UTF-8; it seems to be in {guess}.",
        why=f"Line {line} holds bytes that mean nothing in UTF-8, and a published text must be exact.",
        remedy=f"Save it as UTF-8, or import it with the encoding named ({guess.lower()}) and check the text.",
    )


def _guess(content: bytes) -> str:
    """The likeliest name of an encoding that is not UTF-8; empty where the bytes are no text at all."""
    if content.count(0) > len(content) // 5:
        odd = content[1::2].count(0) > content[0::2].count(0)
        return "UTF-16-LE" if odd else "UTF-16-BE"
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in content)
    if control:
        return ""
    try:
        content.decode("windows-1252")
    except UnicodeDecodeError:
        return "ISO-8859-1"
    return "Windows-1252" if any(0x80 <= byte < 0xA0 for byte in content) else "ISO-8859-1"


def _refuse_control_characters(text: str) -> None:
    for place, character in enumerate(text):
        if character < " " and character not in "\t\n\r\f\v":
            line = text.count("\n", 0, place) + 1
            raise InvalidInput(
                "The file is binary, not text.",
                why=f"Line {line} holds the control character {ord(character)}, which no text has.",
                remedy=_AS_TEXT,
            )
