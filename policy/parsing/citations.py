"""The citation of each clause: `IV.K.1.f`, `3.2.1`, `2-14.a`; unique in a text."""

from __future__ import annotations

import re

from policy.parsing.labels import BULLET, HEADING, PATH
from policy.parsing.passages import Source
from policy.parsing.result import ReadingNote
from policy.parsing.tree import Node

_APART = {"appendix", "schedule", "exhibit", "annex"}


def set_citations(nodes: list[Node], source: Source) -> list[ReadingNote]:
    """Give every node its citation; returns notes on labels that came twice and on items without a number."""
    notes: list[ReadingNote] = []
    taken: set[str] = set()
    bare = _numbered_through(nodes)
    told_bullets: set[int] = set()
    for node in nodes:
        wanted = _citation(node, source, bare)
        citation, count = wanted, 1
        while citation in taken:
            count += 1
            citation = f"{wanted}~{count}"
        taken.add(citation)
        node.citation = citation
        if count > 1:
            notes.append(ReadingNote(node.block.number, f"{wanted} is there already; this one was read as {citation}."))
        if node.reading.style[0] == BULLET and id(node.parent) not in told_bullets:
            told_bullets.add(id(node.parent))
            notes.append(
                ReadingNote(node.block.number, f"items without a number were cited by their place, from {citation}.")
            )
    return notes


def _numbered_through(nodes: list[Node]) -> bool:
    """Whether numbering runs on across headings that have no number, so that they are no part of a citation."""
    holders: dict[int, list[int]] = {}
    for node in nodes:
        parent = node.parent
        if parent and parent.reading.style[0] == HEADING and node.reading.style[0] not in {HEADING, BULLET, PATH}:
            holders.setdefault(id(parent), []).append(node.reading.value)
    values = [value for of_one in holders.values() for value in of_one]
    return len(holders) > 1 and values == sorted(set(values))


def _citation(node: Node, source: Source, bare: bool) -> str:
    parent, kind = node.parent, node.reading.style[0]
    above = parent.citation if parent else ""
    if kind == HEADING:
        return _below(above, _slug(source.words(_heading_words(node))) or "heading")
    if kind == BULLET:
        siblings = parent.children if parent else [node]
        before = [other for other in siblings[: siblings.index(node) + 1] if other.reading.style[0] == BULLET]
        return _below(above, f"bullet-{len(before) if parent else node.reading.value or 1}")
    marker = node.marker
    label = marker.label if marker else ""
    under_heading = parent is not None and parent.reading.style[0] == HEADING
    if len(node.reading.path) > 1 or re.search(r"[.(-]", label):
        return _path_citation(label, above, under_heading)
    if marker and marker.keyword in _APART:
        return f"{marker.keyword}-{label}"
    return label if under_heading and bare else _below(above, label)


def _below(above: str, label: str) -> str:
    return f"{above}.{label}" if above else label


def _path_citation(label: str, above: str, under_heading: bool) -> str:
    """A label that carries its ancestors stands for itself, but for those above the ones it carries."""
    plain = re.sub(r"[()]+", ".", label).strip(".")
    if not above or under_heading:
        return plain
    head, separator, last = re.match(r"^(?:(.*)([.-]))?(.*)$", plain).groups()  # type: ignore[union-attr]
    if head and re.search(rf"(?:^|[.-]){re.escape(head)}$", above):
        return f"{above}{separator}{last}"
    return plain


def _heading_words(node: Node) -> list[tuple[int, int]]:
    return node.heading_spans or (node.paragraphs[0].spans[:1] if node.paragraphs else node.block.spans)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]
