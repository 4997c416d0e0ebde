"""Sealing: batches of entries under one signed root, chained; and starting a series after a restore.

Nothing is hashed when an entry is written: digests are made here, from what the database holds, seconds later
(docs/decisions says why). On PostgreSQL a batch ends below the oldest transaction that still runs, so that no entry
commits behind a seal; on SQLite writers follow one another, and ids do.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q

from foundation import clock, signing
from foundation.actor import Actor
from foundation.audit import merkle
from foundation.audit.digests import FIELDS, FORM, entry_digest
from foundation.audit.models import HIGHEST, LOWEST, DestroyedValue, Entry, Seal, Series
from foundation.audit.services import record
from foundation.errors import InvalidInput

BATCH = 5000
PURPOSE = "seal"
_MEMBER = struct.Struct(">q32s")
_LOCK = 1502026
"""Number of the advisory lock that lets one sealer work at a time on PostgreSQL."""


@dataclass(frozen=True)
class Window:
    """Which rows a batch holds: ids, half-open, and on PostgreSQL transactions, half-open."""

    id_from: int
    id_until: int
    transaction_from: int | None = None
    transaction_until: int | None = None

    @property
    def condition(self) -> Q:
        """The window as a condition on entries."""
        inside = Q(id__gte=self.id_from, id__lt=self.id_until)
        if self.transaction_from is not None:
            inside &= Q(transaction_id__gte=self.transaction_from, transaction_id__lt=self.transaction_until)
        return inside

    @classmethod
    def of(cls, seal: Seal, ends: Mapping[int, int]) -> Window:
        """The window of a seal; `ends` says where series ended that another one followed (`ends_of_series`)."""
        until = min(seal.id_until, ends.get(seal.series_id, HIGHEST)) if seal.number else seal.id_until
        return cls(seal.id_from, until, seal.transaction_from, seal.transaction_until)


def ends_of_series() -> dict[int, int]:
    """For each series that another followed, the id behind its last entry, as the follower's first seal signed it."""
    ends: dict[int, int] = {}
    for seal in Seal.objects.filter(number=0).order_by("id").only("id", "series_id", "id_until"):
        for former in Series.objects.filter(pk__lt=seal.series_id).values_list("pk", flat=True):
            ends.setdefault(former, seal.id_until)
    return ends


def pack(members: list[tuple[int, bytes]]) -> bytes:
    """Ids and digests as they stand in a seal: 40 bytes each."""
    return b"".join(_MEMBER.pack(*member) for member in members)


def unpack(members: bytes) -> list[tuple[int, bytes]]:
    """Ids and digests out of a seal; a length that is none (altered) gives the whole ones."""
    whole = len(members) - len(members) % _MEMBER.size
    return list(_MEMBER.iter_unpack(members[:whole]))


def payload(seal: Seal) -> bytes:
    """What a seal's root is the hash of, and what is signed: everything it says, in one spelling."""
    said: dict[str, Any] = {
        name: getattr(seal, name)
        for name in (
            "number",
            "form",
            "id_from",
            "id_until",
            "transaction_from",
            "transaction_until",
            "first_id",
            "last_id",
            "count",
            "merkle_root",
            "previous",
        )
    }
    said["series"] = seal.series_id
    said["sealed_at"] = seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def rows(condition: Q) -> Iterator[dict[str, Any]]:
    """Entries as the digests need them, by id, streamed."""
    yield from Entry.objects.filter(condition).order_by("id").values(*FIELDS[FORM], "salts").iterator(chunk_size=1000)


def destroyed_in(condition: Q) -> dict[int, dict[str, bytes]]:
    """The kept digests of destroyed values among some entries, by entry and field."""
    found: dict[int, dict[str, bytes]] = {}
    entries = Entry.objects.filter(condition).order_by()
    for value in DestroyedValue.objects.filter(entry__in=entries):
        found.setdefault(value.entry_id, {})[value.field] = bytes(value.digest)
    return found


def seal_pending() -> list[Seal]:
    """Seal everything that can be sealed now, batch by batch, each saved by itself; safe to repeat."""
    made = []
    while seal := _seal_one():
        made.append(seal)
    return made


@transaction.atomic
def start_series(*, by: Actor, reason: str) -> Series:
    """Start a new series, as after a restore: what came before keeps its seals, what they missed is sealed first.

    No root of the lost time can turn up again as another one of the same number, and `verify_audit --root` says
    that a root from it is not in this database.
    """
    if not reason.strip():
        raise InvalidInput("A new series needs a reason, such as the restore that it follows.", field="reason")
    _lock()
    at = clock.now()
    former, latest = _latest()
    baseline = _last_of_former(latest) if latest else 0
    series = Series.objects.create(started_at=at, reason=reason[:300], baseline_id=baseline)
    if former and latest:
        missed = next_window(former, latest)
        until = None if missed.transaction_from is None else HIGHEST
        window = Window(missed.id_from, baseline + 1, missed.transaction_from, until)
        _made(series, latest, window, at).save(force_insert=True)
    record(by=by, act="trail.series_started", on=series, at=at, after={"reason": reason, "baseline": baseline})
    return series


