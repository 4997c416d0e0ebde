"""Destroying a value in the trail, where the law or a court asks for it: value and salt go, the digest stays.

The one procedure that goes round the guard, as docs/trail.md says: by the database's owner, for one field of one
sealed entry, with a reason and an entry of its own. The trail verifies as before.
"""

from __future__ import annotations

from django.db import connection, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.digests import field_digests, salts_without
from foundation.audit.models import DestroyedValue, Entry
from foundation.audit.proofs import kept_digests, proof_of, row_of
from foundation.audit.services import record
from foundation.errors import Conflict, InvalidInput
from foundation.guards import AppendOnly

DESTROYABLE = frozenset(
    {"actor_number", "actor_name", "capacity", "instrument", "object_label", "address", "request_id", "before", "after"}
)
"""What can be destroyed: that something was done, on what and when, stays."""


@transaction.atomic
def destroy(*, by: Actor, entry: Entry, field: str, reason: str) -> DestroyedValue:
    """Destroy a field's value in a sealed entry.

    Raises `InvalidInput` for a field that stays or a missing reason, `Conflict` where the entry is not sealed, does
    not verify, or has lost this value already.
    """
    _check(entry, field, reason)
    at = clock.now()
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    proof = proof_of(entry)
    if proof is None or not proof.holds:
        raise Conflict(
            "This entry cannot be changed now.",
            why="It is not sealed yet, or does not verify: its digest would stand for nothing.",
            remedy="Run `manage.py seal_audit` and `manage.py verify_audit`, and try again.",
        )
    kept = kept_digests(entry)
    if field in kept:
        raise Conflict("This value was destroyed before.")
    row = row_of(entry)
    digest = field_digests(row, proof.seal.form, kept)[field]
    value = DestroyedValue.objects.create(entry=entry, field=field, digest=digest, destroyed_at=at, reason=reason[:300])
    empty: object = {} if field in {"before", "after"} else ""
    salts = salts_without(row["salts"], proof.seal.form, {field})
    _unguarded_update(entry, **{field: empty, "salts": salts})
    record(
        by=by,
        act="trail.value_destroyed",
        on=entry,
        at=at,
        after={"field": field, "digest": digest.hex(), "reason": reason[:300]},
    )
    return value


def _check(entry: Entry, field: str, reason: str) -> None:
    if field not in DESTROYABLE:
        raise InvalidInput(
            f"The field {field} stays.",
            why="What was done, on what and when, is never destroyed.",
            remedy=f"What can be destroyed: {', '.join(sorted(DESTROYABLE))}.",
        )
    if not reason.strip():
        raise InvalidInput("Destroying a value needs a reason, such as the order that asks for it.", field="reason")


def _unguarded_update(entry: Entry, **values: object) -> None:
    """Change one row with the guard off; both statements are in the caller's transaction, so nobody else sees it off.

    Only the table's owner can: the portal's own role on PostgreSQL is refused here.
    """
    guard = AppendOnly(Entry._meta.db_table)
    with connection.cursor() as cursor:
        for statement in guard.drop(connection):
            cursor.execute(statement)
        Entry.objects.filter(pk=entry.pk).update(**values)
        for statement in guard.create(connection):
            cursor.execute(statement)
