"""Whatever is sent, to whatever address, in whatever field: an answer in words, no broken page, nothing half written.

In the city of the access table, every part of every address, every parameter of a query and every field of a form gets
every hostile value: NUL (which PostgreSQL refuses) in a post alone among what is right, so that it comes as far as it
can; the others together, each field another one, in as many turns as there are values. Each request is undone.
"""

import re
from html.parser import HTMLParser
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from foundation.audit.models import Entry
from tests.access_city import PERSONS, found_city
from tests.access_table import TABLE

pytestmark = pytest.mark.django_db

ANSWERS = {200, 302, 400, 403, 404, 405, 409, 410, 413, 429}
"""410: a link that was used."""
HOSTILE = {
    "NUL": b"a\x00b",
    "lone surrogate": b"\xed\xa0\x80",
    "bidi override": "\u202eevil\u2066".encode(),
    "100 KB": b"A" * 100_000,
    "beyond 64 bits": b"9" * 25,
    "just beyond 64 bits": str(2**63).encode(),
    "negative": b"-1",
    "zero": b"0",
    "no such day": b"0000-00-00",
    "far year": b"99999-01-01",
    "array": None,
}
"""None: the parameter twice, and once as `name[]`."""
REACHES = {"int": ["NUL", "beyond 64 bits", "just beyond 64 bits", "zero"], "uuid": ["NUL", "zero"]}
"""What is worth a try where the address itself takes nothing but numbers: the rest is the same answer, 404."""
PARAMETERS = {
    "acknowledgements:coverage": ["campaign", "department", "at", "known_at", "page"],
    "acknowledgements:missing": ["campaign", "department", "at", "known_at", "page"],
    "powers:department": ["at", "known_at"],
    "powers:enter_appointment": ["department"],
    "powers:enter_designation": ["department"],
    "powers:designate": ["department"],
    "powers:appoint_at_night": ["department"],
    "powers:overview": ["q", "page", "at", "known_at"],
    "search": ["q"],
}
"""What a page reads from its query beside the fields of its forms and `page`."""


class Undo(Exception):
    pass


