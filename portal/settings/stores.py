"""Where the portal keeps things: database, broker, cache, sessions.

On servers where the environment names them, else in files. Embedded (the default) everything lies in one folder:
SQLite, a broker of files, the cache in the database. With `REDIS_URL` cache and sessions move to Redis; with
`CELERY_BROKER_URL` (or `REDIS_URL`) so does the broker.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

SQLITE = "foundation.sqlite_in_turn"

SQLITE_OPTIONS: dict[str, Any] = {
    # Settings that gave no error under 50 writing clients: see docs/decisions/.
    "transaction_mode": "IMMEDIATE",
    # For the writers of other processes: those of one process take turns (`foundation.sqlite_in_turn`).
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON"
    ),
}

LONGEST_TASK = 3600
"""Seconds after which Redis gives an unfinished task to another worker: longer than any task may take."""


def sqlite(path: Path) -> dict[str, Any]:
    """The settings of an SQLite database in a file (its path may hold spaces)."""
    return {"ENGINE": SQLITE, "NAME": str(path), "OPTIONS": dict(SQLITE_OPTIONS)}


def database(url: str) -> dict[str, Any]:
    """The settings for a `sqlite://` or `postgres://` URL, with this portal's options."""
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        return {**settings, **sqlite(Path(settings["NAME"]))}
    return {**settings, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def broker(url: str, var: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker and its transport options; without a URL a broker of files, which needs no server."""
    if url.startswith(("redis://", "rediss://")):
        return url, {
            "visibility_timeout": LONGEST_TASK,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 30,
            "health_check_interval": 25,
        }
    if url and not url.startswith("filesystem://"):
        return url, {}
    folder = var / "broker"
    for name in ("messages", "control", "processed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return "filesystem://localhost", {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "store_processed": False,
        "polling_interval": 0.2,
    }


def cache(redis_url: str) -> dict[str, Any]:
    """The cache that all processes share: throttling and one-time codes count on it."""
    if redis_url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url, "KEY_PREFIX": "portal"}
    return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}


def session_engine(redis_url: str) -> str:
    """Sessions are cached only in a cache that all processes share and that is quicker than the database."""
    return f"django.contrib.sessions.backends.{'cached_db' if redis_url else 'db'}"
