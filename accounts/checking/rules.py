"""The bounds within which pages are fetched, and the time that a fetch has left."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings

from accounts.checking.networks import Allowed


@dataclass(frozen=True)
class Rules:
    """Bounds of one fetch. `bytes` counts what was unpacked; seconds and redirects are for the whole of it."""

    agent: str
    allowed: tuple[Allowed, ...] = ()
    connect_seconds: float = 5
    read_seconds: float = 5
    total_seconds: float = 20
    bytes: int = 3 * 1024 * 1024
    redirects: int = 6
    ca_file: str = ""
    """Certificates to trust in place of the system's: for a City whose traffic passes its own inspection."""

    @classmethod
    def of_settings(cls) -> Rules:
        """As the installation says."""
        return cls(
            agent=f"CitySocialMediaPortal/1.0 (checks the City's own pages; +{settings.PORTAL_URL})",
            allowed=tuple(Allowed.of(text) for text in settings.PAGES_ALLOWED_NETWORKS),
            ca_file=settings.PAGES_CA_FILE,
        )


class CannotFetch(Exception):
    """Why a page could not be fetched, in a sentence; `passing` says that it may be better in a while."""

    def __init__(self, why: str, *, passing: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.passing = passing


class TooSlow(CannotFetch):
    """The time for the whole fetch is over."""

    def __init__(self) -> None:
        super().__init__("The page took too long to come.", passing=True)


class Deadline:
    """The moment by which a fetch is over, however slowly bytes drip."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds that one step may take; raises `TooSlow` when there are none."""
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise TooSlow
        return remaining if at_most is None else min(at_most, remaining)

    def postpone(self, seconds: float) -> None:
        """Give back the time that a fetch stood waiting for its turn."""
        self._end += seconds
