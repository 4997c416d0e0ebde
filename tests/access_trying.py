"""Trying the rows of the access table: in small cities of some rows each, so that no transaction grows large.

Within a city each row stands inside a savepoint that is rolled back. PostgreSQL slows down with every row that a long
transaction made and unmade: one city for the whole table took twenty minutes there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from tests.access_city import PERSONS, City, found_city
from tests.access_table import SIGN_IN, TABLE, Row

ROWS_OF_A_CITY = 16
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Undo(Exception):
    pass


def app_of(row: Row) -> str:
    return row.route.partition(":")[0] if ":" in row.route else ""


def rows_of(*apps: str) -> list[list[Row]]:
    """The rows of some apps, as many together as are tried in one city."""
    rows = [row for row in TABLE if app_of(row) in apps]
    return [rows[first : first + ROWS_OF_A_CITY] for first in range(0, len(rows), ROWS_OF_A_CITY)]


def other_apps(*apps: str) -> list[str]:
    return sorted({app_of(row) for row in TABLE} - set(apps))


def differences(rows: Iterable[Row]) -> list[str]:
    """What each person gets that the table does not say."""
    city = found_city()
    sessions = sessions_of(city)
    found = []
    for row in rows:

        def ask(url: str, data: dict[str, Any], row: Row = row) -> dict[str, int | str]:
            return {who: answer_to(row.method, url, data, sessions[who]) for who in sessions}

        found += [
            f"{row.name}: {who} should get {row.statuses[who]}, gets {status}"
            for who, status in tried(row, city, ask).items()
            if status != row.statuses[who]
        ]
    return found


def taken_without_a_row(rows: Iterable[Row]) -> list[str]:
    """Methods that a route takes although no row says so; asked once for each route, at the first of its rows."""
    city = found_city()
    owner = sessions_of(city)["owner"]
    found = []
    for row in rows:
        same = [one for one in TABLE if one.route == row.route]
        if row is not same[0]:
            continue
        for method in sorted(set(METHODS) - {one.method for one in same}):

            def ask(url: str, _data: dict[str, Any], method: str = method) -> int | str:
                return answer_to(method, url, {}, owner)

            status = tried(row, city, ask)
            if status not in {404, 405}:
                found.append(f"{method} {row.route} gets {status}")
    return found


def sessions_of(city: City) -> dict[str, str | None]:
    """The session cookie of everybody, so that each signs in once."""
    cookies: dict[str, str | None] = {"anonymous": None}
    for person in PERSONS:
        client = Client()
        client.force_login(city.people[person])
        cookies[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return cookies


def answer_to(method: str, url: str, data: dict[str, Any], session: str | None) -> int | str:
    """The status of the answer, with whatever the request did undone."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    send = getattr(client, method.lower())
    answer: dict[str, int | str] = {}
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


def tried(row: Row, city: City, ask: Callable[[str, dict[str, Any]], Any]) -> Any:
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
