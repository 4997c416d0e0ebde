"""Statements that were added to acknowledgements, computed again: each with its receipt, its text and its entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from acknowledgements.added import facts
from acknowledgements.models import Acknowledgement, AddedStatement
from acknowledgements.receipts import PURPOSE, canonical, is_signed_with
from acknowledgements.services.acknowledging import OBJECT_KIND
from foundation.audit.models import DestroyedValue, Entry
from foundation.canonical import c1_hash

ADDED = "acknowledgements.statement_added"
Told = tuple[str, str]
"""About which receipt, and what does not agree, in a sentence."""


def added_to(rows: Iterable[Acknowledgement], keys: dict[str, bytes]) -> tuple[int, list[Told]]:
    """How many statements were added to some acknowledgements, and what of them does not agree."""
    receipts = {row.pk: row for row in rows}
    kept = AddedStatement.objects.filter(acknowledgement__in=receipts).order_by("pk")
    added = list(kept.select_related("acknowledgement", "person", "department"))
    references = [row.reference for row in receipts.values()]
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(object_kind=OBJECT_KIND, object_id__in=references, act=ADDED).order_by("pk"):
        entries[entry.object_id].append(entry)
    gone = DestroyedValue.objects.filter(entry__act=ADDED, entry__object_id__in=references)
    destroyed = set(gone.values_list("entry_id", "field"))
    found: list[Told] = []
    for row in added:
        found += _one(row, receipts[row.acknowledgement_id], keys)
        found += _entry(row, entries[row.acknowledgement.reference], destroyed)
    found += _removed(receipts.values(), added, entries)
    return len(added), found


def _one(row: AddedStatement, receipt: Acknowledgement, keys: dict[str, bytes]) -> Iterator[Told]:
    """What stands under its hash, the signature over it, and whose it is."""
    about = receipt.reference
    if c1_hash(canonical(facts(row))) != row.digest:
        yield about, f"{about}: the facts of a statement added to it are not those that its hash stands for."
    if not is_signed_with(keys, row.digest, row.signature, row.key_id, PURPOSE):
        yield about, f"{about}: the hash of a statement added to it is not signed with a key of the portal."
    if row.person_id != receipt.person_id:
        yield about, f"{about}: a statement was added to it by somebody whose acknowledgement it is not."


def _entry(row: AddedStatement, entries: list[Entry], destroyed: set[tuple[int, str]]) -> Iterator[Told]:
    """The one entry that the trail has of it, written in the same transaction."""
    about = row.acknowledgement.reference
    if len(entries) != 1:
        how = "no entry" if not entries else f"{len(entries)} entries"
        yield about, f"{about}: the trail has {how} of a statement added to it."
        return
    (entry,) = entries
    for name, said, kept in _compared(row, entry, destroyed):
        if said != kept:
            yield about, f"{about}: the trail has another {name} than a statement added to it."


def _compared(row: AddedStatement, entry: Entry, destroyed: set[tuple[int, str]]) -> Iterator[tuple[str, Any, Any]]:
    yield "moment", entry.at, row.at
    yield "department", entry.department_code, row.department.code
    if (entry.pk, "address") not in destroyed:
        yield "network address", entry.address, row.address
    if (entry.pk, "after") not in destroyed:
        kept = {"campaign": row.campaign_id, "kind": row.kind, "text_hash": row.text_hash, "digest": row.digest}
        for name, value in {**kept, "statement_hash": c1_hash(row.text)}.items():
            yield name.replace("_", " "), entry.after.get(name), value


def _removed(
    receipts: Iterable[Acknowledgement],
    added: Iterable[AddedStatement],
    entries: dict[str, list[Entry]],
) -> Iterator[Told]:
    """Statements of which only the trail tells."""
    kept = {row.acknowledgement.reference for row in added}
    for receipt in receipts:
        about = receipt.reference
        if entries[about] and about not in kept:
            number = entries[about][0].pk
            yield about, f"{about}: entry {number} of the trail tells of a statement added to it, and it is not there."
