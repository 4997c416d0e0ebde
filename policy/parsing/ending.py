"""What stands after the last numbered line: more of the last clause, the closing paragraph, the signature."""

from __future__ import annotations

from dataclasses import dataclass, field

from policy.parsing import front
from policy.parsing.passages import Paragraph, Source
from policy.parsing.result import ReadingNote
from policy.parsing.shapes import is_title, looks_like_heading
from policy.parsing.tree import Grown


@dataclass
class Ending:
    """The closing paragraphs (where questions go) with the contact in their words, and the signature."""

    closing: list[Paragraph] = field(default_factory=list)
    signature: list[Paragraph] = field(default_factory=list)
    contact: str = ""


def divide(grown: Grown, source: Source) -> Ending:
    """Divide the tail; what is neither closing nor signature is hung on the last clause."""
    tail = grown.tail
    if tail and _has_only_a_title(grown, source):
        _hang_on_last(grown, tail[:1])  # under a heading of its own, even where questions go is a clause's text
        tail = tail[1:]
    words = [paragraph.text(source) for paragraph in tail]
    contact = next((place for place, text in enumerate(words) if front.is_contact(text)), None)
    signed = len(tail)
    lowest = 0 if contact is None else contact + 1
    while signed > lowest and front.is_signature_line(words[signed - 1]):
        signed -= 1
    if not grown.nodes[-1].block.spans and not grown.nodes[-1].heading_spans:
        signed = max(signed, 1)  # the last label stands alone: its words are on the next line
    _hang_on_last(grown, tail[: signed if contact is None else contact])
    if contact is None:
        return Ending(signature=tail[signed:])
    return Ending(closing=tail[contact:signed], signature=tail[signed:], contact=words[contact])


def _has_only_a_title(grown: Grown, source: Source) -> bool:
    last = grown.nodes[-1]
    if last.children or len(last.paragraphs) > 1:
        return False
    words = last.paragraphs[0].text(source) if last.paragraphs else ""
    return bool(last.heading_spans) or (looks_like_heading(words) and is_title(words) and not words.endswith("."))


def _hang_on_last(grown: Grown, paragraphs: list[Paragraph]) -> None:
    node = grown.nodes[-1]
    begun = bool(node.paragraphs)
    for paragraph in paragraphs:
        node.paragraphs.append(paragraph)
        if node.depth and begun and len(node.paragraphs) > 2:
            place = len(grown.nodes) - 1
            sentence = f"an unnumbered paragraph at the end was read as part of {{{place}}}."
            grown.notes.append(ReadingNote(paragraph.line, sentence))
