"""The broker of files that the demonstration runs on, without its two races between processes.

kombu's own opens a message's file before it writes into it, and its list of queues likewise: whoever looks in between
reads an empty file, and the worker dies of it. Here a message is written beside its place and put there whole, and a
list that is being written is read again.
"""

from __future__ import annotations

import time
import uuid
from json import dumps
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem

_TRIES = 50
_PAUSE = 0.01
"""Seconds between two looks at a list that is being written."""


class Channel(filesystem.Channel):
    """Messages as files that are whole from the first moment."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        written = folder / f"{name}.part"
        try:
            written.write_bytes(dumps(payload).encode())
            written.replace(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"The message cannot be put into {folder}.") from error

    def get_table(self, exchange: str) -> Any:
        """The queues of an exchange."""
        for _ in range(_TRIES):
            try:
                return super().get_table(exchange)
            except ValueError:  # it is empty: somebody writes it now
                time.sleep(_PAUSE)
        return super().get_table(exchange)

    def _queue_bind(self, exchange: Any, routing_key: Any, pattern: Any, queue: Any) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        if bound not in self.get_table(exchange):
            super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    """kombu's, with the channel above."""

    Channel = Channel


def install() -> None:
    """Let `filesystem://` mean this broker, for this process."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
