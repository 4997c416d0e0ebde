"""One-time codes for the kiosk: issued for one or many, shown once, and used once.

A code is kept as a keyed digest over employee number and code together: with another number it is nothing, and nobody
learns from an answer whether a number exists.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from acknowledgements.models import Campaign, Kiosk, KioskCode
from acknowledgements.permissions import issuable_people, issues_for_everybody
from directory.models import Employee
from directory.services.sign_in_codes import ALPHABET
from foundation import clock, dated_settings, dates
from foundation.actor import Actor
from foundation.audit.services import Act, record, record_many
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, PortalError, Refusal, TooOften
from foundation.throttling import take_back, wait_for
from notifications.services import Letter, notify_many

AT_ONCE = 100
"""How many slips are made with one button."""
LENGTH = 8
"""31 signs to the power of 8 are 40 bits: with eight tries in a quarter of an hour a guess takes millions of years."""
WINDOW = 15 * 60
TRIES_FOR_A_NUMBER = 8
FAILURES_ON_A_KIOSK = 40
"""In a quarter of an hour; who gets in is not counted, so that a whole crew can come one after the other."""
_LONGEST = 40
_LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Slip:
    """A code with what was shown of it once, to be printed and handed over."""

    code: KioskCode
    shown: str


@transaction.atomic
def issue_codes(
    *, by: Actor, people: Collection[Employee], is_handed_over: bool, on: Kiosk | None = None
) -> list[Slip]:
    """Make a code for each of several people, all or none; each revokes the person's earlier one.

    `on` is the kiosk in whose browser this is done. Raises `Refusal` where one of them is nobody's to issue for.
    """
    if by.person is None:
        raise Refusal("A person must issue codes.", clause=CITY_PROCEDURE)
    wanted = {person.pk: person for person in people}
    locked = list(Employee.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    at = clock.now()
    _require_something_to_issue(locked, is_handed_over, at)
    allowed = set(issuable_people(by.person, at).filter(pk__in=wanted).values_list("pk", flat=True))
    for person in locked:
        if person.pk not in allowed:
            raise _not_yours(person)
    capacity = "Employee Relations" if issues_for_everybody(by.person, at) else "Supervisor"
    revoked = dict(KioskCode.objects.open().filter(person__in=locked).values_list("person_id", "pk"))
    KioskCode.objects.open().filter(person__in=locked).update(revoked_at=at)
    until = at + timedelta(minutes=dated_settings.value("term.kiosk_code_minutes", at))
    slips = [_slip(person, by, by.person, capacity, at, until, on) for person in locked]
    KioskCode.objects.bulk_create([slip.code for slip in slips])
    _tell(by, slips, revoked, at)
    return slips


def _require_something_to_issue(people: list[Employee], is_handed_over: bool, at: datetime) -> None:
    if not people:
        raise InvalidInput("Choose at least one person.", field="numbers")
    if len(people) > AT_ONCE:
        raise InvalidInput(
            f"At most {AT_ONCE} slips are made at once.", why=f"These are {len(people)}.", field="numbers"
        )
    if not is_handed_over:
        raise InvalidInput(
            "A code is handed to nobody but its person.",
            remedy="Tick that you will do so.",
            field="is_handed_over",
        )
    if not Campaign.objects.running(at).exists():
        raise Conflict(
            "No codes were made.",
            why="No campaign runs: there is nothing to acknowledge at a kiosk.",
            remedy="Make them when a campaign has opened.",
        )


def _not_yours(person: Employee) -> Refusal:
    return Refusal(
        f"You cannot issue a code for {person.name}.",
        why="A supervisor issues codes for the own people, Employee Relations for anybody; nobody for themselves, and "
        "not for who has left or is suspended.",
        clause=CITY_PROCEDURE,
        remedy="Leave this person out, or ask Employee Relations. No code was made.",
    )


def _slip(
    person: Employee, by: Actor, issuer: Employee, capacity: str, at: datetime, until: datetime, on: Kiosk | None
) -> Slip:
    plain = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    code = KioskCode(
        person=person,
        digest=_digest(person.number, plain),
        issued_by=issuer,
        capacity=capacity,
        issued_at=at,
        expires_at=until,
        issued_on=on,
        issued_from=by.address,
    )
    return Slip(code, f"{plain[:4]}-{plain[4:]}")


def _digest(number: str, plain: str) -> str:
    return salted_hmac("acknowledgements.kiosk_code", f"{number}\n{plain}", algorithm="sha256").hexdigest()


def _tell(by: Actor, slips: list[Slip], revoked: dict[int, int], at: datetime) -> None:
    acts = [
        Act(
            "acknowledgements.kiosk_code_issued",
            slip.code,
            capacity=slip.code.capacity,
            clause=CITY_PROCEDURE,
            after={
                "for": slip.code.person.number,
                "until": slip.code.expires_at.isoformat(),
                "kiosk": slip.code.issued_on_id,
                "revoked": revoked.get(slip.code.person_id),
            },
        )
        for slip in slips
    ]
    record_many(by=by, at=at, acts=acts)
    letters = [
        Letter(
            to=slip.code.person,
            subject=f"{by.name} made a one-time code for you",
            body=f"With it one acknowledges at a kiosk in your name, once, until {dates.moment(slip.code.expires_at)}. "
            "If nobody hands it to you, tell Employee Relations.",
            link=reverse("acknowledgements:mine"),
            key=f"kiosk-code:{slip.code.pk}",
        )
        for slip in slips
    ]
    notify_many(by=by, kind="acknowledgements.kiosk", letters=letters, at=at)


def use_code(*, number: str, code: str, on: Kiosk, address: str = "") -> KioskCode:
    """Let the person in whose code this is, once; throttled for each number and each kiosk.

    Raises `TooOften`; `InvalidInput` where the two do not go together, in the same words whether the number exists or
    not; and, for who holds a code that was right, the reason why it no longer lets anybody in.
    """
    number, plain = number.strip(), "".join(sign for sign in code.upper() if sign.isalnum())
    at = clock.now()
    _slow_down(number, on, at)
    if len(number) > _LONGEST_NUMBER or len(plain) > _LONGEST:
        raise _wrong()
    used = _use(number, plain, on, address)
    take_back(_of_kiosk(on), seconds=WINDOW, at=at)
    return used


def _wrong() -> InvalidInput:
    """The same words for a number that nobody has, a code that nobody has, and another person's code."""
    return InvalidInput(
        "This number and this code do not go together.",
        why="A code is good for one person's number alone.",
        remedy="Type both again as they are printed. If it fails again, ask who gave you the slip for a new one.",
    )


