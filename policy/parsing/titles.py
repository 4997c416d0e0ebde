"""Headings without a number: the document's own title, and lines in capitals that hold what follows."""

from __future__ import annotations

from policy.parsing.blocks import GAP, WRAP, Block, is_heading_mark
from policy.parsing.front import is_contact
from policy.parsing.shapes import is_capitals, is_title


def drop_document_title(blocks: list[Block]) -> None:
    """A single Markdown heading of the first level, without number and before all others, is the title: text."""
    marked = [block for block in blocks if block.marker and block.marker.hashes]
    if not marked or not is_heading_mark(marked[0]):
        return
    first = marked[0]
    level = first.marker.hashes if first.marker else 0
    others = [block.marker.hashes for block in marked[1:] if block.marker]
    labelled = [place for place, block in enumerate(blocks) if block.marker and block.marker.label]
    is_alone = all(other > level for other in others)
    if is_alone and (others or labelled) and not any(place < blocks.index(first) for place in labelled):
        _as_text(first)


def _as_text(block: Block) -> None:
    if block.marker_span:
        start = block.marker_span[0]
        block.spans = [(start, block.spans[0][1] if block.spans else block.marker_span[1]), *block.spans[1:]]
    block.marker, block.marker_span = None, None


def find_unnumbered_headings(blocks: list[Block]) -> None:
    """Mark lines that may be headings without number: alone, set like one, with clauses or sentences after them."""
    labelled = [place for place, block in enumerate(blocks) if block.marker and block.marker.label]
    if not labelled:
        return
    candidates = [place for place in range(1, len(blocks)) if _may_head(blocks, place)]
    in_body = [place for place in candidates if place > labelled[0]]
    for place in in_body:
        blocks[place].is_caps_heading = True
    before = [place for place in candidates if place < labelled[0] and is_capitals(_words(blocks[place]))]
    headed = [place for place in before if _is_sentence(blocks[place + 1]) or (place + 1 == labelled[0] and in_body)]
    if len(headed) + len(in_body) >= 2 and any(place not in headed for place in range(labelled[0])):
        for place in headed:
            blocks[place].is_caps_heading = True


def _may_head(blocks: list[Block], place: int) -> bool:
    block, following = blocks[place], blocks[place + 1] if place + 1 < len(blocks) else None
    if block.marker or following is None or block.follows == WRAP or following.follows == WRAP:
        return False
    previous = blocks[place - 1]
    if previous.marker and previous.marker.label and not previous.spans:
        return False  # the label stands alone on its line: this is its heading
    words = _words(block)
    if len(block.lines) > 2 or len(words) > 100 or words.endswith((".", ";", ":", ",")):
        return False
    if words.startswith(("(", "[")):
        return False
    if not is_capitals(words) and not (
        is_title(words) and len(words.split()) <= 8 and block.follows == GAP and not block.previous_open
    ):
        return False
    return any(_carries(later) for later in blocks[place + 1 :])


def _carries(block: Block) -> bool:
    return bool(block.marker and block.marker.readings) or _is_sentence(block)


def _is_sentence(block: Block) -> bool:
    words = _words(block)
    return block.marker is None and len(words) >= 80 and words.endswith((".", ":")) and not is_contact(words)


def _words(block: Block) -> str:
    return " ".join(line.text for line in block.lines)
