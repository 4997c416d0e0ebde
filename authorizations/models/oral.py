"""Words by which an authority allowed something aloud, as somebody recorded them: they authorize nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import OfficialAccount
from authorizations.models.scope import Scope, scope_constraints
from directory.models import Department
from foundation import clock
from foundation.effective import open_at


class Means(models.TextChoices):
    """How words were given."""

    TELEPHONE = "telephone", "By telephone"
    IN_PERSON = "in_person", "In person"


class WordsOutcome(models.TextChoices):
    """The authority's own word on what was recorded."""

    CONFIRMED = "confirmed", "Confirmed in writing"
    REFUSED = "refused", "Not confirmed"


class OralWordsQuerySet(models.QuerySet["OralWords"]):
    """Phrases about words given aloud."""

    def waiting(self, at: datetime | None = None) -> Self:
        """Words on which nobody has given a word in writing, or had by a moment."""
        if at is not None:
            return self.filter(open_at("recorded_at", "decided_at", at))
        return self.filter(outcome__isnull=True)

    def overdue(self, at: datetime) -> Self:
        """Not confirmed in time: the end of the next working day has passed."""
        return self.waiting().filter(due_at__lte=at)

    def untold(self) -> Self:
        """Those of which nobody was told yet that they were not confirmed in time."""
        return self.exclude(Exists(LateWordsNotice.objects.filter(words_id=OuterRef("pk"))))


class OralWords(Scope):
    """That an authority allowed somebody to speak, by telephone or in person, as it was recorded. Decided once.

    IV.C and IV.K.2 ask for writing: this is no instrument, and no answer rests on it. Confirmed in writing it leads to
    an authorization that begins then. `department` is whose authority decides; `said` are the words as somebody
    remembers them.
    """

    reference = models.CharField("reference", max_length=30, unique=True)
    grantee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    accounts = models.ManyToManyField(OfficialAccount, related_name="+")
    wanted_until = models.DateTimeField("allowed until")
    spoken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    spoken_as = models.CharField("in which capacity they spoke", max_length=40)
    spoken_under = models.CharField("under which instrument they spoke", max_length=100)
    spoken_at = models.DateTimeField("spoken at")
    means = models.CharField("by what means", max_length=12, choices=Means)
    said = models.TextField("their words", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_as = models.CharField("recorded in which capacity", max_length=40)
    recorded_at = models.DateTimeField("recorded at")
    due_at = models.DateTimeField("to be confirmed by")
    """The end of the working day after the one on which they were spoken."""
    # NULL until decided: the guard lets a column be set once, from NULL.
    outcome = models.CharField("outcome", max_length=12, choices=WordsOutcome, null=True, blank=True)  # noqa: DJ001
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    decision_reason = models.TextField("reason of the decision", null=True, blank=True)  # noqa: DJ001
    capacity = models.CharField("decided in which capacity", max_length=40, null=True, blank=True)  # noqa: DJ001
    instrument = models.CharField("decided under which instrument", max_length=100, null=True, blank=True)  # noqa: DJ001
    authorization = models.OneToOneField(
        "authorizations.Authorization", on_delete=models.PROTECT, related_name="oral_words", null=True, blank=True
    )
    """What the confirmation in writing gave; nothing where the time allowed was over by then."""

    objects = OralWordsQuerySet.as_manager()

    class Meta:
        verbose_name = "words given aloud"
        verbose_name_plural = "words given aloud"
        ordering: ClassVar = ["recorded_at", "pk"]
        constraints: ClassVar = [
            *scope_constraints(),
            models.CheckConstraint(
                condition=Q(kind__in=["speech", "outside_site", "police_speech"]),
                name="auth_words_to_speak",
                violation_error_message="Words are recorded of what the regulation asks in writing: speaking.",
            ),
            models.CheckConstraint(
                condition=~Q(spoken_by=F("grantee")),
                name="auth_words_not_to_oneself",
                violation_error_message="Nobody authorizes themselves.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("spoken_at"), due_at__gt=F("recorded_at")),
                name="auth_words_in_time",
                violation_error_message="Words are recorded once spoken, while they can be confirmed in time.",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__isnull=True,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    capacity__isnull=True,
                    authorization__isnull=True,
                )
                | Q(outcome__isnull=False, decided_by__isnull=False, decided_at__isnull=False, capacity__isnull=False),
                name="auth_words_decided_whole",
                violation_error_message="A decision names who decided, when, and in which capacity.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True)
                | (~Q(decided_by=F("grantee")) & (~Q(decided_by=F("recorded_by")) | Q(recorded_by=F("spoken_by")))),
                name="auth_words_not_for_oneself",
                violation_error_message="Who benefits never decides, nor who recorded what another said.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused")
                | Q(decision_reason__isnull=False, decision_reason__gt="", authorization__isnull=True),
                name="auth_words_refused_with_reason",
                violation_error_message="Say why the words are not confirmed.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed")
                | Q(authorization__isnull=False)
                | Q(wanted_until__lte=F("decided_at")),
                name="auth_words_confirmed_in_writing",
                violation_error_message="A confirmation is a written authorization, unless the time allowed is over.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["department", "recorded_at"], condition=Q(outcome__isnull=True), name="auth_words_waiting"
            ),
            models.Index(fields=["grantee"], name="auth_words_grantee"),
            models.Index(fields=["due_at"], condition=Q(outcome__isnull=True), name="auth_words_due"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> str:
        """Its state in the table of acts."""
        return {None: "recorded as oral", "refused": "not confirmed"}.get(self.outcome) or "confirmed"

    @property
    def last_day(self) -> date:
        """The last day that was allowed."""
        return clock.last_day(self.wanted_until)

    @property
    def due_day(self) -> date:
        """The day by whose end they are to be confirmed."""
        return clock.last_day(self.due_at)


class LateWordsNotice(models.Model):
    """The ledger of words not confirmed in time: whoever writes the row tells of it, in the same transaction."""

    words = models.OneToOneField(OralWords, on_delete=models.PROTECT, related_name="late_notice")
    claimed_at = models.DateTimeField("claimed at")
    claim = models.UUIDField("run that wrote it")

    def __str__(self) -> str:
        return f"{self.words_id} not confirmed in time"
