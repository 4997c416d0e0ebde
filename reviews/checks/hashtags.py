"""Hashtags read as the words of which they are made: `#VoteSmith` says *Vote Smith*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Tag = tuple[int, int, str]
"""Start and end in the text, and the words."""

_TAG = re.compile(r"(?:(?<![\w&/])#|\A(?=\w+\Z))(\w{4,80})")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[A-Za-z])|_+")


def found(text: str) -> list[Tag]:
    """The hashtags of a text that are made of several words; a text that is one such word is a hashtag itself."""
    tags = []
    for match in _TAG.finditer(text):
        words = _JOINT.sub(" ", match.group(1)).strip()
        if " " in words:
            tags.append((match.start(), match.end(), words))
    return tags


def as_lines(tags: Sequence[Tag]) -> str:
    """Their words, each hashtag a line: a line break ends a sentence, so that no rule reads two as one."""
    return "\n\n".join(words for _start, _end, words in tags)


def spans(tags: Sequence[Tag], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where in the text the hashtags stand that were found at a place of `as_lines`."""
    at = 0
    for first, last, words in tags:
        if at < end and start < at + len(words):
            yield first, last
        at += len(words) + 2
