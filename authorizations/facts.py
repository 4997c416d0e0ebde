"""The recorded facts that a decision rests on, in at most eight queries whatever the size of the City."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import BooleanField as Boolean
from django.db.models import Exists, FilteredRelation, JSONField, OuterRef, Subquery, Value

from accounts.models import OfficialAccount, State
from accounts.models.account import in_effect_through
from acknowledgements.models import Acknowledgement, Campaign
from authorizations.acts_asked import Act
from authorizations.models import Authorization, AuthorizedAccount, Decline
from authorizations.subjects import host_of
from directory.models import Employee
from foundation import dated_settings
from foundation.models import DatedSetting
from policy.following import text_of
from policy.models import Publication
from powers.one_person import PictureOfOne

STATES = dict(State.choices)
GRACE = "term.acknowledgement_grace_days"


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


class Facts:
    """Everything about one person and one act at a moment, as known at a moment."""

    def __init__(self, employee: Employee, act: Act, at: datetime, known_at: datetime) -> None:
        self.employee, self.act, self.at, self.known_at = employee, act, at, known_at
        publications = list(self._publications())
        # The City's regulation is the one entered first of those that have a version in force.
        running = [row for row in publications if row.is_in_effect(at)]
        current = min(running, key=lambda row: row.regulation_id) if running else None
        text = text_of(current.version, at, known_at) if current else None
        self.picture = PictureOfOne(employee.pk, at, known_at, text)
        self.versions = [
            _version(row)
            for row in sorted(publications, key=lambda row: (row.effective_from, row.pk), reverse=True)
            if current is not None and row.regulation_id == current.regulation_id
        ]
        grace = publications[0].grace if publications else None
        self.grace_days: int = dated_settings.defaults()[GRACE].value if grace is None else grace
        self.authorizations = list(self._authorizations())
        self.account = self._account() if act.account is not None else None

    def _publications(self) -> Any:
        at, known_at, person = self.at, self.known_at, self.employee.pk
        version = OuterRef("version_id")
        signed = Acknowledgement.objects.standing(at, known_at).filter(person_id=person, version_id=version)
        campaigns = Campaign.objects.filter(version_id=version, opened_at__lte=known_at, opens_at__lte=at)
        asked = campaigns.order_by("-due_at", "-pk")
        declines = Decline.objects.filter(person_id=person, version_id=version, recorded_at__lte=known_at).filter(
            recorded_at__lte=at
        )
        decided = declines.filter(decided_at__lte=known_at).filter(decided_at__lte=at)
        grace = DatedSetting.objects.in_effect(at, known_at).filter(key=GRACE).order_by("-pk")
        rows = Publication.objects.known(known_at).filter(effective_from__lte=at)
        return (
            rows.select_related("version__regulation")
            .defer("version__text", "version__front_matter")
            .annotate(
                acknowledged=Exists(signed),
                opens_at=Subquery(asked.values("opens_at")[:1]),
                due_at=Subquery(asked.values("due_at")[:1]),
                declined=Exists(declines),
                word=Subquery(decided.values("decision")[:1]),
                grace=Subquery(grace.values("value")[:1], output_field=JSONField()),
            )
        )

    def _authorizations(self) -> Any:
        rows = Authorization.objects.known(self.known_at).filter(grantee=self.employee)
        named: Any = Value(False, output_field=Boolean())
        if self.act.account is not None:
            named = Exists(AuthorizedAccount.objects.filter(authorization_id=OuterRef("pk"), account=self.act.account))
        return rows.select_related("revocation", "acceptance").annotate(names_it=named).order_by("effective_from", "pk")

    def _account(self) -> AccountFound | None:
        rows = (
            OfficialAccount.objects.as_of(self.at, self.known_at)
            .filter(pk__in=[self.act.account.pk] if self.act.account else [])
            .annotate(
                use=FilteredRelation("departments", condition=in_effect_through("departments", self.at, self.known_at)),
                agreed=FilteredRelation("consents", condition=in_effect_through("consents", self.at, self.known_at)),
            )
            .values_list(
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
        found: AccountFound | None = None
        for name, platform, url, state, department, responsible, gives, gets in rows:
            if found is None:
                host = host_of(urlsplit(url).hostname or "")
                found = AccountFound(name, platform, state, STATES[state].lower(), host)
            if department is not None:
                found.departments.add(department)
                found.responsible = department if responsible else found.responsible
            if gives is not None:
                found.consents.add((gives, gets))
        return found


def _version(row: Any) -> VersionAsked:
    return VersionAsked(str(row.version), row.acknowledged, row.opens_at, row.due_at, row.declined, row.word or "")
