"""Asking for a power: `require` answers for a moment, `decide_under` locks first and gives the moment to decide at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Refusal
from powers.basis import hold_text
from powers.catalogue import Power, power_of
from powers.decisions import Holding, authority_of, holders
from powers.models import Appointment, Designation, Reading
from powers.picture import Picture

NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Decision:
    """The instrument under which something is decided, locked, and the moment read after the last lock."""

    holding: Holding
    at: datetime


def require(by: Actor, power: Power | str, department: Department, at: datetime) -> Holding:
    """The holding under which somebody may use a power for a department at a moment, the office before a designation.

    Raises `Refusal` with the clause, and names who may; or says that no clause of the version in force is matched. The
    caller hands the holding (its instrument, capacity and basis) to the trail.
    """
    asked = power_of(power) if isinstance(power, str) else power
    picture = Picture(at)
    everybody = holders(asked, department, at, at, picture)
    own = [holding for holding in everybody if by.person is not None and holding.holder_id == by.person.pk]
    if own:
        return own[0]
    name = picture.tree.name(department.pk, at)
    basis = picture.basis(asked)
    if not basis.is_matched:
        raise Refusal(
            f"You may not {asked.name} for {name}.", why=basis.sentence, clause=basis.clause, remedy=basis.remedy
        )
    raise Refusal(
        f"You may not {asked.name} for {name}.",
        why=f"This rests on {basis.citation}, and you do not hold that power for {name} now.",
        clause=basis.clause,
        remedy=_who_may(everybody, asked, department, picture),
    )


def _who_may(everybody: list[Holding], power: Power, department: Department, picture: Picture) -> str:
    if not everybody:
        return authority_of(department, picture.at, picture.known_at, power, picture).sentence
    names = [f"{held.instrument.holder.name} ({held.capacity})" for held in everybody[:NAMED_AT_MOST]]
    return f"Ask {' or '.join(names)}."


def decide_under(*, by: Actor, power: Power | str, department: Department) -> Decision:
    """Lock what a power rests on, read the clock once after the last lock, and ask (DESIGN 3.6).

    Call inside a transaction, after the locks on what is decided. Whoever ends or replaces one of these instruments
    locks the same rows: what is decided here comes wholly before it or is refused. Raises `Refusal` like `require`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("decide_under locks rows: call it inside a transaction.")
    asked = power_of(power) if isinstance(power, str) else power
    locked: set[tuple[str, int]] = set()
    if asked.basis != CITY_PROCEDURE:
        hold_text()  # first, as who publishes or matches does
    while True:
        at = clock.now()
        holding = require(by, asked, department, at)
        key = (holding.capacity, holding.instrument.pk)
        if key in locked:
            return Decision(holding, at)
        _lock(holding, asked)
        # Another instrument may have come in place of the first while we waited: then that one is locked too.
        locked.add(key)


def _lock(holding: Holding, power: Power) -> None:
    """Lock in one order everywhere: people, appointments of the office, the designation, readings of the power."""
    people = {holding.holder_id, holding.appointment.holder_id}
    _take(Employee.objects.filter(pk__in=people))
    _take(Appointment.objects.not_superseded().filter(department_id=holding.office_id))
    if isinstance(holding.instrument, Designation):
        _take(Designation.objects.not_superseded().filter(lineage=holding.instrument.lineage))
    _take(Reading.objects.not_superseded().filter(power=power.code))


def _take(rows: QuerySet[Any]) -> None:
    list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
