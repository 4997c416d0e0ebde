"""Tags of the frame: breadcrumbs, icons, and links to routes that may not exist in every set-up."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.sending import FIELD

register = template.Library()


@register.simple_tag
def crumb(words: str, name: str = "", *arguments: Any) -> SafeString:
    """One level of the breadcrumbs: a link to a route, or, without one, the page itself."""
    if not name:
        return format_html(
            '<li class="usa-breadcrumb__list-item usa-current" aria-current="page"><span>{}</span></li>', words
        )
    return format_html(
        '<li class="usa-breadcrumb__list-item"><a href="{}" class="usa-breadcrumb__link"><span>{}</span></a></li>',
        reverse(name, args=arguments),
        words,
    )


@register.simple_tag
def once() -> SafeString:
    """The mark of a form whose view is wrapped in `foundation.sending.once`: beside the token, one for each showing."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of USWDS's sprite beside words that say the same; screen readers pass over it."""
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("uswds/img/sprite.svg"),
        name,
    )


@register.simple_tag
def route(name: str, *arguments: Any) -> str:
    """The address of a route, or nothing where this set-up does not have it (a link is then left out)."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag
def elided(page: Page[Any]) -> list[int | None]:
    """The page numbers to show round a page; None stands for what is left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int) -> str:
    """The present address with another page number, for links below a list; what else stands in it is kept."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query["page"] = str(number)
    return f"?{query.urlencode()}"


class CapturedNode(template.Node):
    """Renders what it holds into a variable, empty when there are only blanks."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        """Put the rendered words into the context; show nothing."""
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered by a template
        return mark_safe("")


@register.tag
def captured(parser: Parser, token: Token) -> CapturedNode:
    """`{% captured as name %}…{% endcaptured %}`: what stands between, as a variable."""
    bits = token.split_contents()
    if len(bits) != 3 or bits[1] != "as":
        raise template.TemplateSyntaxError("Write {% captured as name %}.")
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return CapturedNode(nodelist, bits[2])
