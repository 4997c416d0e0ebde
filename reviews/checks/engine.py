"""Asks every rule of every part of a post, and gathers what they found."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator

from . import hashtags, links, numbers
from .clauses import BY_PLACE
from .facts import TEXT, Context, Finding, Post
from .passage import Reader
from .rules import RULES
from .text import LONGEST, folded, sentences, spelled

VERSION = "2026.11.4"
"""Of rules and model together; every finding carries it."""

Found = tuple[str, int, int, str, str]
"""Clause, start, end, rule, why."""


def check(post: Post, context: Context) -> list[Finding]:
    """What a person should look at before this post goes out, in reading order. Never raises for any text.

    Of each part the first `LONGEST` characters are read; `unread_of` says in a sentence where that was not all.
    """
    findings: list[Finding] = []
    for part, text in _parts(post):
        for clause, start, end, rule, why in _merged(_found(text[:LONGEST], context)):
            if BY_PLACE[clause].applies(context):
                better = BY_PLACE[clause].better
                findings.append(Finding(start, end, clause, rule, why, better, VERSION, part))
    return findings


def unread_of(part: str, text: str) -> str:
    """What of a part is too long to be read, as a sentence for the person who relies on the check; else nothing."""
    if len(text) <= LONGEST:
        return ""
    return (
        f"The check read the first {LONGEST:,} characters of the {part}; nobody has looked at the last "
        f"{len(text) - LONGEST:,}."
    )


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
    plain = spelled(folded(text), context.employees)
    reader = Reader(plain, sentences(plain))
    found = _by_rules(reader, context)
    found += numbers.found(plain, reader.sentences, context)
    found += links.found(plain, context)
    tags = hashtags.found(plain)
    spoken = hashtags.as_lines(tags)
    for clause, start, end, rule, why in _by_rules(Reader(spoken, sentences(spoken)), context):
        found += [(clause, *span, rule, why) for span in hashtags.spans(tags, start, end)]
    return found


def _by_rules(reader: Reader, context: Context) -> list[Found]:
    found: list[Found] = []
    for rule in RULES:
        if any(BY_PLACE[clause].applies(context) for clause in rule.clauses):
            for start, end in rule.windows(reader):
                found += [(clause, start, end, rule.name, rule.why) for clause in rule.clauses]
    return found


def _merged(found: list[Found]) -> list[Found]:
    """One finding where several rules mark overlapping words for one clause: the first that stands, the shortest."""
    kept: list[Found] = []
    marked: dict[str, list[tuple[int, int]]] = {}
    for one in sorted(found, key=lambda f: (f[2] - f[1], f[1], f[0], f[3])):
        spans = marked.setdefault(one[0], [])
        at = bisect(spans, (one[1], one[2]))
        before, after = spans[at - 1 : at] if at else [], spans[at : at + 1]
        if not any(one[1] < end and start < one[2] for start, end in (*before, *after)):
            spans.insert(at, (one[1], one[2]))
            kept.append(one)
    return sorted(kept, key=lambda f: (f[1], f[2], f[0], f[3]))
