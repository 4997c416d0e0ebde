"""The instruments under which something was done, in words, for timelines and approvals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from powers.named import Named, named

register = template.Library()


@register.simple_tag
def instruments_of(things: Iterable[Any]) -> dict[str, Named]:
    """The instruments of entries, approvals and whatever else has an `instrument`: asked once for all of them."""
    return named(thing.instrument for thing in things if getattr(thing, "instrument", ""))


@register.simple_tag
def instrument_of(thing: Any) -> str | SafeString:
    """The instrument of one thing in words; nothing where its reference names none that is known."""
    known = instruments_of([thing])
    return in_words(thing.instrument, known) if known else ""


@register.filter
def in_words(reference: str, known: Mapping[str, Named]) -> str | SafeString:
    """ "appointment of O. Wolde as Director (PRF), since March 3, 2024", leading to where all read who holds what.

    A reference that names no such instrument stays as it is.
    """
    found = known.get(reference)
    if found is None:
        return reference
    if found.department is None:
        return found.words
    address = reverse("powers:department", args=[found.department.code])
    return format_html('<a class="usa-link" href="{}">{}</a>', address, found.words)
