"""Acknowledging: one act, bound to the exact text shown, one for each person and version (DESIGN 3.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.urls import reverse

from acknowledgements import receipts
from acknowledgements.asking import campaign_asking
from acknowledgements.audience import Place, place_of, place_while_running
from acknowledgements.models import (
    Acknowledgement,
    AudienceKind,
    Campaign,
    CampaignState,
    KioskCode,
    KioskSigning,
    Method,
    Statement,
)
from acknowledgements.names import is_name_of
from acknowledgements.reach import AskedOf
from acknowledgements.wording import Shown, hash_of, shown_to
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, NotVisible, PortalError, Refusal
from foundation.prepared import PreparedInsert, together
from notifications.services import notify

_insert = PreparedInsert(Acknowledgement)

OBJECT_KIND = "acknowledgements.acknowledgement"
_BROWSER_LENGTH = 300
_NAME_LENGTH = 200
_REFERENCES_TO_TRY = 3
_TICK = "statement_"
_TICKED = frozenset({"on", "true", "True"})


@dataclass(frozen=True)
class Receipt:
    """The acknowledgement that stands, and whether this call made it (`False`: it was there before)."""

    acknowledgement: Acknowledgement
    is_new: bool


@dataclass(frozen=True)
class Signing:
    """What a person sends: what was shown (by hash), what was ticked (by kind), and the name typed."""

    text_hash: str
    statements_hash: str
    ticked: Collection[str]
    typed_name: str
    browser: str = ""
    code: KioskCode | None = None
    """The one-time code that let the person in, at a kiosk."""

    @classmethod
    def of_form(cls, data: Mapping[str, str], *, browser: str = "", code: KioskCode | None = None) -> Signing:
        """What the page's form sends (`acknowledgements.forms.AcknowledgeForm`); what is missing is empty."""
        ticks = (
            name.removeprefix(_TICK) for name, value in data.items() if name.startswith(_TICK) and value in _TICKED
        )
        return cls(
            text_hash=data.get("text_hash", ""),
            statements_hash=data.get("statements_hash", ""),
            ticked=frozenset(ticks),
            typed_name=data.get("typed_name", "").strip(),
            browser=browser,
            code=code,
        )

    @property
    def method(self) -> Method:
        """How it is acknowledged."""
        return Method.KIOSK if self.code else Method.ELECTRONIC


def acknowledge(*, by: Actor, campaign_id: int, signing: Signing) -> Receipt:
    """Record that a person was given the version of a campaign and has read it; the first one counts.

    Twice, or in two tabs, is one: the database refuses the second, which is answered with the first's receipt.
    Raises `Conflict` for a stale form or a campaign that does not run, `InvalidInput` for a missing tick or another
    name, `Refusal` for who has left or is not bound.
    """
    if by.person is None:
        raise Refusal("Only a person can acknowledge.", clause=CITY_PROCEDURE)
    for attempt in range(_REFERENCES_TO_TRY):
        try:
            return Receipt(_write(by, by.person, campaign_id, signing), is_new=True)
        except IntegrityError:
            first = standing_receipt(by.person, campaign_id)
            if first is not None:
                return Receipt(first, is_new=False)
            # Two references were equal, once in a lifetime: draw another.
            if attempt == _REFERENCES_TO_TRY - 1:
                raise
    raise AssertionError("unreachable")


def standing_receipt(person: Employee, campaign_id: int) -> Acknowledgement | None:
    """The acknowledgement that counts for a campaign's version: of that version, else one that carries over to it."""
    asked = Q(version__campaigns=campaign_id) | Q(version__counted_for__version__campaigns=campaign_id)
    return (
        Acknowledgement.objects.not_annulled()
        .filter(asked, person=person)
        .order_by("-version_id", "-pk")
        .select_related("version__regulation", "campaign")
        .first()
    )


