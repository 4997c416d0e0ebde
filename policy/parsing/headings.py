"""What of a clause's first words is its heading."""

from __future__ import annotations

import re

from policy.parsing.passages import Paragraph, Source
from policy.parsing.result import Span
from policy.parsing.shapes import ABBREVIATION, is_capitals, is_title, looks_like_heading
from policy.parsing.tree import Node

_RUN_IN = re.compile(r"^(?P<heading>[A-Z][^.:;!?]{1,70}?(?:[.:]|\s[–—-](?=\s)|[–—]))\s+(?=[A-Z“\"(‘'*_\d])")
_EMPHASISED = re.compile(r"^(?P<mark>\*{1,3}|_{1,3})(?P<words>[^*_]{1,120}?)(?P=mark)(?P<end>[.:]?)\s*")


def set_headings(nodes: list[Node], source: Source, *, definitions: set[int]) -> None:
    """Move each node's heading out of its first paragraph. `definitions` are nodes whose children define terms."""
    for node in nodes:
        _own_line(node, source)
    for node in nodes:
        siblings = node.parent.children if node.parent else [other for other in nodes if other.parent is None]
        if not node.heading_spans and not (node.parent and id(node.parent) in definitions):
            _run_in(node, siblings, source)


def _own_line(node: Node, source: Source) -> None:
    """A heading on the label's own line, or on the next where the label stands alone."""
    if not node.paragraphs or node.heading_spans or node.marker is None:
        return
    first = node.paragraphs[0]
    stands_alone = not node.block.spans
    line_spans = first.spans if stands_alone else node.block.spans
    if node.marker.hashes:
        _take(node, first, line_spans[:1])
        return
    words = source.words(first.spans)
    if first.spans != line_spans or (len(first.spans) > 1 and not is_capitals(words)):
        return
    has_content = len(node.paragraphs) > 1 or bool(node.children)
    if looks_like_heading(words) and (has_content or (node.depth == 0 and is_title(words) and not words.endswith("."))):
        _take(node, first, line_spans)


def _take(node: Node, paragraph: Paragraph, spans: list[Span]) -> None:
    node.heading_spans = list(spans)
    paragraph.spans = paragraph.spans[len(spans) :]
    if not paragraph.spans:
        node.paragraphs.remove(paragraph)


def run_in_length(text: str) -> int:
    """How many characters of a paragraph are a heading that runs into the text; 0 for none."""
    if match := _EMPHASISED.match(text):
        return match.end() if len(text) > match.end() or match["end"] else 0
    match = _RUN_IN.match(text)
    if not match or ABBREVIATION.search(match["heading"]):
        return 0
    words = match["heading"].rstrip(".:–— -")
    return match.end() if is_title(words) and len(words.split()) <= 7 else 0


def _run_in(node: Node, siblings: list[Node], source: Source) -> None:
    """A heading that runs into the text ("A. Purpose. The City …"): emphasised, or as most siblings have it."""
    if not node.paragraphs:
        return
    start, end = node.paragraphs[0].spans[0]
    raw = source.text[start:end]
    length = _emphasis_length(node, raw) or run_in_length(raw)
    if not length or length >= len(raw):
        return
    if not _EMPHASISED.match(raw) and not _emphasis_length(node, raw):
        agreeing = sum(bool(other.heading_spans) or _has_run_in(other, source) for other in siblings)
        if len(siblings) < 2 or agreeing * 2 < len(siblings) + 1:
            return
    heading_end = start + len(raw[:length].rstrip())
    node.heading_spans = [(start, heading_end)]
    node.paragraphs[0].spans[0] = (start + length, end)


def _emphasis_length(node: Node, raw: str) -> int:
    """How far an emphasis reaches that opened before the label ("**B. Records.** Posts …")."""
    sign = node.marker.emphasis if node.marker else ""
    closes = raw.find(sign) if sign and not (node.marker and node.marker.printed.endswith(sign)) else -1
    if not 0 < closes <= 100:
        return 0
    after = closes + len(sign)
    return after + len(raw[after:]) - len(raw[after:].lstrip())


def _has_run_in(node: Node, source: Source) -> bool:
    if not node.paragraphs:
        return False
    start, end = node.paragraphs[0].spans[0]
    return bool(run_in_length(source.text[start:end]))
