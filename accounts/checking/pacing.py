"""One request at a time and a pause for each host, kept by the database: all workers of all machines share it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from accounts.models import HostTurn
from foundation import clock

_LOOKED_AGAIN = 0.1
_LONGEST_WISH = timedelta(days=1)


class NotOurTurn(Exception):
    """Others are asking this host, or it wants a longer pause: nothing was asked."""


@dataclass(frozen=True)
class HostPace:
    """Holds the one turn that a host has. `wait` is how long to stand in line; `hold`, when a claim ends by itself."""

    pause: float
    wait: float = 12
    hold: float = 45

    @contextmanager
    def __call__(self, host: str) -> Iterator[None]:
        """Hold the host's turn; raises `NotOurTurn` where it does not come in time."""
        claim = uuid4()
        stop = time.monotonic() + self.wait
        while not self._take(host, claim):
            if time.monotonic() >= stop:
                raise NotOurTurn(host)
            time.sleep(_LOOKED_AGAIN)
        try:
            yield
        finally:
            free_at = clock.now() + timedelta(seconds=self.pause)
            HostTurn.objects.filter(host=host, claim=claim).update(claim=None, free_at=free_at)

    def _take(self, host: str, claim: object) -> bool:
        at = clock.now()
        taken = HostTurn.objects.filter(host=host, free_at__lte=at)
        columns = {"claim": claim, "free_at": at + timedelta(seconds=self.hold)}
        if taken.update(**columns):
            return True
        if HostTurn.objects.filter(host=host).exists():
            return False
        HostTurn.begin(host, free_at=at)
        return bool(taken.update(**columns))


def leave_alone(host: str, wish: str, at: datetime) -> None:
    """Ask a host nothing for as long as it wished (`Retry-After` in seconds), a day at most."""
    if wish.isascii() and wish.isdigit():
        until = at + min(timedelta(seconds=int(wish[:6])), _LONGEST_WISH)
        HostTurn.objects.filter(host=host, free_at__lt=until).update(free_at=until)
