"""Acting on a list of people who have not acknowledged: what was asked for whom, and what came of it for each."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from acknowledgements.models.campaign import Campaign
from acknowledgements.models.paper import SheetPrinting
from directory.models import Department
from foundation import clock


class ListKind(models.TextChoices):
    """What is done about everybody on the list."""

    REMIND = "remind", "Remind them now"
    EXEMPT = "exempt", "Exempt them"
    SHEETS = "sheets", "Print sheets"
    SLIPS = "slips", "Print slips"


class Outcome(models.TextChoices):
    """What came of it for one person; `acknowledgements.outcomes` says it as a sentence."""

    REMINDED = "reminded", "Reminded"
    EXEMPTED = "exempted", "Exempt"
    SHEET = "sheet", "Sheet printed"
    SLIP = "slip", "Slip to print"
    DONE = "done", "Acknowledged"
    EXEMPT = "exempt", "Exempt already"
    DECLINED = "declined", "Declined"
    WITH_RELATIONS = "with_relations", "With Employee Relations"
    AWAY = "away", "Away"
    LEFT = "left", "Left the City"
    NOT_ASKED = "not_asked", "Not asked"
    CAPPED = "capped", "Had letters enough"
    TOLD = "told", "Reminded already"
    NOT_NOW = "not_now", "Not now"
    OTHERS = "others", "Not among one's people"
    OWN = "own", "One's own"
    WAITS = "waits", "Waits for a decision"


class ListActQuerySet(models.QuerySet["ListAct"]):
    """Phrases about acts on lists."""

    def to_decide(self) -> Self:
        """Exemptions of a whole list that wait for the second person."""
        return self.filter(act=ListKind.EXEMPT, decision__isnull=True)


class ListAct(models.Model):
    """That somebody acts on everybody on a list, as it was looked at (`as_of`), or on those chosen from it.

    Append-only by a guard; a decision, and the end, are set once. Whom the list holds is asked again from the roster as
    it was known then (`acknowledgements.listing`); what came of it is a line for each person.
    """

    class Decision(models.TextChoices):
        """What became of an exemption of a whole list."""

        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="list_acts")
    act = models.CharField("act", max_length=10, choices=ListKind)
    for_whom = models.CharField("for whom", max_length=300)
    of_campaign = models.BooleanField("only whom the campaign asks")
    own_people = models.BooleanField("only the own people of who asked")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chosen = models.JSONField("chosen from the list", null=True, blank=True)
    count = models.PositiveIntegerField("people")
    reason = models.TextField("reason", blank=True)
    until = models.DateTimeField("until", null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked at")
    looked_at = models.DateTimeField("looked at", null=True, blank=True)
    # NULL until decided: the guard lets a column be set once, from NULL.
    decision = models.CharField("decision", max_length=12, choices=Decision, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    decision_reason = models.TextField("reason of the decision", null=True, blank=True)  # noqa: DJ001
    printing = models.ForeignKey(SheetPrinting, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField("ended at", null=True, blank=True)

    objects = ListActQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="ack_list_of_somebody",
                violation_error_message="There is nobody on this list.",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True) | Q(looked_at__lte=F("asked_at")),
                name="ack_list_was_looked_at_before",
                violation_error_message="One looks at a list before one acts on it.",
            ),
            models.CheckConstraint(
                condition=Q(act=ListKind.EXEMPT, reason__gt="", until__isnull=False, until__gt=F("asked_at"))
                | (~Q(act=ListKind.EXEMPT) & Q(reason="", until__isnull=True)),
                name="ack_list_exemption_has_reason_and_end",
                violation_error_message="An exemption has a reason, and an end after it was asked for.",
            ),
            models.CheckConstraint(
                condition=Q(own_people=False) | Q(act=ListKind.REMIND),
                name="ack_list_own_people_are_only_reminded",
                violation_error_message="Supervisors and authorities remind their own people, and do nothing else.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(act=ListKind.EXEMPT, decision__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="ack_list_decided_whole",
                violation_error_message="Only an exemption is decided on: by a person, at a time.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True)
                | Q(decision="withdrawn", decided_by=F("asked_by"))
                | (~Q(decision="withdrawn") & ~Q(decided_by=F("asked_by"))),
                name="ack_list_by_two_people",
                violation_error_message="A second person decides on an exemption; who asked may withdraw it.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(act=ListKind.EXEMPT) | Q(decision="approved"),
                name="ack_list_exempts_once_decided",
                violation_error_message="Nobody is exempt before a second person approves it.",
            ),
            models.CheckConstraint(
                condition=Q(printing__isnull=True) | Q(act=ListKind.SHEETS),
                name="ack_list_prints_sheets",
                violation_error_message="Only printing sheets makes sheets.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.for_whom}"

    @property
    def as_of(self) -> datetime:
        """The moment whose list it is: when its number was shown, else when it was asked for."""
        return self.looked_at or self.asked_at

    @property
    def last_day(self) -> date | None:
        """The last day of an exemption."""
        return clock.last_day(self.until) if self.until else None

    @property
    def is_refused(self) -> bool:
        """Whether nothing comes of it: refused by the second person, or withdrawn."""
        return self.decision in (self.Decision.REFUSED, self.Decision.WITHDRAWN)

    @property
    def state(self) -> str:
        """What was done with it, as `acknowledgements.lifecycle` calls it."""
        if self.is_refused:
            return str(self.decision)
        if self.ended_at:
            return "done"
        return "asked" if self.act == ListKind.EXEMPT and self.decision is None else "being done"

    def decide(self, decision: str, by_id: int, at: datetime, reason: str) -> None:
        """Put a decision on it, to be saved."""
        self.decision, self.decided_by_id, self.decided_at, self.decision_reason = decision, by_id, at, reason


class ListLine(models.Model):
    """What came of an act on a list for one person: whoever writes the row does it, in the same transaction."""

    act = models.ForeignKey(ListAct, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("what came of it", max_length=20, choices=Outcome)

    class Meta:
        ordering: ClassVar = ["act", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "person"], name="ack_list_line_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="ack_list_line_says_what_came_of_it",
                violation_error_message="A line says what came of it.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["act", "outcome"], name="ack_list_line_outcome")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.person_id}"


class ListRun(models.Model):
    """That a worker was given a list: the job, and when. Append-only; one that stopped is gone on with by the next."""

    act = models.ForeignKey(ListAct, on_delete=models.PROTECT, related_name="runs")
    job = models.UUIDField("job")
    at = models.DateTimeField("at")

    class Meta:
        ordering: ClassVar = ["act", "pk"]

    def __str__(self) -> str:
        return str(self.job)
