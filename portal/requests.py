"""What the portal knows of every request before anything else looks at it: its id, its address, its size."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.errors import API, TOO_LARGE, problem
from portal.plain_pages import plain_page

Answer = Callable[[HttpRequest], HttpResponse]

_ONLY_FROM_A_PROXY = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
)


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy.strip(), strict=False) for proxy in proxies)


def _is_trusted(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


def client_address(peer: str, forwarded_for: str) -> str:
    """The client's address: the last one in X-Forwarded-For that no trusted proxy of the City's has.

    Read from the right, because everything further left was written by whoever asked. Where the peer itself is no
    trusted proxy, its header is not read at all.
    """
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not _is_trusted(address):
            break
        try:
            address = str(ip_address(hop))
        except ValueError:
            break
    return address


class KnownRequest:
    """Gives a request its id and its client's address, and takes away what only a trusted proxy may say."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.request_id` and `request.client_address`; send the id back in X-Request-ID."""
        meta = request.META
        peer = meta.get("REMOTE_ADDR", "")
        address = client_address(peer, meta.get("HTTP_X_FORWARDED_FOR", ""))
        if not _is_trusted(peer):
            for header in _ONLY_FROM_A_PROXY:
                meta.pop(header, None)
        request_id = uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        request.client_address = address  # type: ignore[attr-defined]
        meta["REMOTE_ADDR"] = address  # for axes, allauth and whatever else asks Django
        meta["HTTP_X_REQUEST_ID"] = request_id  # django-structlog reads it there; a client's own is never believed
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class BoundedRequest:
    """Answers 413 to a request larger than `LARGEST_REQUEST` before a byte of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse by the length that the request itself states; without a length Django reads no body."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.LARGEST_REQUEST:
            megabytes = settings.LARGEST_REQUEST // (1024 * 1024)
            if request.path.startswith(API):
                reference = getattr(request, "request_id", "")
                return problem(TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reference)
            return plain_page(
                413,
                "This is too large to send",
                f"The portal takes at most {megabytes} MB at once. Nothing was kept. "
                "Divide the file into parts, or ask an administrator to load it with a command.",
            )
        return self.get_response(request)
