"""What an act on a list does with some of its people, in one transaction: their lines, and whatever they stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from acknowledgements import notifications
from acknowledgements.letters import words_of
from acknowledgements.listing import require_running, scope_then
from acknowledgements.models import Campaign, CampaignChange, Exemption, ListAct, ListKind, ListLine, Outcome, Reminder
from acknowledgements.outcomes import Asked, acknowledged, as_told_to_leads, asked_of, why_not
from acknowledgements.reach import reached
from acknowledgements.services.reminding import KIND, who_may_hear
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Act, record, record_many
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from notifications.services import Letter, notify_many

_BY, BY_HAND, BY_LEADS = "by_", "by_hand", "by_leads"
"""What the ledger calls a reminder that somebody pressed: of Employee Relations one a day, of who leads people one, and
on one day not both."""


@dataclass(frozen=True)
class Piece:
    """Some people of a list, at the moment in which they are dealt with; the running campaigns are locked."""

    by: Actor
    act: ListAct
    people: Collection[int]
    running: list[Campaign]
    at: datetime


def lock_campaigns(act: ListAct) -> tuple[list[Campaign], datetime]:
    """The running campaigns of the version, locked as reminding locks them, and the moment; `Conflict` where the one
    of the act does not run any more."""
    locked = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("version__regulation")
    opened = {
        one.pk: one for one in locked.filter(version=act.campaign.version_id, opened_at__isnull=False).order_by("pk")
    }
    at = clock.now()
    require_running(opened.get(act.campaign_id, act.campaign), at)
    return [one for one in opened.values() if one.is_running(at)], at


def do(piece: Piece) -> None:
    """Do it, and write a line for each; whoever has a line already is not to be in `people`."""
    if piece.act.act == ListKind.EXEMPT:
        outcomes = _exempt(piece)
    else:
        outcomes = _remind_or_hand_out(piece)
    write_lines(piece.act, outcomes)


def write_lines(act: ListAct, outcomes: dict[int, Outcome]) -> None:
    """The unique row is the claim: where another worker had it, everything of this transaction is undone."""
    lines = (ListLine(act=act, person_id=pk, outcome=outcome) for pk, outcome in sorted(outcomes.items()))
    ListLine.objects.bulk_create(lines, batch_size=1_000)


def _remind_or_hand_out(piece: Piece) -> dict[int, Outcome]:
    asked = asked_of(piece.people, piece.running, piece.at)
    version = piece.act.campaign.version_id
    outcomes = why_not([pk for pk in piece.people if pk not in asked], version, piece.at)
    to_remind = {pk: one for pk, one in asked.items() if one.person.email}
    outcomes |= dict.fromkeys(asked.keys() - to_remind.keys(), Outcome.SLIP)
    if piece.act.act == ListKind.SLIPS:
        return outcomes | dict.fromkeys(asked, Outcome.SLIP)
    if piece.act.own_people:
        told = as_told_to_leads(piece.people, outcomes, _own(piece), version, piece.at)
        return told | _remind(piece, [one for pk, one in to_remind.items() if pk not in told])
    return outcomes | _remind(piece, list(to_remind.values()))


def _own(piece: Piece) -> set[int]:
    """Of the people those who are still the asker's."""
    act = piece.act
    scope = scope_then(act.asked_by, act.campaign, own=True, of_campaign=False, at=piece.at)
    return scope.ids_within(piece.people, piece.at)


def _remind(piece: Piece, asked: Collection[Asked]) -> dict[int, Outcome]:
    """Send what the ledger has not yet and the cap allows: rows, letters and the trail are one transaction."""
    steps = {campaign.pk: step_of(piece.act, campaign, piece.at) for campaign in piece.running}
    people = [one.person.pk for one in asked]
    today = clock.start_of(clock.city_date(piece.at))
    by_somebody = Q(step__in=set(steps.values())) | Q(step__startswith=_BY, claimed_at__gte=today)
    ledger = Reminder.objects.filter(by_somebody, campaign__in=steps, person__in=people)
    told = set(ledger.values_list("person_id", flat=True))
    may_hear = who_may_hear(people, piece.at)
    folded = piece.act.own_people
    outcomes, now = {}, []
    for one in asked:
        pk = one.person.pk
        if pk in told:
            outcomes[pk] = Outcome.NOT_NOW if folded else Outcome.TOLD
        elif pk not in may_hear:
            outcomes[pk] = Outcome.NOT_NOW if folded else Outcome.CAPPED
        else:
            outcomes[pk] = Outcome.REMINDED
            now.append(one)
    _send(piece, now, steps)
    return outcomes


