"""Counts in words: one thing is not one things."""

import pytest
from django.template import Context, Template

from foundation.numbers import how_many


@pytest.mark.parametrize(("number", "words"), [(0, "0 people"), (1, "1 person"), (6674, "6,674 people")])
def test_a_count_agrees_with_its_thing(number, words):
    assert how_many(number, "person", "people") == words
    assert Template('{{ n|how_many:"person,people" }}').render(Context({"n": number})) == words


def test_the_plural_is_an_s_unless_said_otherwise():
    assert (how_many(1, "row"), how_many(2, "row")) == ("1 row", "2 rows")
