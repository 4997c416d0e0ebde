"""What the portal says of itself when something is away."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from portal import health, tasks
from portal.database_away import is_away


@pytest.mark.django_db
def test_healthz_is_public_and_names_each_part(client):
    tasks.heartbeat()
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok"}


@pytest.mark.django_db
def test_a_silent_worker_is_trouble_but_pages_are_still_served(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["worker"] == "trouble"
    assert response.json()["status"] == "trouble"


@pytest.mark.django_db
def test_a_missing_database_is_503_and_its_reason_is_not_told(client, monkeypatch):
    def refuse():
        raise OperationalError("connection to server at db.city.example failed")

    monkeypatch.setitem(health.CHECKS, "database", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "trouble"
    assert b"db.city.example" not in response.content


@pytest.mark.django_db
def test_a_page_without_its_database_says_so_in_a_sentence(monkeypatch, settings):
    def refuse(*_arguments, **_more):
        raise OperationalError("connection to server failed: Connection refused")

    browser = Client(raise_request_exception=False)
    browser.cookies["portal_session"] = "a" * 32
    monkeypatch.setattr(connection, "cursor", refuse)
    response = browser.get("/")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "cannot reach its records" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_a_mistake_in_a_query_is_no_absent_database():
    assert not is_away(OperationalError("no such table: nowhere"))
    assert not is_away(OperationalError("LIKE or GLOB pattern too complex"))
    assert not is_away(ValueError("something else"))
    assert is_away(OperationalError("database is locked"))


@pytest.mark.django_db
def test_every_page_forbids_inline_script_and_style(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    for rule in ("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "default-src 'none'"):
        assert rule in policy
