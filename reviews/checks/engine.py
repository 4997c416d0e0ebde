"""Asks every rule of every part of a post, and gathers what they found."""

from __future__ import annotations

from collections.abc import Iterator

from . import links, numbers
from .clauses import BY_PLACE
from .facts import TEXT, Context, Finding, Post
from .rules import RULES
from .text import LONGEST, folded, sentences

VERSION = "2026.11.2"
"""Of rules and model together; every finding carries it."""

Found = tuple[str, int, int, str, str]
"""Clause, start, end, rule, why."""


def check(post: Post, context: Context) -> list[Finding]:
    """What a person should look at before this post goes out, in reading order. Never raises for any text."""
    findings: list[Finding] = []
    for part, text in _parts(post):
        for clause, start, end, rule, why in _merged(_found(text[:LONGEST], context)):
            if BY_PLACE[clause].applies(context):
                better = BY_PLACE[clause].better
                findings.append(Finding(start, end, clause, rule, why, better, VERSION, part))
    return findings


def _parts(post: Post) -> Iterator[tuple[str, str]]:
    yield TEXT, post.text
    for kind, texts in (
        ("alternative text", post.alternative_texts),
        ("link text", post.link_texts),
        ("hashtag", post.hashtags),
    ):
        for number, text in enumerate(texts, 1):
            yield f"{kind} {number}", text


def _found(text: str, context: Context) -> list[Found]:
    plain = folded(text)
    parts = sentences(plain)
    found: list[Found] = []
    for rule in RULES:
        if not any(BY_PLACE[clause].applies(context) for clause in rule.clauses):
            continue
        for start, end in rule.windows(plain, parts):
            found += [(clause, start, end, rule.name, rule.why) for clause in rule.clauses]
    found += numbers.found(plain, parts, context)
    found += links.found(plain, context)
    return found


def _merged(found: list[Found]) -> list[Found]:
    """One finding where several rules mark overlapping words for one clause: the first that stands, the shortest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f[2] - f[1], f[1], f[0], f[3])):
        if not any(one[0] == other[0] and one[1] < other[2] and other[1] < one[2] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: (f[1], f[2], f[0], f[3]))
