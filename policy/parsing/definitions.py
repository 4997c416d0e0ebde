"""The terms that a regulation defines, found where a clause says that it defines."""

from __future__ import annotations

import re

from policy.parsing.passages import Source
from policy.parsing.result import ParsedClause, ParsedDefinition
from policy.parsing.tree import Node

_HEADING = re.compile(r"\bdefinitions?\b|\bdefined terms\b|\bglossary\b|\bterminology\b", re.I)
_INTRODUCED = re.compile(
    r"following (?:terms|words|definitions)|as used in this|shall have the (?:following )?meaning", re.I
)
_QUOTED = re.compile(
    r"^(?:the (?:term|word)s?\s+)?[*_]*[\"“'‘](?P<term>[^\"”’]{1,80})[\"”'’][*_]*,?\s*(?:\([^)]*\)\s*)?"
    r"(?P<joint>[:–—-]|means?\b|refers? to\b|is defined as\b|includes?\b|is\b|are\b|shall mean\b)\s*(?P<text>.+)$",
    re.I | re.S,
)
_EMPHASISED = re.compile(
    r"^(?P<mark>\*{1,3}|_{1,3})(?P<term>[^*_]{1,80}?)\s*[:.–—-]?\s*(?P=mark)\s*[:.–—-]?\s*(?P<text>\S.+)$", re.S
)
_COLON = re.compile(r"^(?P<term>[A-Z][^:.;]{0,78}?)\s*(?::|\s[–—-](?=\s))\s*(?P<text>\S.+)$", re.S)
_MEANS = re.compile(
    r"^(?:an? |the )?(?P<term>[A-Z][\w'’/&()-]*(?: [\w'’/&()-]+){0,6}?)\s+"
    r"(?:means?|refers? to|is defined as|shall mean)\s+(?P<text>.+)$",
    re.S,
)


def defining(nodes: list[Node], source: Source) -> set[int]:
    """The ids of the nodes that define terms: their heading says so, or their introduction does."""
    found: set[int] = set()
    for node in nodes:
        words = source.words(node.heading_spans) if node.heading_spans else ""
        first = node.paragraphs[0].text(source) if node.paragraphs else ""
        is_short = len(first) <= 60
        is_introduced = bool(node.children) and len(first) < 300 and bool(_INTRODUCED.search(first))
        if _HEADING.search(words) or (not words and is_short and _HEADING.search(first)) or is_introduced:
            found.add(id(node))
    return found


def find(
    nodes: list[Node], clauses: dict[int, ParsedClause], within: set[int], source: Source
) -> list[ParsedDefinition]:
    """The definitions in order: paragraphs of a defining clause, and its sub-clauses."""
    found: list[ParsedDefinition] = []
    for node in nodes:
        clause = clauses[id(node)]
        if id(node) in within:
            found.extend(
                ParsedDefinition(*term, clause)
                for paragraph in (*node.paragraphs, *node.after)
                if (term := term_of(paragraph.text(source)))
            )
        elif node.parent and id(node.parent) in within:
            words = " ".join(part for part in (clause.heading, clause.text) if part)
            if term := term_of(words):
                found.append(ParsedDefinition(*term, clause))
            elif clause.heading and clause.text:
                found.append(ParsedDefinition(clause.heading.strip("*_.: "), clause.text, clause))
    return found


def term_of(paragraph: str) -> tuple[str, str] | None:
    """The term and its meaning, where a paragraph defines one."""
    for pattern in (_QUOTED, _EMPHASISED, _COLON, _MEANS):
        match = pattern.match(paragraph)
        if match and 1 <= len(match["term"].split()) <= 8:
            return match["term"].strip('*_"“” '), match["text"].strip()
    return None
