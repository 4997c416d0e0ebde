"""Waiting until nothing that began before a moment is still being written.

An act reads the clock inside its transaction and becomes visible when it commits: an answer "as known at" this very
moment could miss one that commits a second later. A file that is to be the same for ever is made after that.
"""

from __future__ import annotations

from datetime import datetime
from time import monotonic, sleep

from django.db import connection, transaction

from foundation.errors import Conflict

_PAUSE = 0.05
_WRITING = """
SELECT EXISTS (
  SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start <= %s AND state <> 'idle'
)
"""


def wait_until_settled(known_at: datetime, *, patience: float) -> None:
    """Return when every act that began at or before `known_at` has come to its end.

    `patience` is in seconds; raises `Conflict` when it runs out. On SQLite writers take turns: having had a turn is
    enough.
    """
    if connection.vendor != "postgresql":
        with transaction.atomic():
            return
    until = monotonic() + patience
    while _is_writing(known_at):
        if monotonic() > until:
            raise Conflict(
                "The file was not made: something that began before this moment is still being written.",
                why="An import, for example. The file would not be the same when it is made again.",
                remedy="Ask again in a few minutes. Nothing was lost.",
            )
        sleep(_PAUSE)


def _is_writing(known_at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WRITING, [known_at])
        return bool(cursor.fetchone()[0])