def _send(piece: Piece, asked: list[Asked], steps: dict[int, str]) -> None:
    Reminder.objects.bulk_create(
        Reminder(campaign=one.campaign, person=one.person, step=steps[one.campaign.pk], claimed_at=piece.at)
        for one in asked
    )
    notify_many(by=piece.by, kind=KIND, letters=[_letter(one, steps, piece.at) for one in asked], at=piece.at)
    for campaign in piece.running:
        numbers = sorted(one.person.number for one in asked if one.campaign.pk == campaign.pk)
        if numbers:
            after = {"step": steps[campaign.pk], "people": len(numbers), "from": numbers[0], "to": numbers[-1]}
            record(
                by=piece.by,
                act="acknowledgements.reminded",
                on=campaign,
                at=piece.at,
                clause=CITY_PROCEDURE,
                after={**after, "list": piece.act.pk},
            )


def _letter(one: Asked, steps: dict[int, str], at: datetime) -> Letter:
    words = words_of(one.campaign, one.due_at, at)
    key = f"reminder:{one.campaign.pk}:{steps[one.campaign.pk]}:{one.person.pk}"
    return Letter(to=one.person, subject=words.subject, body=words.body, link=words.link, key=key)


def step_of(act: ListAct, campaign: Campaign, at: datetime) -> str:
    """What the ledger calls it: pressed again on the same day, or by somebody else, it is the same row."""
    if not act.own_people:
        return f"{BY_HAND}_{clock.city_date(at):%Y%m%d}"
    moved = CampaignChange.objects.filter(campaign=campaign, due_after__isnull=False).count()
    return f"{BY_LEADS}_{moved + 1}" if moved else BY_LEADS


def _exempt(piece: Piece) -> dict[int, Outcome]:
    """Exempt everybody who is still asked, but for the two who ask and approve."""
    version = piece.act.campaign.version_id
    here = {pk for campaign in piece.running for pk in _reached(campaign, piece.people, piece.at)}
    done = set(acknowledged(piece.people, version, piece.at))
    exempt = Exemption.objects.filter(version=version, person__in=piece.people)
    in_force = set(exempt.in_force(piece.at).values_list("person_id", flat=True))
    waits = set(exempt.filter(decision__isnull=True).values_list("person_id", flat=True))
    outcomes = why_not([pk for pk in piece.people if pk not in here], version, piece.at)
    for pk in here:
        if pk in (piece.act.asked_by_id, piece.act.decided_by_id):
            outcomes[pk] = Outcome.OWN
        elif pk in done:
            outcomes[pk] = Outcome.DONE
        elif pk in in_force:
            outcomes[pk] = Outcome.EXEMPT
        else:
            outcomes[pk] = Outcome.WAITS if pk in waits else Outcome.EXEMPTED
    _write_exemptions(piece, sorted(pk for pk, outcome in outcomes.items() if outcome == Outcome.EXEMPTED))
    return outcomes


def _reached(campaign: Campaign, people: Collection[int], at: datetime) -> Iterable[int]:
    return reached(campaign, at).filter(employee_id__in=people).values_list("employee_id", flat=True)


def _write_exemptions(piece: Piece, people: list[int]) -> None:
    act, version, until = piece.act, piece.act.campaign.version, piece.act.until
    if until is None:
        raise ValueError("An exemption has an end.")
    Exemption.objects.bulk_create(
        Exemption(
            person_id=pk,
            version=version,
            reason=act.reason,
            until=until,
            asked_by_id=act.asked_by_id,
            asked_at=act.asked_at,
            decision=Exemption.Decision.APPROVED,
            decided_by_id=act.decided_by_id,
            decided_at=piece.at,
            decision_reason="",
        )
        for pk in people
    )
    written = Exemption.objects.filter(version=version, person__in=people, decided_at=piece.at)
    rows = list(written.select_related("person", "version__regulation").order_by("pk"))
    reason = c1_hash(act.reason)
    record_many(
        by=piece.by,
        at=piece.at,
        acts=[
            Act(
                act="acknowledgements.exemption_approved",
                on=row,
                capacity=Role.EMPLOYEE_RELATIONS.label,
                clause=CITY_PROCEDURE,
                after={
                    "person": row.person_id,
                    "version": row.version_id,
                    "until": until.isoformat(),
                    "reason_hash": reason,
                    "list": act.pk,
                },
            )
            for row in rows
        ],
    )
    notifications.exempted(rows, by=piece.by, at=piece.at)
