"""The database wrapper that Django loads for this engine."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from foundation.sqlite_in_turn.turns import Turns, turns_of

_SECONDS = 5.0
"""SQLite's own patience where the settings say nothing."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the process's turn before a transaction that writes, and passes it on after its end.

    A turn that does not come within SQLite's `timeout` is not insisted on: SQLite itself then answers that the
    database is locked, as it would have.
    """

    transaction_mode: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        # A transaction of another mode takes no lock when it begins; one in memory is shared by threads.
        if self._turns is None and self.transaction_mode == "IMMEDIATE" and not self.is_in_memory_db():
            turns = turns_of(str(self.settings_dict["NAME"]))
            if turns.take(self.settings_dict["OPTIONS"].get("timeout", _SECONDS)):
                self._turns = turns
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # a rollback follows where it fails
        self._pass_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.pass_on()
