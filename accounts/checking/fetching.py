"""Fetching one page, safe by construction: where to, how far, how much and how long are bounded at every step.

One request at a time, no cookies, no credentials, TLS verified, every redirect looked at like the first address. What
goes wrong is an answer (`Fetched.trouble`, a sentence), never an exception.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from accounts.checking.connecting import CheckedNetwork, Resolver, resolve
from accounts.checking.networks import WEB_PORTS
from accounts.checking.rules import CannotFetch, Deadline, Rules
from accounts.checking.unpacking import ACCEPTED, Unpacker

Pace = Callable[[str], AbstractContextManager[None]]
"""`pace(host)` holds the one turn that a host has while a request is made; raises `NotOurTurn` where it is taken."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_LONGEST_URL = 4000
_IN_TARGET = "/:@!$&'()*+,;=~-._%?"
_PASSING = frozenset({408, 500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(frozen=True)
class Target:
    """An address taken apart, in ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Target:
        """Raises `CannotFetch` for what is no address of a page."""
        if len(url) > _LONGEST_URL:
            raise CannotFetch("The address is too long.")
        try:
            parts = urlsplit(url)
            port = parts.port
            host = (parts.hostname or "").rstrip(".")
            host = host if ":" in host else host.encode("idna").decode("ascii").lower()
        except (ValueError, UnicodeError):
            raise CannotFetch(f"“{url[:100]}” is not an address.") from None
        scheme = parts.scheme.lower()
        if scheme not in _PORTS:
            raise CannotFetch(f"The address begins with {scheme[:20]}: – only http and https are fetched.")
        if parts.username is not None or parts.password is not None:
            raise CannotFetch("The address holds a user name or a password; it is not fetched.")
        if not host:
            raise CannotFetch(f"“{url[:100]}” names no host.")
        path = parts.path or "/"
        query = f"?{parts.query}" if parts.query else ""
        return cls(scheme, host, port or _PORTS[scheme], quote(f"{path}{query}", safe=_IN_TARGET))

    @property
    def name(self) -> str:
        """Host and port, as the Host header gives them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in one piece."""
        return f"{self.scheme}://{self.name}{self.path}"


@dataclass(frozen=True)
class Fetched:
    """What came of an address. `trouble` says why nothing can be read; `is_passing`, that it may be better later."""

    asked: str
    url: str
    status: int | None = None
    content_type: str = ""
    body: bytes = b""
    is_whole: bool = True
    trouble: str = ""
    is_passing: bool = False
    retry_after: str = ""
    redirects: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes = b""
    is_whole: bool = True


@dataclass
class Fetcher:
    """Fetches pages by the rules; resolver and pace can be put in."""

    rules: Rules
    pace: Pace = field(default=lambda _host: nullcontext())
    resolver: Resolver = resolve
    _context: ssl.SSLContext = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The certificates that are trusted, once for all pages."""
        self._context = ssl.create_default_context(cafile=self.rules.ca_file or None)
        self._context.minimum_version = ssl.TLSVersion.TLSv1_2

    def fetch(self, url: str) -> Fetched:
        """The page at an address; `NotOurTurn` of the pace alone is raised."""
        began = time.monotonic()
        found = self._follow(Fetched(asked=url, url=url), Deadline(self.rules.total_seconds))
        return replace(found, seconds=time.monotonic() - began)

    def _follow(self, found: Fetched, deadline: Deadline) -> Fetched:
        seen: list[str] = []
        try:
            while True:
                target = Target.of(found.url)
                self._require_port(target)
                if target.url in seen:
                    raise CannotFetch("The address leads in a circle.")
                if len(seen) > self.rules.redirects:
                    raise CannotFetch(f"The address leads on more than {self.rules.redirects} times.")
                seen.append(target.url)
                answer = self._ask(target, deadline)
                found = replace(found, url=target.url, status=answer.status, redirects=tuple(seen[1:]))
                location = answer.headers.get("location", "")
                if answer.status not in _REDIRECTS or not location:
                    return self._complete(found, answer)
                found = replace(found, url=_led_to(target.url, location))
        except CannotFetch as trouble:
            return replace(found, trouble=trouble.why, is_passing=trouble.passing, redirects=tuple(seen[1:]))

    def _complete(self, found: Fetched, answer: _Answer) -> Fetched:
        passing = answer.status in _PASSING
        return replace(
            found,
            content_type=answer.headers.get("content-type", ""),
            body=answer.body,
            is_whole=answer.is_whole,
            is_passing=passing,
            retry_after=answer.headers.get("retry-after", ""),
        )

    def _require_port(self, target: Target) -> None:
        """Before a name is resolved: a port on which no pages are."""
        allowed = WEB_PORTS.union(*(one.ports for one in self.rules.allowed))
        if target.port not in allowed:
            raise CannotFetch(f"The address leads to port {target.port}: pages there are not fetched.")

    def _ask(self, target: Target, deadline: Deadline) -> _Answer:
        """One request, in the host's turn."""
        waited = time.monotonic()
        with self.pace(target.host):
            deadline.postpone(time.monotonic() - waited)
            with _in_words(target.host):
                return self._request(target, deadline)

    def _request(self, target: Target, deadline: Deadline) -> _Answer:
        network = CheckedNetwork(self.rules, self.resolver, deadline)
        seconds = self.rules.read_seconds
        headers = [
            ("Host", target.name),
            ("User-Agent", self.rules.agent),
            ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"),
            ("Accept-Encoding", ACCEPTED),
            ("Accept-Language", "en"),
            ("Connection", "close"),
        ]
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        timeouts = {"connect": self.rules.connect_seconds, "read": seconds, "write": seconds, "pool": seconds}
        with (
            httpcore.ConnectionPool(ssl_context=self._context, network_backend=network, max_connections=1) as pool,
            pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as response,
        ):
            found = {
                name.decode("latin-1").lower(): value.decode("utf-8", "replace") for name, value in response.headers
            }
            answer = _Answer(response.status, found)
            if response.status in _REDIRECTS:
                return answer
            return self._with_body(answer, response.iter_stream())

    def _with_body(self, answer: _Answer, pieces: Iterator[bytes]) -> _Answer:
        unpacker = Unpacker(answer.headers.get("content-encoding", ""), self.rules.bytes)
        for piece in pieces:
            unpacker.feed(piece)
            if unpacker.is_full:
                break
        return replace(answer, body=bytes(unpacker.body), is_whole=unpacker.is_whole)


def _led_to(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise CannotFetch(f"The address leads on to “{location[:100]}”, which is not an address.") from None


@contextmanager
def _in_words(host: str) -> Iterator[None]:
    """Say in a sentence what failed on the way."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise CannotFetch("The page took too long to come.", passing=True) from error
    except httpcore.ConnectError as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, ssl.SSLCertVerificationError):
            said = cause.verify_message.rstrip(".")
            raise CannotFetch(f"The certificate of {host} cannot be trusted: {said}.") from error
        if isinstance(cause, ssl.SSLError):
            raise CannotFetch(f"No secure connection to {host} could be made.") from error
        raise CannotFetch(f"{host} could not be reached.", passing=True) from error
    except httpcore.ProtocolError as error:
        raise CannotFetch(f"{host} did not answer as a web server does.") from error
    except (httpcore.NetworkError, OSError) as error:
        raise CannotFetch(f"{host} broke the connection off.", passing=True) from error
