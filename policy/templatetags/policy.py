"""Tags about clauses: `{% clause "IV.C" %}` links to one, `{% clause_text "III" %}` gives its words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import template
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from foundation import clock
from foundation.citations import CITY_PROCEDURE
from foundation.differing import Piece
from policy import presenting, reading
from powers.basis import Basis

register = template.Library()

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2}|_{1,2})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")


@register.simple_tag
def clause(citation: str) -> SafeString:
    """A citation as a link to where it is read; "City procedure" as plain words."""
    if not citation or citation == CITY_PROCEDURE:
        return format_html('<span class="portal-citation">{}</span>', citation)
    return format_html('<a class="portal-citation" href="{}#{}">{}</a>', reverse("policy:reading"), citation, citation)


@register.simple_tag
def basis(basis: Basis) -> SafeString:
    """What a power rests on, as a link, or that no clause is matched; for brackets, without blanks around it."""
    if basis.is_matched:
        return clause(basis.citation)
    return format_html('<span class="portal-soft">{}</span>', basis.shown)


@register.simple_tag
def clause_text(citation: str) -> SafeString:
    """The words of a clause in the version in force, as paragraphs; empty where there is none."""
    return words(reading.clause_text(citation, clock.now()))


register.filter("spoken", presenting.spoken)


@register.filter
def words(text: str) -> SafeString:
    """Paragraphs of a clause's text; *emphasis* as the source marks it is set in italics, nothing else is changed."""
    return format_html_join(
        "\n", "<p>{}</p>", ((_emphasised(paragraph),) for paragraph in text.split("\n\n") if paragraph)
    )


@register.filter
def inline_words(text: str) -> SafeString:
    """The same for words within a line."""
    return _emphasised(" ".join(text.split()))


def _emphasised(text: str) -> SafeString:
    def tag(match: re.Match[str]) -> str:
        name = "strong" if len(match[1]) == 2 else "em"
        return f"<{name}>{match[2]}</{name}>"

    return mark_safe(_EMPHASIS.sub(tag, escape(text)))  # noqa: S308 - escaped before, only em and strong are added


_MARKED = {
    "same": "{}",
    "added": '<ins><span class="usa-sr-only">[added: </span>{}<span class="usa-sr-only">]</span></ins>',
    "removed": '<del><span class="usa-sr-only">[removed: </span>{}<span class="usa-sr-only">]</span></del>',
}
_PRINTED = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}


@register.filter
def redlined(pieces: Iterable[Piece], where: str = "page") -> SafeString:
    """The words of a redline, what came and what went marked: for eyes, and, on a page, for who listens."""
    marks = _PRINTED if where == "print" else _MARKED
    return mark_safe("".join(format_html(marks[piece.kind], linebreaksbr(piece.text)) for piece in pieces))  # noqa: S308
