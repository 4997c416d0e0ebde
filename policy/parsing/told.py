"""What is told of lines that were not clear: which line, and how it was read."""

from __future__ import annotations

from bisect import bisect_right

from policy.parsing.blocks import Block
from policy.parsing.labels import HEADING, LETTER, NUMBER, ROMAN, Reading
from policy.parsing.levels import Choice
from policy.parsing.lines import Line
from policy.parsing.options import AGAIN, BACK, BEGINS_LATE, GAP_ODDITY, OTHER_DRESS
from policy.parsing.passages import Source
from policy.parsing.result import ReadingNote
from policy.parsing.tree import Grown, Node

_KINDS = {ROMAN: "a roman number", LETTER: "a letter", NUMBER: "a number"}


def of_choices(blocks: list[Block], choices: list[Choice], grown: Grown) -> list[ReadingNote]:
    """Notes on labels that were odd, unclear, or read as ordinary text."""
    nodes = {id(node.block): node for node in grown.nodes}
    notes: list[ReadingNote] = []
    for block, choice in zip(blocks, choices, strict=True):
        sentence = _sentence(block, choice, nodes.get(id(block)))
        if sentence:
            notes.append(ReadingNote(block.number, sentence))
    return notes


def _sentence(block: Block, choice: Choice, node: Node | None) -> str:
    if node is None:
        return _as_text(block) if block.marker else ""
    if node.reading.style[0] == HEADING and block.marker is None:
        return f"a line without a number was read as a heading, cited as {node.citation}."
    if block.marker is None:
        return ""
    if choice.oddity:
        return _odd(block.marker.label, choice, node)
    if choice.alternative:
        return _unclear(block.marker.label, choice, node)
    return ""


def _as_text(block: Block) -> str:
    marker = block.marker
    if marker is None or not marker.label or block.nested:
        return ""
    return f"it begins with “{marker.printed.strip()}”, which fits no list here; it was read as ordinary text."


def _odd(label: str, choice: Choice, node: Node) -> str:
    place = f"it was read as {node.citation}"
    if choice.oddity == GAP_ODDITY:
        return f"“{label}” does not follow what came before it (something seems to be missing); {place}."
    if choice.oddity == AGAIN:
        return f"“{label}” comes twice; {place}."
    if choice.oddity == BACK:
        return f"“{label}” is out of order; {place}."
    if choice.oddity == OTHER_DRESS:
        return f"“{label}” is set differently from the items before it; {place}."
    if choice.oddity == BEGINS_LATE:
        return f"“{label}” begins a list though it is not its first; {place}."
    return ""


def _unclear(label: str, choice: Choice, node: Node) -> str:
    other = choice.alternative.reading if choice.alternative else None
    read = f"it was read as {_kind(node.reading)}, {node.citation}"
    if other is None:
        return f"“{label}” may be part of the sentence before it; {read}."
    if other.style[0] != node.reading.style[0]:
        return f"“{label}” can be {_kind(node.reading)} or {_kind(other)}; {read}."
    return f"“{label}” could stand at another level; {read}."


def _kind(reading: Reading) -> str:
    kind = reading.style[2] if reading.style[0] == "keyword" else reading.style[0]
    return _KINDS.get(kind, "a label")


def of_hyphens(source: Source, lines: list[Line]) -> list[ReadingNote]:
    """Notes on words that a line's end divided and that were joined without knowing how they are written."""
    starts = [line.start for line in lines]
    found: dict[int, str] = {}
    for span, word in source.hyphens:
        found[lines[bisect_right(starts, span[0]) - 1].number] = word
    return [
        ReadingNote(number, f"a word was divided at the end of the line before; it was read as “{word}”.")
        for number, word in found.items()
    ]
