"""What waits for a person: a version to acknowledge; for Employee Relations, questions and annulments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length
from django.urls import reverse

from acknowledgements.added import ToAdd, to_add
from acknowledgements.audience import place_shown
from acknowledgements.models import (
    Acknowledgement,
    Annulment,
    Campaign,
    Decline,
    Exemption,
    ListAct,
    Question,
    ReadingPlace,
)
from acknowledgements.permissions import runs_campaigns
from acknowledgements.reach import AskedOf, Duty
from acknowledgements.versions import never_asked, outlived
from acknowledgements.wording import CRIMINAL_JUSTICE_CLAUSE
from directory.models import Employee
from foundation import clock
from foundation.waiting import WaitingItem, WaitingQueue
from policy.carrying import counts_for
from policy.presenting import spoken

_AT_MOST = 5
_LOOKED_THROUGH = 40
"""Running campaigns of which those are found that ask the person."""
_LETTERS_A_MINUTE = 900
"""How fast one reads a regulation: about 150 words a minute."""


@dataclass(frozen=True)
class Asked:
    """A campaign that asks a person for something, with how long it takes and where the person stopped reading."""

    campaign: Campaign
    due_at: datetime
    """By when this person is to acknowledge."""
    minutes: int
    stopped_at: str

    @property
    def due_day(self) -> date:
        """The last day on which it is in time."""
        return clock.last_day(self.due_at)

    @property
    def sentence(self) -> str:
        """ "The version of May 26, 2020. You stopped at IV.K.1." """
        called = f"The {self.campaign.version.called}."
        if self.stopped_at:
            return f"{called} You stopped at {spoken(self.stopped_at)}."
        return f"{called} About {self.minutes} minute{'' if self.minutes == 1 else 's'}."

    @property
    def action(self) -> str:
        """What the button says."""
        return f"Go on reading at {spoken(self.stopped_at)}" if self.stopped_at else "Read and acknowledge"

    @property
    def url(self) -> str:
        """The page, at the place where the person stopped."""
        page = reverse("acknowledgements:read", args=[self.campaign.pk])
        return f"{page}#{quote(self.stopped_at)}" if self.stopped_at else page


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """The cards of the home page; at most four queries, whatever waits."""
    items: list[WaitingItem | WaitingQueue] = [_to_acknowledge(asked) for asked in campaigns_waiting(person, at)]
    items += [_to_add(asked) for asked in to_add(person, place_shown(person, at), at)]
    if runs_campaigns(person, at):
        items.append(_annulments(person))
        items.append(WaitingQueue(exemptions_to_decide(person), "asked_at", _to_exempt))
        items.append(WaitingQueue(lists_to_decide(person), "asked_at", _to_exempt_lists))
        items.append(WaitingQueue(questions_to_answer(person, at), "recorded_at", _to_answer))
        items.append(WaitingQueue(outlived(at), "followed_at", _to_follow))
        items.append(WaitingQueue(never_asked(at), "effective_from", _to_open))
    return items


def exemptions_to_decide(person: Employee) -> QuerySet[Exemption]:
    """Exemptions that wait for a second person of Employee Relations, who is neither asker nor exempted."""
    return Exemption.objects.filter(decision__isnull=True).exclude(asked_by=person).exclude(person=person)


def lists_to_decide(person: Employee) -> QuerySet[ListAct]:
    """Exemptions of whole lists that wait for a second person of Employee Relations; one's own is left out of it."""
    return ListAct.objects.to_decide().exclude(asked_by=person)


def questions_to_answer(person: Employee, at: datetime) -> QuerySet[Question]:
    """Questions that wait for Employee Relations, the oldest first; nobody answers their own."""
    return Question.objects.unanswered(at).exclude(person=person).order_by("recorded_at", "pk")


