"""A queue of threads for one thing: handed over in the order in which they came."""

from __future__ import annotations

import os
from collections import deque
from threading import Lock


class Turns:
    """Who has the turn; the next in line gets it when it is passed on."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for the turn, at most so long; returns whether it is ours."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        if ticket.acquire(timeout=seconds):
            return True
        with self._guard:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                return False
        return True  # it was handed over while we stopped waiting

    def pass_on(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


_of_files: dict[str, Turns] = {}


def turns_of(file: str) -> Turns:
    """The queue of this process for a database file."""
    return _of_files.setdefault(file, Turns())


# A forked process has none of its parent's threads, and so none of their turns.
os.register_at_fork(after_in_child=_of_files.clear)
