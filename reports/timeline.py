"""Everything that happened about a thing or a person, in order of time: read from the trail, which never changes.

An act stands at the moment at which it was entered. Asked as of a past moment and as known later, acts that were
entered in between are told too where the fact they entered lies at or before that moment: late entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from foundation import clock
from foundation.audit.models import Entry
from foundation.dates import day
from foundation.numbers import how_many
from powers.named import Named, named
from reports.answer import Answer, Column, Row, Streamed
from reports.asking import Asked

Arm = QuerySet[Entry, Entry]
"""Entries of one kind that belong to the file; the arms are put together by their keys."""
COLUMNS = (
    Column("when", "When", 20, ("at",)),
    Column("effective", "In effect", 20),
    Column("what", "What", 44),
    Column("about", "About", 40),
    Column("by", "By", 28),
    Column("number", "Number", 12),
    Column("capacity", "Capacity", 22),
    Column("instrument", "Instrument", 34),
    Column("clause", "Clause", 16),
    Column("facts", "Facts", 50),
    Column("hashes", "Hashes", 60),
    Column("entry", "Entry of the trail", 12, ("pk",), is_number=True),
)
_EFFECTIVE = ("effective", "effective_from", "happened_at", "went_out_at", "spoken_at", "signed_on", "from", "since")
"""Under which names an entry says from when the fact is so that it entered."""
_OF_A_POST = frozenset({"state", "round", "outcome", "disposition"})
"""What a file tells of a post, closed matter or not: never where, about what, or in which words (DESIGN 3.10)."""
_HASHES = ("sha256", "text_hash", "content_hash")


def told(asked: Asked, arms: Sequence[Arm], *, of: str, empty: str, notes: Sequence[str] = ()) -> Answer:
    """The answer of a file: its acts in order of time. `of` is what the file is of, in a sentence."""
    entries = _entries(asked, arms)
    rows = Streamed(entries.order_by("at", "pk"), _rows)
    number = rows.count()
    first = entries.order_by("at", "pk").values_list("at", flat=True).first() if number else None
    since = f" since {day(first)}" if first else ""
    return Answer(rows=rows, sentence=f"{how_many(number, 'act')} about {of}{since}.", empty=empty, notes=notes)


def _entries(asked: Asked, arms: Sequence[Arm]) -> QuerySet[Entry, Entry]:
    """The entries of all arms, each once, up to the moment; late ones by their keys, found one by one."""
    keys = [arm.order_by().values("pk") for arm in arms]
    together = keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0]
    found = Entry.objects.filter(pk__in=together)
    if asked.known_at <= asked.at:
        return found.filter(at__lte=asked.known_at)
    between = found.filter(at__gt=asked.at, at__lte=asked.known_at).values_list("pk", "after")
    late = [pk for pk, after in between.iterator() if (from_when := effective_in(after)) and from_when <= asked.at]
    upto = found.filter(at__lte=asked.at)
    return upto | found.filter(pk__in=late) if late else upto


def effective_in(after: Mapping[str, Any]) -> datetime | None:
    """From when the fact is so that an entry tells of; None where it says no moment."""
    for name in _EFFECTIVE:
        text = after.get(name)
        if isinstance(text, str) and text:
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                continue
            return clock.as_instant(found)
    return None


def _rows(entries: Sequence[Entry]) -> list[Row]:
    called = named(entry.instrument for entry in entries if entry.instrument)
    return [_row(entry, called) for entry in entries]


def _row(entry: Entry, called: Mapping[str, Named]) -> Row:
    facts, hashes = _facts(entry)
    cells = (
        entry.at,
        effective_in(entry.after),
        entry.words,
        entry.object_label or entry.object_id,
        entry.actor_name,
        entry.actor_number,
        entry.capacity,
        entry.instrument,
        entry.clause,
        facts,
        hashes,
        entry.pk,
    )
    words = called.get(entry.instrument)
    return Row(cells, {11: reverse("audit:entry", args=[entry.pk])}, {7: words.words} if words else {})


def _facts(entry: Entry) -> tuple[str, str]:
    is_post = entry.object_kind.startswith("reviews.")
    said, hashes = [], []
    for name, value in _flat(entry.after):
        if name.endswith("_hash") or name in _HASHES:
            hashes.append(f"{name.removesuffix('_hash').replace('_', ' ')}: {value}")
        elif value not in ("", None) and name not in _EFFECTIVE and (not is_post or name in _OF_A_POST):
            said.append(f"{name.replace('_', ' ')}: {value}")
    return "; ".join(said), "; ".join(hashes)


def _flat(after: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in after.items():
        if isinstance(value, list):
            yield name, ", ".join(str(one) for one in value)
        elif isinstance(value, dict):
            yield name, ", ".join(f"{key} {one}" for key, one in value.items())
        else:
            yield name, value


def about(kind: str, ids: Iterable[str] | QuerySet[Any, Any]) -> Arm:
    """The entries about some objects of a kind, by their ids (as the trail has them: text)."""
    return Entry.objects.filter(object_kind=kind, object_id__in=ids)
