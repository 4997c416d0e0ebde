"""Publishing a version: one person of Employee Relations asks, a second confirms, and from a date it is in force."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from foundation import dates
from foundation.effective import DatedFact, DatedQuerySet, time_constraints
from policy.models.carrying import Change
from policy.models.regulation import Regulation, Version


class Decision(models.TextChoices):
    """How a request of one person ended by the act of another, or of the first."""

    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


def two_person_constraints(asked: str) -> list[models.BaseConstraint]:
    """The rules of a row in which one person asks (`asked`) and a second decides."""
    open_row = Q(decision__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
    decided = Q(decision__isnull=False) & Q(decided_by__isnull=False, decided_at__isnull=False)
    return [
        models.CheckConstraint(
            condition=open_row | decided,
            name="%(app_label)s_%(class)s_decided_whole",
            violation_error_message="A decision needs a person and a time.",
        ),
        models.CheckConstraint(
            condition=Q(decision__isnull=True) | Q(decision=Decision.WITHDRAWN) | ~Q(decided_by=F(asked)),
            name="%(app_label)s_%(class)s_second_person",
            violation_error_message="A second person must decide; nobody confirms their own request.",
        ),
        models.CheckConstraint(
            condition=Q(decision__isnull=True) | ~Q(decision=Decision.REFUSED) | Q(reason__isnull=False, reason__gt=""),
            name="%(app_label)s_%(class)s_refused_why",
            violation_error_message="A refusal needs a reason.",
        ),
    ]


class PublicationRequest(models.Model):
    """The request to publish a version from a day on, and its decision by a second person."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="publication_requests")
    effective_from = models.DateTimeField("to take effect")
    # NULL where no version stood before it, and before this was asked.
    change = models.CharField("what it changes", max_length=20, choices=Change, null=True, blank=True)  # noqa: DJ001
    carries_from = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="carries over from"
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("requested at")
    # NULL until decided: the guard lets a column be set once, from NULL.
    decision = models.CharField("decision", max_length=20, choices=Decision, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    reason = models.TextField("reason", null=True, blank=True)  # noqa: DJ001

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            *two_person_constraints("requested_by"),
            models.CheckConstraint(
                condition=Q(change=Change.IMMATERIAL, carries_from__isnull=False)
                | (Q(carries_from__isnull=True) & (Q(change__isnull=True) | Q(change=Change.MATERIAL))),
                name="policy_request_carries_from_one",
                violation_error_message="What carries over, carries over from one version.",
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(decision__isnull=True),
                name="policy_request_one_open",
                violation_error_message="The publication of this version has been requested already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication of {self.version}"


class Publication(DatedFact):
    """A version in force, from when until when: a dated fact. One version of a regulation at a time (a guard).

    Ends where the next version begins. There is no state *superseded*: the dates say it.
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="publications")
    request = models.ForeignKey(PublicationRequest, on_delete=models.PROTECT, related_name="publications")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(superseded_at__isnull=True),
                name="policy_publication_once",
                violation_error_message="This version has been published already.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["regulation", "effective_from"], name="policy_publication_regulation")
        ]

    def __str__(self) -> str:
        return f"{self.version} from {dates.day(self.effective_from)}"
