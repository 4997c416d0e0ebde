"""`/healthz`: whether the portal can work, for machines that watch it. Public, and says little."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from foundation import clock

log = structlog.get_logger(__name__)

_HEARTBEAT = "worker-heartbeat"
_WORKER_IS_LATE = timedelta(seconds=90)


def beat() -> None:
    """Note that a worker took a task just now; the scheduled task calls this."""
    cache.set(_HEARTBEAT, clock.now().isoformat(), timeout=24 * 3600)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() is not None


def _broker() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (BrokerError, OSError):
        return False
    return True


def _worker() -> bool:
    seen = cache.get(_HEARTBEAT)
    return seen is not None and clock.now() - datetime.fromisoformat(seen) < _WORKER_IS_LATE


CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "broker": _broker, "worker": _worker}


def state() -> dict[str, bool]:
    """Each part of the portal and whether it answers; the reason of a failure goes to the log, not to the caller."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check()
        except Exception as failure:  # whatever a part fails with, the answer is that it does not work
            log.error("health_check_failed", part=name, error=str(failure))
            found[name] = False
    return found


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while pages can be served (the database answers), else 503; the body says which part is in trouble.

    A worker that is away leaves the web servers in service: what it should do waits in the outbox.
    """
    found = state()
    answer = {name: "ok" if well else "trouble" for name, well in found.items()}
    body = {"status": "ok" if all(found.values()) else "trouble", **answer}
    return JsonResponse(body, status=200 if found["database"] else 503)
