"""The access table holds for every route: see `tests/access_table.py`."""

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.access_city import PERSONS, found_city
from tests.access_table import SIGN_IN, TABLE

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Undo(Exception):
    pass


def all_routes(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from all_routes(pattern.url_patterns, inner)


@pytest.fixture
def city(db):
    return found_city()


def answer_to(row, city, person, method, arguments, data):
    """The status that a person gets, with whatever the request did undone."""
    client = Client(raise_request_exception=False)
    if person != "anonymous":
        client.force_login(city.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    url = reverse(row.route, kwargs=arguments)
    answer = {}
    try:
        with transaction.atomic():
            response = (
                client.generic(method, url)
                if method not in {"GET", "POST"}
                else getattr(client, method.lower())(url, data)
            )
            answer["status"] = response.status_code
            where = response.headers.get("Location", "")
            if response.status_code == 302 and where.split("?")[0] == resolve_url(settings.LOGIN_URL):
                answer["status"] = SIGN_IN
            raise Undo
    except Undo:
        return answer["status"]


def test_every_route_is_in_the_access_table():
    missing = sorted(set(all_routes()) - {row.route for row in TABLE})
    assert not missing, f"Say in tests/access_table.py who may open: {', '.join(missing)}"


def test_the_access_table_names_no_route_that_is_gone():
    assert {row.route for row in TABLE} <= set(all_routes())


def test_no_row_stands_twice():
    names = [row.name for row in TABLE]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_person_gets_the_answer_of_the_table(row, city):
    arguments = dict(row.needs(city)) if row.needs else {}
    data = dict(row.data(city) if callable(row.data) else row.data)
    answers = {person: answer_to(row, city, person, row.method, arguments, data) for person in ("anonymous", *PERSONS)}
    assert answers == dict(row.statuses)


@pytest.mark.parametrize("route", sorted({row.route for row in TABLE}))
def test_a_method_without_a_row_is_not_taken(route, city):
    rows = [row for row in TABLE if row.route == route]
    arguments = dict(rows[0].needs(city)) if rows[0].needs else {}
    for method in set(METHODS) - {row.method for row in rows}:
        assert answer_to(rows[0], city, "owner", method, arguments, {}) in {404, 405}, f"{method} {route}"
