"""Logs: one event a line with its request id; JSON where machines read them, plain lines where people do."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"(?<=/)(?=[^/]*[0-9])[A-Za-z0-9_:-]{20,}(?=/|$|\?)")
_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out of a request's address what may be secret: the query, and one-time tokens of sign-in links."""
    request = event.get("request")
    if isinstance(request, str):
        path = request.split("?", 1)[0]
        event["request"] = _TOKEN.sub(lambda found: found[0] if _UUID.match(found[0]) else "…", path)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_secrets,
]


def configure() -> None:
    """Hand structlog's events to the standard library's logging, where one handler writes everything."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.UnicodeDecoder(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything goes to the standard error, through structlog's formatter."""
    renderer: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [
            # Plain tracebacks: the others show local variables, and a password may be one.
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # django-structlog says each request once, with its id; these would say it again.
            "django.server": {"handlers": [], "level": "WARNING", "propagate": False},
            "django.request": {"level": "CRITICAL" if level == "CRITICAL" else "ERROR"},
            "axes.apps": {"level": "WARNING"},
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }
