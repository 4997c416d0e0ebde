"""The document of an authorization: its recorded text as a letter of one page, tagged and signed.

The letter says nothing of its own: every word of the instrument comes from the canonical text that was recorded, and
hashed, in the granting transaction. What is added is the form, and where to ask whether it is genuine and in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from authorizations.links import verification_of
from authorizations.models import Authorization
from foundation import pdf, qr
from foundation.pdf_signing import sign

MEASURES = ("", "long", "longest")
"""How small the letter is set: the first with which it is one page."""


@dataclass(frozen=True)
class Block:
    """A part of the text: facts with their names, a list under its words, or a sentence."""

    words: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """The canonical text, taken apart for setting; joined again it is the same words in the same order."""

    city: str
    title: str
    kind: str
    clause: tuple[str, ...]
    blocks: tuple[Block, ...]


def letter_of(text: str) -> Letter:
    """Take a canonical text apart, as `authorizations.wording` puts it together."""
    parts = text.strip("\n").split("\n\n")
    city, _, title = parts[0].partition("\n")
    kind, rest = (parts[1], parts[2:]) if len(parts) > 1 else ("", [])
    start = next((number for number, part in enumerate(rest) if part.startswith("To: ")), 0)
    return Letter(city, title, kind, tuple(rest[:start]), tuple(_joined(rest[start:])))


def render(row: Authorization, text: str, *, at: datetime) -> bytes:
    """The signed letter of an instrument; `at` is when it is made."""
    letter, address = letter_of(text), f"{settings.PORTAL_URL.rstrip('/')}{verification_of(row)}"
    context = {
        "title": letter.title,
        "letter": letter,
        "row": row,
        "address": address,
        "code": qr.as_data_address(address),
    }
    for measure in MEASURES:
        plain = pdf.render("authorizations/letter_pdf.html", {**context, "measure": measure})
        if pdf.pages_in(plain) == 1:
            break
    return sign(plain, reason=f"{letter.title} ({row.basis})", at=at)


def _joined(parts: Iterable[str]) -> Iterable[Block]:
    """The parts as blocks; facts that follow one another stand in one table."""
    facts: list[tuple[str, str]] = []
    for part in parts:
        lines = part.split("\n")
        if all(": " in line for line in lines):
            facts += [(name, said) for name, _, said in (line.partition(": ") for line in lines)]
            continue
        if facts:
            yield Block(facts=tuple(facts))
            facts = []
        yield _listed(lines)
    if facts:
        yield Block(facts=tuple(facts))


def _listed(lines: list[str]) -> Block:
    if len(lines) > 1 and all(line.startswith("- ") for line in lines[1:]):
        return Block(words=lines[0].rstrip(":"), items=tuple(line[2:] for line in lines[1:]))
    return Block(words="\n".join(lines))