class Forms(HTMLParser):
    """The forms of a page: where each goes, by which method, and its fields with what stands in them."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self._select = ""

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "form":
            self.forms.append((said.get("method", "get").lower(), said.get("action") or "", {}))
        elif not self.forms or not (said.get("name") or tag == "option"):
            return
        elif tag == "option":
            fields = self.forms[-1][2]
            if self._select and not fields[self._select] and said.get("value"):
                fields[self._select] = said["value"]
        elif tag in {"input", "select", "textarea"} and said.get("type") not in {"submit", "file"}:
            unchecked = said.get("type") in {"radio"} and self.forms[-1][2].get(said["name"])
            if not unchecked:
                self.forms[-1][2][said["name"]] = said.get("value") or ""
            self._select = said["name"] if tag == "select" else ""


def forms_of(response):
    if "html" not in response.headers.get("Content-Type", "") or response.streaming:
        return []
    parser = Forms()
    parser.feed(response.content.decode())
    return parser.forms


@pytest.fixture
def city():
    return found_city()


@pytest.fixture
def sessions(city):
    """The session cookie of everybody, so that each signs in once."""
    found = {}
    for person in PERSONS:
        client = Client()
        client.force_login(city.people[person])
        found[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


def who_may(row):
    """Whoever the table lets furthest in."""
    return next((person for status in (302, 200, 400) for person in PERSONS if row.statuses[person] == status), "owner")


def shortened(text):
    return re.sub(r"(.)\1{20,}", r"\1…", text)[:400]


def sent(name, value):
    """A field as it is written into a query or a body."""
    if value is None:
        return f"{quote(name)}=1&{quote(name)}=2&{quote(name + '[]')}=3"
    return f"{quote(name)}={quote_from_bytes(value)}"


class Trial:
    """Hostile values on their way through a route of the table."""

    def __init__(self, city, sessions):
        self.city = city
        self.sessions = sessions
        self.wrong = []
        self.tried = 0

    def ask(self, row, method, url, query="", body=None):
        """Send, undo, and note an answer that must not be; returns it."""
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who_may(row)]
        more = {} if body is None else {"data": body, "content_type": "application/x-www-form-urlencoded"}
        self.tried += 1
        try:
            with transaction.atomic():
                written = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
                response = client.generic(method, url, QUERY_STRING=query, **more)
                what = f"{method} {url[:90]}?{shortened(query)} {shortened(body or '')}"
                if response.status_code not in ANSWERS:
                    self.wrong.append(f"{what}: {response.status_code}")
                now = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
                if response.status_code >= 400 and method == "POST" and now != written:
                    self.wrong.append(f"{what}: refused, and written all the same")
                raise Undo
        except Undo:
            return response

    def go(self, row):
        """Try a row of the table."""
        try:
            with transaction.atomic():
                needs = dict(row.needs(self.city)) if row.needs else {}
                data = dict(row.data(self.city) if callable(row.data) else row.data)
                url = reverse(row.route, kwargs=needs)
                self.addresses(row, needs)
                fields = self.fields(row, url, data)
                for turn in turns(list(fields), row.method):
                    sending = "&".join(
                        sent(name, HOSTILE[turn[name]]) if name in turn else urlencode({name: value}, doseq=True)
                        for name, value in fields.items()
                    )
                    self.ask(row, row.method, url, *(("", sending) if row.method == "POST" else (sending,)))
                raise Undo
        except Undo:
            return

    def addresses(self, row, needs):
        """Every part of the address, one at a time."""
        route = pattern_of(row.route)
        for kind, place in re.findall(r"<(?:(\w+):)?(\w+)>", route):
            for name in REACHES.get(kind, HOSTILE):
                value = HOSTILE[name]
                parts = {name: quote(str(found)) for name, found in needs.items()}
                parts[place] = "1/2" if value is None else quote_from_bytes(value)
                url = re.sub(r"<(?:\w+:)?(\w+)>", lambda part, parts=parts: parts[part[1]], route)
                self.ask(row, row.method, f"/{url}", body="" if row.method == "POST" else None)

    def fields(self, row, url, data):
        """What the route reads, with what is right: of the table, and of the forms of its page."""
        forms = forms_of(self.ask(row, "GET", url, urlencode(data, doseq=True))) if (row.route, "GET") in GETS else []
        if row.method == "GET":
            read = {name: value for method, _, fields in forms if method == "get" for name, value in fields.items()}
            return {"page": "1", **dict.fromkeys(PARAMETERS.get(row.route, ()), ""), **read, **data}
        found = next((fields for method, where, fields in forms if method == "post" and where in {"", url, "."}), {})
        return {name: value or "1" for name, value in found.items() if name != "csrfmiddlewaretoken"} | data


def turns(names, method):
    """Which field gets which hostile value, request for request."""
    others = [kind for kind in HOSTILE if kind != "NUL" or method == "GET"]
    yield from ({name: "NUL"} for name in names if method == "POST")
    for turn in range(len(others) if names else 0):
        yield {name: others[(place + turn) % len(others)] for place, name in enumerate(names)}


GETS = {(row.route, row.method) for row in TABLE}


def pattern_of(route):
    """The address of a route with its places, as `people/<str:number>/`."""
    return next(iter(_patterns(get_resolver().url_patterns, "", route)))


def _patterns(patterns, prefix, route, namespace=""):
    for pattern in patterns:
        here = prefix + str(pattern.pattern).lstrip("^")
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern.url_patterns, here, route, inner)
        elif f"{namespace}{pattern.name}" == route:
            yield here


PARTS = 4
"""The rows are tried in so many tests, for workers that share them."""


@pytest.mark.parametrize("part", range(PARTS))
def test_no_input_breaks_a_page_or_leaves_half_a_change(part, city, sessions):
    trial = Trial(city, sessions)
    for row in TABLE[part::PARTS]:
        trial.go(row)
    assert not trial.wrong, "\n" + "\n".join(trial.wrong)
    assert trial.tried > 5 * len(TABLE[part::PARTS])
