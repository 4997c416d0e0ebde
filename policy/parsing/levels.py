"""At which level each label stands: the reading of the whole sequence that makes the most sense.

A label alone is ambiguous (`i.` is a letter and a roman number, `1.` may go on with any of three lists), so every
reading of every label is tried, each with a price for what would be odd about it (a gap, a repetition, a level that
begins in its middle, an indentation that does not fit), and the cheapest whole is taken (a beam search).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.parsing.blocks import GAP, WRAP, Block, is_heading_mark
from policy.parsing.labels import BULLET, HEADING, PATH, Reading
from policy.parsing.options import Level, Option, readings_for, ways

BEAM = 24
_NAME = re.compile(r"^[A-Z]\.\s(?:[A-Z]\.\s)*[A-Z][a-z]+(?:,.{0,40})?$")
"""A person's name with an initial, as in a signature."""

_SIGNED_WITHIN = 6
"""A signature stands within so many passages of the end."""

_CLOSE = 1.2
"""Two readings whose prices lie closer than this are told as unclear."""


@dataclass(frozen=True)
class Choice:
    """How a block was read: None as text, else the reading, with the depth and what was odd or unclear."""

    reading: Reading | None
    depth: int
    oddity: str = ""
    alternative: Option | None = None
    missing_from: int = 0


@dataclass(frozen=True)
class _State:
    cost: float
    stack: tuple[Level, ...]
    last: tuple[object, ...] | None
    """A linked list: (option, stack before, the rest)."""


def resolve(blocks: list[Block]) -> list[Choice]:
    """One choice for each block, those without label included (they are text)."""
    states = [_State(0.0, (), None)]
    for place, block in enumerate(blocks):
        block.may_be_name = _may_be_name(blocks, place)
        opens_list = place > 0 and _ends_with_colon(blocks[place - 1])
        states = _step(states, block, opens_list)
    best = min(states, key=lambda state: state.cost)
    return _choices(best, blocks)


def _may_be_name(blocks: list[Block], place: int) -> bool:
    """Whether a line stands where a signature stands: near the end, with no label before or after it."""
    if len(blocks) - place > _SIGNED_WITHIN or place == 0 or blocks[place - 1].marker:
        return False
    return all(block.marker is None or _NAME.match(block.line.text) for block in blocks[place:])


def _ends_with_colon(block: Block) -> bool:
    return bool(block.lines) and block.lines[-1].text.rstrip("*_ ").endswith((":", "—", "–"))


def _step(states: list[_State], block: Block, opens_list: bool) -> list[_State]:
    best: dict[tuple[Level, ...], _State] = {}
    for state in states:
        for option in _options(state.stack, block, opens_list):
            cost = state.cost + option.cost
            known = best.get(option.stack)
            if known is None or cost < known.cost:
                best[option.stack] = _State(cost, option.stack, (option, state.stack, opens_list, state.last))
    return sorted(best.values(), key=lambda state: state.cost)[:BEAM]


def _options(stack: tuple[Level, ...], block: Block, opens_list: bool) -> list[Option]:
    found = [option for reading in readings_for(block) for option in ways(stack, block, reading, opens_list=opens_list)]
    if not found or not is_heading_mark(block):
        found.append(Option(text_price(block), stack, None))
    return found


def text_price(block: Block) -> float:
    """What it costs to read a line that begins like a label as ordinary text."""
    marker = block.marker
    if marker is None:
        return 1.5 if block.is_caps_heading else 0.0
    if block.nested:
        return 2.5
    if block.within_sentence:
        return 0.3 if block.follows != GAP else 1.5
    if block.follows == WRAP:
        price = 0.5 if block.previous_open else 3.0
    elif block.follows == GAP:
        price = 4.0 if block.previous_open else 12.0
    else:
        price = 12.0
    if block.may_be_name and _NAME.match(block.line.text):
        return 0.5
    weak = marker.printed.endswith(("\t", "  ", "- ", "– ", "— ")) and not marker.bullet
    return min(price, 4.0) if weak else price


def _choices(state: _State, blocks: list[Block]) -> list[Choice]:
    found: list[Choice] = []
    link = state.last
    for block in reversed(blocks):
        if link is None:
            break
        option, before, opens_list, link = link  # type: ignore[assignment]
        found.append(_choice(option, before, block, bool(opens_list)))  # type: ignore[arg-type]
    return list(reversed(found))


def _choice(option: Option, before: tuple[Level, ...], block: Block, opens_list: bool) -> Choice:
    if block.marker is None:
        return Choice(option.reading, len(option.stack) - 1, option.oddity)
    others = [
        other
        for other in _options(before, block, opens_list)
        if (other.reading, len(other.stack)) != (option.reading, len(option.stack))
        and other.cost <= option.cost + _CLOSE
        and not other.oddity
    ]
    unclear = min(others, key=lambda other: other.cost, default=None)
    if option.reading and option.reading.style[0] in {BULLET, HEADING, PATH}:
        unclear = None
    return Choice(option.reading, len(option.stack) - 1, option.oddity, unclear, option.expected)
