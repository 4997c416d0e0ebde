"""The register of official accounts: what each lacks, by the rules of `accounts.attention`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Count, FilteredRelation, Max, Q
from django.urls import reverse

from accounts.attention import Need, conditions_as_known, needs_as_known
from accounts.basis import APPROVAL, LINK
from accounts.models import (
    BY_NAME,
    IN_THE_REGISTER,
    AccountDepartment,
    Approval,
    Confirmation,
    LinkStance,
    OfficialAccount,
    OfficialAccountQuerySet,
    Platform,
    State,
    Stewardship,
)
from accounts.models.account import in_effect_through
from accounts.permissions import visible_accounts
from accounts.reading import departments_of
from foundation.citations import CITY_PROCEDURE
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from reports.answer import Answer, Column, Row, Streamed, Sums
from reports.asking import Asked, Scope
from reports.forms import DepartmentsForm
from reports.report import Report

SHOWN = (State.REQUESTED, *IN_THE_REGISTER)
WITHOUT_APPROVAL = (State.REQUESTED, State.FOUND)
"""States of the register that no approval stands behind yet."""
ANYTHING, NOTHING, EVERYTHING = "anything", "nothing", "everything"
LACKS = {
    "approval": f"Approval ({APPROVAL})",
    "stewards": f"Two stewards ({CITY_PROCEDURE})",
    "link": f"Link to the City ({LINK})",
    "confirmation": f"Confirmation in time ({CITY_PROCEDURE})",
    "suspended": "Suspended",
    "retired": "Retired",
}
"""What an account can lack, and the two states in which it is not in use, in their order."""
NEEDS_BEHIND = {
    "stewards": ("no_steward", "one_steward"),
    "link": ("unlinked", "link_missing"),
    "confirmation": ("unconfirmed",),
}
WORDS = {
    "no_steward": "Both stewards",
    "one_steward": "The second steward",
    "unlinked": "Link: nobody has said that there is one",
    "link_missing": "Link: the page does not show one",
    "unconfirmed": "Confirmation in time",
}
"""What a need is called in a row; an account that was found lacks its approval, like one that is asked for."""


class RegisterForm(DepartmentsForm):
    """What is lacking, on which platform, for which departments."""

    lacks = forms.ChoiceField(
        label="What is lacking",
        required=False,
        choices=[
            ("", "Any of these"),
            *LACKS.items(),
            (NOTHING, "None of these"),
            (EVERYTHING, "The whole register"),
        ],
    )
    platform = forms.ModelChoiceField(
        label="Platform",
        required=False,
        queryset=Platform.objects.order_by("name"),
        to_field_name="code",
        empty_label="All",
        error_messages={"invalid_choice": "There is no such platform. Choose one of the list."},
    )
    field_order = ("lacks", "platform", "departments")


class Register(Report):
    """Accounts with what they lack. Everybody sees the register; a request, those whom it concerns."""

    code = "register"
    title = "Which accounts of the register lack something?"
    about = "Accounts without approval, two stewards, a link to the City or a recent confirmation; suspended; retired."
    group = "Accounts"
    basis = APPROVAL
    is_public = True
    form = RegisterForm
    columns = (
        Column("reference", "Account", 20, ("reference",)),
        Column("platform", "Platform", 16, ("now__platform__name",)),
        Column("handle", "Handle", 26, ("now__handle",)),
        Column("address", "Address", 44, ("now__url",)),
        Column("department", "Department", 34),
        Column("state", "State", 24, ("standing__state",)),
        Column("since", "Since", 18, ("standing__effective_from",)),
        Column("approved_by", "Approved by", 28),
        Column("approved", "Approved on", 16),
        Column("stewards", "Stewards", 40),
        Column("link", "Link to the City", 34, ("now__links_to_city",)),
        Column("confirmed", "Last confirmed", 18),
        Column("lacks", "What it lacks", 50),
    )

    def whose_matters(self, scope: Scope) -> str:
        """The register, which is everybody's to read; of requests, what the asker may see."""
        return scope.words if scope.everything else "The whole register, and the requests that the asker may see"

    def answer(self, asked: Asked) -> Answer:
        """Accounts in the order of their names; sums over all that the departments and the platform leave."""
        accounts = _accounts(asked)
        lacking = _conditions(asked)
        counts = _counts(accounts, lacking, asked)
        wanted = asked.filters.get("lacks") or ANYTHING
        rows = accounts if wanted == EVERYTHING else accounts.filter(lacking[wanted])
        total = {code: sum(one[code] for one in counts.values()) for code in (EVERYTHING, *lacking)}
        return Answer(
            rows=Streamed(rows.order_by(*BY_NAME), lambda part: _rows(part, asked), lambda: total[wanted]),
            sentence=_sentence(total),
            empty=_empty(wanted, total[EVERYTHING]),
            sums=_sums(counts, total, asked) if total[EVERYTHING] else (),
            notes=(
                "Stewards, links and confirmations are asked for accounts in use. A steward counts while at work "
                "in the department in which they were named.",
                "An account in use is confirmed anew within the City’s term; one that nobody has confirmed yet, within "
                "that term after it came into use.",
            ),
        )


