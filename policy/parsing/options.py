"""The ways in which a label can go on from the levels that are open, each with its price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy.parsing.blocks import Block, caps_reading
from policy.parsing.labels import BULLET, HEADING, PATH, Reading

GAP_ODDITY, AGAIN, BACK, BEGINS_LATE, OTHER_DRESS = "gap", "again", "back", "begins late", "other dress"


@dataclass(frozen=True)
class Level:
    """An open level: the style its labels share, the last value, and how it was set."""

    style: tuple[str, ...]
    value: int
    path: tuple[int, ...]
    indent: int
    hashes: int
    held: tuple[tuple[str, ...], int] | None = None
    """The style and last value of the list that its sibling before held: numbering may run on under the next."""


@dataclass(frozen=True)
class Option:
    """A way: its price, the levels open after it, the reading (None as text), and what is odd about it."""

    cost: float
    stack: tuple[Level, ...]
    reading: Reading | None
    oddity: str = ""
    expected: int = 0


def readings_for(block: Block) -> tuple[Reading, ...]:
    """The readings to try for a block."""
    if block.marker:
        return block.marker.readings
    return (caps_reading(),) if block.is_caps_heading else ()


def ways(stack: tuple[Level, ...], block: Block, reading: Reading, *, opens_list: bool) -> Iterator[Option]:
    """Every way to read the block's label in one reading."""
    kind = reading.style[0]
    if kind == HEADING and reading.style[1] == "caps":
        yield from _caps(stack, block, reading)
    elif block.marker and block.marker.hashes:
        yield from _under_hashes(stack, block, reading)
    elif kind == BULLET:
        yield from _bullet(stack, block, reading)
    elif kind == PATH and len(reading.path) > 1:
        yield from _path(stack, block, reading)
    else:
        yield from _go_on(stack, block, reading)
        yield from _open(stack, block, reading, opens_list=opens_list)


def _level(block: Block, reading: Reading, closed: tuple[Level, ...] = ()) -> Level:
    """The level that a label opens or goes on with; `closed` are the levels that it closes, its sibling first."""
    hashes = block.marker.hashes if block.marker else 0
    held = (closed[1].style, closed[1].value) if len(closed) > 1 else closed[0].held if closed else None
    return Level(reading.style, reading.value, reading.path, block.line.indent, hashes, held)


def _indent_price(level: Level, block: Block) -> float:
    return min(abs(level.indent - block.line.indent), 4) * 0.1


def sequence_price(last: int, value: int) -> tuple[float, str]:
    """The price of `value` after `last` in one list, and what is odd about it."""
    if value == last + 1:
        return 0.0, ""
    if value > last + 1:
        return 2.5 + min(value - last - 2, 10) * 0.4, GAP_ODDITY
    if value == last:
        return 4.0, AGAIN
    return 5.0, BACK


def _go_on(stack: tuple[Level, ...], block: Block, reading: Reading) -> Iterator[Option]:
    for place, level in enumerate(stack):
        same = level.style == reading.style
        kin = not same and level.style[:-1] == reading.style[:-1] and level.style[0] not in {"keyword", PATH, HEADING}
        if not same and not kin:
            continue
        price, oddity = sequence_price(level.value, reading.value)
        if kin:
            if oddity:
                continue
            price, oddity = 1.5, OTHER_DRESS
        price += 0.02 * (len(stack) - place - 1) + _indent_price(level, block)
        price += 3.0 if level.hashes else 0.0
        yield Option(
            price,
            (*stack[:place], _level(block, reading, stack[place:])),
            reading,
            oddity,
            level.value + 1 if oddity else 0,
        )


def _open(stack: tuple[Level, ...], block: Block, reading: Reading, *, opens_list: bool) -> Iterator[Option]:
    runs_on = bool(stack) and stack[-1].held == (reading.style, reading.value - 1)
    price = 1.0 if reading.value == 1 or runs_on else 4.0 + min(reading.value, 20) * 0.1
    if opens_list:
        price -= 0.2
    twin = next((level for level in reversed(stack) if level.style == reading.style), None)
    if twin:
        deeper = block.line.indent >= twin.indent + 2
        price += 0.5 if deeper else 2.5 if opens_list else 4.0
    if stack and block.line.indent < stack[-1].indent:
        price += 0.3
    if block.nested:
        price -= 0.6
    oddity = BEGINS_LATE if reading.value > 1 and not runs_on else ""
    yield Option(price, (*stack, _level(block, reading)), reading, oddity)


