"""City procedure around instruments: consent, declines of the policy, acts by office; reference data and numbers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import OfficialAccount
from acknowledgements.models import Decline
from directory.models import Department
from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class Consent(DatedFact):
    """That a department lets people of another one use its account. It also covers those under the same authority."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="consents")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    for_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("in which capacity", max_length=40)
    instrument = models.CharField("under which instrument", max_length=100)
    reason = models.TextField("reason", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~Q(department=F("for_department")),
                name="auth_consent_to_another",
                violation_error_message="A department needs no consent to the use of its own account.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "department"], name="auth_consent_account")]

    def __str__(self) -> str:
        return f"Consent to the use of {self.account_id}"


class DeclineDecision(models.Model):
    """What the authority decided where somebody declined to acknowledge: about the use of authorizations alone.

    The decline itself is `acknowledgements.Decline`, which this app reads and never writes (City procedure).
    """

    class Decision(models.TextChoices):
        """What the authority decided."""

        MAY_GO_ON = "may_go_on", "May use the authorizations all the same"
        MAY_NOT = "may_not", "May not use the authorizations"

    decline = models.OneToOneField(Decline, on_delete=models.PROTECT, related_name="authority_decision")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Whose authorizations: who declined."""
    decision = models.CharField("decision", max_length=12, choices=Decision)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("decided at")
    reason = models.TextField("reason")
    instrument = models.CharField("instrument", max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__gt=""),
                name="auth_decline_decided_with_reason",
                violation_error_message="A decision names who decided, when, and why.",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("person")),
                name="auth_decline_decided_by_another",
                violation_error_message="Nobody decides for themselves.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.decline_id}"


class OfficeAct(models.Model):
    """What an authority did by office for the own department, in one act with a reason; reported."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    power = models.CharField("power", max_length=40)
    basis = models.CharField("clause", max_length=40)
    what = models.CharField("what was done", max_length=300)
    reason = models.TextField("reason")
    recorded_at = models.DateTimeField("done at")
    capacity = models.CharField("in which capacity", max_length=40)
    instrument = models.CharField("under which instrument", max_length=100)

    class Meta:
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(what=""),
                name="auth_office_act_has_reason",
                violation_error_message="An act by office says what was done, and why.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["department", "-recorded_at"], name="auth_office_acts")]

    def __str__(self) -> str:
        return self.what


class Condition(models.Model):
    """A condition in a ready sentence; reference data, editable. An instrument keeps the sentence as it stood."""

    code = models.SlugField("code", max_length=40, unique=True)
    sentence = models.CharField("sentence", max_length=300)
    kinds = models.JSONField("kinds it is offered for", default=list)
    is_usual = models.BooleanField("ticked at first", default=False)
    place = models.PositiveSmallIntegerField("place", default=0)

    class Meta:
        ordering: ClassVar = ["place", "code"]

    def __str__(self) -> str:
        return self.sentence


class Statute(models.Model):
    """A statute that closes records: offered where a disclosure is approved (IV.K.1); reference data, editable."""

    citation = models.CharField("citation", max_length=100, unique=True)
    title = models.CharField("title", max_length=200)
    source = models.CharField("source", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["citation"]

    def __str__(self) -> str:
        return f"{self.citation}, {self.title}"


class ReferenceCounter(models.Model):
    """The last number of a department's instruments in a year; overwritten under its lock, no fact."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("year")
    last = models.PositiveIntegerField("last number", default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["department", "year"], name="auth_counter_once")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.year}: {self.last}"
