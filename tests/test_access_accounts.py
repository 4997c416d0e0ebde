"""The access table holds for the routes of the register of accounts."""

import pytest

from tests.access_trying import differences, rows_of, taken_without_a_row

pytestmark = pytest.mark.django_db
in_small_cities = pytest.mark.parametrize("rows", rows_of("accounts"), ids=lambda rows: rows[0].name)


@in_small_cities
def test_each_person_gets_the_answer_of_the_table(rows):
    assert not differences(rows)


@in_small_cities
def test_a_method_without_a_row_is_not_taken(rows):
    assert not taken_without_a_row(rows)
