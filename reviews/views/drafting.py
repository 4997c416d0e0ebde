"""Drafting: the words, and beside them what the portal has to say; saved as one types, and never over other words."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from foundation.errors import Conflict, InvalidInput, PortalError, Refusal
from reviews import services
from reviews.forms.drafting import PostForm, initial_of
from reviews.models import Post
from reviews.offers import named_as
from reviews.permissions import own_post, require_party
from reviews.reading import Panel, asked_for, panel_of
from reviews.services import StaleDraft
from reviews.shaping import unwritten
from reviews.views.common import BOTH, Asking, asking, offer_for, post_of, put_on


def _first_words(who: Asking) -> dict[str, Any]:
    """How a new post begins: the one who drafts publishes it, under name and title."""
    return {"publisher": who.person, "identification": named_as(who.person, who.at), "begun_as": uuid4()}


@require_http_methods(BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post."""
    who = asking(request)
    initial = _first_words(who) | ({"accounts": [request.GET["account"]]} if request.GET.get("account") else {})
    form = PostForm(request.POST if request.method == "POST" else None, offer=offer_for(who), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            post = services.draft(by=who.by, wording=form.wording(), begun_as=form.cleaned_data["begun_as"])
        except StaleDraft as stale:
            return _both_texts(request, who, stale)
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            return _saved(request, who, post, form)
    context = {"form": form, "panel": _panel(who, form)}
    return render(request, "reviews/draft.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Work on a post: a save on an older edition is refused with both texts."""
    who = asking(request)
    post = own_post(who.person, reference, who.at)
    offer = offer_for(who, post)
    bound = request.method == "POST"
    form = PostForm(request.POST if bound else None, offer=offer, initial=initial_of(post, offer.targets))
    context: dict[str, Any] = {"form": form, "post": post, "asked_for": asked_for(post)}
    if bound and form.is_valid():
        try:
            saved = services.save(by=who.by, post=post, wording=form.wording(), seen=form.cleaned_data["seen"] or 0)
        except StaleDraft as stale:
            return _both_texts(request, who, stale)
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            if saved.voided:
                messages.warning(request, "The words were changed, so the approval is void: send it for review again.")
            return _saved(request, who, saved.post, form)
    panel = (
        _panel(who, form, post) if bound else panel_of(post, post.content, offer.targets, _attachments(post), who.at)
    )
    context |= {"panel": panel, "attachments": _attachments(post)}
    return render(request, "reviews/draft.html", context, status=400 if form.errors else 200)


def _both_texts(request: HttpRequest, who: Asking, stale: StaleDraft) -> HttpResponse:
    """The form with one's own words, and above it those that were saved first; saved again, it is on that edition."""
    again, post = request.POST.copy(), stale.post
    again["seen"], again["reference"] = str(post.edition), post.reference
    offer = offer_for(who, post)
    form = PostForm(again, offer=offer)
    form.is_valid()
    context = {
        "form": form,
        "post": post,
        "asked_for": asked_for(post),
        "stale": stale,
        "panel": _panel(who, form, post),
        "attachments": _attachments(post),
    }
    return render(request, "reviews/draft.html", context, status=409)


def _saved(request: HttpRequest, who: Asking, post: Post, form: PostForm) -> HttpResponse:
    """Where a save leads: to the post, to be sent, or back to work on it."""
    if "send" not in request.POST:
        messages.success(request, f"Saved as {post.reference}.")
        return redirect("reviews:edit", post.reference)
    try:
        services.submit(by=who.by, post=post, seen=post.edition)
    except (InvalidInput, Refusal, Conflict) as error:
        messages.error(request, f"It is saved, and was not sent. {error}")
        return redirect("reviews:edit", post.reference)
    messages.success(request, f"{post.reference} was sent for review. You hear what becomes of it.")
    return redirect("reviews:post", post.reference)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """The panel beside the form, as one types; a post that is saved already is saved again, where nobody else was."""
    who = asking(request)
    reference = request.POST.get("reference", "")
    post = post_of(who, reference) if reference else None
    if post is not None:
        require_party(who.person, post, "You cannot work on this post.")
    form = PostForm(request.POST, offer=offer_for(who, post))
    context: dict[str, Any] = {"panel": _panel(who, form, post), "post": post}
    if form.is_valid():
        context |= _kept(who, post, form)
    response = render(request, "reviews/part_looked_at.html", context)
    if context.get("fresh"):
        response["HX-Replace-Url"] = reverse("reviews:edit", args=[context["post"].reference])
    return response


def _kept(who: Asking, post: Post | None, form: PostForm) -> dict[str, Any]:
    """Save by the way: what cannot be saved so is said beside the form, and waits for the button."""
    wording = form.wording()
    try:
        if post is None:
            if not wording.text.strip():
                return {}
            begun = services.draft(by=who.by, wording=wording, begun_as=form.cleaned_data["begun_as"])
            return {"post": begun, "fresh": True, "saved": True}
        if post.state not in {"draft", "changes requested"}:
            return {"not_saved": "Not saved by itself: a reviewer has it, or has approved it. Save it yourself."}
        saved = services.save(by=who.by, post=post, wording=wording, seen=form.cleaned_data["seen"] or 0)
    except StaleDraft as stale:
        return {"not_saved": f"{stale.what} Save to see both texts."}
    except PortalError as error:
        return {"not_saved": str(error)}
    return {"post": saved.post, "saved": True}


def _panel(who: Asking, form: PostForm, kept: Post | None = None) -> Panel:
    """What the portal says of the words in a form; an empty panel where they cannot be read yet."""
    if not form.is_bound or not form.is_valid():
        return Panel()
    wording = form.wording()
    try:
        wording.check()
        post, content, targets = unwritten(who.person, wording, who.at)
    except InvalidInput:
        return Panel()
    return panel_of(post, content, targets, _attachments(kept) if kept else [], who.at)


def _attachments(post: Post) -> list[Any]:
    return list(post.attachments.all())
