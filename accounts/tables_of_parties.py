"""The list of parties and candidates as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import PartyAccount, PartyKind
from foundation import dates

_TAG = '<span class="portal-tag portal-tag--{}">{}</span>'


class PartyTable(tables.Table):  # type: ignore[misc]  # the library has no types
    """One line for each entry; who keeps the list is offered what to do with it."""

    name = tables.Column(order_by=("name", "pk"))
    kind = tables.Column(verbose_name="Whose", order_by=("kind", "name", "pk"))
    url = tables.Column(verbose_name="Address", orderable=False)
    holds = tables.Column(verbose_name="A link is", orderable=False, empty_values=())
    days = tables.Column(verbose_name="Days", order_by=("effective_from", "pk"), empty_values=())
    source = tables.Column(orderable=False)
    acts = tables.Column(verbose_name="What to do", orderable=False, empty_values=())

    class Meta:
        attrs: ClassVar = {"caption": "Accounts of parties and candidates"}

    def __init__(self, *args: Any, keeps: bool, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if keeps else ("acts",), **kwargs)
        self.at = at

    def render_kind(self, record: PartyAccount) -> str:
        """Party, or candidate in which election."""
        if record.kind == PartyKind.CANDIDATE:
            return f"Candidate: {record.election}"
        return f"Party{': ' + record.election if record.election else ''}"

    def render_url(self, record: PartyAccount) -> Any:
        """As text: this page links there as little as any other."""
        return format_html('<span class="portal-soft">{}</span>', record.url)

    def render_holds(self, record: PartyAccount) -> Any:
        """What the entry says of a link, with the reason where it spares."""
        if record.is_office_account:
            return format_html(f"{_TAG} {{}}", "good", "Spared", record.why_spared)
        if not record.is_partisan:
            return format_html(f"{_TAG} {{}}", "good", "Allowed", "The election is not partisan.")
        if not record.is_in_effect(self.at):
            return format_html(_TAG, "over", "Not barred now")
        return format_html(_TAG, "bad", "Barred")

    def render_days(self, record: PartyAccount) -> str:
        """From when through when."""
        begin = dates.day(record.effective_from)
        return f"From {begin} through {dates.day(record.last_day)}" if record.last_day else f"Since {begin}"

    def render_acts(self, record: PartyAccount) -> Any:
        """Correct it, end it."""
        links = '<a class="usa-link" href="{}">Correct<span class="usa-sr-only"> the entry of {}</span></a>'
        change = reverse("accounts:change_party", args=[record.lineage])
        if record.effective_until is not None and record.effective_until <= self.at:
            return format_html(links, change, record.name)
        links += ' · <a class="usa-link" href="{}">End<span class="usa-sr-only"> the entry of {}</span></a>'
        end = reverse("accounts:end_party", args=[record.lineage])
        return format_html(links, change, record.name, end, record.name)
