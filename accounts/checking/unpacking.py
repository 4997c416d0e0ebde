"""Unpacking what a server sends compressed, never further than a bound: a bomb stops early."""

from __future__ import annotations

import zlib
from typing import Any

from accounts.checking.rules import CannotFetch

_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
ACCEPTED = "gzip, deflate"


class Unpacker:
    """Takes the bytes of an answer piece by piece; `body` never holds more than `limit`."""

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding` as in Content-Encoding. Raises `CannotFetch` for one that was not asked for."""
        self.body = bytearray()
        self._limit = limit
        self._taken = 0
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise CannotFetch(f"The page came packed in a way that was not asked for ({self._encoding[:40]}).")
        self._inflater: Any = None
        self._is_over = False

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken: the bound is reached, packed or unpacked."""
        return len(self.body) >= self._limit or self._taken >= self._limit

    @property
    def is_whole(self) -> bool:
        """Whether all that came was unpacked to its end."""
        return not self.is_full and (self._inflater is None or self._inflater.eof)

    def feed(self, piece: bytes) -> None:
        """Unpack one piece, as far as there is room."""
        self._taken += len(piece)
        if self._encoding in {"", "identity"}:
            self.body += piece[: self._limit - len(self.body)]
            return
        while piece and not self._is_over and len(self.body) < self._limit:
            piece = self._inflate(piece)

    def _inflate(self, piece: bytes) -> bytes:
        """Unpack into the room that is left; returns what has yet to be unpacked."""
        room = self._limit - len(self.body)
        is_first = self._inflater is None
        if is_first or self._inflater.eof:
            self._inflater = zlib.decompressobj(_ZLIB if self._encoding == "deflate" else _GZIP)
        try:
            self.body += self._inflater.decompress(piece, room)
        except zlib.error as error:
            return self._otherwise(piece, room, error)
        if self._inflater.eof:
            return bytes(self._inflater.unused_data)
        return bytes(self._inflater.unconsumed_tail)

    def _otherwise(self, piece: bytes, room: int, error: zlib.error) -> bytes:
        """Many servers send "deflate" without its frame; what follows a whole gzip member is padding."""
        if self._encoding == "deflate" and not self.body:
            try:
                self._inflater = zlib.decompressobj(_RAW)
                self.body += self._inflater.decompress(piece, room)
            except zlib.error:
                pass
            else:
                return bytes(self._inflater.unconsumed_tail)
        if self.body:
            self._is_over = True
            return b""
        raise CannotFetch("The page came packed, and cannot be unpacked.") from error
