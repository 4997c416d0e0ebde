"""The list of accounts of parties and candidates that Employee Relations keeps (IV.G, second sentence)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.basis import NO_PARTY_LINK
from accounts.models import PartyAccount, PartyKind
from accounts.permissions import person_behind
from accounts.sites import Address
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.effective import end, supersede
from foundation.errors import Conflict, InvalidInput
from foundation.staleness import mark_of, refuse_stale


@dataclass(frozen=True)
class PartyEntry:
    """One line of the list as somebody describes it; days are the first and the last on which it holds."""

    name: str
    kind: str
    address: Address
    source: str
    since: date
    through: date | None = None
    election: str = ""
    is_partisan: bool = True
    is_office_account: bool = False
    why_spared: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of `PartyAccount`; raises `InvalidInput` for what cannot stand there."""
        _check(self)
        return {
            "name": self.name.strip(),
            "kind": self.kind,
            "identity": self.address.identity,
            "url": self.address.url,
            "election": self.election.strip(),
            "is_partisan": self.is_partisan,
            "is_office_account": self.is_office_account,
            "why_spared": self.why_spared.strip(),
            "source": self.source.strip(),
            "effective_from": clock.start_of(self.since),
            "effective_until": clock.end_of(self.through) if self.through else None,
        }


def mark_of_entry(row: PartyAccount) -> str:
    """The mark of the entry that a form was opened on."""
    return mark_of({"row": row.pk})


@transaction.atomic
def list_party_account(*, by: Actor, entry: PartyEntry) -> PartyAccount:
    """Add an account of a party or candidate to the list."""
    at = clock.now()
    person = person_behind(by, "This list is kept by people.")
    require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot add to this list.")
    columns = entry.columns()
    try:
        with transaction.atomic():
            row = PartyAccount.objects.create(**columns, recorded_at=at, entered_by=person)
    except IntegrityError as error:
        raise _is_listed(error, columns["identity"]) from None
    _record(by, row, at, {}, entry, act="accounts.party_listed")
    return row


@transaction.atomic
def change_party_account(*, by: Actor, row: PartyAccount, entry: PartyEntry, seen: str | None = None) -> PartyAccount:
    """Correct an entry; what it said before stays as what was known then. Nothing is written where nothing changes."""
    row = _latest(row)
    at = clock.now()
    require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot change this list.")
    refuse_stale(seen, mark_of_entry(row), f"The entry of {row.name}")
    columns = entry.columns()
    changed = {name: new for name, new in columns.items() if getattr(row, name) != new}
    if not changed:
        return row
    before = {name: _shown(getattr(row, name)) for name in changed}
    try:
        with transaction.atomic():
            successor = supersede(row, at=at, **changed, entered_by=by.person)
    except IntegrityError as error:
        raise _is_listed(error, columns["identity"]) from None
    _record(by, successor, at, before, entry, act="accounts.party_changed")
    return successor


@transaction.atomic
def end_party_account(*, by: Actor, row: PartyAccount, through: date, seen: str | None = None) -> PartyAccount:
    """End an entry with a day: after an election, or where the account is gone."""
    row = _latest(row)
    at = clock.now()
    require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot change this list.")
    refuse_stale(seen, mark_of_entry(row), f"The entry of {row.name}")
    until = clock.end_of(through)
    if until <= row.effective_from:
        raise InvalidInput("An entry ends after it begins.", field="through")
    if row.effective_until is not None and row.effective_until <= at:
        raise Conflict(
            f"The entry of {row.name} has ended already.",
            remedy="Correct the entry where its last day is wrong.",
        )
    before = {"effective_until": _shown(row.effective_until)}
    ended = end(row, until=until, at=at)
    after = {"effective_until": _shown(until)}
    record(
        by=by, act="accounts.party_ended", on=_subject(ended), at=at, clause=NO_PARTY_LINK, before=before, after=after
    )
    return ended


def entry_of(row: PartyAccount) -> PartyEntry:
    """An entry as a form shows it; its address is as it stands."""
    return PartyEntry(
        name=row.name,
        kind=row.kind,
        address=Address(row.identity.partition(":")[0], row.identity, row.identity, row.url),
        source=row.source,
        since=clock.city_date(row.effective_from),
        through=row.last_day,
        election=row.election,
        is_partisan=row.is_partisan,
        is_office_account=row.is_office_account,
        why_spared=row.why_spared,
    )


def _check(entry: PartyEntry) -> None:
    for field, text in (("name", entry.name), ("source", entry.source)):
        if not text.strip():
            raise InvalidInput(f"An entry has a {field}.", field=field)
    if entry.kind not in PartyKind.values:
        raise InvalidInput("Say whether it is a party or a candidate.", field="kind")
    if entry.kind == PartyKind.CANDIDATE and not entry.election.strip():
        raise InvalidInput("Say in which election.", why="A candidate stands in an election.", field="election")
    if entry.is_office_account and not entry.why_spared.strip():
        raise InvalidInput(
            "Say why it is spared.",
            why="An official's office account is marked, so that links to it are no finding.",
            field="why_spared",
        )
    if entry.through is not None and entry.through < entry.since:
        raise InvalidInput("The last day is not before the first.", field="through")


def _latest(row: PartyAccount) -> PartyAccount:
    """The row that is held true now, locked."""
    found: PartyAccount | None = (
        PartyAccount.objects.not_superseded().filter(lineage=row.lineage).select_for_update().first()
    )
    if found is None:
        raise Conflict("This entry is no longer on the list.", remedy="Look at the list again.")
    return found


def _is_listed(error: IntegrityError, identity: str) -> InvalidInput:
    other = PartyAccount.objects.not_superseded().filter(identity=identity).first()
    if other is None:
        raise error
    return InvalidInput(
        "This address is on the list already.",
        why=f"It is the entry of {other.name}, and the days overlap.",
        remedy="Correct that entry, or give days on which it does not hold.",
        field="url",
    )


def _subject(row: PartyAccount) -> Subject:
    return Subject(kind="accounts.partyaccount", id=str(row.lineage), label=row.name)


def _record(by: Actor, row: PartyAccount, at: datetime, before: dict[str, Any], entry: PartyEntry, *, act: str) -> None:
    said = {name: _shown(value) for name, value in asdict(entry).items() if name not in {"address", "why_spared"}}
    after = {**said, "identity": row.identity, "why_spared_hash": c1_hash(row.why_spared) if row.why_spared else ""}
    record(by=by, act=act, on=_subject(row), at=at, clause=NO_PARTY_LINK, before=before, after=after)


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
