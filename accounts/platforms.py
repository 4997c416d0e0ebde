"""The platforms that the portal comes with, and the book of addresses made of those that the database has."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from accounts.addresses import AddressBook
from accounts.checking.links import page_signs
from accounts.models import Platform, PlatformLimit
from foundation.dated_settings import BEGINNING

_FILE = Path(__file__).parent / "reference" / "platforms.json"


@cache
def _supplied() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def load(_at: datetime) -> None:
    """Put in the platforms and limits that are missing (a loader of `REFERENCE_LOADERS`); an edit stays."""
    supplied = _supplied()
    source, as_of = supplied["source"], date.fromisoformat(supplied["as_of"])
    present = set(Platform.objects.values_list("code", flat=True))
    missing = [table for table in supplied["platforms"] if table["code"] not in present]
    for table in missing:
        platform = Platform.objects.create(
            code=table["code"],
            name=table["name"],
            hosts=table["hosts"],
            any_host=table.get("any_host", False),
            patterns=table["patterns"],
            stop_words=table["stop_words"],
            icon=table.get("icon", ""),
            source=source,
            as_of=as_of,
        )
        PlatformLimit.objects.bulk_create(
            PlatformLimit(
                platform=platform,
                about=limit["about"],
                number=limit["number"],
                counting=limit["counting"],
                note=limit.get("note", ""),
                is_assumed=limit.get("is_assumed", False),
                source=source,
                as_of=as_of,
                effective_from=BEGINNING,
                recorded_at=BEGINNING,
            )
            for limit in table["limits"]
        )


def address_book() -> AddressBook:
    """The book of all platforms that the portal has, in one query; make one for each request."""
    return AddressBook(Platform.objects.all(), page_signs()["shorteners"])
