"""What changed between two rounds of a post is told in words, and nothing of either text is lost."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import differing
from foundation.differing import Piece, differ


def told(old, new):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in differ(old, new))


def both(pieces):
    return (
        "".join(piece.text for piece in pieces if piece.kind != "added"),
        "".join(piece.text for piece in pieces if piece.kind != "removed"),
    )


CHANGES = {
    "nothing": ("The pool is open.", "The pool is open.", "The pool is open."),
    "a word": ("The pool is open today.", "The pool is closed today.", "The pool is [-open-][+closed+] today."),
    "a mark": ("Open today", "Open today!", "Open today[+!+]"),
    "more at the end": ("Hello world", "Hello world again", "Hello world[+ again+]"),
    "less at the beginning": ("Please come.", "come.", "[-Please -]come."),
    "a phrase": ("We close at noon.", "We close early on Friday.", "We close [-at noon-][+early on Friday+]."),
    "short words between changes": ("red of blue", "one of two", "[-red of blue-][+one of two+]"),
    "all": ("old", "new", "[-old-][+new+]"),
    "from nothing": ("", "new", "[+new+]"),
    "to nothing": ("old", "", "[-old-]"),
    "a line": ("one\ntwo\n", "one\nmore\ntwo\n", "one\n[+more\n+]two\n"),
    "blanks": ("a  b", "a b", "a[-  -][+ +]b"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_word_by_word(name):
    old, new, expected = CHANGES[name]
    assert told(old, new) == expected


def test_two_empty_texts_have_no_pieces():
    assert differ("", "") == []


WORDS = st.lists(st.sampled_from(["a ", "pool", " ", "open", "\n", "é", "日本", ".", "🔥", "\r\n", "of "]), max_size=40)


@given(WORDS, WORDS)
def test_the_pieces_are_both_texts(before, after):
    old, new = "".join(before), "".join(after)
    pieces = differ(old, new)
    assert both(pieces) == (old, new)
    assert all(piece.text for piece in pieces)
    for one, following in pairwise(pieces):
        assert one.kind != following.kind
        assert (one.kind, following.kind) != ("added", "removed")


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_of_any_texts_are_both_texts(old, new):
    assert both(differ(old, new)) == (old, new)


@given(st.text(max_size=80))
def test_a_text_does_not_differ_from_itself(text):
    assert differ(text, text) == ([Piece("same", text)] if text else [])


def test_long_texts_are_compared_by_paragraphs(monkeypatch):
    monkeypatch.setattr(differing, "MOST_COMPARED", 30)
    old = "one two three four\nfive six seven eight\nnine ten eleven twelve\n"
    new = old.replace("six", "SIX").replace("two", "TWO").replace("eleven", "ELEVEN")
    assert both(differ(old, new)) == (old, new)
    assert differ(old, new)[0] == Piece("removed", old)
    stays = old.replace("two", "TWO").replace("eleven", "ELEVEN")
    assert Piece("same", "five six seven eight\n") in differ(old, stays)


def test_texts_too_long_for_either_are_told_as_replaced(monkeypatch):
    monkeypatch.setattr(differing, "MOST_COMPARED", 0)
    assert told("same\none\nend\n", "same\ntwo\nend\n") == "same\n[-one\n-][+two\n+]end\n"


@pytest.mark.parametrize("size", [5_000, 100_000])
def test_no_text_makes_comparing_slow(size):
    old = " ".join(f"word{place % 97}" for place in range(size))
    new = " ".join(f"word{place % 89}" for place in range(size))
    began = time.perf_counter()
    assert both(differ(old, new)) == (old, new)
    assert time.perf_counter() - began < 4