@dataclass(frozen=True)
class _Ready:
    """What may be written: everything that was looked up and checked but where the person works."""

    campaign: Campaign
    put: list[Statement]
    """All statements of the campaign."""
    statements: list[Shown]
    """Those that were shown."""

    def suits(self, place: Place) -> bool:
        """Whether who works there is asked, and was shown what is put to people of that department."""
        shown = shown_to(self.put, criminal_justice=place.has_criminal_justice_information)
        return place.is_bound and shown == self.statements


def _write(by: Actor, person: Employee, campaign_id: int, signing: Signing) -> Acknowledgement:
    """Check first, without holding anybody up; then lock, ask what may change until then, and write."""
    ready = _ready(person, campaign_id, signing, clock.now())
    with transaction.atomic():
        _lock(campaign_id)
        at = clock.now()
        place = place_while_running(person, campaign_id, at)
        if place is None or not ready.suits(place) or ready.campaign.audience != AudienceKind.EVERYONE:
            ready, place = _checked(person, campaign_id, signing, at)
        acknowledgement = _acknowledgement(by, person, ready, place, signing, at)
        receipts.seal(acknowledgement)
        with together():
            _insert.save(acknowledgement)
            _tell(by, acknowledgement, place, signing.code, at)
        if signing.code:
            KioskSigning.objects.create(acknowledgement=acknowledgement, code=signing.code)
    return acknowledgement


def _ready(person: Employee, campaign_id: int, signing: Signing, at: datetime) -> _Ready:
    """What was sent, checked without a look at opening and roster: both are asked under the lock.

    What is wrong is said by `_checked`, which looks there first: who is not asked hears nothing of ticks and names.
    """
    campaign, put = _campaign(campaign_id)
    for criminal_justice in (False, True) if campaign.state == CampaignState.OPENED else ():
        statements = shown_to(put, criminal_justice=criminal_justice)
        if _wrong_with(person, campaign, statements, signing) is None:
            return _Ready(campaign, put, statements)
    return _checked(person, campaign_id, signing, at)[0]


def _checked(person: Employee, campaign_id: int, signing: Signing, at: datetime) -> tuple[_Ready, Place]:
    campaign, put = _campaign(campaign_id)
    _check_running(campaign, at)
    place = _checked_place(person, campaign, at)
    statements = shown_to(put, criminal_justice=place.has_criminal_justice_information)
    wrong = _wrong_with(person, campaign, statements, signing)
    if wrong is not None:
        raise wrong
    return _Ready(campaign, put, statements), place


def _campaign(campaign_id: int) -> tuple[Campaign, list[Statement]]:
    asked = campaign_asking(campaign_id)
    if asked is None:
        raise NotVisible("There is no such campaign.")
    return asked


def _acknowledgement(
    by: Actor, person: Employee, ready: _Ready, place: Place, signing: Signing, at: datetime
) -> Acknowledgement:
    return Acknowledgement(
        reference=receipts.new_reference(clock.city_date(at).year),
        person=person,
        version=ready.campaign.version,
        campaign=ready.campaign,
        method=signing.method,
        text_hash=signing.text_hash,
        statements=ready.statements,
        statements_hash=signing.statements_hash,
        typed_name=" ".join(signing.typed_name.split()),
        at=at,
        recorded_at=at,
        address=by.address,
        browser=signing.browser[:_BROWSER_LENGTH],
        department_id=place.department_id,
        department_name=place.department_name,
        title=place.title,
    )


def _lock(campaign_id: int) -> None:
    """Keep the campaign from being closed until this transaction ends; acknowledgements do not wait for each other."""
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM acknowledgements_campaign WHERE id = %s FOR KEY SHARE", [campaign_id])


def _check_running(campaign: Campaign, at: datetime) -> None:
    if campaign.is_running(at):
        return
    raise Conflict(
        "Your acknowledgement was not recorded.",
        why=_why_not_running(campaign, at),
        remedy="Ask Employee Relations whether you are still asked to acknowledge.",
    )