@transaction.atomic
def _use(number: str, plain: str, on: Kiosk, address: str) -> KioskCode:
    row = (
        KioskCode.objects.select_for_update(of=("self",))
        .select_related("person", "issued_by")
        .filter(digest=_digest(number, plain))
        .first()
    )
    if row is None:
        raise _wrong()
    at = clock.now()
    wrong = _no_longer_good(row, at)
    if wrong is not None:
        raise wrong
    won = KioskCode.objects.open().filter(pk=row.pk).update(used_at=at, used_on=on, used_from=address)
    if not won:
        raise _used_already()
    row.refresh_from_db(fields=["used_at", "used_on", "used_from"])
    record(
        by=Actor.of_person(row.person, address=address),
        act="acknowledgements.kiosk_code_used",
        on=row,
        at=at,
        capacity="employee",
        clause=CITY_PROCEDURE,
        after={"kiosk": on.pk, "issued_by": row.issued_by.number, "same_browser": row.is_same_browser},
    )
    return row


def _no_longer_good(row: KioskCode, at: datetime) -> PortalError | None:
    if row.used_at is not None:
        return _used_already()
    if row.revoked_at is not None:
        return Conflict(
            "This code is no longer good.",
            why="A newer one was made for you.",
            remedy="Use the newer slip, or ask for another one.",
        )
    if row.expires_at <= at:
        return Conflict(
            "This code is no longer good.",
            why=f"Its time was over at {dates.moment(row.expires_at)}.",
            remedy="Ask your supervisor or Employee Relations for a new one.",
        )
    return who_is_out(row.person, at)


def _used_already() -> Conflict:
    return Conflict(
        "This code was used already.",
        why="Each code lets its person in once.",
        remedy="Ask your supervisor or Employee Relations for a new one. If it was not you who used it, tell Employee "
        "Relations now.",
    )


def who_is_out(person: Employee, at: datetime) -> Refusal | None:
    """The refusal for somebody who left or was suspended, also between two clicks; None for everybody else."""
    if Employee.objects.may_sign_in(at).filter(pk=person.pk).exists():
        return None
    return Refusal(
        "You cannot go on at the kiosk.",
        why="According to the roster you do not work for the City now, or are suspended.",
        clause=CITY_PROCEDURE,
        remedy="If that is wrong, ask your supervisor or Employee Relations to have it corrected.",
    )


def _slow_down(number: str, on: Kiosk, at: datetime) -> None:
    """Count this try for the number, and for the kiosk until it turns out to be right."""
    keys = {f"kiosk-number:{_digest(number[:_LONGEST], '')}": TRIES_FOR_A_NUMBER, _of_kiosk(on): FAILURES_ON_A_KIOSK}
    wait = max([wait_for(key, at_most=most, seconds=WINDOW, at=at) for key, most in keys.items()])
    if wait:
        minutes = -(-wait // 60)
        raise TooOften(
            "There were too many tries.",
            wait=wait,
            why="So that nobody can guess a code, only some are taken in a quarter of an hour.",
            remedy=f"Try again in {minutes} minute{'' if minutes == 1 else 's'}, or go to Employee Relations.",
        )


def _of_kiosk(on: Kiosk) -> str:
    return f"kiosk:{on.pk}"
