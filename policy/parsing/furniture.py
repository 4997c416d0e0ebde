"""Page furniture: page numbers, running heads and feet, rules, tables of contents. Kept apart, never a clause."""

from __future__ import annotations

import re
from collections import Counter

from policy.parsing.labels import starts_with_label
from policy.parsing.lines import Line

_PAGE_NUMBER = re.compile(
    r"^(?:[-–—~|\[(]\s*)?(?:(?:page|pg\.?|p\.)\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—~|\])])?$", re.I
)
_PAGE_OF = re.compile(
    r"^(?:.{0,90}[\s|·•–—-])?(?:page|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:[\s|·•–—-].{0,90})?$", re.I
)
_SURE_PAGE_OF = re.compile(
    r"\bpage\s*\d{1,4}\s*(?:of|/)\s*\d{1,4}\b|^page\s+\d{1,4}\b|(?:[|·•–—\t]|\s{2})\s*page\s*\d{1,4}$", re.I
)
_COLUMNS = re.compile(r"^\D.{0,60}?(?:\s{3,}|\t)\S.{0,40}?(?:\s{3,}|\t)\d{1,4}$")
"""A foot in columns, the last of them the page: "Policy No. 88     Rev. 3/2020     3"."""
_RULE = re.compile(r"^(?:[-*_=~]\s*){3,}$|^<!--.*-->$|^\[?(?:page break|pagebreak)\]?$|^\\(?:newpage|pagebreak)$", re.I)
_CONTINUED = re.compile(
    r"^\(?(?:continued|cont['’]?d\.?)(?: (?:on|from) (?:the )?(?:next|previous) page)?\)?\.?$", re.I
)
_CONTENTS = re.compile(r"^(?:#{1,6}\s*)?[*_]*(?:table of )?contents[*_]*:?$", re.I)
_LEADER = re.compile(r"(?:\.\s?){3,}\s*\d{1,4}$|[…]+\s*\d{1,4}$|\S(?:\t+| {3,})\d{1,4}$|_{3,}\s*\d{1,4}$")


def mark(lines: list[Line]) -> None:
    """Say of each line that is furniture which kind it is."""
    for place, line in enumerate(lines):
        if _RULE.match(line.text) and not _is_setext(lines, place):
            line.furniture = "rule"
        elif _CONTINUED.match(line.text):
            line.furniture = "continued"
        elif _is_page_number(line, lines, place):
            line.furniture = "page number"
    _mark_contents(lines)
    _mark_running_heads(lines)


def _is_setext(lines: list[Line], place: int) -> bool:
    """Whether a rule underlines the Markdown heading in the line above it."""
    line = lines[place]
    return place > 0 and not line.blank_before and set(line.text) <= {"=", "-"} and len(lines[place - 1].text) < 100


def _is_page_number(line: Line, lines: list[Line], place: int) -> bool:
    text = line.text.strip("*_ ")
    if _SURE_PAGE_OF.search(text) and _PAGE_OF.match(text):
        return True
    if _COLUMNS.match(line.text) and line.blank_before and _blank_after(lines, place):
        return True
    if not _PAGE_NUMBER.match(text):
        return False
    if text.isdigit() or text[0] in "-–—~|[(":
        return line.blank_before and _blank_after(lines, place)
    return True


def _blank_after(lines: list[Line], place: int) -> bool:
    return place + 1 == len(lines) or lines[place + 1].blank_before


def _mark_contents(lines: list[Line]) -> None:
    """Mark a table of contents: lines with dot leaders, and what follows a line *Contents* until it repeats."""
    leaders = [bool(_LEADER.search(line.text)) and not line.furniture for line in lines]
    for place, is_leader in enumerate(leaders):
        if is_leader and (leaders[place - 1 : place] == [True] or leaders[place + 1 : place + 2] == [True]):
            lines[place].furniture = "contents"
    for place, line in enumerate(lines):
        if _CONTENTS.match(line.text):
            line.furniture = "contents"
            _mark_entries(lines, place + 1)


def _mark_entries(lines: list[Line], begin: int) -> None:
    if begin >= len(lines) or lines[begin].furniture == "contents":
        return
    first = _entry(lines[begin].text)
    for place in range(begin + 1, len(lines)):
        if _entry(lines[place].text) == first:
            for entry in lines[begin:place]:
                entry.furniture = entry.furniture or "contents"
            return
        if len(lines[place].text) > 120:
            return


def _entry(text: str) -> str:
    return re.sub(r"[^a-z]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text).lower())


def _mark_running_heads(lines: list[Line]) -> None:
    """Mark lines that come again at page breaks, but for figures: heads and feet. The first may be the title."""
    shapes = Counter(_shape(line.text) for line in lines if not line.furniture and len(line.text) <= 120)
    first_label = next((p for p, line in enumerate(lines) if not line.furniture and starts_with_label(line.text)), 0)
    changed = True
    while changed:
        changed = False
        for place, line in enumerate(lines):
            shape = _shape(line.text)
            if line.furniture or place < first_label or shapes[shape] < 2 or len(line.text) > 120:
                continue
            if _is_running_head(lines, place, shape, first_label):
                line.furniture = "running head"
                changed = True


def _is_running_head(lines: list[Line], place: int, shape: str, first_label: int) -> bool:
    line = lines[place]
    if starts_with_label(line.text) or not shape or line.text[0].islower():
        return False
    in_front = any(_shape(other.text) == shape for other in lines[:first_label])
    at_break = _at_page_break(lines, place)
    if at_break:
        return True
    isolated = line.blank_before and _blank_after(lines, place)
    return in_front and isolated and not line.text.endswith((".", ";", ":", ",")) and place + 4 < len(lines)


def _at_page_break(lines: list[Line], place: int) -> bool:
    paged = ("page number", "running head")
    before = place > 0 and lines[place - 1].furniture in paged
    after = place + 1 < len(lines) and lines[place + 1].furniture in paged
    return lines[place].page_before or before or after or (place + 1 < len(lines) and lines[place + 1].page_before)


def _shape(text: str) -> str:
    return re.sub(r"\W+", " ", re.sub(r"\d+", "#", text.lower())).strip()
