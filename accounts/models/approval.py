"""An authority's word on an account: approvals, and proposals to change what was approved."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Department
from foundation.effective import open_at


class ApprovalOf(models.TextChoices):
    """What a department's authority approved."""

    ESTABLISHING = "establishing", "That the account be established"
    ADOPTING = "adopting", "An account that exists already"
    EARLIER = "earlier", "Given before the portal, recorded from a kept document"
    CHANGE = "change", "A change of a protected fact"


class Approval(models.Model):
    """One department's approval under IV.A: who gave it, by which power, under which instrument, when.

    Append-only. `by_office` marks the one act in which an authority both asks and approves for the own department;
    `asked_by` is who asked. An earlier approval keeps its own date and the document, and is recorded by the authority.
    """

    account = models.ForeignKey("accounts.OfficialAccount", on_delete=models.PROTECT, related_name="approvals")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    about = models.CharField("of what", max_length=20, choices=ApprovalOf)
    proposal = models.ForeignKey(
        "accounts.ChangeProposal", on_delete=models.PROTECT, related_name="approvals", null=True, blank=True
    )
    power = models.CharField("power", max_length=40)
    capacity = models.CharField("in which capacity", max_length=40)
    instrument = models.CharField("under which instrument", max_length=100)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_name_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """The appointing authority: who decided, or in whose name a designee did where a reading allows one."""
    decided_at = models.DateTimeField("decided at")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    by_office = models.BooleanField("by office", default=False)
    reason = models.TextField("reason", blank=True)
    signed_on = models.DateField("given on", null=True, blank=True)
    given_by = models.CharField("given by", max_length=200, blank=True)
    """Name and title on the earlier document."""
    scan = models.UUIDField("kept document", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["decided_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("decided_by")) | Q(by_office=True),
                name="accounts_approval_not_of_own_request",
                violation_error_message="Who asked for an account does not approve it, but by office.",
            ),
            models.CheckConstraint(
                condition=Q(by_office=False) | ~Q(reason=""),
                name="accounts_approval_by_office_has_reason",
                violation_error_message="What is approved by office has a reason.",
            ),
            models.CheckConstraint(
                condition=~Q(about="earlier") | (Q(signed_on__isnull=False) & ~Q(given_by="")),
                name="accounts_approval_earlier_has_date",
                violation_error_message="An earlier approval keeps its own date and who gave it.",
            ),
            models.CheckConstraint(
                condition=Q(power="approve_accounts"),
                name="accounts_approval_by_its_power",
                violation_error_message="An account is approved with the power to approve accounts (IV.A).",
            ),
            models.UniqueConstraint(
                fields=["proposal", "department"],
                condition=Q(proposal__isnull=False),
                name="accounts_approval_once_for_proposal",
                violation_error_message="This department has approved the change already.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "department"], name="accounts_approval_account")]

    def __str__(self) -> str:
        return f"Approval of {self.account} for {self.department}"


class ProposalState(models.TextChoices):
    """What people did with a proposal."""

    PROPOSED = "proposed", "Waits for the authority"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ChangeProposalQuerySet(models.QuerySet["ChangeProposal"]):
    """Phrases about proposals."""

    def waiting(self, at: datetime | None = None) -> Self:
        """Proposals on which nobody has decided, or had by a moment."""
        if at is not None:
            return self.filter(open_at("proposed_at", "decided_at", at))
        return self.filter(state=ProposalState.PROPOSED)


class ChangeProposal(models.Model):
    """A change of a protected fact (department, platform, handle, address); the approved facts stand until decided.

    `changes` holds the new values: `platform` (code), `handle`, `identity`, `url`, `responsible` (department id),
    `sharing` (department ids); only what changes.
    """

    account = models.ForeignKey("accounts.OfficialAccount", on_delete=models.PROTECT, related_name="proposals")
    changes = models.JSONField("what would change", default=dict)
    concerned = models.ManyToManyField(Department, related_name="+")
    """The departments whose authorities decide: those that use the account, and those that would."""
    reason = models.TextField("reason")
    state = models.CharField("state", max_length=12, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposed at")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("decided at", null=True, blank=True)
    decision_reason = models.TextField("reason of the decision", blank=True)

    objects = ChangeProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state="proposed"),
                name="accounts_proposal_one_open",
                violation_error_message="A change of this account waits for its authority already.",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="accounts_proposal_decided_whole",
                violation_error_message="A decision names who decided and when.",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decision_reason=""),
                name="accounts_proposal_declined_with_reason",
                violation_error_message="Say why the change is declined.",
            ),
        ]

    def __str__(self) -> str:
        return f"Change of {self.account}"
