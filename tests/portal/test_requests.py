"""Who a request is from, and what nobody but a trusted proxy may say about it."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.requests import BoundedRequest, KnownRequest, client_address


@pytest.fixture
def behind_proxies(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "2001:db8::/32"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.1", "not an address", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("2001:db8::5", "2001:DB9::1", "2001:db9::1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_a_trusted_proxy_is_believed_about_the_client(behind_proxies, peer, forwarded, client):
    assert client_address(peer, forwarded) == client


def answered(request):
    return KnownRequest(lambda _request: HttpResponse("seen"))(request)


def test_without_trusted_proxies_no_forwarded_header_is_believed():
    request = RequestFactory().get(
        "/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.1", HTTP_X_FORWARDED_PROTO="https"
    )
    answered(request)
    assert request.client_address == "203.0.113.9"
    assert "HTTP_X_FORWARDED_PROTO" not in request.META


def test_a_trusted_proxy_may_say_that_the_client_spoke_https(behind_proxies, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    trusted = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_PROTO="https")
    answered(trusted)
    assert trusted.is_secure()
    forged = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_PROTO="https")
    answered(forged)
    assert not forged.is_secure()


def test_every_answer_carries_its_own_request_id_and_none_that_the_client_chose():
    request = RequestFactory().get("/", HTTP_X_REQUEST_ID="chosen-by-the-client")
    response = answered(request)
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])
    assert request.request_id == response["X-Request-ID"] == request.META["HTTP_X_REQUEST_ID"]


def test_a_request_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.LARGEST_REQUEST = 10 * 1024 * 1024
    ask = BoundedRequest(lambda _request: HttpResponse("read"))
    request = RequestFactory().post("/", CONTENT_LENGTH=str(11 * 1024 * 1024))
    response = ask(request)
    assert response.status_code == 413
    assert "at most 10 MB" in response.content.decode()
    assert ask(RequestFactory().post("/", {"a": "b"})).status_code == 200
