"""How often something may happen for one key: counted in fixed windows, in the cache that all processes share."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime

from django.core.cache import BaseCache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import router, transaction


def wait_for(key: str, *, at_most: int, seconds: int, at: datetime) -> int:
    """Count one use of `key`; 0 where it may happen, else how many seconds to wait until the window is over."""
    moment, cache = int(at.timestamp()), caches["default"]
    window = moment // seconds
    counted = _counted(key, window)
    with _alone(cache):
        cache.add(counted, 0, timeout=2 * seconds)
        try:
            uses = cache.incr(counted)
        except ValueError:  # culled between the two lines: the first of a new count
            uses = 1
    return 0 if uses <= at_most else (window + 1) * seconds - moment


def take_back(key: str, *, seconds: int, at: datetime) -> None:
    """Undo one use that `wait_for` counted: for keys that many share, where only what went wrong is to count."""
    cache = caches["default"]
    with _alone(cache), suppress(ValueError):  # culled meanwhile: nothing is counted
        cache.decr(_counted(key, int(at.timestamp()) // seconds))


def _counted(key: str, window: int) -> str:
    return f"throttle:{key}:{window}"


def _alone(cache: BaseCache) -> AbstractContextManager[object]:
    """Redis counts by itself; a cache in SQLite reads and writes, and two at once would count as one."""
    if not isinstance(cache, DatabaseCache):
        return nullcontext()
    return transaction.atomic(using=router.db_for_write(cache.cache_model_class))
