"""Connections to checked addresses only: a name is resolved once, and what was checked is what is connected to.

httpcore asks its network backend for a connection to a name and, for https, to begin TLS for that name on it. The
backend here resolves the name, refuses it unless every address is one that may be reached, and connects to the very
address: a name that changes its address between the check and the connection changes nothing. Every wait on the
connection is cut to the time that the whole fetch has left.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from accounts.checking.networks import allows
from accounts.checking.rules import CannotFetch, Deadline, Rules

Resolver = Callable[[str, int, float], list[str]]
"""`(host, port, seconds) -> addresses`, all of them."""

_ADDRESSES_TRIED = 4


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Every address of a name, as the system knows it, within a time: the system's own resolver has no bound."""
    answer: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True, name="resolving a page's host").start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        raise CannotFetch(f"The name {host} was not resolved in time.", passing=True) from None
    if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
        raise CannotFetch(f"The name {host} cannot be resolved now.", passing=True)
    if isinstance(found, Exception):
        raise CannotFetch(f"There is no host called {host}.")
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class BoundedStream(httpcore.NetworkStream):
    """A connection on which no wait is longer than the fetch has left."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come; see httpcore."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; see httpcore."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Close; see httpcore."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin TLS for the name, verified; see httpcore."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return BoundedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself; see httpcore."""
        return self._stream.get_extra_info(info)


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that the rules allow, and to nothing else."""

    def __init__(self, rules: Rules, resolver: Resolver, deadline: Deadline) -> None:
        self._rules = rules
        self._resolve = resolver
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, connect to one of them."""
        addresses = self._resolve(host, port, self._deadline.left(self._rules.connect_seconds))
        for address in addresses:
            if not allows(address, port, self._rules.allowed):
                raise CannotFetch(f"{host} leads to {address}, port {port}: pages there are not fetched.")
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:_ADDRESSES_TRIED]:
            try:
                seconds = self._deadline.left(self._rules.connect_seconds)
                return BoundedStream(self._sockets.connect_tcp(address, port, seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or CannotFetch(f"There is no host called {host}.")

    def connect_unix_socket(self, *_args: Any, **_more: Any) -> httpcore.NetworkStream:
        """Never: a page is not on a socket of this machine."""
        raise CannotFetch("Pages are fetched over the network only.")
