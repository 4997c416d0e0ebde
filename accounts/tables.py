"""The register as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from accounts.attention import Need
from accounts.models import BY_NAME, AccountDepartment, OfficialAccount
from accounts.reading import tone_of, word_of
from directory.tree import Tree
from foundation import dates

_STATE = '<span class="portal-tag portal-tag--{}">{}</span>'


class RegisterTable(tables.Table):  # type: ignore[misc]  # the library has no types
    """One line for each account. `uses` and `tree` give departments their names without a question for each line."""

    name = tables.Column(verbose_name="Account", accessor="now__name", order_by=BY_NAME)
    platform = tables.Column(accessor="now__platform__name", order_by=("now__platform__name", "now__handle", "pk"))
    departments = tables.Column(verbose_name="Department", orderable=False, empty_values=())
    state = tables.Column(accessor="standing__state", order_by=("standing__state", "pk"))
    attention = tables.Column(verbose_name="Needs attention", orderable=False, empty_values=())
    since = tables.Column(accessor="standing__effective_from", order_by=("standing__effective_from", "pk"))

    class Meta:
        attrs: ClassVar = {"caption": "Accounts"}

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        self.uses: Mapping[int, list[AccountDepartment]] = {}
        self.needs: Mapping[int, list[Need]] = {}

    def render_name(self, record: OfficialAccount) -> Any:
        """Name as a link, and the handle."""
        address = reverse("accounts:account", args=[record.reference])
        return format_html(
            '<a class="usa-link" href="{}">{}</a> <span class="portal-soft">{}</span>',
            address,
            record.now.name,
            record.now.handle,
        )

    def render_departments(self, record: OfficialAccount) -> str:
        """The responsible department, and those that share the account."""
        return ", ".join(self.tree.name(row.department_id) for row in self.uses.get(record.pk, []))

    def render_state(self, record: OfficialAccount) -> Any:
        """The state as a word with its colour."""
        return format_html(_STATE, tone_of(record), word_of(record))

    def render_attention(self, record: OfficialAccount) -> str:
        """The most pressing need, and how many more there are."""
        needs = self.needs.get(record.pk, [])
        more = f" (and {len(needs) - 1} more)" if len(needs) > 1 else ""
        return f"{needs[0].title}{more}" if needs else "–"

    def render_since(self, record: OfficialAccount) -> str:
        """The day on which the state began."""
        return dates.day(record.standing.effective_from)
