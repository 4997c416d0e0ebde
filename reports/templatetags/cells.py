"""How a cell of a report is written on a page: days and moments in words, numbers with commas, nothing as a dash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from foundation import dates
from foundation.tabular.writing import Cell
from reports.models import Export, SavedReport

if TYPE_CHECKING:
    from reports.views.heads import Head

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
def figures(rows: Sequence[Sequence[tuple[str, Cell]]]) -> SafeString:
    """Rows of a small table, each a name and figures with the titles that stand above them on narrow screens.

    Written here, as `row`, because departments by the hundred, node by node, cost more than all that was asked of them.
    """
    told = (
        f"<tr>{_name(*first)}{''.join(_figure(title, _text(value)) for title, value in rest)}</tr>"
        for first, *rest in rows
    )
    return mark_safe("".join(told))  # noqa: S308 - made of what was escaped


@register.filter
def row(cells: Sequence[tuple[Head, Cell, str]]) -> SafeString:
    """The cells of a row of a report, the first of which names it."""
    (first, named, leads_to), *rest = cells
    told = [_name(first.column.title, named, leads_to)]
    for head, value, address in rest:
        write = _figure if head.is_number else _plain
        told.append(write(head.column.title, _linked(value, address)))
    return mark_safe("".join(told))  # noqa: S308 - made of what was escaped


def _name(title: str, value: Cell, address: str = "") -> str:
    return f'<th scope="row" data-label="{escape(title)}">{_linked(value, address)}</th>'


def _plain(title: str, told: str) -> str:
    return f'<td data-label="{escape(title)}">{told}</td>'


def _figure(title: str, told: str) -> str:
    return f'<td class="portal-number" data-label="{escape(title)}">{told}</td>'


def _linked(value: Cell, address: str) -> str:
    return f'<a class="usa-link" href="{escape(address)}">{_text(value)}</a>' if address else _text(value)


def _text(value: Cell) -> str:
    return escape(cell(value))


@register.filter
def is_number(value: Cell) -> bool:
    """Whether a cell stands at the right, as figures do."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@register.simple_tag
def exact_address(export: Export) -> str:
    """The address of exactly the answer that an export holds."""
    return f"{reverse('reports:run', args=[export.report])}?{urlencode(export.query)}"


@register.simple_tag
def saved_address(saved: SavedReport) -> str:
    """The address of the question that somebody gave a name."""
    return f"{reverse('reports:run', args=[saved.report])}?{urlencode(saved.query)}"
