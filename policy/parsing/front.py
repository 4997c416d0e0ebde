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
    r"(?P<number>[A-Z]{0,6}[-.]?\d[\w.-]*)(?:(?:\s*[:–—-]\s*|\s+)(?P<title>[A-Z].*))?$",
    re.I,
)
_KEYED = re.compile(r"^(?:title|subject|re|policy title|policy name|name)\s*:\s*(?P<value>\S.*)$", re.I)
_ISSUER = re.compile(
    r"^(?:issued by|issuing (?:department|authority|office)|department|from)\s*:\s*(?P<value>\S.*)$", re.I
)
_OFFICE = re.compile(
    r"^(?:the )?(?:[\w.&'’]+ ){0,6}?"
    r"(?:department|office|bureau|division|board|commission|human resources|city manager)\b",
    re.I,
)
_PLACE = re.compile(
    r"(?:the )?(?:city|town|village|county|borough|township|parish|state)(?: and county)? of [A-Z]", re.I
)
_OTHER_KEY = re.compile(
    r"^(?:date|effective|approved|approval|adopted|revis\w+|issued?|version|page|pages|distribution|supersedes?|replaces"
    r"|applies to|scope|owner|author|authority|review\w*|references?|category|section|policy number|number)\b"
    r"[^:]{0,20}:",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:policy|regulation|procedures?|rules|guidelines?|directive|standards?|use of|social media|ordinance|rule)\b",
    re.I,
)
_CONTACT = re.compile(
    r"\b(?:questions?|inquir(?:y|ies)|concerns?|guidance|clarification|further information|more information)\b.{0,200}"
    r"\b(?:referred|directed|contact(?:ed)?|addressed|sent|submitted|call(?:ed)?|reach|ask(?:ed)?)\b|^[*_]*contact[*_]*\s*:"
    r"|\bcontact\b.{0,120}\b(?:questions?|concerns?)\b",
    re.I | re.S,
)


def without_signs(line: str) -> str:
    """A line without Markdown's signs for headings and emphasis."""
    return re.sub(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|^#{1,6}\s+", "", line).strip()


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
        if len(line) <= 140 and (match := _NUMBER.match(line)):
            kind = as_name(match["kind"].strip())
            return match["number"].rstrip("."), f"{kind} No. {match['number'].rstrip('.')}", match["title"] or ""
    return "", "", ""


def find_issuer(lines: list[str]) -> str:
    """The department or office that issues the regulation, as its first page names it."""
    for line in lines:
        if match := _ISSUER.match(line):
            return as_name(match["value"])
    for line in lines:
        if len(line) <= 90 and _OFFICE.match(line) and not line.endswith((".", ";")) and not _KEYED.match(line):
            return as_name(line)
    places = [re.split(r":|\s[–—-]+\s", line)[0] for line in lines if _PLACE.match(line)]
    return next((as_name(place) for place in places if len(place) <= 60 and not _SUBJECT.search(place)), "")


def find_title(lines: list[str], *, beside_number: str = "", marked: str = "") -> str:
    """What the regulation is called.

    A line that says so ("Subject: …"), else what stands beside the number, else the line marked as title in
    Markdown, else the one that names its subject, else the first that is nothing else.
    """
    for line in lines:
        if match := _KEYED.match(line):
            return as_name(match["value"])
    left = [line for line in lines if line and len(line) <= 160 and not _is_other(line)]
    subject = [line for line in left if _SUBJECT.search(line)]
    return as_name(beside_number or marked or next(iter([*subject, *left]), ""))


def _is_other(line: str) -> bool:
    """Whether a line gives a number, a date, a department, a city or another key, and so is no title."""
    if find_number([line])[0] or dates_in(line) or _ISSUER.match(line) or _OTHER_KEY.match(line):
        return True
    return bool(_OFFICE.match(line) or _PLACE.match(line)) and not _SUBJECT.search(line)


def is_contact(paragraph: str) -> bool:
    """Whether a paragraph says where questions go."""
    return bool(_CONTACT.search(paragraph)) and len(paragraph) < 600


def is_signature_line(line: str) -> bool:
    """Whether a line may be part of a signature block: short and no sentence."""
    bare = line.strip("*_ ")
    if re.match(r"(?:approved|signed|adopted|by|/s/|date|attest|dated)\b|_{3,}|/s/", bare, re.I) and len(bare) <= 120:
        return True
    return len(bare) <= 70 and not bare.endswith((".", ";", ":")) and (bare[:1].isupper() or bare[:1].isdigit())


def as_name(line: str) -> str:
    """A line set in capitals as a name is written: "Department of Personnel"; any other as it is."""
    if line.upper() != line:
        return line
    small = {"of", "the", "and", "for", "on", "in", "to", "by", "a", "an", "or"}
    words = [word.lower() if word.lower() in small else word.capitalize() for word in line.split()]
    return " ".join([words[0].capitalize(), *words[1:]]) if words else line