def campaigns_waiting(person: Employee, at: datetime) -> list[Asked]:
    """The running campaigns that ask a person for something not done yet, the first due first; each version once."""
    done = Acknowledgement.objects.not_annulled().filter(counts_for(OuterRef("version_id"), at), person=person)
    declined = Decline.objects.standing(at).filter(person=person, version_id=OuterRef("version_id"))
    exempt = Exemption.objects.in_force(at).filter(person=person, version_id=OuterRef("version_id"))
    place_in_text = ReadingPlace.objects.filter(person=person, version_id=OuterRef("version_id"))
    campaigns = list(
        Campaign.objects.running(at)
        .exclude(Exists(done))
        .exclude(Exists(declined))
        .exclude(Exists(exempt))
        .select_related("version__regulation")
        .defer("version__text", "version__front_matter")
        .annotate(letters=Length("version__text"), stopped_at=Subquery(place_in_text.values("clause__citation")[:1]))
        .order_by("due_at")[:_LOOKED_THROUGH]
    )
    place = place_shown(person, at) if campaigns else None
    if place is None or not place.is_bound:
        return []
    duties = AskedOf(person.pk, place.department_id, at).duties(campaigns)
    return [_asked(duty) for duty in duties[:_AT_MOST]]


def _asked(duty: Duty) -> Asked:
    letters: int = duty.campaign.letters  # type: ignore[attr-defined]
    stopped_at: str | None = duty.campaign.stopped_at  # type: ignore[attr-defined]
    return Asked(duty.campaign, duty.due_at, max(1, round(letters / _LETTERS_A_MINUTE)), stopped_at or "")


def _to_acknowledge(asked: Asked) -> WaitingItem:
    campaign = asked.campaign
    return WaitingItem(
        title=f"Acknowledge {campaign.version.regulation}",
        sentence=asked.sentence,
        url=asked.url,
        action=asked.action,
        since=campaign.opens_at,
        due=asked.due_at,
    )


def _to_add(asked: ToAdd) -> WaitingItem:
    return WaitingItem(
        title=f"One statement more on {asked.campaign.version.regulation}",
        sentence=f"You work where {spoken(CRIMINAL_JUSTICE_CLAUSE)} binds people. What you acknowledged stays.",
        url=reverse("acknowledgements:add", args=[asked.campaign.pk]),
        action="Read it and say so",
    )


def _annulments(person: Employee) -> WaitingQueue:
    waiting = (
        Annulment.objects.filter(decision__isnull=True)
        .exclude(requested_by=person)
        .exclude(acknowledgement__person=person)
    )
    return WaitingQueue(waiting, "requested_at", _to_annul)


def _to_answer(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Questions about the policy",
        sentence="Somebody asked before acknowledging; the answer stands in the portal.",
        url=reverse("acknowledgements:questions"),
        action="Answer",
        since=since,
        count=number,
    )


def _to_follow(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Campaigns for a text that is no longer in force",
        sentence="People are still asked for it. Close them, and plan one for the version in force.",
        url=reverse("acknowledgements:campaigns"),
        action="Look at them",
        since=since,
        count=number,
    )


def _to_open(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Versions in force for which nobody is asked yet",
        sentence="They change what people must know. Plan a campaign and open it: nobody is asked before.",
        url=reverse("acknowledgements:plan"),
        action="Plan a campaign",
        since=since,
        count=number,
    )


def _to_exempt(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Exemptions from acknowledging",
        sentence="A colleague asks that somebody is not asked for a while; a second person decides.",
        url=reverse("acknowledgements:exemptions"),
        action="Decide",
        since=since,
        count=number,
    )


def _to_exempt_lists(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Lists of people to exempt",
        sentence="A colleague asks that nobody on a list is asked for a while; a second person decides.",
        url=reverse("acknowledgements:lists"),
        action="Decide",
        since=since,
        count=number,
    )


def _to_annul(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Acknowledgements to annul",
        sentence="A colleague says that they were entered in error; a second person decides.",
        url=reverse("acknowledgements:annulments"),
        action="Decide",
        since=since,
        count=number,
    )
