"""How words are set: like a title, in capitals, like a heading."""

from __future__ import annotations

import re

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
ABBREVIATIONS = re.compile(r"\b(?:St|No|Mr|Ms|Mrs|Dr|Sec|Art|vs|Inc|U\.S|[A-Z])\.")
ABBREVIATION = re.compile(r"\b(?:St|No|Mr|Ms|Mrs|Dr|Sec|Art|vs|Inc|U\.S|e\.g|i\.e)\.$")
_VERB = re.compile(
    r"\b(?:shall|must|may|will|can|should|is|are|was|were|be|been|has|have|had|do|does|did|applies|apply|means?)\b",
    re.I,
)


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
    if re.search(r"[.;:]\s", ABBREVIATIONS.sub("", bare)):
        return False
    if bare.endswith((".", ":")):
        short = len(bare.split()) <= 6 and not ABBREVIATION.search(bare)
        return short and not _VERB.search(bare) and (is_title(bare) or bare.endswith("."))
    if bare.endswith((";", ",", "!")):
        return False
    return is_title(bare) or (len(bare) <= 80 and len(bare.split()) <= 9)
