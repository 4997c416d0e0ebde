"""Verifying the trail: everything is computed again, seal by seal, in bounded memory.

From the seal on, the first entry that was altered, removed, added or re-ordered is named. Whoever has the database
and not the portal's key cannot make a seal; whoever has both can rewrite everything after the last root that left the
house, which is why roots are mailed: `verify(known_root=…)` asks for one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from foundation import signing
from foundation.audit import merkle
from foundation.audit.digests import entry_digest
from foundation.audit.models import Seal
from foundation.audit.sealing import (
    PURPOSE,
    Window,
    destroyed_in,
    ends_of_series,
    not_yet_sealed,
    payload,
    rows,
    unpack,
)

MOST_FINDINGS = 100


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed: what, in which seal, which entry where it can be named."""

    kind: str
    sentence: str
    seal: str = ""
    entry: int | None = None


@dataclass
class Report:
    """What a verification found."""

    seals: int = 0
    entries: int = 0
    latest_root: str = ""
    unsealed: int = 0
    unsealed_since: datetime | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def add(self, found: Iterator[Finding]) -> None:
        """Keep what was found, up to a bound: the first is what matters."""
        for finding in found:
            if len(self.findings) < MOST_FINDINGS:
                self.findings.append(finding)


def verify(known_root: str = "") -> Report:
    """Compute everything again. `known_root` is a root noted elsewhere: it must still stand in the chain."""
    report = Report()
    keys, ends = signing.trusted_keys(), ends_of_series()
    wanted = known_root.strip().lower()
    met = not wanted
    previous: Seal | None = None
    for seal in Seal.objects.order_by("id").iterator(chunk_size=5):
        report.add(_chain(seal, previous))
        report.add(_seal_itself(seal, keys))
        report.add(_entries(seal, Window.of(seal, ends)))
        report.seals += 1
        report.entries += seal.count
        met = met or wanted in {seal.root, seal.merkle_root}
        previous = seal
    report.latest_root = previous.root if previous else ""
    if not met:
        report.add(iter([_unknown_root(wanted, previous)]))
    report.unsealed, report.unsealed_since = not_yet_sealed()
    return report


def _name(seal: Seal) -> str:
    return f"{seal.series_id}.{seal.number}"


def _unknown_root(wanted: str, latest: Seal | None) -> Finding:
    sentence = (
        f"The root {wanted} is not in this trail: seals were removed or replaced since it was noted, "
        "or the database was restored from a copy older than it."
    )
    return Finding("root unknown", sentence, _name(latest) if latest else "")


def _chain(seal: Seal, previous: Seal | None) -> Iterator[Finding]:
    name = _name(seal)
    if seal.previous != (previous.root if previous else ""):
        after = f"seal {_name(previous)}" if previous else "the beginning"
        yield Finding("seal removed", f"Seal {name} does not follow {after}: a seal between them is gone.", name)


def _seal_itself(seal: Seal, keys: dict[str, bytes]) -> Iterator[Finding]:
    name = _name(seal)
    said = payload(seal)
    if hashlib.sha256(said).hexdigest() != seal.root:
        yield Finding("seal altered", f"Seal {name} was altered: what it says is not what its root stands for.", name)
    elif seal.key not in keys:
        yield Finding("key unknown", f"Seal {name} is signed with a key that is not the portal's.", name)
    elif not signing.verify_with(keys, said, signing.Signature(seal.key, bytes(seal.signature)), purpose=PURPOSE):
        yield Finding("seal altered", f"Seal {name} was altered: its signature is not the portal's.", name)


def _entries(seal: Seal, window: Window) -> Iterator[Finding]:
    """Compare the rows in a seal's window with the ids and digests that it lists."""
    members = unpack(bytes(seal.members))
    listed = dict(members)
    if merkle.root([digest for _, digest in members]).hex() != seal.merkle_root or len(members) != seal.count:
        yield from _unlisted(seal, window)
        return
    destroyed = destroyed_in(window.condition)
    wrong: list[tuple[int, Mapping[str, Any]]] = []
    missing = set(listed)
    added: list[int] = []
    for row in rows(window.condition):
        number = row["id"]
        if number not in listed:
            added.append(number)
            continue
        missing.discard(number)
        if entry_digest(row, seal.form, destroyed.get(number)) != listed[number] and len(wrong) < MOST_FINDINGS:
            wrong.append((number, row))
    name = _name(seal)
    found = [_altered(name, number, row, wrong, listed, seal.form) for number, row in wrong]
    found += [Finding("removed", f"Entry {n}, sealed in seal {name}, was removed.", name, n) for n in sorted(missing)]
    found += [Finding("added", f"Entry {n} was added behind seal {name}: it was not sealed.", name, n) for n in added]
    yield from sorted(found, key=lambda finding: finding.entry or 0)


def _altered(
    name: str,
    number: int,
    row: Mapping[str, Any],
    wrong: list[tuple[int, Mapping[str, Any]]],
    listed: Mapping[int, bytes],
    form: int,
) -> Finding:
    """Whether what stands at a place is another entry of the batch (re-ordered), or one that was never sealed."""
    for other, _ in wrong:
        if other != number and entry_digest({**row, "id": other}, form) == listed[other]:
            sentence = f"Entry {number} was re-ordered: seal {name} holds what stands there now as entry {other}."
            return Finding("re-ordered", sentence, name, number)
    return Finding("altered", f"Entry {number} is not what seal {name} holds: it was altered.", name, number)


def _unlisted(seal: Seal, window: Window) -> Iterator[Finding]:
    """What can still be said where the seal's own list was altered: whether the entries lead to its root."""
    name = _name(seal)
    destroyed = destroyed_in(window.condition)
    digests = [entry_digest(row, seal.form, destroyed.get(row["id"])) for row in rows(window.condition)]
    if merkle.root(digests).hex() == seal.merkle_root:
        sentence = f"The list of entries in seal {name} was altered; entries {seal.first_id} to {seal.last_id} are not."
        yield Finding("seal altered", sentence, name)
        return
    sentence = (
        f"Entries {seal.first_id} to {seal.last_id} do not lead to the root of seal {name}, and its list of them "
        "was altered too: which of them was, only a copy from elsewhere can tell."
    )
    yield Finding("seal altered", sentence, name, seal.first_id)
