"""The recorded facts that a decision rests on, in at most eight queries whatever the size of the City."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, F, FilteredRelation, JSONField, OuterRef, Q, Subquery

from accounts.models import OfficialAccount, State
from accounts.models.account import in_effect_through
from acknowledgements.models import Acknowledgement, Decline, asking_as_known
from authorizations.acts_asked import Act
from authorizations.models import Authorization
from authorizations.subjects import host_of
from directory.models import Employee
from foundation import dated_settings
from foundation.models import DatedSetting
from policy.carrying import counts_for
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
    """Everything about one person and one act at a moment, as known at a moment; of several acts, the first one's."""

    def __init__(self, employee: Employee, acts: Sequence[Act], at: datetime, known_at: datetime) -> None:
        self.employee, self.act, self.at, self.known_at = employee, acts[0], at, known_at
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
        asked = [act.account.pk for act in acts if act.account is not None]
        self.authorizations: list[Authorization] = list(self._authorizations(asked))
        self._accounts = self._accounts_asked(asked) if asked else {}

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

    def _publications(self) -> Any:
        at, known_at, person = self.at, self.known_at, self.employee.pk
        version = OuterRef("version_id")
        signed = Acknowledgement.objects.standing(at, known_at).filter(counts_for(version, known_at), person_id=person)
        asked = asking_as_known(at, known_at).filter(version_id=version).order_by("-due_known", "-pk")
        declines = Decline.objects.standing(at, known_at).filter(person_id=person, version_id=version)
        decided = declines.filter(authority_decision__at__lte=min(at, known_at))
        grace = DatedSetting.objects.in_effect(at, known_at).filter(key=GRACE).order_by("-pk")
        rows = Publication.objects.known(known_at).filter(effective_from__lte=at)
        return (
            rows.select_related("version__regulation")
            .defer("version__text", "version__front_matter")
            .annotate(
                acknowledged=Exists(signed),
                opens_at=Subquery(asked.values("opens_at")[:1]),
                due_at=Subquery(asked.values("due_known")[:1]),
                declined=Exists(declines),
                word=Subquery(decided.values("authority_decision__decision")[:1]),
                grace=Subquery(grace.values("value")[:1], output_field=JSONField()),
            )
        )

    def _authorizations(self, asked: list[int]) -> list[Authorization]:
        rows = (
            Authorization.objects.known(self.known_at)
            .filter(grantee=self.employee)
            .select_related("revocation", "acceptance")
            .order_by("effective_from", "pk")
        )
        if not asked:
            return list(rows)
        # An authorization that names several of the accounts comes once for each of them.
        naming = Q(named_accounts__account_id__in=asked)
        joined = rows.annotate(naming=FilteredRelation("named_accounts", condition=naming), names=F("naming__account"))
        found: dict[int, Authorization] = {}
        for row in joined:
            kept = found.setdefault(row.pk, row)
            kept.named = [*getattr(kept, "named", []), row.names]  # type: ignore[attr-defined]
        return list(found.values())

    def _accounts_asked(self, asked: list[int]) -> dict[int, AccountFound]:
        rows = (
            OfficialAccount.objects.as_of(self.at, self.known_at)
            .filter(pk__in=asked)
            .annotate(
                use=FilteredRelation("departments", condition=in_effect_through("departments", self.at, self.known_at)),
                agreed=FilteredRelation("consents", condition=in_effect_through("consents", self.at, self.known_at)),
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


def _version(row: Any) -> VersionAsked:
    return VersionAsked(str(row.version), row.acknowledged, row.opens_at, row.due_at, row.declined, row.word or "")