def _accounts(asked: Asked) -> OfficialAccountQuerySet:
    found = visible_accounts(asked.person, asked.at, asked.known_at, asked.now).in_states(*SHOWN)
    if asked.departments:
        found = found.used_by(asked.departments, asked.at, asked.known_at)
    if platform := asked.filters.get("platform"):
        found = found.on_platform(platform.code)
    return found


def _conditions(asked: Asked) -> dict[str, Q]:
    """By code of `LACKS`, for any of them and for none: the condition on accounts of the moment asked about."""
    needs = conditions_as_known(asked.at, asked.known_at)
    found = {
        "approval": Q(state__in=WITHOUT_APPROVAL),
        **{code: reduce(or_, [needs[one] for one in behind]) for code, behind in NEEDS_BEHIND.items()},
        "suspended": Q(state=State.SUSPENDED),
        "retired": Q(state=State.RETIRED),
    }
    anything = reduce(or_, found.values())
    return {**found, ANYTHING: anything, NOTHING: ~anything}


def _counts(
    accounts: OfficialAccountQuerySet, lacking: Mapping[str, Q], asked: Asked
) -> dict[int | None, dict[str, int]]:
    """By id of the responsible department: how many accounts there are, and how many lack what. One statement."""
    responsible = in_effect_through("departments", asked.at, asked.known_at) & Q(departments__is_responsible=True)
    grouped = accounts.annotate(used=FilteredRelation("departments", condition=responsible)).order_by()
    counted = {f"n_{code}": Count("pk", filter=condition) for code, condition in lacking.items()}
    rows: Any = grouped.values("used__department_id").annotate(n_everything=Count("pk"), **counted)
    codes = (EVERYTHING, *lacking)
    return {row["used__department_id"]: {code: row[f"n_{code}"] for code in codes} for row in rows}


def _sentence(total: Mapping[str, int]) -> str:
    if not total[EVERYTHING]:
        return "The register held no such account."
    parts = [
        (total["approval"], "without approval"),
        (total["stewards"], "without two stewards"),
        (total["link"], "without a link to the City"),
        (total["confirmation"], "not confirmed in time"),
        (total["suspended"], "suspended"),
        (total["retired"], "retired"),
    ]
    told = ", ".join(f"{number:,} {words}" for number, words in parts if number)
    accounts = how_many(total[EVERYTHING], "account")
    if not told:
        return f"None of {accounts} lacks anything."
    return f"Of {accounts}, {total[ANYTHING]:,} lack something or are not in use: {told}."


def _empty(wanted: str, there: int) -> str:
    if not there:
        return "No account was there then. Choose a later day, another platform or other departments."
    if wanted == NOTHING:
        return "Each of these accounts lacks something. Ask for any of it, to see what."
    return f"None of {how_many(there, 'account')} lacks this. Ask for the whole register to see them."


