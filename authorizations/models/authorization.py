"""The written authorization: one instrument, its exact text, and what it covers."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least

from accounts.models import OfficialAccount
from authorizations.models.life import Acceptance, Document, PaperDecision, PaperOutcome, Revocation
from authorizations.models.request import Request
from authorizations.models.scope import Scope, scope_constraints
from directory.models import Department, EmployeeStatus, Status
from foundation import clock


class AuthorizationQuerySet(models.QuerySet["Authorization"]):
    """Phrases about instruments at a moment, as known at a moment.

    They speak of the instrument. Whether its holder is there (left, moved, on leave) `authorizations.standing` says.
    """

    def known(self, known_at: datetime) -> Self:
        """Instruments the portal knew: granted in it, or recorded from paper and confirmed by the authority."""
        confirmed = PaperDecision.objects.filter(
            authorization_id=OuterRef("pk"), outcome=PaperOutcome.CONFIRMED, recorded_at__lte=known_at
        )
        return self.filter(Q(is_paper=False) | Q(Exists(confirmed)), recorded_at__lte=known_at)

    def within_dates(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Instruments known, within their dates and not revoked."""
        revoked = Revocation.objects.filter(
            authorization_id=OuterRef("pk"), effective_from__lte=at, recorded_at__lte=known_at or at
        )
        rows = self.known(known_at or at).filter(effective_from__lte=at, effective_until__gt=at)
        return rows.exclude(Exists(revoked))

    def accepted(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Those whose conditions the grantee has accepted (City procedure)."""
        given = Acceptance.objects.filter(
            authorization_id=OuterRef("pk"), accepted_at__lte=at, recorded_at__lte=known_at or at
        )
        return self.filter(Exists(given))

    def waiting_for_acceptance(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Those that run or will, that nobody has accepted yet, and whose document is there to be read.

        Without `known_at` it is the present: whatever was done with them counts.
        """
        revoked, made, accepted = _of(Revocation), _of(Document), _of(Acceptance)
        if known_at is not None:
            revoked = revoked.filter(recorded_at__lte=known_at)
            made = made.filter(made_at__lte=min(at, known_at))
            accepted = accepted.filter(accepted_at__lte=at, recorded_at__lte=known_at)
        rows = self.known(known_at or at).filter(effective_until__gt=at).exclude(Exists(revoked))
        return rows.filter(Exists(made)).exclude(Exists(accepted))

    def holder_stayed(self, at: datetime, known_at: datetime) -> Self:
        """Those whose holder has not left the City since they were given: what left with the holder is over for good
        (DESIGN 3.1; `authorizations.standing` says the same of one)."""
        begins = Least(OuterRef("granted_at"), OuterRef("effective_from"))
        gone = EmployeeStatus.objects.known(known_at).filter(
            Q(effective_until__isnull=True) | Q(effective_until__gt=begins),
            employee_id=OuterRef("grantee_id"),
            status=Status.LEFT,
            effective_from__lte=at,
        )
        return self.exclude(Exists(gone))

    def papers_to_confirm(self, at: datetime | None = None) -> Self:
        """Recorded from paper, and waiting for the authority's word, or that waited for it at a moment."""
        given, rows = _of(PaperDecision), self.filter(is_paper=True)
        if at is not None:
            given, rows = given.filter(recorded_at__lte=at), rows.filter(recorded_at__lte=at)
        return rows.exclude(Exists(given))

    def without_document(self) -> Self:
        """Those whose document a worker has yet to make; a paper has its scan."""
        return self.filter(is_paper=False).exclude(Exists(_of(Document)))

    def on_account(self, account_id: int) -> Self:
        """Those that list an account by name (platform scopes are for `authorizations.standing`)."""
        return self.filter(
            Exists(AuthorizedAccount.objects.filter(authorization_id=OuterRef("pk"), account=account_id))
        )


def _of(model: type[models.Model]) -> models.QuerySet[models.Model]:
    return model._default_manager.filter(authorization_id=OuterRef("pk"))


class Authorization(Scope):
    """An instrument, append-only: it is its canonical text, whose hash was recorded in the granting transaction.

    In effect within [effective_from, effective_until) unless revoked, while its holder is there. `department` is whose
    authority gave it: the grantee's own, under IV.K.2 the police department's. Names and titles are of the moment.
    `appointment` is a lineage: the authority in whose name it stands, a designee's being `designation`.
    """

    reference = models.CharField("reference", max_length=40, unique=True)
    grantee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authorizations")
    grantee_name = models.CharField("name", max_length=200)
    grantee_title = models.CharField("title or rank", max_length=200, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="authorizations")
    department_name = models.CharField("department's name", max_length=200)
    accounts = models.ManyToManyField(OfficialAccount, through="AuthorizedAccount", related_name="authorizations")
    conditions = models.JSONField("conditions", default=list, blank=True)
    """Sentences as they stand in the text."""
    effective_from = models.DateTimeField("from")
    effective_until = models.DateTimeField("until")
    granted_at = models.DateTimeField("granted at")
    """When it was decided; for a paper, the beginning of the day on which it was signed."""
    recorded_at = models.DateTimeField("recorded at")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Empty for a paper whose signer the portal does not know."""
    granted_by_name = models.CharField("granted by", max_length=200)
    granted_by_title = models.CharField("title of who granted it", max_length=200, blank=True)
    in_name_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    in_name_of_name = models.CharField("in whose name", max_length=200)
    in_name_of_title = models.CharField("title of the authority", max_length=200, blank=True)
    power = models.CharField("power", max_length=40)
    basis = models.CharField("clause", max_length=40)
    capacity = models.CharField("in which capacity", max_length=40)
    appointment = models.UUIDField("appointment", null=True, blank=True, db_index=True)
    designation = models.UUIDField("designation", null=True, blank=True)
    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, related_name="authorization", null=True, blank=True
    )
    renews = models.ForeignKey("self", on_delete=models.PROTECT, related_name="renewals", null=True, blank=True)
    batch = models.UUIDField("decided together", null=True, blank=True, db_index=True)
    text_hash = models.CharField("hash of the text", max_length=80)
    is_paper = models.BooleanField("given on paper", default=False)
    scan = models.UUIDField("kept paper", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AuthorizationQuerySet.as_manager()

    # Reverse relations, absent as rows until the act was done.
    acceptance: Acceptance
    revocation: Revocation
    paper: PaperDecision
    document: Document

    class Meta:
        ordering: ClassVar = ["-granted_at", "-pk"]
        constraints: ClassVar = [
            *scope_constraints(),
            models.CheckConstraint(
                condition=Q(effective_until__gt=F("effective_from")),
                name="authorizations_ends_after_it_begins",
                violation_error_message="The end must lie after the beginning.",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("grantee")),
                name="authorizations_not_to_oneself",
                violation_error_message="Nobody authorizes themselves.",
            ),
            models.CheckConstraint(
                condition=Q(is_paper=True, scan__isnull=False, recorded_by__isnull=False)
                | Q(is_paper=False, granted_by__isnull=False, appointment__isnull=False, in_name_of__isnull=False),
                name="authorizations_by_somebody",
                violation_error_message="A paper has its scan and who recorded it; every other one who granted it.",
            ),
            models.CheckConstraint(
                condition=Q(text_hash__startswith="c1:sha256:"),
                name="authorizations_is_its_text",
                violation_error_message="An authorization is its exact text.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["grantee", "kind", "effective_until"], name="auth_grantee"),
            models.Index(fields=["department", "effective_until"], name="auth_department"),
            models.Index(fields=["effective_until"], name="auth_until"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return clock.last_day(self.effective_until)

    @property
    def begins(self) -> datetime:
        """From when its holder must be there without interruption: decided and not begun is held already."""
        return min(self.granted_at, self.effective_from)


class AuthorizationText(models.Model):
    """The canonical text (c1) of an instrument, apart from its facts: content may be emptied, the hash stays."""

    authorization = models.OneToOneField(Authorization, on_delete=models.PROTECT, related_name="text")
    text = models.TextField("text")

    def __str__(self) -> str:
        return f"Text of {self.authorization_id}"


class AuthorizedAccount(models.Model):
    """That an authorization names an account."""

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="named_accounts")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authorization", "account"], name="auth_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.authorization_id} on {self.account_id}"
