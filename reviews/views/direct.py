"""What goes out under the authorization alone: a reply to a comment, an approved template with its blanks filled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.sending import once
from reviews import services
from reviews.forms.direct import DirectForm, ReplyForm, UseForm
from reviews.models import Post, State
from reviews.offers import named_as
from reviews.reading import Panel, panel_of
from reviews.shaping import unwritten
from reviews.views.common import BOTH, Asking, asking, offer_for, posted, put_on, template_of

Verb = Callable[[DirectForm], Post]


def _initial(who: Asking) -> dict[str, Any]:
    return {"publisher": who.person, "identification": named_as(who.person, who.at), "published_at": who.at}


@require_http_methods(BOTH)
@once
def reply(request: HttpRequest) -> HttpResponse:
    """A reply to a comment: looked at first, then recorded once it went out."""
    who = asking(request)
    form = ReplyForm(*posted(request)[:1], offer=offer_for(who), initial=_initial(who))

    def verb(form: DirectForm) -> Post:
        said = form.cleaned_data["in_answer_to"]
        return services.record_reply(by=who.by, wording=form.wording(), went_out=form.went_out(), in_answer_to=said)

    return _answer(request, who, form, verb, "reviews/reply.html", {})


@require_http_methods(BOTH)
@once
def use(request: HttpRequest, reference: str) -> HttpResponse:
    """An approved template: fill its blanks, look at the words, publish them, and record that."""
    who = asking(request)
    template = template_of(who, reference)
    if template.state != "approved":
        raise Conflict(
            f"Nothing goes out under {template.reference} now.",
            why=f"It is {template.state}.",
            remedy="Look for other words, or draft a post.",
        )
    form = UseForm(*posted(request)[:1], offer=offer_for(who), initial=_initial(who), template=template)

    def verb(form: DirectForm) -> Post:
        values = form.values() if isinstance(form, UseForm) else {}
        return services.use_template(
            by=who.by, template=template, values=values, wording=form.wording(), went_out=form.went_out()
        )

    return _answer(request, who, form, verb, "reviews/use.html", {"template": template})


def _answer(
    request: HttpRequest, who: Asking, form: DirectForm, verb: Verb, page: str, context: dict[str, Any]
) -> HttpResponse:
    """Look at the words, or record them; the page again where they cannot be recorded so."""
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            post = verb(form)
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(request, _done(post))
            return redirect("reviews:post", post.reference)
    context |= {"form": form, "panel": _panel(who, form), "is_looked_at": "look" in request.POST}
    return render(request, page, context, status=400 if form.errors else 200)


def _done(post: Post) -> str:
    is_read = post.state == State.RECORDED
    after = "A reviewer reads it afterwards." if is_read else "No reviewer reads it, unless one calls it up."
    return f"Recorded as {post.reference}. {after}"


def _panel(who: Asking, form: DirectForm) -> Panel:
    """What the portal says of the words; an empty panel where there are none yet."""
    if not form.is_bound or not form.is_valid():
        return Panel()
    try:
        wording = form.wording()
        wording.check()
        post, content, targets = unwritten(who.person, wording, who.at)
    except InvalidInput:
        return Panel()
    return panel_of(post, content, targets, [], who.at)
