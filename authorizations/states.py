"""How a whole register of instruments stands at a moment: the rule of `standing`, by the database as far as it goes.

Dates and revocation are conditions. Only the instruments whose holder left, was away, moved or came under another
office since are looked at one by one, by `standing_of` itself. A property test compares the two.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Least

from authorizations.lapses import lapsed_among, may_have_lapsed
from authorizations.models import Authorization, AuthorizationQuerySet
from authorizations.standing import Why, standing_of
from directory.models import Assignment, EmployeeStatus, Status
from powers.picture import Picture
from powers.presence import RESTING


class State(TextChoices):
    """How an instrument stands; that one is ready, or ends soon, is asked of those in effect."""

    IN_EFFECT = "in_effect", "In effect"
    LATER = "later", "Begins later"
    OVER = "over", "Ended or not in effect"


class States:
    """Some instruments as they stand at a picture's moment: those that the portal knew then."""

    def __init__(self, rows: AuthorizationQuerySet, picture: Picture) -> None:
        self.picture, self.at, self.known_at = picture, picture.at, picture.known_at
        self.rows: AuthorizationQuerySet = rows.known(picture.known_at)

    @property
    def _revoked(self) -> Q:
        return Q(revocation__effective_from__lte=self.at, revocation__recorded_at__lte=self.known_at)

    @property
    def _to_run(self) -> AuthorizationQuerySet:
        """Neither revoked nor ended."""
        return self.rows.filter(effective_until__gt=self.at).exclude(self._revoked)

    @cached_property
    def forfeited(self) -> frozenset[int]:
        """Ids of those neither revoked nor ended that are not in effect because of their holder."""
        rows = list(self._stirred().select_related("revocation").defer("conditions"))
        self.picture.presence.load(row.grantee_id for row in rows)
        whys = ((row.pk, standing_of(row, self.picture).why) for row in rows)
        return frozenset(pk for pk, why in whys if why not in (None, Why.BEGINS_LATER))

    def _stirred(self) -> AuthorizationQuerySet:
        """Those whose holder's roster, or whose department's office, changed in a way that may bear on them."""
        begins = Least(OuterRef("granted_at"), OuterRef("effective_from"))
        statuses = EmployeeStatus.objects.known(self.known_at).filter(effective_from__lte=self.at)
        gone = Q(status=Status.LEFT) & (Q(effective_until__isnull=True) | Q(effective_until__gt=begins))
        away = Q(status__in=RESTING) & (Q(effective_until__isnull=True) | Q(effective_until__gt=self.at))
        places = Assignment.objects.known(self.known_at)
        reasons: list[QuerySet[Any]] = [
            statuses.filter(gone | away),
            places.filter(effective_from__gt=begins, effective_from__lte=self.at),
        ]
        if unsettled := self.picture.tree.unsettled(self.at):
            reasons.append(places.filter(department_id__in=unsettled))
        # One after the other, and not joined by OR: each is a join of whole tables.
        theirs = [self._to_run.filter(Exists(one.filter(employee_id=OuterRef("grantee_id")))) for one in reasons]
        ids = [rows.order_by().values("pk") for rows in theirs]
        found: AuthorizationQuerySet = Authorization.objects.filter(pk__in=ids[0].union(*ids[1:])).order_by()
        return found

    def in_effect(self) -> AuthorizationQuerySet:
        """Those in effect."""
        return self._to_run.filter(effective_from__lte=self.at).exclude(pk__in=self.forfeited)

    def later(self) -> AuthorizationQuerySet:
        """Those that begin later."""
        return self._to_run.filter(effective_from__gt=self.at).exclude(pk__in=self.forfeited)

    def over(self) -> AuthorizationQuerySet:
        """Those that ended, were revoked, were forfeited with their holder, or rest."""
        return self.rows.filter(Q(effective_until__lte=self.at) | self._revoked | Q(pk__in=self.forfeited))

    def ending(self, days: int) -> AuthorizationQuerySet:
        """Those in effect that end within so many days."""
        return self.in_effect().filter(effective_until__lte=self.at + timedelta(days=days))

    def ready(self) -> AuthorizationQuerySet:
        """Those in effect that may be used: conditions accepted, and the policy acknowledged (City procedure)."""
        accepted = self.in_effect().accepted(self.at, self.known_at)
        unsure = accepted.filter(may_have_lapsed(self.picture, "grantee_id")).order_by()
        open_ = unsure.values_list("grantee_id", flat=True).distinct()
        return accepted.exclude(grantee_id__in=lapsed_among(self.picture, open_))

    def told(self, rows: AuthorizationQuerySet) -> QuerySet[Any]:
        """Rows, each with its `state`: to be grouped by it."""
        over = Q(effective_until__lte=self.at) | self._revoked | Q(pk__in=self.forfeited)
        state = Case(
            When(over, then=Value(State.OVER.value)),
            When(effective_from__gt=self.at, then=Value(State.LATER.value)),
            default=Value(State.IN_EFFECT.value),
        )
        return rows.order_by().annotate(state=state)
