"""What somebody asks for, or nominates somebody for, until an authority decides."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import OfficialAccount
from authorizations.models.scope import Scope, scope_constraints
from directory.models import Department
from foundation.effective import open_at


class Outcome(models.TextChoices):
    """How a request ended."""

    GRANTED = "granted", "Granted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RequestQuerySet(models.QuerySet["Request"]):
    """Phrases about requests."""

    def waiting(self, at: datetime | None = None) -> Self:
        """Requests on which nobody has decided, or had by a moment."""
        return self.filter(outcome__isnull=True) if at is None else self.filter(open_at("asked_at", "decided_at", at))


class Request(Scope):
    """A request for an authorization: by who would hold it, or on nomination. Decided once.

    `department` is whose authority decides: the grantee's, under IV.K.2 the police department's.
    """

    reference = models.CharField("reference", max_length=30, unique=True)
    grantee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    accounts = models.ManyToManyField(OfficialAccount, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("asked at")
    reason = models.TextField("what for")
    is_urgent = models.BooleanField("asked for now", default=False)
    """Somebody waits before a post that cannot go out: who decides is led to one button."""
    wanted_until = models.DateTimeField("wanted until", null=True, blank=True)
    renews = models.ForeignKey(
        "authorizations.Authorization", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # NULL until decided: the guard lets a column be set once, from NULL.
    outcome = models.CharField("outcome", max_length=12, choices=Outcome, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    decision_reason = models.TextField("reason of the decision", null=True, blank=True)  # noqa: DJ001

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            *scope_constraints(),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(outcome__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="auth_request_decided_whole",
                violation_error_message="A decision names who decided and when.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True)
                | Q(outcome="withdrawn")
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("grantee"))),
                name="auth_request_not_for_oneself",
                violation_error_message="Who asked, was nominated or nominated never decides.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | Q(decision_reason__isnull=False, decision_reason__gt=""),
                name="auth_request_declined_with_reason",
                violation_error_message="Say why it is declined.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "asked_at"], condition=Q(outcome__isnull=True), name="auth_waiting"),
            models.Index(fields=["grantee"], name="auth_request_grantee"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> str:
        """Its state in the table of acts."""
        return self.outcome or "requested"

    @property
    def is_nomination(self) -> bool:
        """Whether somebody else asked for the grantee."""
        return self.asked_by_id != self.grantee_id
