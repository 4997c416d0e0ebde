"""What of a clause's first words is its heading."""

from __future__ import annotations

import re

from policy.parsing.passages import Paragraph, Source
from policy.parsing.result import Span
from policy.parsing.tree import Node

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "nor",
        "of",
        "on",
        "or",
        "per",
        "s",
        "so",
        "than",
        "that",
        "the",
        "their",
        "to",
        "up",
        "via",
        "vs",
        "when",
        "who",
        "with",
    ]
)
_RUN_IN = re.compile(r"^(?P<heading>[A-Z][^.:;!?]{1,70}?(?:[.:]|\s[–—-](?=\s)|[–—]))\s+(?=[A-Z“\"(‘'*_\d])")
_EMPHASISED = re.compile(r"^(?P<mark>\*{1,3}|_{1,3})(?P<words>[^*_]{1,120}?)(?P=mark)(?P<end>[.:]?)\s*")
_ABBREVIATION = re.compile(r"\b(?:St|No|Mr|Ms|Mrs|Dr|Sec|Art|vs|Inc|U\.S|e\.g|i\.e)\.$")


def is_title(text: str) -> bool:
    """Whether words are set like a title: in capitals, or with every word of weight capitalised."""
    words = re.findall(r"[^\W\d_][\w'’]*", text)
    if not words:
        return False
    if text.upper() == text:
        return True
    weighty = [word for word in words if word.lower() not in _SMALL]
    return words[0][0].isupper() and bool(weighty) and all(word[0].isupper() for word in weighty)


def is_capitals(text: str) -> bool:
    """Whether a line is in capitals throughout, with letters enough to say so."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 4 and all(character.isupper() for character in letters)


def looks_like_heading(text: str) -> bool:
    """Whether a line standing alone reads as a heading: short, begun large, not ended like a sentence."""
    bare = text.strip("*_ ")
    if not bare or len(bare) > 160 or not re.match(r"[A-Z\d“\"‘]", bare):
        return False
    if bare.endswith((".", ":")):
        return is_title(bare) and len(bare.split()) <= 6 and not _ABBREVIATION.search(bare)
    if bare.endswith((";", ",", "!")):
        return False
    return is_title(bare) or (len(bare) <= 80 and len(bare.split()) <= 9)


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
    if not match or _ABBREVIATION.search(match["heading"]):
        return 0
    words = match["heading"].rstrip(".:–— -")
    return match.end() if is_title(words) and len(words.split()) <= 7 else 0


def _run_in(node: Node, siblings: list[Node], source: Source) -> None:
    """A heading that runs into the text ("A. Purpose. The City …"): emphasised, or as most siblings have it."""
    if not node.paragraphs:
        return
    start, end = node.paragraphs[0].spans[0]
    raw = source.text[start:end]
    length = run_in_length(raw)
    if not length or length >= len(raw):
        return
    if not _EMPHASISED.match(raw):
        agreeing = sum(bool(other.heading_spans) or _has_run_in(other, source) for other in siblings)
        if len(siblings) < 2 or agreeing * 2 < len(siblings) + 1:
            return
    heading_end = start + len(raw[:length].rstrip())
    node.heading_spans = [(start, heading_end)]
    node.paragraphs[0].spans[0] = (start + length, end)


def _has_run_in(node: Node, source: Source) -> bool:
    if not node.paragraphs:
        return False
    start, end = node.paragraphs[0].spans[0]
    return bool(run_in_length(source.text[start:end]))
