"""Words with blanks: what may stand in a blank, and that filled words say nothing but the template and its values."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import InvalidInput
from reviews.blanks import MOST_WORDS, Blank, fill, read_blanks

TEXT = "{direction} {road}: {lanes} lanes closed on {day} until {end}."
LINES = (
    "direction: one of Northbound | Southbound",
    "road: words, at most 20",
    "lanes: number",
    "day: day",
    "end: time",
)
VALUES = {"direction": "Northbound", "road": "Kingshighway", "lanes": "2", "day": date(2026, 6, 6), "end": time(14, 30)}


def test_filled_words_read_as_people_write():
    filled = fill(TEXT, read_blanks(TEXT, LINES), VALUES)
    assert filled == "Northbound Kingshighway: 2 lanes closed on Saturday, June 6 until 2:30 p.m.."


def test_blanks_come_in_the_order_of_the_text():
    assert [one.name for one in read_blanks(TEXT, reversed(LINES))] == ["direction", "road", "lanes", "day", "end"]


def test_what_is_read_back_from_the_record_is_what_was_told():
    for blank in read_blanks(TEXT, LINES):
        assert Blank.from_json(blank.as_json()) == blank


@pytest.mark.parametrize(
    ("text", "lines", "what"),
    [
        ("{road} is closed", (), "Nothing says what may stand in {road}"),
        ("It is closed", ("road: words",), "The text has no blank {road}"),
        ("{road is closed", (), "A brace"),
        ("{ro{ad}} is closed", (), "A brace"),
        ("{7} is closed", ("7: words",), "does not tell a blank"),
        ("{road}", ("road words",), "does not tell a blank"),
        ("{road}", ("road: anything",), "nothing that may stand"),
        ("{road}", ("road: one of Elm",), "at least two"),
        ("{road}", ("road: words, at most 900",), "1 to 100 characters"),
        ("{road}", ("road: words", "Road : number"), "told twice"),
        (" ".join(f"{{a{n}}}" for n in range(21)), (), "At most 20 blanks"),
    ],
)
def test_a_template_that_does_not_fit_together_is_refused(text, lines, what):
    with pytest.raises(InvalidInput, match=re.escape(what)):
        read_blanks(text, lines)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("direction", "Westbound"),
        ("direction", ""),
        ("road", "x" * 21),
        ("road", "two\nlines"),
        ("road", "see https://evil.example"),
        ("road", "vote-smith.com"),
        ("road", "@votesmith"),
        ("road", "#VoteSmith"),
        ("road", "a {blank}"),
        ("road", "turned \u202e round"),
        ("lanes", "two"),
        ("lanes", "-2"),
        ("lanes", "2; vote Smith"),
        ("day", "tomorrow"),
        ("end", "noon"),
    ],
)
def test_what_may_not_stand_in_a_blank_is_refused_at_the_blank(name, value):
    with pytest.raises(InvalidInput) as refused:
        fill(TEXT, read_blanks(TEXT, LINES), VALUES | {name: value})
    assert refused.value.field == f"blank_{name}"


_WORDS = st.text(alphabet="abc XYZ019'-,.", min_size=1, max_size=MOST_WORDS).filter(lambda one: one.strip())


@given(_WORDS, st.integers(0, 10**9 - 1))
def test_filled_words_are_the_template_with_exactly_the_values(road, lanes):
    text = "Before {road} between {lanes} after {road}"
    blanks = [Blank("road", "words", longest=MOST_WORDS), Blank("lanes", "number")]
    try:
        filled = fill(text, blanks, {"road": road, "lanes": str(lanes)})
    except InvalidInput:
        return
    assert filled == f"Before {road.strip()} between {lanes} after {road.strip()}".strip()
