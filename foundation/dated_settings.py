"""Settings that change an answer (terms, names, working hours): dated, so that the past keeps its answer.

Defaults stand in `reference/settings.json`, each with its meaning; the loader puts them in as known since the
beginning. A key that the file does not name is a mistake of the program.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from foundation import clock
from foundation.actor import Actor
from foundation.audit import services as audit
from foundation.effective import end, supersede
from foundation.errors import InvalidInput
from foundation.models import DatedSetting
from foundation.shapes import shape
from foundation.together import Together

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Since when the defaults are known and in effect: before anything that the portal can be asked about."""


@dataclass(frozen=True)
class Default:
    """What the portal comes with for a key, and what the key means, in a sentence."""

    value: Any
    meaning: str


@cache
def defaults() -> Mapping[str, Default]:
    """Every key that exists, with its default and its meaning."""
    text = (Path(__file__).parent / "reference" / "settings.json").read_text(encoding="utf-8")
    return {key: Default(entry["value"], entry["meaning"]) for key, entry in json.loads(text).items()}


def value(key: str, at: datetime, known_at: datetime | None = None) -> Any:
    """The value of a setting in effect at a moment, as known then unless `known_at` says otherwise."""
    return values((key,), at, known_at)[key]


def ask_value(key: str, at: datetime, together: Together) -> Callable[[], Any]:
    """The same for the present moment `at`, asked together with other questions: call what is returned."""
    if _page.get() is not None:
        return lambda: value(key, at)
    asked = together.ask_as(_value_of, key, at)
    return lambda: asked.rows[-1] if asked.rows else defaults()[key].value


@shape
def _value_of(key: str, at: datetime) -> QuerySet[DatedSetting, Any]:
    return DatedSetting.objects.in_effect(at).filter(key=key).values_list("value", flat=True)


def values(keys: tuple[str, ...], at: datetime, known_at: datetime | None = None) -> dict[str, Any]:
    """Several settings in one query. Raises KeyError for a key that does not exist."""
    found = {key: defaults()[key].value for key in keys}
    page = _page.get()
    if page is not None and page.at == at and known_at in {None, at}:
        return {key: page.rows.get(key, default) for key, default in found.items()}
    rows = DatedSetting.objects.in_effect(at, known_at).filter(key__in=keys)
    found.update(rows.values_list("key", "value"))
    return found


class _Page:
    """Every setting at one moment, fetched when the first is asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def rows(self) -> dict[str, Any]:
        return dict(DatedSetting.objects.in_effect(self.at).values_list("key", "value"))


_page: ContextVar[_Page | None] = ContextVar("page", default=None)


@contextmanager
def asked_together(at: datetime) -> Iterator[None]:
    """Let a page ask for its settings of one moment, wherever they are asked for, in one query."""
    token = _page.set(_Page(at))
    try:
        yield
    finally:
        _page.reset(token)


def city(at: datetime) -> dict[str, Any]:
    """The City as pages name it, in one query: `name`, `short_name`, `contact_office` and so on."""
    keys = tuple(key for key in defaults() if key.startswith("city."))
    return {key.removeprefix("city."): found for key, found in values(keys, at).items()}


@transaction.atomic
def change(*, by: Actor, key: str, value: Any, effective_from: datetime, reason: str) -> DatedSetting:
    """Give a setting another value from a moment on, until the next change already entered (if any).

    Who may is the caller's to ask. Raises `InvalidInput` where the key does not exist, the value is of another kind
    than the default, or the reason is missing.
    """
    _check(key, value, reason)
    at = clock.now()
    rows = DatedSetting.objects.not_superseded().filter(key=key).select_for_update()
    current = rows.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=effective_from), effective_from__lte=effective_from
    ).first()
    before = current.value if current else None
    if current is None:
        following = rows.filter(effective_from__gt=effective_from).order_by("effective_from").first()
        row = _begin(key, value, effective_from, following.effective_from if following else None, at)
    elif current.effective_from == effective_from:
        row = supersede(current, at=at, value=value)
    else:
        until = current.effective_until
        end(current, until=effective_from, at=at)
        row = _begin(key, value, effective_from, until, at)
    audit.record(
        by=by,
        act="settings.changed",
        on=audit.Subject(kind="foundation.setting", id=key, label=key),
        at=at,
        before={"value": before},
        after={"value": value, "effective_from": effective_from.isoformat(), "reason": reason},
    )
    return row


def _begin(key: str, value: Any, start: datetime, until: datetime | None, at: datetime) -> DatedSetting:
    return DatedSetting.objects.create(
        key=key, value=value, effective_from=start, effective_until=until, recorded_at=at
    )


def _check(key: str, value: Any, reason: str) -> None:
    if key not in defaults():
        raise InvalidInput(
            f"There is no setting called {key}.", remedy="Choose one of those that `manage.py change_setting` lists."
        )
    expected = type(defaults()[key].value)
    if type(value) is not expected:
        kinds = {int: "a whole number", str: "a text", bool: "yes or no", list: "a list", dict: "a table"}
        raise InvalidInput(f"The setting {key} takes {kinds.get(expected, 'another kind of value')}.", field="value")
    if not reason.strip():
        raise InvalidInput("A change of a setting needs a reason.", field="reason")