def next_window(series: Series, latest: Seal | None) -> Window:
    """The window that follows a seal, open towards what is still to come: what is not yet sealed."""
    # Number 0 seals what the series before had missed: the series' own window begins after it.
    before = latest if latest and latest.series_id == series.pk and latest.number > 0 else None
    begin = series.baseline_id + 1 if series.baseline_id else LOWEST
    if before is None:
        by_transaction = connection.vendor == "postgresql"
        return Window(begin, HIGHEST, LOWEST, HIGHEST) if by_transaction else Window(begin, HIGHEST)
    if before.transaction_from is None:
        return Window(before.id_until, HIGHEST)
    return Window(begin, HIGHEST, before.transaction_until, HIGHEST)


def _latest() -> tuple[Series | None, Seal | None]:
    return Series.objects.order_by("-id").first(), Seal.objects.order_by("-id").first()


def _seal_one() -> Seal | None:
    """Seal the next batch. It is read and hashed before the lock is taken: nothing in it can change any more, and
    writers, who on SQLite wait for every lock, wait for one INSERT."""
    series, latest = _series_at_hand()
    window = _full_batch(next_window(series, latest))
    if window is None:
        return None
    seal = _made(series, latest, window, clock.now())
    with transaction.atomic():
        _lock()
        if _latest() != (series, latest):
            return None  # another worker sealed meanwhile, and goes on
        seal.save(force_insert=True)
    return seal


def _series_at_hand() -> tuple[Series, Seal | None]:
    """The present series and the latest seal; a series is started where there is none or the database was moved."""
    series, latest = _latest()
    if series and not (latest and latest.series_id == series.pk and latest.number and _was_moved(latest)):
        return series, latest
    with transaction.atomic():
        _lock()
        if _latest() == (series, latest):
            if series:
                start_series(by=Actor.of_system("seals"), reason="The database was restored or moved.")
            else:
                Series.objects.create(started_at=clock.now(), reason="Set-up of the portal", baseline_id=0)
        present, latest = _latest()
    if present is None:
        raise RuntimeError("A series was started and is not there.")
    return present, latest


def _was_moved(latest: Seal) -> bool:
    """Whether this database is not the one that the latest seal was made in: another engine, or numbers went back."""
    by_transaction = connection.vendor == "postgresql"
    if by_transaction != (latest.transaction_from is not None):
        return True
    return by_transaction and _oldest_running() < (latest.transaction_until or 0)


def _last_of_former(latest: Seal) -> int:
    """The last entry that was written before the database was restored (or that stands now, where it was not)."""
    entries = Entry.objects.all()
    if latest.transaction_until is not None and latest.number:
        entries = entries.filter(transaction_id__gte=latest.transaction_until)
    unsealed = entries.aggregate(highest=Max("id"))["highest"] or 0
    sealed = Seal.objects.aggregate(highest=Max("last_id"))["highest"] or 0
    return max(unsealed, sealed)


def _oldest_running() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _full_batch(open_window: Window) -> Window | None:
    """The part of an open window that can be sealed now, at most about `BATCH` entries; None where there is none."""
    pending = Entry.objects.filter(open_window.condition).order_by()
    if open_window.transaction_from is not None:
        limit = _oldest_running()
        settled = pending.filter(transaction_id__lt=limit)
        # A transaction is sealed whole: the batch may be larger by what one transaction wrote.
        cut = settled.order_by("transaction_id").values_list("transaction_id", flat=True)[BATCH - 1 : BATCH].first()
        if not settled.exists():
            return None
        until = limit if cut is None else cut + 1
        return Window(open_window.id_from, open_window.id_until, open_window.transaction_from, until)
    last = max(pending.order_by("id").values_list("id", flat=True)[:BATCH], default=None)
    return None if last is None else Window(open_window.id_from, last + 1)


def _made(series: Series, latest: Seal | None, window: Window, at: datetime) -> Seal:
    """The signed seal over a window, not yet saved."""
    destroyed = destroyed_in(window.condition)
    members = [(row["id"], entry_digest(row, FORM, destroyed.get(row["id"]))) for row in rows(window.condition)]
    number = latest.number + 1 if latest and latest.series_id == series.pk else 0 if latest else 1
    seal = Seal(
        series=series,
        number=number,
        sealed_at=at,
        form=FORM,
        id_from=window.id_from,
        id_until=window.id_until,
        transaction_from=window.transaction_from,
        transaction_until=window.transaction_until,
        first_id=members[0][0] if members else 0,
        last_id=members[-1][0] if members else 0,
        count=len(members),
        merkle_root=merkle.root([digest for _, digest in members]).hex(),
        previous=latest.root if latest else "",
        members=pack(members),
    )
    said = payload(seal)
    signature = signing.sign(said, purpose=PURPOSE)
    seal.root = hashlib.sha256(said).hexdigest()
    seal.key, seal.signature = signature.key, signature.value
    return seal


def _lock() -> None:
    """One sealer at a time: on SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def not_yet_sealed() -> tuple[int, datetime | None]:
    """How many entries no seal holds yet, and since when the oldest of them waits."""
    series, latest = _latest()
    pending = Entry.objects.filter(next_window(series, latest).condition if series else Q())
    found = pending.aggregate(count=Count("id"), oldest=Min("at"))
    return found["count"], found["oldest"]
