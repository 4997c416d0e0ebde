"""What the register tells programs and the public: which accounts, in which order, and since when it stands so."""

from __future__ import annotations

import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import FileResponse
from django.utils.http import http_date

from accounts.models import (
    AccountDepartment,
    AccountFacts,
    AccountState,
    OfficialAccount,
    OfficialAccountQuerySet,
    Platform,
    State,
)
from directory.models import ApiClient, Department, DepartmentProfile
from directory.tree import Tree
from foundation.dated_settings import value
from foundation.errors import InvalidInput
from foundation.tabular.writing import Cell, write_csv

TOLD_TO_ALL = (State.ACTIVE, State.SUSPENDED, State.RETIRED, State.FOUND, State.LISTED)
"""States that the public is told of. Not what was asked for, and not what is approved but not established: its name is
still free on the platform, and whoever read it here could take it."""
CSV_HEADER = (
    "reference",
    "platform",
    "handle",
    "url",
    "name",
    "department",
    "department name",
    "also used by",
    "class",
    "language",
    "active since",
)
_BATCH = 1000
_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class UsedBy:
    """A department that uses an account: code and name."""

    code: str
    name: str


def is_public(at: datetime) -> bool:
    """Whether the register is open to everybody at a moment (a dated setting)."""
    return bool(value("accounts.public_register", at))


def told_to_all(at: datetime, known_at: datetime | None = None) -> OfficialAccountQuerySet:
    """Accounts of which the public is told, with facts and state."""
    return OfficialAccount.objects.as_of(at, known_at).filter(Q(state__in=TOLD_TO_ALL))


def active(at: datetime, known_at: datetime | None = None) -> OfficialAccountQuerySet:
    """The feed: official accounts that are active."""
    return OfficialAccount.objects.as_of(at, known_at).filter(Q(state=State.ACTIVE))


def by_department(at: datetime) -> OfficialAccountQuerySet:
    """The feed in the order of a list: by the responsible department's name (`.department_name`), platform, name."""
    responsible = AccountDepartment.objects.in_effect(at).filter(account_id=OuterRef("pk"), is_responsible=True)
    profiles = DepartmentProfile.objects.in_effect(at).filter(department_id=OuterRef("department_id"))
    named = responsible.annotate(name=Subquery(profiles.values("name")[:1])).values("name")[:1]
    ordered = active(at).annotate(department_name=Coalesce(Subquery(named), Value("")))
    return ordered.order_by("department_name", F("now__platform__name"), F("now__name"), "pk")


def narrowed(
    accounts: OfficialAccountQuerySet,
    at: datetime,
    *,
    department: str = "",
    platform: str = "",
    client: ApiClient | None = None,
) -> OfficialAccountQuerySet:
    """Accounts of a department with its divisions, of a platform, and of whose program asks.

    Raises `InvalidInput` for a code that there is none of: an empty answer would be taken for one.
    """
    if department:
        found = Department.objects.existing(at).filter(code=department).first()
        if found is None:
            raise InvalidInput(f"There is no department “{department}”.", field="department")
        accounts = accounts.used_by(Tree(at).with_divisions([found.pk]), at)
    if platform:
        if not Platform.objects.filter(code=platform).exists():
            raise InvalidInput(f"There is no platform “{platform}”.", field="platform")
        accounts = accounts.on_platform(platform)
    if client is not None and client.department_id:
        accounts = accounts.used_by(Tree(at).with_divisions([client.department_id]), at)
    return accounts


def departments_of(
    accounts: Iterable[OfficialAccount], at: datetime, known_at: datetime | None = None
) -> dict[int, list[UsedBy]]:
    """The departments that use each of some accounts, the responsible one first: two queries, however many they are."""
    rows = AccountDepartment.objects.in_effect(at, known_at).filter(account_id__in=[account.pk for account in accounts])
    used = rows.order_by("-is_responsible", "pk").values_list("account_id", "department_id", "department__code")
    listed = list(used)
    profiles = DepartmentProfile.objects.in_effect(at, known_at)
    named = profiles.filter(department_id__in={department_id for _, department_id, _ in listed})
    names = dict(named.values_list("department_id", "name"))
    found: dict[int, list[UsedBy]] = defaultdict(list)
    for account_id, department_id, code in listed:
        found[account_id].append(UsedBy(code, names.get(department_id, code)))
    return found


def last_change() -> str:
    """When something was last recorded that the feed rests on, as HTTP writes it: rows are added in their order."""
    latest = {
        f"latest_{n}": Subquery(model._default_manager.order_by("-pk").values("recorded_at")[:1])
        for n, model in enumerate((AccountFacts, AccountState, AccountDepartment, DepartmentProfile))
    }
    row = OfficialAccount.objects.order_by("-pk").annotate(**latest).values_list(*latest).first()
    known = [moment for moment in row or () if moment]
    return http_date(max(known).timestamp()) if known else ""


def csv_of(accounts: OfficialAccountQuerySet, at: datetime, changed: str) -> FileResponse:
    """The feed as one table, in memory that does not grow with it; no cell can become a formula."""
    content = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    text = io.TextIOWrapper(content, encoding="utf-8-sig", newline="", write_through=True)
    written = write_csv(text, CSV_HEADER, _lines(accounts, at))
    text.detach()
    content.seek(0)
    response = FileResponse(content, filename="official-accounts.csv", content_type="text/csv; charset=utf-8")
    response["ETag"] = f'"{written.sha256}"'
    if changed:
        response["Last-Modified"] = changed
    return response


def _lines(accounts: OfficialAccountQuerySet, at: datetime) -> Iterator[list[Cell]]:
    ordered = accounts.order_by("reference").iterator(chunk_size=_BATCH)
    while rows := list(islice(ordered, _BATCH)):
        used_by = departments_of(rows, at)
        for row in rows:
            responsible, *others = used_by.get(row.pk) or [UsedBy("", "")]
            facts = row.now
            yield [
                row.reference,
                facts.platform.name,
                facts.handle,
                facts.url,
                facts.name,
                responsible.code,
                responsible.name,
                ", ".join(other.name for other in others),
                facts.get_account_class_display(),
                facts.language,
                row.standing.effective_from,
            ]