def _sums(counts: Mapping[int | None, Mapping[str, int]], total: Mapping[str, int], asked: Asked) -> tuple[Sums, ...]:
    by_lack = [(title, total[code]) for code, title in LACKS.items()]
    shown = (EVERYTHING, *LACKS)
    header = ("Department", "Accounts", *LACKS.values())
    named = [("None then" if pk is None else asked.tree.name(pk), pk, row) for pk, row in counts.items()]
    rows: list[Sequence[Cell]] = [
        (name, *(row[code] for code in shown)) for name, _, row in sorted(named, key=lambda one: (one[0], one[1] or 0))
    ]
    return (
        Sums("By what is lacking", ("What is lacking", "Accounts"), by_lack),
        Sums("By responsible department", header, rows, ("Together", *(total[code] for code in shown))),
    )


@dataclass(frozen=True)
class _Beside:
    """What is told of the accounts of a part, by id; each is one question."""

    departments: Mapping[int, list[AccountDepartment]]
    approvals: Mapping[int, Approval]
    stewards: Mapping[int, list[str]]
    confirmed: Mapping[int, datetime]
    needs: Mapping[int, list[Need]]

    @classmethod
    def of(cls, accounts: Sequence[OfficialAccount], asked: Asked) -> _Beside:
        ids = [account.pk for account in accounts]
        resting = {account.standing.approval_id or 0 for account in accounts}
        approvals = Approval.objects.filter(pk__in=resting).select_related("decided_by")
        told = Confirmation.objects.filter(account_id__in=ids, at__lte=min(asked.at, asked.known_at)).order_by()
        return cls(
            departments_of(ids, asked.at, asked.known_at),
            {approval.pk: approval for approval in approvals},
            _stewards(ids, asked),
            dict(told.values_list("account_id").annotate(Max("at"))),
            needs_as_known(ids, asked.at, asked.known_at),
        )


def _stewards(ids: Sequence[int], asked: Asked) -> dict[int, list[str]]:
    named = Stewardship.objects.filter(account_id__in=ids)
    there = set(named.standing(asked.at, asked.known_at).values_list("pk", flat=True))
    found: dict[int, list[str]] = defaultdict(list)
    for row in named.in_effect(asked.at, asked.known_at).select_related("person").order_by("-role", "pk"):
        called = asked.names.of(row.person)
        found[row.account_id].append(called if row.pk in there else f"{called} (not there)")
    return found


def _lacking_words(account: OfficialAccount, needs: Sequence[Need]) -> str:
    words = [f"Approval ({APPROVAL})"] if account.standing.state in WITHOUT_APPROVAL else []
    return "; ".join([*words, *(WORDS[need.code] for need in needs if need.code in WORDS)])


def _rows(accounts: Sequence[OfficialAccount], asked: Asked) -> list[Row]:
    beside = _Beside.of(accounts, asked)
    return [_row(account, beside, asked) for account in accounts]


def _row(account: OfficialAccount, beside: _Beside, asked: Asked) -> Row:
    facts, standing = account.now, account.standing
    approved_by, approved_on = _approved(beside.approvals.get(standing.approval_id or 0), asked)
    link = LinkStance(facts.links_to_city).label if facts.links_to_city else "Nobody has said"
    return Row(
        (
            account.reference,
            facts.platform.name,
            facts.handle,
            facts.url,
            ", ".join(asked.tree.name(row.department_id) for row in beside.departments.get(account.pk, [])),
            State(standing.state).label,
            standing.effective_from,
            approved_by,
            approved_on,
            ", ".join(beside.stewards.get(account.pk, [])),
            link,
            beside.confirmed.get(account.pk),
            _lacking_words(account, beside.needs.get(account.pk, [])),
        ),
        {0: reverse("accounts:account", args=[account.reference])},
    )


def _approved(approval: Approval | None, asked: Asked) -> tuple[str, datetime | date | None]:
    """Who approved it, and when; an approval from before the portal has its own name and day."""
    if approval is None:
        return "", None
    if approval.signed_on is not None:
        return approval.given_by, approval.signed_on
    return asked.names.of(approval.decided_by), approval.decided_at
