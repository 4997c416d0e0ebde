"""What stands before the first clause and after the last: title, number, issue date, contact, signature."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MONTH = r"(?P<month>" + "|".join(rf"{name[:3]}(?:{name[3:]}|t\.?|\.)?" for name in _MONTHS) + r")\b"
_DATES = (
    re.compile(_MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})", re.I),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:day of\s+)?" + _MONTH + r",?\s+(?P<year>\d{4})", re.I),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b"),
)
_WORTH = (
    (re.compile(r"re-?issued|revis|amended|updated", re.I), 4),
    (re.compile(r"issue", re.I), 3),
    (re.compile(r"adopted|approved|enacted|promulgated", re.I), 2),
    (re.compile(r"effective|\bdate\b", re.I), 1),
)
_NUMBER = re.compile(
    r"^(?P<kind>(?:[A-Za-z&'’]+\s+){0,5}?(?:regulation|policy|directive|order|rule|procedure|memorandum|instruction|chapter"
    r"|bulletin|standard|ordinance|circular|guideline|resolution|p\s*&\s*p))\s*(?:number|num\.?|no\.?|#|:|\s)+\s*"
    r"(?P<number>[A-Z]{0,6}[-.]?\d[\w.-]*)\s*(?:[:–—-]\s*(?P<title>\S.*))?$",
    re.I,
)
_KEYED = re.compile(
    r"^[*_]*(?P<key>title|subject|re|policy title|policy name|name)[*_]*\s*:[*_]*\s*(?P<value>\S.*?)[*_]*$", re.I
)
_ISSUER = re.compile(
    r"^(?:issued by|issuing (?:department|authority|office)|department|from)\s*:\s*(?P<value>\S.*)$", re.I
)
_OFFICE = re.compile(
    r"^(?:the )?(?:[\w.&'’]+ ){0,6}?"
    r"(?:department|office|bureau|division|board|commission|human resources|city manager)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:policy|regulation|procedures?|rules|guidelines?|directive|standards?|use of|social media|ordinance)\b", re.I
)
_CONTACT = re.compile(
    r"\b(?:questions?|inquir(?:y|ies)|concerns?|guidance|clarification|further information|more information)\b.{0,200}"
    r"\b(?:referred|directed|contact(?:ed)?|addressed|sent|submitted|call(?:ed)?|reach|ask(?:ed)?)\b|^[*_]*contact[*_]*\s*:",
    re.I | re.S,
)


def find_date(lines: list[str]) -> tuple[date | None, str]:
    """The issue date and the line that gives it: a reissue or revision before an issue, before an adoption."""
    best: tuple[int, date, str] | None = None
    for line in lines:
        found = dates_in(line)
        if not found or len(line) > 200:
            continue
        worth = max((value for pattern, value in _WORTH if pattern.search(line)), default=0)
        candidate = (worth, max(found), line)
        if best is None or candidate[:2] > best[:2]:
            best = candidate
    return (best[1], best[2]) if best else (None, "")


def dates_in(line: str) -> list[date]:
    """Every date in a line; figures alone are read in the American order, month first."""
    found: list[date] = []
    for pattern in _DATES:
        for match in pattern.finditer(line):
            year = int(match["year"])
            year += 2000 if year < 100 else 0
            try:
                found.append(date(year, _month(match["month"]), int(match["day"])))
            except ValueError:
                continue
        if found:
            break
    return found


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(word[:3].lower()))


def find_number(lines: list[str]) -> tuple[str, str, str]:
    """The number, the kind with the number as people write it, and a title on the same line; empty where none."""
    for line in lines:
        bare = line.lstrip("#*_ ").rstrip("*_ ")
        if len(bare) <= 140 and (match := _NUMBER.match(bare)):
            kind = _sentence_case(match["kind"].strip())
            return match["number"].rstrip("."), f"{kind} No. {match['number'].rstrip('.')}", match["title"] or ""
    return "", "", ""


def find_issuer(lines: list[str]) -> str:
    """The department or office that issues the regulation, as its first page names it."""
    for line in lines:
        if match := _ISSUER.match(line.strip("*_# ")):
            return match["value"].strip("*_ ")
    for line in lines:
        bare = line.strip("*_# ")
        if len(bare) <= 90 and _OFFICE.match(bare) and not bare.endswith((".", ";")):
            return _sentence_case(bare)
    return next(
        (
            _sentence_case(line)
            for line in lines
            if re.match(r"(?:the )?(?:city|town|village|county) of [A-Z]", line, re.I) and len(line) <= 60
        ),
        "",
    )


def find_title(lines: list[str], *, besides: tuple[str, ...]) -> str:
    """What the regulation is called: a line that says so, else the one that names its subject, else the first left."""
    for line in lines:
        if match := _KEYED.match(line):
            return match["value"]
    left = []
    for line in lines:
        bare = line.strip("#*_ ")
        if bare and bare not in besides and len(bare) <= 160 and not _is_other(bare):
            left.append((line, bare))
    marked = [bare for line, bare in left if line.startswith("# ")]
    subject = [bare for _line, bare in left if _SUBJECT.search(bare)]
    chosen = next(iter([*marked, *subject, *(bare for _line, bare in left)]), "")
    return _sentence_case(chosen)


def _is_other(line: str) -> bool:
    return (
        bool(find_number([line])[0] and not find_number([line])[2])
        or bool(dates_in(line))
        or (bool(_OFFICE.match(line) or re.match(r"(?:the )?city of", line, re.I)) and not _SUBJECT.search(line))
        or bool(re.match(r"^[\w ]{1,30}:\s*\S", line))
    )


def is_contact(paragraph: str) -> bool:
    """Whether a paragraph says where questions go."""
    return bool(_CONTACT.search(paragraph)) and len(paragraph) < 600


def is_signature_line(line: str) -> bool:
    """Whether a line may be part of a signature block: short and no sentence."""
    bare = line.strip("*_ ")
    if re.match(r"(?:approved|signed|adopted|by|/s/|date|attest|dated)\b|_{3,}|/s/", bare, re.I) and len(bare) <= 120:
        return True
    return len(bare) <= 70 and not bare.endswith((".", ";", ":")) and (bare[:1].isupper() or bare[:1].isdigit())


def _sentence_case(line: str) -> str:
    """A line set in capitals as a name is written: "Department of Personnel"."""
    if line.upper() != line:
        return line
    small = {"of", "the", "and", "for", "on", "in", "to", "by", "a", "an", "or"}
    words = [word.lower() if word.lower() in small else word.capitalize() for word in line.split()]
    return " ".join([words[0].capitalize(), *words[1:]]) if words else line
