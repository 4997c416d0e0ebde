"""Every acknowledgement, with what was added to it, computed again from what is stored: what does not agree is named.

Each fact of an acknowledgement stands under the hash of its receipt, which the portal signed, or in the entry of the
trail, or in both; so whoever changes one in the database has to change what they cannot. The trail itself is
`verify_audit`'s business. Not covered is the name of the browser: a note that nothing rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef

from acknowledgements import receipts
from acknowledgements.checking_added import added_to
from acknowledgements.models import Acknowledgement, Annulment, KioskSigning, Method
from acknowledgements.services.acknowledging import OBJECT_KIND
from acknowledgements.wording import hash_of
from foundation import signing
from foundation.audit.models import DestroyedValue, Entry
from foundation.canonical import c1_hash
from policy.models import Version

BATCH = 500
MOST_FINDINGS = 100
ACKNOWLEDGED, ANNULLED = "acknowledgements.acknowledged", "acknowledgements.annulled"
_IN_THE_TRAIL = {
    "campaign": "campaign_id",
    "version": "version_id",
    "text_hash": "text_hash",
    "statements_hash": "statements_hash",
    "method": "method",
    "digest": "digest",
}
"""What the entry says under which name, and the column of the acknowledgement that it must be."""


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree: of which acknowledgement (or version), and what, in a sentence."""

    about: str
    sentence: str


@dataclass
class Report:
    """What was computed, and what was found."""

    acknowledgements: int = 0
    annulled: int = 0
    added: int = 0
    """Statements that were added to them."""
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    """How many findings there were: past a bound they are counted and no longer kept."""

    def add(self, found: Iterator[Finding]) -> None:
        """Count what was found, and keep it up to the bound."""
        for finding in found:
            self.found += 1
            if len(self.findings) < MOST_FINDINGS:
                self.findings.append(finding)


@dataclass
class _Batch:
    """Some acknowledgements with what the trail and the annulments say of them."""

    rows: list[Acknowledgement]
    entries: dict[str, list[Entry]]
    annulments: dict[int, Annulment]
    destroyed: set[tuple[int, str]]

    def is_destroyed(self, entry: Entry, name: str) -> bool:
        """Whether a court had a field of the entry destroyed: nothing can be compared with it any more."""
        return (entry.pk, name) in self.destroyed


def verify(progress: Callable[[int], None] = lambda _done: None) -> Report:
    """Compute everything again; as much at a time as one batch holds."""
    report, texts, keys = Report(), _Texts(), signing.trusted_keys()
    rows = Acknowledgement.objects.order_by("pk").select_related(
        "person",
        "version",
        "department",
        "paper__sheet",
        "paper__witness",
        "paper__recorded_by",
        "at_kiosk__code__issued_by",
    )
    rows = rows.defer("version__text", "version__front_matter")
    remaining = rows.iterator(chunk_size=BATCH)
    while some := list(islice(remaining, BATCH)):
        batch = _batch(some)
        for row in some:
            report.add(_receipt(row, keys))
            report.add(_text(row, texts))
            report.add(_entry(row, batch))
            report.add(_annulment(row, batch))
        added, told = added_to(some, keys)
        report.add(Finding(*one) for one in told)
        report.added += added
        report.acknowledgements += len(some)
        report.annulled += sum(row.annulled_at is not None for row in some)
        progress(report.acknowledgements)
    report.add(_removed())
    return report


class _Texts:
    """Whether each version's text is still what its hash says: each is read once, and only the answer kept."""

    def __init__(self) -> None:
        self._agree: dict[int, bool] = {}

    def agree(self, version: Version) -> bool:
        if version.pk not in self._agree:
            text = Version.objects.values_list("text", flat=True).get(pk=version.pk)
            self._agree[version.pk] = c1_hash(text) == version.text_hash
        return self._agree[version.pk]


def _batch(rows: list[Acknowledgement]) -> _Batch:
    entries: dict[str, list[Entry]] = {}
    references = [row.reference for row in rows]
    told = Entry.objects.filter(
        object_kind=OBJECT_KIND, object_id__in=references, act__in=[ACKNOWLEDGED, ANNULLED]
    ).order_by("pk")
    for entry in told:
        entries.setdefault(entry.object_id, []).append(entry)
    confirmed = Annulment.objects.filter(acknowledgement__in=rows, decision=Annulment.Decision.CONFIRMED)
    gone = DestroyedValue.objects.filter(entry__object_kind=OBJECT_KIND, entry__object_id__in=references).values_list(
        "entry_id", "field"
    )
    return _Batch(rows, entries, {one.acknowledgement_id: one for one in confirmed}, set(gone))


