"""How a cell of a report is written on a page: days and moments in words, numbers with commas, nothing as a dash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation import dates
from foundation.tabular.writing import Cell
from reports.models import SavedReport

if TYPE_CHECKING:
    from reports.views.heads import Head

register = template.Library()
_PLAIN = '<td data-label="{}">{}</td>'
_FIGURE = '<td class="portal-number" data-label="{}">{}</td>'


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
def figures(rows: Sequence[Sequence[tuple[str, Cell]]]) -> SafeString:
    """Rows of a small table, each a name and figures with the titles that stand above them on narrow screens.

    Written here, as `row`, because departments by the hundred, node by node, cost more than all that was asked of them.
    """
    return format_html_join("", "<tr>{}{}</tr>", ((_name(*row[0]), _numbers(row[1:])) for row in rows if row))


def _name(title: str, value: Cell, address: str = "") -> SafeString:
    return format_html('<th scope="row" data-label="{}">{}</th>', title, _linked(value, address))


def _numbers(cells: Sequence[tuple[str, Cell]]) -> SafeString:
    return format_html_join("", _FIGURE, ((title, cell(value)) for title, value in cells))


def _linked(value: Cell, address: str) -> str:
    return format_html('<a class="usa-link" href="{}">{}</a>', address, cell(value)) if address else cell(value)


@register.filter
def row(cells: Sequence[tuple[Head, Cell, str]]) -> SafeString:
    """The cells of a row of a report, the first of which names it."""
    (first, named, leads_to), *rest = cells
    told = (
        format_html(_FIGURE if head.is_number else _PLAIN, head.column.title, _linked(value, address))
        for head, value, address in rest
    )
    return _name(first.column.title, named, leads_to) + format_html_join("", "{}", ((one,) for one in told))


@register.filter
def is_number(value: Cell) -> bool:
    """Whether a cell stands at the right, as figures do."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@register.simple_tag
def saved_address(saved: SavedReport) -> str:
    """The address of the question that somebody gave a name."""
    return f"{reverse('reports:run', args=[saved.report])}?{urlencode(saved.query)}"
