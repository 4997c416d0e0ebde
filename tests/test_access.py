"""The access table holds for every route: see `tests/access_table.py`.

The rows are tried in one city, each inside a savepoint that is rolled back, because founding a city for each would take
minutes. All differences are reported at once.
"""

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


@pytest.fixture
def sessions(city):
    """The session cookie of everybody, so that each signs in once."""
    cookies = {"anonymous": None}
    for person in PERSONS:
        client = Client()
        client.force_login(city.people[person])
        cookies[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return cookies


def answer_to(method, url, data, session):
    """The status of the answer, with whatever the request did undone."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    send = getattr(client, method.lower())
    answer = {}
    try:
        with transaction.atomic():
            response = send(url, data) if method in {"GET", "POST"} else send(url)
            answer["status"] = response.status_code
            where = response.headers.get("Location", "")
            if response.status_code == 302 and where.split("?")[0] == resolve_url(settings.LOGIN_URL):
                answer["status"] = SIGN_IN
            raise Undo
    except Undo:
        return answer["status"]


def tried(row, city, ask):
    """What `ask` finds for a row's address, with the objects of the row made and unmade again."""
    found = {}
    try:
        with transaction.atomic():
            url = reverse(row.route, kwargs=dict(row.needs(city)) if row.needs else {})
            data = dict(row.data(city) if callable(row.data) else row.data)
            found["answers"] = ask(url, data)
            raise Undo
    except Undo:
        return found["answers"]


def test_every_route_is_in_the_access_table():
    missing = sorted(set(all_routes()) - {row.route for row in TABLE})
    assert not missing, f"Say in tests/access_table.py who may open: {', '.join(missing)}"


def test_the_access_table_names_no_route_that_is_gone():
    assert sorted({row.route for row in TABLE} - set(all_routes())) == []


def test_no_row_stands_twice():
    names = [row.name for row in TABLE]
    assert sorted(names) == sorted(set(names))


def test_each_person_gets_the_answer_of_the_table(city, sessions):
    differences = []
    for row in TABLE:
        answers = tried(
            row,
            city,
            lambda url, data, row=row: {who: answer_to(row.method, url, data, sessions[who]) for who in sessions},
        )
        differences += [
            f"{row.name}: {who} should get {row.statuses[who]}, gets {status}"
            for who, status in answers.items()
            if status != row.statuses[who]
        ]
    assert not differences, "\n" + "\n".join(differences)


def test_a_method_without_a_row_is_not_taken(city, sessions):
    taken = []
    for route in sorted({row.route for row in TABLE}):
        rows = [row for row in TABLE if row.route == route]
        for method in sorted(set(METHODS) - {row.method for row in rows}):
            status = tried(
                rows[0], city, lambda url, data, method=method: answer_to(method, url, {}, sessions["owner"])
            )
            if status not in {404, 405}:
                taken.append(f"{method} {route} gets {status}")
    assert not taken, "\n" + "\n".join(taken)
