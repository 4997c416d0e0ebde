"""The recorded facts that a decision rests on, in one query whatever the size of the City."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, F, FilteredRelation, JSONField, OuterRef, Q, QuerySet, Subquery

from accounts.models import OfficialAccount, State
from accounts.models.account import in_effect_through
from acknowledgements.due import Span
from acknowledgements.duty import (
    Duties,
    Term,
    campaigns_asking,
    campaigns_asking_now,
    departments_asking_now,
    exemptions_of,
    lists_asking_of,
)
from acknowledgements.models import Acknowledgement, Decline
from authorizations import heard
from authorizations.acts_asked import Act
from authorizations.models import Authorization
from authorizations.subjects import host_of
from directory.models import Employee
from foundation import dated_settings
from foundation.models import DatedSetting
from foundation.shapes import shape
from foundation.together import Together
from policy.carrying import counts_for
from policy.following import Match, matches_of, text_from
from policy.models import ClauseMatch, Publication
from powers.basis import TextInForce
from powers.one_person import PictureOfOne

STATES = dict(State.choices)
GRACE = "term.acknowledgement_grace_days"
_NEVER = (None, None)


@dataclass
class AccountFound:
    """An account at the moment, with who uses it and who consented to its use by whom."""

    name: str
    platform: str
    state: str
    state_shown: str
    host: str
    responsible: int | None = None
    departments: set[int] = field(default_factory=set)
    consents: set[tuple[int, int]] = field(default_factory=set)
    """(department that consented, for which department)."""


@dataclass(frozen=True)
class VersionAsked:
    """A version that was in force by the moment: whether it was acknowledged, and by when that was asked."""

    name: str
    acknowledged: bool
    opens_at: datetime | None
    due_at: datetime | None
    declined: bool
    word: str
    """What the authority decided on the decline, if it did."""
    exempt: tuple[Span, ...] = ()
    """When the person was exempt from it."""


class Facts:
    """Everything about one person and one act at a moment, as known at a moment; of several acts, the first one's.

    Asked together with the caller's other questions; `taken` has looked at the answers.
    """

    def __init__(
        self, employee: Employee, acts: Sequence[Act], at: datetime, known_at: datetime, together: Together
    ) -> None:
        self.employee, self.act, self.at, self.known_at = employee, acts[0], at, known_at
        accounts = sorted({act.account.pk for act in acts if act.account is not None})
        self._asked_publications = (
            together.ask_as(_publications_now, employee.pk, at)
            if known_at == at
            else together.ask(_publications(employee.pk, at, known_at))
        )
        self._asked_campaigns = (
            together.ask_as(campaigns_asking_now, at)
            if known_at == at
            else together.ask(campaigns_asking(at, known_at))
        )
        self._asked_departments = together.ask_as(departments_asking_now)
        self._asked_lists = together.ask_as(lists_asking_of, employee.pk)
        self._asked_exemptions = together.ask_as(exemptions_of, employee.pk, known_at)
        self._asked_matches = together.ask_as(_matches, at, known_at)
        self._asked_authorizations = together.ask_as(_authorizations, employee.pk, known_at, *accounts)
        self._asked_accounts = together.ask_as(_accounts, at, known_at, *accounts)
        self.picture = PictureOfOne(employee.pk, at, known_at, self._text, together)

    def _text(self) -> TextInForce | None:
        return None if self._current is None else text_from(self._current.version, self._asked_matches.rows)

    @cached_property
    def _current(self) -> Any:
        """The publication of the version in force, if any."""
        # The City's regulation is the one entered first of those that have a version in force.
        running = [row for row in self._asked_publications.rows if row.is_in_effect(self.at)]
        return min(running, key=lambda row: row.regulation_id) if running else None

    def taken(self) -> Facts:
        """The same with every answer at hand: for one act after the other."""
        publications, current = self._asked_publications.rows, self._current
        terms, exempt = self._terms(), self._exempt()
        self.versions = [
            _version(row, terms.get(row.version_id, _NEVER), tuple(exempt.get(row.version_id, ())))
            for row in sorted(publications, key=lambda row: (row.effective_from, row.pk), reverse=True)
            if current is not None and row.regulation_id == current.regulation_id
        ]
        self.words: list[heard.Heard] = heard.read(publications[0].words) if publications else []
        grace = publications[0].grace if publications else None
        self.grace_days: int = dated_settings.defaults()[GRACE].value if grace is None else grace
        self.authorizations: list[Authorization] = _with_names(self._asked_authorizations.rows)
        self._accounts = _accounts_from(self._asked_accounts.rows)
        return self

    def _terms(self) -> dict[int, Term]:
        """From when until when each version was asked of the person."""
        person, department = self.employee.pk, self.picture.department_id
        presence = self.picture.presence
        places = self.picture.tree.above(department, self.at) if department is not None else []
        duties = Duties(self._asked_campaigns.rows, self._asked_departments.rows, self._asked_lists.rows)
        return duties.terms(person, places, presence.employed_since(person, self.at))

    def _exempt(self) -> dict[int, list[Span]]:
        """When the person was exempt, by version."""
        found: dict[int, list[Span]] = {}
        for _, version, since, until, ended in self._asked_exemptions.rows:
            found.setdefault(version, []).append((since, min(until, ended) if ended else until))
        return found

    def of(self, act: Act) -> Facts:
        """The same person and moment before another of the acts."""
        found = copy(self)
        found.act = act
        return found

    @property
    def account(self) -> AccountFound | None:
        """The account of the act, where the register had it."""
        return self._accounts.get(self.act.account.pk) if self.act.account is not None else None

    def names_account(self, row: Authorization) -> bool:
        """Whether an authorization lists the act's account by name."""
        named: list[int] = getattr(row, "named", [])
        return self.act.account is not None and self.act.account.pk in named


