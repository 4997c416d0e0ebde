"""The trail as a table."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from foundation import dates
from foundation.audit.models import Entry


class EntryTable(tables.Table):  # type: ignore[misc]  # the library has no types
    """One line for each entry, the latest first."""

    at = tables.Column(verbose_name="When", orderable=False)
    actor_name = tables.Column(verbose_name="Who", orderable=False)
    act = tables.Column(verbose_name="Act", orderable=False)
    object_label = tables.Column(verbose_name="On", orderable=False, empty_values=())
    department_code = tables.Column(verbose_name="Department", orderable=False)

    class Meta:
        model = Entry
        fields: ClassVar = ["at", "actor_name", "act", "object_label", "department_code"]
        attrs: ClassVar = {"caption": "Entries of the trail, the latest first"}
        empty_text = "No entry matches. Take a filter away, or look at the days: they are days in the City."

    def render_act(self, record: Entry) -> Any:
        """The act in words, as the link to the entry."""
        words = record.words[:1].upper() + record.words[1:]
        return format_html('<a class="usa-link" href="{}">{}</a>', reverse("audit:entry", args=[record.pk]), words)

    def render_at(self, record: Entry) -> str:
        """To the second, in the City's time."""
        return dates.exact(record.at)

    def render_actor_name(self, record: Entry) -> str:
        """Name and number."""
        return f"{record.actor_name} ({record.actor_number})" if record.actor_number else record.actor_name

    def render_object_label(self, record: Entry) -> str:
        """What it was called, or its kind and id."""
        return record.object_label or f"{record.object_kind} {record.object_id}"
