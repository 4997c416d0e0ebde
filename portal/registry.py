"""Functions that apps offer to the home page and to search, named in settings and resolved once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def functions(setting: str) -> tuple[Callable[..., Any], ...]:
    """The functions that a setting (`WAITING`, `SEARCH`) lists by dotted name, in its order."""
    return _resolve(tuple(getattr(settings, setting, ())))


@lru_cache
def _resolve(names: tuple[str, ...]) -> tuple[Callable[..., Any], ...]:
    return tuple(import_string(name) for name in names)
