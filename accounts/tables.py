"""The register as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.urls import reverse

from accounts.attention import Need
from accounts.models import BY_NAME, AccountDepartment, OfficialAccount
from accounts.reading import tone_of, word_of
from directory.tree import Tree
from foundation import dates


@dataclass(frozen=True)
class Line:
    """An account as a list shows it: its departments, the responsible one first; the most pressing need."""

    address: str
    name: str
    handle: str
    platform: str
    departments: str
    tone: str
    state: str
    attention: str
    since: str


class RegisterTable(tables.Table):  # type: ignore[misc]  # the library has no types
    """The columns, and by what they are sorted; `templates/accounts/part_register.html` draws the lines.

    `uses`, `needs` and `tree` are asked once for a page.
    """

    name = tables.Column(verbose_name="Account", accessor="now__name", order_by=BY_NAME)
    platform = tables.Column(accessor="now__platform__name", order_by=("now__platform__name", "now__handle", "pk"))
    departments = tables.Column(verbose_name="Department", orderable=False, empty_values=())
    state = tables.Column(accessor="standing__state", order_by=("standing__state", "pk"))
    attention = tables.Column(verbose_name="Needs attention", orderable=False, empty_values=())
    since = tables.Column(accessor="standing__effective_from", order_by=("standing__effective_from", "pk"))

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        self.uses: Mapping[int, list[AccountDepartment]] = {}
        self.needs: Mapping[int, list[Need]] = {}
        self.accounts: list[OfficialAccount] = []

    def show_page(self, asked: str | None, size: int, at: datetime, number: int | None = None) -> list[int]:
        """Take one page of the accounts that fit, in their order; returns the ids of those that it shows.

        The ids are looked through once, and count what fits; whole rows are read for the page alone, without asking
        again whether they fit. Where `number` says how many fit, the ids of the page suffice.
        """
        ids = self.data.data.values_list("pk", flat=True)
        pages = Paginator(ids if number is not None else list(ids), size)
        if number is not None:
            pages.count = number
        self.page = pages.get_page(asked)
        shown = list(self.page.object_list)
        rows = {account.pk: account for account in OfficialAccount.objects.as_of(at).filter(pk__in=shown).order_by()}
        self.accounts = [rows[pk] for pk in shown if pk in rows]
        return shown

    def lines(self) -> list[Line]:
        """The rows of the page, in words."""
        return [self._line(account) for account in self.accounts]

    def _line(self, account: OfficialAccount) -> Line:
        needs = self.needs.get(account.pk, [])
        more = f" (and {len(needs) - 1} more)" if len(needs) > 1 else ""
        return Line(
            address=reverse("accounts:account", args=[account.reference]),
            name=account.now.name,
            handle=account.now.handle,
            platform=account.now.platform.name,
            departments=", ".join(self.tree.name(row.department_id) for row in self.uses.get(account.pk, [])),
            tone=tone_of(account),
            state=word_of(account),
            attention=f"{needs[0].title}{more}" if needs else "",
            since=dates.day(account.standing.effective_from),
        )
