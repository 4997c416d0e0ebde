"""An official account: its identity, and the dated facts, departments and states of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q

from accounts.models.approval import Approval
from accounts.models.platform import Platform
from accounts.models.stewardship import Stewardship
from accounts.models.unindexed import Unindexed
from directory.models import Department
from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class AccountClass(models.TextChoices):
    """Whose page it is. An official's own page is listed apart and never approved under IV.A."""

    OFFICIAL = "official", "Official"
    MIXED = "mixed", "Mixed: official and personal"
    OWN = "own", "An official's own page"


class State(models.TextChoices):
    """What people did with an account; what the clock does stands nowhere."""

    REQUESTED = "requested", "Asked for"
    APPROVED = "approved", "Approved, not yet established"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    RETIRED = "retired", "Retired"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    FOUND = "found", "Found, not yet confirmed"
    NOT_OURS = "not_ours", "Not the City's"
    LISTED = "listed", "An official's own page"


IN_THE_REGISTER = (State.APPROVED, State.ACTIVE, State.SUSPENDED, State.RETIRED, State.FOUND, State.LISTED)
"""States in which everybody who is signed in sees an account."""
RESTS_ON_APPROVAL = (State.APPROVED, State.ACTIVE, State.SUSPENDED)
LOOKED_AFTER = (*RESTS_ON_APPROVAL, State.FOUND)
"""States in which somebody has the keys of an account: when a steward goes, they are handed over."""


class LinkStance(models.TextChoices):
    """What is said about IV.B, apart from what a check of the page finds."""

    YES = "yes", "The page links to the website of the City or the department"
    NOT_POSSIBLE = "not_possible", "A link is not possible there"
    NOT_YET = "not_yet", "Not yet"


def in_effect_through(relation: str, at: datetime, known_at: datetime) -> Q:
    """The dates of a joined dated fact, as `DatedQuerySet.in_effect` asks them of rows."""
    return (
        Q(**{f"{relation}__effective_from__lte": at, f"{relation}__recorded_at__lte": known_at})
        & (Q(**{f"{relation}__effective_until__isnull": True}) | Q(**{f"{relation}__effective_until__gt": at}))
        & (Q(**{f"{relation}__superseded_at__isnull": True}) | Q(**{f"{relation}__superseded_at__gt": known_at}))
    )


_SAID = {
    # SQLite would begin with the index of states wherever nearly all accounts fit, and sort them, in place of reading
    # the first page by the index of names.
    "state": Unindexed(F("standing__state"), output_field=models.CharField()),
    "since": F("standing__effective_from"),
    "name": F("now__name"),
    "handle": F("now__handle"),
    "identity": F("now__identity"),
    "reserves": F("now__reserves"),
    "persistent_id": F("now__persistent_id"),
    "links_to_city": F("now__links_to_city"),
    "platform_id": F("now__platform_id"),
}
"""What accounts of `as_of` are filtered by: the columns of the rows that it joins."""
BY_NAME = ("now__name", "now__account_id")
"""The order of names, in which an index of facts has them, too."""


