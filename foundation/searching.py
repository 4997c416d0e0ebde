"""What the search box finds: the shape in which every app answers.

Settings list the functions (`SEARCH`), each `found(person, words, at) -> list[SearchResult]`: what the person may
see, the best first, no more than `MOST_OF_A_KIND`, in a constant number of queries.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class SearchResult:
    """One thing found: its kind in the plural for the heading ("People"), its title, a sentence, its page."""

    kind: str
    title: str
    url: str
    sentence: str = ""
