"""A text beside its limit: the number, what is left, and the sentence."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

import accounts
from accounts.models import PlatformLimit
from reviews.counting import count, measure, measure_number


@dataclass
class Limit:
    number: int
    counting: str = "characters"
    about: str = "text"
    is_assumed: bool = False


def test_what_is_left_is_said():
    found = measure("Good morning", Limit(20))
    assert (found.count, found.limit, found.left, found.over, found.blocks) == (12, 20, 8, 0, False)
    assert found.sentence == "8 characters left of 20."
    assert measure("x" * 19, Limit(20)).sentence == "1 character left of 20."


def test_what_is_too_much_is_said_and_blocks():
    found = measure("👍" * 141, Limit(280, "weighted"))
    assert (found.count, found.left, found.over, found.blocks) == (282, 0, 2, True)
    assert found.sentence.startswith("2 characters too many: 282 where 280 are allowed. An address counts 23")


def test_a_platform_without_a_known_limit_says_so_and_never_blocks():
    found = measure("x" * 100_000, None, "Nextdoor")
    assert (found.limit, found.left, found.over, found.blocks) == (None, None, 0, False)
    assert found.sentence == "Nextdoor: no limit is known. The text has 100,000 characters."
    assert not measure_number(90, None).blocks


def test_an_assumed_limit_says_so_and_never_blocks():
    found = measure("x" * 30, Limit(20, is_assumed=True))
    assert (found.over, found.blocks) == (10, False)
    assert found.sentence.endswith("This limit is assumed, not verified.")


def test_bluesky_bounds_the_bytes_too():
    family = "👨‍👩‍👧‍👦"
    assert measure(family * 100, Limit(300, "graphemes")).left == 200
    found = measure(family * 130, Limit(300, "graphemes"))
    assert (found.count, found.limit, found.over) == (3_250, 3_000, 250)
    assert found.sentence == "250 bytes too many: 3,250 where 3,000 are allowed."


def test_pieces_are_named_by_what_they_are():
    assert measure("#a #b", Limit(5, "pieces", "hashtags")).sentence == "3 hashtags left of 5."
    assert measure_number(5, Limit(4, "pieces", "images")).sentence == "1 image too many: 5 where 4 are allowed."


def test_a_row_of_the_register_can_be_given():
    row = PlatformLimit(about="alt_text", number=1000, counting="characters")
    assert measure("A raccoon on a roof", row).left == 981


def reference():
    table = json.loads((Path(accounts.__file__).parent / "reference" / "platforms.json").read_text(encoding="utf-8"))
    return [(platform["code"], limit) for platform in table["platforms"] for limit in platform["limits"]]


@pytest.mark.parametrize(("code", "limit"), reference(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_limit_that_the_portal_comes_with_can_be_measured(code, limit):
    row = PlatformLimit(**{"is_assumed": False, **limit})
    found = measure("", row)
    assert (found.count, found.left) == (count("", row.counting), row.number)
