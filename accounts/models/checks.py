"""What the portal saw on pages (IV.B, IV.G), the list it compared them with, and whose turn it is to be looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.account import OfficialAccount
from foundation.effective import DatedFact, DatedQuerySet, time_constraints

_ONE_PAGE = (Q(account__isnull=False) & Q(host="")) | (Q(account__isnull=True) & ~Q(host=""))
"""A page is an account's, or the front page of a website of the City's."""


class CheckOutcome(models.TextChoices):
    """What a check found. What cannot be read is never *missing*."""

    LINKS = "links", "Links to the official website"
    MISSING = "missing", "No link to the official website"
    COULD_NOT_CHECK = "could_not_check", "Could not check"
    READ = "read", "Read"


class PartyKind(models.TextChoices):
    """Whose account it is that no page of the City links to."""

    PARTY = "party", "Political party"
    CANDIDATE = "candidate", "Candidate"


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Phrases about checks."""

    def conclusive(self) -> Self:
        """Checks in which the page could be read."""
        return self.filter(outcome__in=[CheckOutcome.LINKS, CheckOutcome.MISSING, CheckOutcome.READ])

    def of_page(self, account_id: int | None, host: str) -> Self:
        """The checks of one page, the latest first."""
        return self.filter(account_id=account_id, host=host).order_by("-at", "-pk")


class LinkCheck(models.Model):
    """One look at one page: what was asked, what came, what it says of IV.B, with the evidence. Append-only.

    `evidence` are the links found (`href`, `url` where it leads, `text`). The front page of a website of the City's
    (`host`) is looked at for IV.G alone: its outcome is *read*.
    """

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="checks", null=True, blank=True)
    host = models.CharField("website", max_length=260, blank=True)
    at = models.DateTimeField("looked at")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    url = models.CharField("address asked", max_length=4000)
    final_url = models.CharField("address that answered", max_length=4000)
    status = models.PositiveSmallIntegerField("HTTP status", null=True, blank=True)
    outcome = models.CharField("outcome", max_length=16, choices=CheckOutcome)
    why = models.CharField("why", max_length=600, blank=True)
    evidence = models.JSONField("links found", default=list, blank=True)
    links_read = models.PositiveIntegerField("links read", default=0)
    attempts = models.PositiveSmallIntegerField("attempts", default=1)
    milliseconds = models.PositiveIntegerField("took milliseconds")

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_ONE_PAGE,
                name="accounts_check_of_one_page",
                violation_error_message="A check is of an account's page or of a website.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["could_not_check", "missing"]) | ~Q(why=""),
                name="accounts_check_says_why",
                violation_error_message="A check that found nothing says why.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="links") | ~Q(evidence=[]),
                name="accounts_check_has_evidence",
                violation_error_message="A link that was found is kept as evidence.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="read") | Q(account__isnull=True),
                name="accounts_check_read_is_of_website",
                violation_error_message="An account's page links to the City, or not, or could not be checked.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-at"], name="accounts_check_account"),
            models.Index(fields=["outcome", "account", "-at"], name="accounts_check_outcome"),
            models.Index(fields=["host", "-at"], name="accounts_check_host", condition=~Q(host="")),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.host}: {self.get_outcome_display()}"


class PartyAccountQuerySet(DatedQuerySet):
    """Phrases about the list of party and candidate accounts."""

    def barred(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Those to which no page of the City may link at a moment (IV.G): partisan, and no office account."""
        return self.in_effect(at, known_at).filter(is_partisan=True, is_office_account=False)


class PartyAccount(DatedFact):
    """An account or website of a party or a candidate, kept by Employee Relations for IV.G, second sentence.

    IV.G speaks of partisan elections alone. An official's office account that is also named in a campaign is marked
    and spared, with the reason.
    """

    name = models.CharField("name", max_length=200)
    kind = models.CharField("kind", max_length=10, choices=PartyKind)
    identity = models.CharField("canonical identity", max_length=300)
    url = models.URLField("address", max_length=500)
    election = models.CharField("election", max_length=200, blank=True)
    is_partisan = models.BooleanField("partisan", default=True)
    is_office_account = models.BooleanField("an official's office account", default=False)
    why_spared = models.CharField("why it is spared", max_length=500, blank=True)
    source = models.CharField("source", max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PartyAccountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(identity="") & ~Q(url="") & ~Q(source=""),
                name="accounts_party_is_complete",
                violation_error_message="An entry has a name, an address and a source.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="candidate") | ~Q(election=""),
                name="accounts_party_candidate_has_election",
                violation_error_message="A candidate stands in an election: say which.",
            ),
            models.CheckConstraint(
                condition=Q(is_office_account=False) | ~Q(why_spared=""),
                name="accounts_party_spared_says_why",
                violation_error_message="Say why this account is spared.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["identity"], name="accounts_party_identity")]

    def __str__(self) -> str:
        return self.name


class PartyLink(models.Model):
    """A link to a party's or candidate's account that a check found on a page of the City's (IV.G). Append-only.

    `party` is the entry of the list as it stood then; `lineage` is the same through its corrections.
    """

    check_made = models.ForeignKey(LinkCheck, on_delete=models.PROTECT, related_name="party_links")
    party = models.ForeignKey(PartyAccount, on_delete=models.PROTECT, related_name="links")
    lineage = models.UUIDField("entry of the list")
    href = models.CharField("link", max_length=4000)
    text = models.CharField("its words", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-check_made__at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_made", "lineage"],
                name="accounts_party_link_once",
                violation_error_message="This link was found in that check already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.href} on {self.check_made}"


class PageTurnQuerySet(models.QuerySet["PageTurn"]):
    """Phrases about turns."""

    def due(self, at: datetime) -> Self:
        """Pages whose time has come and which nobody is looking at."""
        return self.filter(due_at__lte=at).filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=at))


class PageTurn(models.Model):
    """When a page is to be looked at next, and who holds it meanwhile. Working data: no fact, and overwritten.

    A claim ends by itself: a worker that was killed leaves a page that is looked at again.
    """

    account = models.OneToOneField(
        OfficialAccount, on_delete=models.CASCADE, related_name="page_turn", null=True, blank=True
    )
    host = models.CharField("website", max_length=260, blank=True)
    due_at = models.DateTimeField("due at")
    attempts = models.PositiveSmallIntegerField("failed attempts", default=0)
    last_trouble = models.CharField("why the last attempt failed", max_length=600, blank=True)
    claim = models.UUIDField("claim", null=True, blank=True)
    claimed_until = models.DateTimeField("claimed until", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_at = models.DateTimeField("asked for at", null=True, blank=True)

    objects = PageTurnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ONE_PAGE, name="accounts_turn_of_one_page"),
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="accounts_turn_host_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="accounts_turn_due")]

    def __str__(self) -> str:
        return f"{self.account or self.host}: due {self.due_at}"


class HostTurn(models.Model):
    """That a host is asked one thing at a time, with a pause after each, by all workers together. Working data."""

    host = models.CharField("host", max_length=260, unique=True)
    claim = models.UUIDField("claim", null=True, blank=True)
    free_at = models.DateTimeField("free again at")
    """While somebody asks: when the claim ends by itself."""

    def __str__(self) -> str:
        return f"{self.host}: free at {self.free_at}"

    @classmethod
    def begin(cls, host: str, **columns: Any) -> None:
        """Make the row of a host that was never asked; a second one does nothing."""
        cls._base_manager.bulk_create([cls(host=host, **columns)], ignore_conflicts=True)