def _why_not_running(campaign: Campaign, at: datetime) -> str:
    if campaign.state == CampaignState.PAUSED:
        return "The campaign is paused."
    is_to_come = campaign.opens_at > at or not campaign.opened_at
    return "The campaign is not open." if is_to_come else "The campaign has been closed."


def _checked_place(person: Employee, campaign: Campaign, at: datetime) -> Place:
    place = place_of(person, at)
    if place is None:
        raise Refusal(
            "You cannot acknowledge.",
            why="According to the roster you do not work for the City now.",
            clause=CITY_PROCEDURE,
            remedy="If that is wrong, ask your department to have the roster corrected.",
        )
    if not place.is_bound:
        raise Refusal(
            "You are not asked to acknowledge.",
            why=f"{campaign.version.regulation} does not bind {place.department_name}.",
            clause=CITY_PROCEDURE,
            remedy="If that is wrong, ask Employee Relations.",
        )
    if not AskedOf(person.pk, place.department_id, at).by(campaign):
        raise Refusal(
            "You are not asked to acknowledge.",
            why=f"{campaign.title} is for others: {campaign.get_audience_display().lower()}.",
            clause=CITY_PROCEDURE,
            remedy="Open My acknowledgements to see what is asked of you.",
        )
    return place


def _wrong_with(person: Employee, campaign: Campaign, statements: list[Shown], signing: Signing) -> PortalError | None:
    """What keeps a signing from being taken, or None."""
    if (signing.text_hash, signing.statements_hash) != (campaign.version.text_hash, hash_of(statements)):
        return Conflict(
            "Your acknowledgement was not recorded.",
            why="What you are asked to acknowledge is no longer what your page showed.",
            remedy="Open the page again, read what it says now, and acknowledge that.",
        )
    missing = [statement for statement in statements if statement["kind"] not in signing.ticked]
    if missing:
        return InvalidInput(
            "Tick each statement, or do not acknowledge.",
            why=f"Not ticked: “{missing[0]['text']}”",
            remedy="If you cannot say this, ask Employee Relations; nothing has been recorded.",
            field=f"statement_{missing[0]['kind']}",
        )
    if (
        len(signing.typed_name) > _NAME_LENGTH
        or "\0" in signing.typed_name
        or not is_name_of(signing.typed_name, person.name)
    ):
        return InvalidInput(
            "Type your own name as you use it at work.",
            why=f"The portal knows you as {person.name}.",
            remedy="If that is not your name, ask your department to have it corrected.",
            field="typed_name",
        )
    return None


def _tell(by: Actor, acknowledgement: Acknowledgement, place: Place, code: KioskCode | None, at: datetime) -> None:
    """The trail, and the mail with the way to the receipt."""
    record(
        by=by,
        act="acknowledgements.acknowledged",
        on=Subject(OBJECT_KIND, acknowledgement.reference, acknowledgement.reference),
        at=at,
        capacity="employee",
        clause=CITY_PROCEDURE,
        department_code=place.department_code,
        after={
            "campaign": acknowledgement.campaign_id,
            "version": acknowledgement.version_id,
            "text_hash": acknowledgement.text_hash,
            "statements_hash": acknowledgement.statements_hash,
            "method": acknowledgement.method,
            "digest": acknowledgement.digest,
            **({"code": code.pk, "code_issued_by": code.issued_by.number} if code else {}),
        },
    )
    called = f"{acknowledgement.version.regulation}, {acknowledgement.version.called}"
    notify(
        by=by,
        to=acknowledgement.person,
        kind="acknowledgements.receipt",
        subject=f"Your receipt {acknowledgement.reference}",
        body=f"You have acknowledged {called}. Your receipt is {acknowledgement.reference}: keep this message.",
        link=reverse("acknowledgements:receipt", args=[acknowledgement.reference]),
        at=at,
        key=f"receipt:{acknowledgement.reference}",
    )