def _receipt(row: Acknowledgement, keys: dict[str, bytes]) -> Iterator[Finding]:
    """The statements, the facts under the hash, and the signature over it."""
    if hash_of(row.statements) != row.statements_hash:
        yield Finding(row.reference, f"{row.reference}: the statements kept are not those that their hash stands for.")
    if receipts.digest_of(row) != row.digest:
        yield Finding(row.reference, f"{row.reference}: its facts are not those that its hash stands for.")
    if not receipts.is_signed(row, keys):
        yield Finding(row.reference, f"{row.reference}: its hash is not signed with a key of the portal.")


def _text(row: Acknowledgement, texts: _Texts) -> Iterator[Finding]:
    """The text that was shown is the version's, as it stands there now."""
    if row.text_hash != row.version.text_hash:
        yield Finding(row.reference, f"{row.reference}: it is bound to another text than that of its version.")
    if not texts.agree(row.version):
        yield Finding(row.reference, f"{row.reference}: the text of its version is not what the version's hash says.")


def _entry(row: Acknowledgement, batch: _Batch) -> Iterator[Finding]:
    """The one entry that the trail has of it, written in the same transaction."""
    made = [entry for entry in batch.entries.get(row.reference, []) if entry.act == ACKNOWLEDGED]
    if len(made) != 1:
        how = "no entry" if not made else f"{len(made)} entries"
        yield Finding(row.reference, f"{row.reference}: the trail has {how} of its being made.")
        return
    (entry,) = made
    for name, said, kept in _compared(row, entry, batch):
        if said != kept:
            yield Finding(row.reference, f"{row.reference}: the trail has another {name} than the acknowledgement.")


def _compared(row: Acknowledgement, entry: Entry, batch: _Batch) -> Iterator[tuple[str, Any, Any]]:
    """What the entry says beside what is kept; a value that was destroyed by the procedure is left out."""
    yield "moment of recording", entry.at, row.recorded_at
    yield "department", entry.department_code, row.department.code
    if not batch.is_destroyed(entry, "address"):
        # On paper the address is the recorder's, and no business of the receipt.
        yield "network address", "" if row.is_on_paper else entry.address, row.address
    if not batch.is_destroyed(entry, "after"):
        for name, column in _IN_THE_TRAIL.items():
            yield name.replace("_", " "), entry.after.get(name), getattr(row, column)
        if row.method == Method.KIOSK:
            used: KioskSigning | None = getattr(row, "at_kiosk", None)
            yield "one-time code", entry.after.get("code"), used.code_id if used else None
            yield "issuer of the code", entry.after.get("code_issued_by"), used.code.issued_by.number if used else None


def _annulment(row: Acknowledgement, batch: _Batch) -> Iterator[Finding]:
    """Annulled, it has the decision of two people and its entry; not annulled, it has neither."""
    decided = batch.annulments.get(row.pk)
    entries = [entry for entry in batch.entries.get(row.reference, []) if entry.act == ANNULLED]
    told: datetime | None = entries[0].at if entries else None
    if row.annulled_at is None and (decided or told):
        yield Finding(row.reference, f"{row.reference}: it was annulled, and is kept as if it were not.")
    elif row.annulled_at is not None and (decided is None or decided.decided_at != row.annulled_at):
        yield Finding(row.reference, f"{row.reference}: it is marked as annulled, and no two people decided so then.")
    elif row.annulled_at != told:
        yield Finding(row.reference, f"{row.reference}: the trail does not have its annulment at that moment.")


def _removed() -> Iterator[Finding]:
    """Acknowledgements of which only the trail tells."""
    kept = Acknowledgement.objects.filter(reference=OuterRef("object_id"))
    gone = Entry.objects.filter(object_kind=OBJECT_KIND, act=ACKNOWLEDGED).exclude(Exists(kept)).order_by("pk")
    for reference, number in gone.values_list("object_id", "pk").iterator(chunk_size=BATCH):
        sentence = (
            f"{reference}: entry {number} of the trail tells of it, and it is not there: it was removed or renamed."
        )
        yield Finding(reference, sentence)
