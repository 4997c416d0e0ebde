"""Columns of a report on paper: no word of a head, number or month is broken while there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.widths import shares

CELLS = st.lists(st.text(alphabet="abc 1-/", max_size=60), min_size=3, max_size=3)


@given(columns=st.lists(CELLS, min_size=1, max_size=13), letters=st.integers(1, 200))
def test_the_shares_are_the_whole_page_and_none_is_nothing(columns, letters):
    found = shares(columns, letters)
    assert sum(found) == pytest.approx(100)
    assert min(found) > 0


def test_the_longest_word_has_room_before_long_sentences_get_more():
    number, why = shares([["Number", "100258"], ["Why", "It was revoked on November 20, 2026. " * 4]], 100)
    assert number >= len("Number") + 2
    assert why > 5 * number


def test_an_address_is_broken_rather_than_that_it_takes_the_page():
    short, address = shares([["Platform", "Facebook"], ["Address", "x" * 300]], 40)
    assert address < 3 * short


def test_a_report_of_nothing_but_heads():
    assert shares([["Number"], ["Number"]], 100) == [50, 50]
