"""How a cell of a report is written on a page: days and moments in words, numbers with commas, nothing as a dash."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from foundation import dates
from foundation.tabular.writing import Cell
from reports.models import SavedReport

register = template.Library()


@register.filter
def cell(value: Cell) -> str:
    """A typed cell in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return dates.moment(value)
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, int | float | Decimal):
        return f"{value:,}"
    return str(value)


@register.filter
def is_number(value: Cell) -> bool:
    """Whether a cell stands at the right, as figures do."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@register.simple_tag
def saved_address(saved: SavedReport) -> str:
    """The address of the question that somebody gave a name."""
    return f"{reverse('reports:run', args=[saved.report])}?{urlencode(saved.query)}"
