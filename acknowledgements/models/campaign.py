"""A campaign asks an audience to acknowledge one version, by a day; its statements say what."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation import clock
from policy.models import Version


class CampaignState(models.TextChoices):
    """What a person did with a campaign. That it runs, or is overdue, is asked of the clock."""

    PLANNED = "planned", "Planned"
    OPENED = "opened", "Opened"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


class AudienceKind(models.TextChoices):
    """Whom a campaign asks, of those whom the regulation binds."""

    EVERYONE = "everyone", "Everyone bound by the regulation"
    DEPARTMENTS = "departments", "Departments, with their divisions"
    NEW_HIRES = "new_hires", "New hires, each with their own term"
    LIST = "list", "A list of employee numbers"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Phrases about campaigns at a moment."""

    def running(self, at: datetime) -> Self:
        """Opened by somebody, the opening has come, and nobody has closed them: late ones still run."""
        return self.filter(state=CampaignState.OPENED, opens_at__lte=at)


class Campaign(models.Model):
    """One version, an audience, an opening and a due day, and the words that people read.

    The audience is derived from the roster (`acknowledgements.reach`), so that it follows hires and leavers.
    `due_at` is the end of the due day: the next local midnight. Of new hires it is the end of the last day of hire that
    counts; each is due `term_days` after their own.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField("title", max_length=200)
    wording = models.TextField("what people read first", blank=True)
    audience = models.CharField("whom it asks", max_length=20, choices=AudienceKind, default=AudienceKind.EVERYONE)
    term_days = models.PositiveSmallIntegerField("term in days from the day of hire", null=True, blank=True)
    opens_at = models.DateTimeField("opens")
    due_at = models.DateTimeField("due")
    state = models.CharField("state", max_length=20, choices=CampaignState, default=CampaignState.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField("planned at")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    opened_at = models.DateTimeField("opened at", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField("closed at", null=True, blank=True)
    close_reason = models.TextField("why it was closed", blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opens_at")),
                name="ack_campaign_due_after_opening",
                violation_error_message="A campaign is due after it opens, not before.",
            ),
            models.CheckConstraint(
                condition=Q(state=CampaignState.PLANNED, opened_at__isnull=True, closed_at__isnull=True)
                | Q(
                    state__in=[CampaignState.OPENED, CampaignState.PAUSED],
                    opened_at__isnull=False,
                    closed_at__isnull=True,
                )
                | Q(state=CampaignState.CLOSED, closed_at__isnull=False),
                name="ack_campaign_state_has_its_act",
                violation_error_message="A campaign's state needs the act that made it so.",
            ),
            models.UniqueConstraint(
                fields=["version", "audience"],
                condition=Q(
                    state__in=[CampaignState.OPENED, CampaignState.PAUSED],
                    audience__in=[AudienceKind.EVERYONE, AudienceKind.NEW_HIRES],
                ),
                name="ack_campaign_one_open_for_a_version",
                violation_error_message="A campaign for this version is open already.",
            ),
            models.CheckConstraint(
                condition=Q(audience=AudienceKind.NEW_HIRES, term_days__isnull=False, term_days__gte=1)
                | (~Q(audience=AudienceKind.NEW_HIRES) & Q(term_days__isnull=True)),
                name="ack_campaign_term_is_of_new_hires",
                violation_error_message="New hires have a term of at least one day; nobody else has one of their own.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "opens_at"], name="ack_campaign_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def due_day(self) -> date:
        """The last day on which an acknowledgement is in time."""
        return clock.last_day(self.due_at)

    @property
    def opening_day(self) -> date:
        """The day on which it opens, in the City."""
        return clock.city_date(self.opens_at)

    def is_running(self, at: datetime) -> bool:
        """Whether one may acknowledge in it: see `CampaignQuerySet.running`."""
        return self.state == CampaignState.OPENED and self.opens_at <= at

    def days_left(self, at: datetime) -> int:
        """Calendar days to the due day; nought on the day itself, negative after it."""
        return (self.due_day - clock.city_date(at)).days


class StatementKind(models.TextChoices):
    """What a statement is about; a campaign has at most one of each kind."""

    READ = "read", "Was given the regulation and has read it"
    CRIMINAL_JUSTICE = "criminal_justice", "Has read what binds departments with criminal justice information (IV.K)"
    ELECTRONIC = "electronic", "Agrees to acknowledge electronically"


class Statement(models.Model):
    """One sentence that a person ticks. Fixed when its campaign opens; each acknowledgement keeps it as shown.

    None of them is agreement with the regulation or a waiver of anything (City procedure).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="statements")
    place = models.PositiveSmallIntegerField("place")
    kind = models.CharField("kind", max_length=30, choices=StatementKind)
    text = models.TextField("text")

    class Meta:
        ordering: ClassVar = ["campaign", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "place"], name="ack_statement_place_once"),
            models.UniqueConstraint(fields=["campaign", "kind"], name="ack_statement_kind_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="ack_statement_has_text",
                violation_error_message="A statement needs a text.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
