"""The access table holds for every route: see `tests/access_table.py`. Large apps are tried in files apart."""

import pytest
from django.urls import URLPattern, get_resolver

from tests.access_table import TABLE
from tests.access_trying import differences, other_apps, rows_of, taken_without_a_row

APART = ("accounts", "authorizations", "reviews", "directory", "powers")


def all_routes(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from all_routes(pattern.url_patterns, inner)


def test_every_route_is_in_the_access_table():
    missing = sorted(set(all_routes()) - {row.route for row in TABLE})
    assert not missing, f"Say in tests/access_table.py who may open: {', '.join(missing)}"


def test_the_access_table_names_no_route_that_is_gone():
    assert sorted({row.route for row in TABLE} - set(all_routes())) == []


def test_no_row_stands_twice():
    names = [row.name for row in TABLE]
    assert sorted(names) == sorted(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", rows_of(*other_apps(*APART)), ids=lambda rows: rows[0].name)
class TestTheOtherApps:
    def test_each_person_gets_the_answer_of_the_table(self, rows):
        assert not differences(rows)

    def test_a_method_without_a_row_is_not_taken(self, rows):
        assert not taken_without_a_row(rows)
