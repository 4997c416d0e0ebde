"""Having a page looked at before its time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.basis import LINK
from accounts.models import LinkCheck, OfficialAccount, PageTurn, State
from accounts.permissions import require_keeping
from accounts.services.writing import current, lock, tell_trail
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, TooOften

logger = logging.getLogger(__name__)

ONCE_IN = timedelta(minutes=10)
"""How often one page may be looked at because somebody asks: platforms shut out who comes too often."""


@transaction.atomic
def ask_for_check(*, by: Actor, account: OfficialAccount) -> PageTurn:
    """Have an active account's page looked at now; a worker does it. Raises `TooOften` within ten minutes."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot have this page checked.")
    if standing.standing.state != State.ACTIVE:
        raise Conflict(
            f"The page of {standing.now.name} is not checked.",
            why=f"Pages of active accounts are. It is: {standing.standing.get_state_display().lower()}.",
            remedy="Nothing needs to be done.",
        )
    _require_pause(standing, at)
    asked = {"due_at": at, "attempts": 0, "last_trouble": "", "asked_by": by.person, "asked_at": at}
    turn, _made = PageTurn.objects.update_or_create(account=standing, defaults=asked)
    tell_trail(act="accounts.check_asked_for", on=standing, by=by, at=at, clause=LINK, capacity=capacity)
    transaction.on_commit(_tell_workers)
    return turn


def _require_pause(account: OfficialAccount, at: datetime) -> None:
    checked = LinkCheck.objects.filter(account=account).values_list("at", flat=True).first()
    asked = PageTurn.objects.filter(account=account).values_list("asked_at", flat=True).first()
    latest = max((moment for moment in (checked, asked) if moment is not None), default=None)
    if latest is not None and at - latest < ONCE_IN:
        raise TooOften(
            "This page was looked at, or asked for, only minutes ago.",
            why="Platforms shut out programs that come too often.",
            wait=max(1, round((latest + ONCE_IN - at).total_seconds())),
        )


def _tell_workers() -> None:
    try:
        # By name: the task stands above the services.
        current_app.send_task("accounts.look_at_pages", kwargs={"only_asked": True}, retry=False)
    except (OperationalError, OSError) as failure:
        logger.warning("The workers could not be told of a page to look at; the next round takes it: %s", failure)
