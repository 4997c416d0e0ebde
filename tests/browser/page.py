"""One page that the browser opens: see `tests/browser/pages.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.access_city import City


@dataclass(frozen=True)
class Page:
    words: str
    route: str
    person: str = "owner"
    needs: Callable[[City], Mapping[str, Any]] | None = None
    query: str = ""
    status: int = 200