def _trail(stack: tuple[Level, ...]) -> tuple[int, ...]:
    """The values from the outermost level on; a label that carries its ancestors says them itself."""
    trail: tuple[int, ...] = ()
    for level in stack:
        if len(level.path) > 1:
            trail = level.path
        else:
            trail += level.path
    return trail


def _path(stack: tuple[Level, ...], block: Block, reading: Reading) -> Iterator[Option]:
    """A label that carries its ancestors: beside one with the same ancestors, else under them, else beside a kin."""
    prefix, level = reading.path[:-1], _level(block, reading)
    beside = [place for place, other in enumerate(stack) if other.style[0] == PATH and other.path[:-1] == prefix]
    if beside:
        place = beside[-1]
        price, oddity = sequence_price(stack[place].value, reading.value)
        yield Option(price, (*stack[:place], level), reading, oddity, stack[place].value + 1 if oddity else 0)
        return
    for place in range(len(stack), 0, -1):
        if _trail(stack[:place])[-len(prefix) :] == prefix and stack[place - 1].style[0] != BULLET:
            late = reading.value > 1
            base = stack[: _with_holders(stack, place)]
            yield Option(2.5 if late else 0.3, (*base, level), reading, BEGINS_LATE if late else "")
            break
    for place in range(len(stack) - 1, -1, -1):
        if stack[place].style[0] == PATH and len(stack[place].path) == len(reading.path):
            yield _path_beside(stack, place, reading, level)
            break
    else:
        yield Option(1.2 if reading.value <= 1 else 2.0, (*stack[: _with_holders(stack, 0)], level), reading)


def _with_holders(stack: tuple[Level, ...], place: int) -> int:
    """How much of the stack stays: up to `place`, and the headings and articles opened below it."""
    while place < len(stack) and stack[place].style[0] in {HEADING, "keyword"}:
        place += 1
    return place


def _path_beside(stack: tuple[Level, ...], place: int, reading: Reading, level: Level) -> Option:
    beside = stack[place]
    if beside.path[:-1] == reading.path[:-1]:
        price, oddity = sequence_price(beside.value, reading.value)
    elif reading.path > beside.path:
        price, oddity = (0.6, "") if reading.value <= 1 else (2.6, BEGINS_LATE)
    else:
        price, oddity = 6.0, BACK
    return Option(price + 0.2, (*stack[:place], level), reading, oddity)


def _under_hashes(stack: tuple[Level, ...], block: Block, reading: Reading) -> Iterator[Option]:
    """A Markdown heading stands under the nearest one with fewer marks, whatever its label says."""
    hashes = block.marker.hashes if block.marker else 0
    floor = max((place + 1 for place, level in enumerate(stack) if 0 < level.hashes < hashes), default=0)
    level = _level(block, reading, stack[floor:])
    beside = stack[floor] if floor < len(stack) and stack[floor].hashes == hashes else None
    if beside and beside.style == reading.style and reading.style[0] != HEADING and len(reading.path) < 2:
        price, oddity = sequence_price(beside.value, reading.value)
    elif reading.style[0] in {HEADING, PATH} or reading.value == 1:
        price, oddity = 0.5, ""
    else:
        price, oddity = 2.0, BEGINS_LATE if beside is None else ""
    yield Option(price, (*stack[:floor], level), reading, oddity, beside.value + 1 if beside and oddity else 0)


def _bullet(stack: tuple[Level, ...], block: Block, reading: Reading) -> Iterator[Option]:
    indent = block.line.indent
    fresh = _level(block, reading)
    for place, level in enumerate(stack):
        if level.style == reading.style:
            price = (2.0 if abs(level.indent - indent) >= 2 else 0.0) + 0.02 * (len(stack) - place - 1)
            yield Option(price, (*stack[:place], Level(fresh.style, level.value + 1, (), level.indent, 0)), reading)
    if any(level.style == reading.style and abs(level.indent - indent) < 2 for level in stack):
        return
    first = Level(fresh.style, 1, (), indent, 0)
    for place in range(len(stack), -1, -1):
        popped = len(stack) - place
        if popped and stack[place].indent <= indent:
            break
        yield Option(0.6 + popped * 0.3, (*stack[:place], first), reading)


def _caps(stack: tuple[Level, ...], block: Block, reading: Reading) -> Iterator[Option]:
    """A heading without number: it holds what follows, at the first level; or it only stands between two clauses."""
    level = _level(block, reading, stack)
    if stack and stack[0].style == reading.style:
        yield Option(0.0, (level,), reading)
    else:
        yield Option(1.0 if not stack else 1.6, (level,), reading)
    if stack and stack[0].style != reading.style:
        yield Option(1.3, stack, Reading((HEADING, "between"), 0, ()))
