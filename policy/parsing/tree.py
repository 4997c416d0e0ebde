"""From passages and their levels to clauses, each with its own paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy.parsing.blocks import WRAP, Block, joins
from policy.parsing.labels import HEADING, Marker, Reading
from policy.parsing.levels import Choice
from policy.parsing.passages import Paragraph, Source
from policy.parsing.result import ReadingNote, Span
from policy.parsing.shapes import looks_like_heading

_NOTE = re.compile(r"^[(\[*_]*\s*note\b", re.I)
_LIST_ITEM = re.compile(r"(?:;|,|;\s*(?:and|or|and/or))$")


@dataclass
class Node:
    """A clause in the making."""

    block: Block
    reading: Reading
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)
    heading_spans: list[Span] = field(default_factory=list)
    citation: str = ""

    @property
    def depth(self) -> int:
        """0 for the first level."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def marker(self) -> Marker | None:
        """The label as read, None for a heading in capitals without one."""
        return self.block.marker


@dataclass
class Grown:
    """What growing the tree gives: all nodes in order, what stood before the first, what after the last."""

    nodes: list[Node] = field(default_factory=list)
    front: list[Paragraph] = field(default_factory=list)
    tail: list[Paragraph] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)


def grow(blocks: list[Block], choices: list[Choice], source: Source) -> Grown:
    """Hang every passage where it belongs."""
    return _Growing(blocks, choices, source).run()


class _Growing:
    """The walk through the passages; `open` are the nodes from the first level to the deepest one open."""

    def __init__(self, blocks: list[Block], choices: list[Choice], source: Source) -> None:
        self.blocks, self.choices, self.source = blocks, choices, source
        self.open: list[Node] = []
        self.grown = Grown()
        self.last: Paragraph | None = None
        labelled = [place for place, choice in enumerate(choices) if choice.reading]
        self.last_label = labelled[-1] if labelled else -1

    def run(self) -> Grown:
        for place, (block, choice) in enumerate(zip(self.blocks, self.choices, strict=True)):
            if choice.reading:
                self._begin(place, block, choice)
            else:
                self._text(place, block)
        return self.grown

    def _begin(self, place: int, block: Block, choice: Choice) -> None:
        depth = choice.depth
        if choice.reading and choice.reading.style == (HEADING, "between"):
            depth = min(self._next_depth(place), len(self.open))
        del self.open[max(depth, 0) :]
        parent = self.open[-1] if self.open else None
        node = Node(block, choice.reading or Reading((), 0, ()), parent)
        if parent:
            parent.children.append(node)
        self.open.append(node)
        self.grown.nodes.append(node)
        self.last = None
        if block.marker is None:
            node.heading_spans = list(block.spans)
        elif block.spans:
            self.last = Paragraph(list(block.spans), block.number)
            node.paragraphs.append(self.last)

    def _next_depth(self, place: int) -> int:
        return next((choice.depth for choice in self.choices[place + 1 :] if choice.reading), 0)

    def _text(self, place: int, block: Block) -> None:
        spans = [*([block.marker_span] if block.marker_span else []), *block.spans]
        if not self.open:
            self._front(block, spans)
            return
        words = self.source.words(spans)
        wrapped = block.follows == WRAP or block.nested
        if self.last and (wrapped or joins(self.last.text(self.source), words)):
            self.last.spans.extend(spans)
            return
        paragraph = Paragraph(spans, block.number)
        if place > self.last_label and not block.nested:
            self.last = paragraph
            self.grown.tail.append(paragraph)
            return
        self._hang(paragraph, words, self._next_depth(place))

    def _front(self, block: Block, spans: list[Span]) -> None:
        if block.follows == WRAP and self.grown.front:
            self.grown.front[-1].spans.extend(spans)
        else:
            self.grown.front.append(Paragraph(spans, block.number))

    def _hang(self, paragraph: Paragraph, words: str, next_depth: int) -> None:
        node = self.open[-1]
        holder = holder_of(node, words, next_depth, self.source)
        self.last = paragraph
        if holder is not node:
            holder.after.append(paragraph)
            del self.open[holder.depth + 1 :]
            self._note(paragraph, f"an unnumbered paragraph after {{{id(node)}}}", holder)
            return
        (node.after if node.children else node.paragraphs).append(paragraph)
        headed = bool(node.marker and node.marker.hashes) or (
            bool(node.paragraphs) and looks_like_heading(node.paragraphs[0].text(self.source))
        )
        if node.depth > 0 and len(node.paragraphs) > 1 + headed and _has_list_siblings(node):
            self._note(paragraph, "an unnumbered paragraph in a list", node)

    def _note(self, paragraph: Paragraph, what: str, holder: Node) -> None:
        what = re.sub(r" after \{\d+\}", " after a list", what)
        self.grown.notes.append(ReadingNote(paragraph.line, f"{what} was read as part of {{{self._place(holder)}}}."))

    def _place(self, holder: Node) -> int:
        return self.grown.nodes.index(holder)


def _has_list_siblings(node: Node) -> bool:
    return node.parent is not None and len(node.parent.children) > 1


def holder_of(node: Node, words: str, next_depth: int, source: Source) -> Node:
    """The clause to which an unnumbered paragraph belongs that follows `node`.

    A note or a closing half-sentence after the last item of a list belongs to what introduced the list; it may
    do so only where no further item follows, so that the order of the text is kept.
    """
    parent = node.parent
    if parent is None or next_depth > parent.depth or node.children:
        return node
    if _NOTE.match(words) and len(parent.children) > 1:
        return parent
    siblings = parent.children[:-1]
    is_list = bool(siblings) and all(_is_item(sibling, source) for sibling in siblings)
    return parent if is_list and not re.match(r"[a-z]", words) else node


def _is_item(node: Node, source: Source) -> bool:
    return bool(node.paragraphs) and bool(_LIST_ITEM.search(node.paragraphs[-1].text(source)))