class OfficialAccountQuerySet(models.QuerySet["OfficialAccount"]):
    """Phrases about accounts at a moment, as known at a moment."""

    def as_of(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Accounts with the facts (`.now`) and the state (`.standing`) in effect, joined in the same query.

        Filter them by `state`, `since`, `name`, `handle`, `identity`, `platform_id` and the others of `_SAID`: a
        filter on `standing__state` would join the table once more for each time it is asked.
        """
        known = known_at or at
        return (
            self.annotate(
                now=FilteredRelation("facts", condition=in_effect_through("facts", at, known)),
                standing=FilteredRelation("states", condition=in_effect_through("states", at, known)),
            )
            .filter(now__isnull=False, standing__isnull=False)
            .alias(**_SAID)
            .select_related("now__platform", "standing")
        )

    def on_platform(self, code: str) -> Self:
        """Those of `as_of` on a platform, by its code."""
        condition = Q(platform_id__in=Platform.objects.filter(code=code).values("pk"))
        return self.filter(condition)

    def in_states(self, *states: str) -> Self:
        """Those of `as_of` that stand in one of several states."""
        condition = Q(state__in=states)
        return self.filter(condition)

    def not_in_states(self, *states: str) -> Self:
        """Accounts of `as_of` in none of some states."""
        # Said by the others: a negation through the joined relation would look for each row anew.
        return self.in_states(*(state for state in State if state not in states))

    def by_name(self) -> Self:
        """Accounts of `as_of` in the order of their names."""
        return self.order_by(*BY_NAME)

    def used_by(self, departments: Collection[int], at: datetime, known_at: datetime | None = None) -> Self:
        """Accounts that one of several departments (ids) uses."""
        used = AccountDepartment.objects.in_effect(at, known_at).filter(department_id__in=departments)
        return self.filter(pk__in=used.values("account_id"))

    def reserving(self, identity: str, at: datetime, known_at: datetime | None = None) -> Self:
        """The account, if any, to which a canonical identity belongs."""
        named = AccountFacts.objects.in_effect(at, known_at).filter(identity=identity, reserves=True)
        return self.filter(pk__in=named.values("account_id"))

    def stewarded_by(self, person_id: int, at: datetime, known_at: datetime | None = None) -> Self:
        """Accounts of which somebody is named a steward, present or not."""
        named = Stewardship.objects.in_effect(at, known_at).filter(person_id=person_id)
        return self.filter(pk__in=named.values("account_id"))


class OfficialAccount(models.Model):
    """One account on one platform, through all its changes. Never changed: what is so about it are dated facts."""

    reference = models.CharField("reference", max_length=30, unique=True)
    was_found = models.BooleanField("existed before it was entered", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    """Who asked for it or registered it; empty where a command without `--by` brought it in."""
    entered_at = models.DateTimeField("entered at")

    objects = OfficialAccountQuerySet.as_manager()

    # What `as_of` joins; absent on an account that was read otherwise.
    now: AccountFacts
    standing: AccountState

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class AccountFacts(DatedFact):
    """What an account is: where it stands, under which name, for what.

    `identity` is the canonical form (`accounts.addresses`); while `reserves` is true no other account may have it.
    """

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="facts")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField("handle", max_length=200)
    identity = models.CharField("canonical identity", max_length=300)
    url = models.URLField("address", max_length=500)
    persistent_id = models.CharField("the platform's own id", max_length=100, blank=True)
    reserves = models.BooleanField("reserves its name", default=True)
    name = models.CharField("display name", max_length=200)
    purpose = models.TextField("purpose", blank=True)
    audience = models.CharField("audience", max_length=300, blank=True)
    language = models.CharField("language", max_length=60, default="English")
    account_class = models.CharField("class", max_length=10, choices=AccountClass, default=AccountClass.OFFICIAL)
    links_to_city = models.CharField("link to the official website", max_length=20, choices=LinkStance, blank=True)
    why_no_link = models.TextField("why a link is not possible", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "account facts"
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~Q(identity="") & ~Q(handle="") & ~Q(url=""),
                name="accounts_facts_have_identity",
                violation_error_message="An account has a platform, a handle and an address.",
            ),
            models.CheckConstraint(
                condition=~Q(links_to_city="not_possible") | ~Q(why_no_link=""),
                name="accounts_facts_say_why_no_link",
                violation_error_message="Say why the page cannot link to the official website (IV.B).",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "effective_from"], name="accounts_facts_account"),
            models.Index(fields=["identity"], name="accounts_facts_identity"),
            models.Index(fields=["name", "account"], name="accounts_facts_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.handle} on {self.platform})"


class AccountDepartment(DatedFact):
    """That a department uses an account; one of them is responsible for it."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="departments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    is_responsible = models.BooleanField("responsible", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [*time_constraints()]
        indexes: ClassVar = [
            models.Index(fields=["account", "department"], name="accounts_department_account"),
            models.Index(fields=["department", "account"], name="accounts_department_used"),
        ]

    def __str__(self) -> str:
        return f"{self.account} used by {self.department}"


class AccountState(DatedFact):
    """What was last done with an account, from when; who did it, and the approval on which it rests (IV.A)."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="states")
    state = models.CharField("state", max_length=12, choices=State)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField("reason", blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "active", "suspended"]) | Q(approval__isnull=False),
                name="accounts_state_rests_on_approval",
                violation_error_message="Only an approval of the appointing authority makes an account official.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["suspended", "retired", "declined", "not_ours"]) | ~Q(reason=""),
                name="accounts_state_has_reason",
                violation_error_message="Say why.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "effective_from"], name="accounts_state_account"),
            models.Index(fields=["state", "account"], name="accounts_state_state"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_state_display()}"