def _begun(at: datetime, known_at: datetime) -> QuerySet[Publication]:
    return Publication.objects.known(known_at).filter(effective_from__lte=at)


def _publications(person: int, at: datetime, known_at: datetime) -> QuerySet[Publication]:
    version = OuterRef("version_id")
    signed = Acknowledgement.objects.standing(at, known_at).filter(counts_for(version, known_at), person_id=person)
    declines = Decline.objects.standing(at, known_at).filter(person_id=person, version_id=version)
    decided = declines.filter(authority_decision__at__lte=min(at, known_at))
    grace = DatedSetting.objects.in_effect(at, known_at).filter(key=GRACE).order_by("-pk")
    words = heard.heard_by(person, at, known_at)
    return (
        _begun(at, known_at)
        .select_related("version__regulation")
        .defer("version__text", "version__front_matter")
        .annotate(
            acknowledged=Exists(signed),
            declined=Exists(declines),
            word=Subquery(decided.values("authority_decision__decision")[:1]),
            grace=Subquery(grace.values("value")[:1], output_field=JSONField()),
            words=Subquery(words, output_field=JSONField()),
        )
    )


@shape
def _publications_now(person: int, at: datetime) -> QuerySet[Publication]:
    # As known then: where both moments may differ the earlier one is reckoned with, and a shape does not reckon.
    return _publications(person, at, at)


@shape
def _matches(at: datetime, known_at: datetime) -> QuerySet[ClauseMatch, Match]:
    return matches_of(_begun(at, known_at).order_by().values("version_id"), at, known_at)


@shape
def _authorizations(person: int, known_at: datetime, *accounts: int) -> QuerySet[Authorization]:
    rows = (
        Authorization.objects.known(known_at)
        .filter(grantee_id=person)
        .select_related("revocation", "acceptance")
        .order_by("effective_from", "pk")
    )
    if not accounts:
        return rows
    # An authorization that names several of the accounts comes once for each of them.
    naming = Q(named_accounts__account_id__in=accounts)
    return rows.annotate(naming=FilteredRelation("named_accounts", condition=naming), names=F("naming__account"))


@shape
def _accounts(at: datetime, known_at: datetime, *asked: int) -> QuerySet[OfficialAccount, Any]:
    return (
        OfficialAccount.objects.as_of(at, known_at)
        .filter(pk__in=asked)
        .annotate(
            use=FilteredRelation("departments", condition=in_effect_through("departments", at, known_at)),
            agreed=FilteredRelation("consents", condition=in_effect_through("consents", at, known_at)),
        )
        .values_list(
            "pk",
            "now__name",
            "now__platform__code",
            "now__url",
            "standing__state",
            "use__department_id",
            "use__is_responsible",
            "agreed__department_id",
            "agreed__for_department_id",
        )
    )


def _with_names(rows: Iterable[Any]) -> list[Authorization]:
    """Each authorization once, with the accounts asked that it names."""
    found: dict[int, Authorization] = {}
    for row in rows:
        kept = found.setdefault(row.pk, row)
        if hasattr(row, "names"):
            kept.named = [*getattr(kept, "named", []), row.names]  # type: ignore[attr-defined]
    return list(found.values())


def _accounts_from(rows: Iterable[Any]) -> dict[int, AccountFound]:
    accounts: dict[int, AccountFound] = {}
    for pk, name, platform, url, state, department, responsible, gives, gets in rows:
        found = accounts.get(pk)
        if found is None:
            host = host_of(urlsplit(url).hostname or "")
            found = accounts[pk] = AccountFound(name, platform, state, STATES[state].lower(), host)
        if department is not None:
            found.departments.add(department)
            found.responsible = department if responsible else found.responsible
        if gives is not None:
            found.consents.add((gives, gets))
    return accounts


def _version(row: Any, term: Term | tuple[None, None], exempt: tuple[Span, ...]) -> VersionAsked:
    opens_at, due_at = term
    return VersionAsked(str(row.version), row.acknowledged, opens_at, due_at, row.declined, row.word or "", exempt)
