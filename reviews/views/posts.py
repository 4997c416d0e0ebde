"""Posts: the list of mine, one post, and what those who work on it do with it beside its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.errors import InvalidInput, NotVisible
from foundation.paging import LongPaginator
from foundation.sending import once
from reviews import services
from reviews.forms.deeds import MessageForm, NothingForm, ReasonForm
from reviews.models import Post, State
from reviews.models.post import BEING_WRITTEN
from reviews.permissions import (
    is_custodian,
    is_party,
    may_decide,
    may_read,
    needs_of,
    reach_of,
    visible_posts,
)
from reviews.reading import lines_of
from reviews.sheets import sheet_of
from reviews.views.common import BOTH, Asking, asking, first_error, post_of, put_on

PAGE = 30
SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "mine": ("All of mine", ()),
    "to-work-on": ("To work on", (State.DRAFT, State.CHANGES_REQUESTED, State.TO_CORRECT, State.TO_TAKE_DOWN)),
    "waiting": ("With the reviewers", (State.SUBMITTED, State.RECORDED)),
    "to-publish": ("To publish", (State.APPROVED,)),
    "published": ("Went out", (State.PUBLISHED, State.STANDS, State.CORRECTED, State.TAKEN_DOWN)),
    "seen": ("All that I see", ()),
}


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """My posts, and all that I see, the newest first."""
    who = asking(request)
    chosen = request.GET.get("show", "mine")
    chosen = chosen if chosen in SHOWN else "mine"
    rows = visible_posts(who.person, who.at)
    if chosen != "seen":
        rows = rows.filter(pk__in=_mine(who).values("pk"))
    if states := SHOWN[chosen][1]:
        rows = rows.filter(state__in=states)
    listed = rows.select_related("drafted_by", "publisher", "department", "content").order_by("-saved_at", "-pk")
    page = LongPaginator(listed, PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    context = {
        "page": page,
        "lines": lines_of(found, readable_among(who, found), who.at),
        "chosen": chosen,
        "choices": [(key, words) for key, (words, _) in SHOWN.items()],
    }
    return render(request, "reviews/posts.html", context)


def _mine(who: Asking) -> Any:
    return Post.objects.filter(drafted_by=who.person) | Post.objects.filter(publisher=who.person)


def readable_among(who: Asking, found: list[Post]) -> dict[int, bool]:
    """Of which posts a list may show words, by id: neither closed ones nor those that others are writing still."""
    closed = [post for post in found if post.is_closed and not is_party(who.person, post)]
    reach = reach_of(who.person, who.at) if closed else None
    decides = set(needs_of(reach).filter(post__in=closed).values_list("post_id", flat=True)) if reach else set()
    written = {post.pk for post in found if post.state in BEING_WRITTEN and not is_party(who.person, post)}
    return {post.pk: post.pk not in written and (post not in closed or post.pk in decides) for post in found}


@require_safe
def post(request: HttpRequest, reference: str) -> HttpResponse:
    """One post: how it stands, its words where one may read them, who decides, what was said, what happened."""
    who = asking(request)
    row = post_of(who, reference)
    reads = may_read(who.person, row, who.at)
    return render(request, "reviews/post.html", _page(who, row, reads=reads))


def _page(who: Asking, row: Post, *, reads: bool) -> dict[str, Any]:
    return {
        "post": row,
        "reads": reads,
        "sheet": sheet_of(row, who.person, who.at, reads=reads),
        "may_open": not reads and is_custodian(who.person, who.at),
        "may_review": may_decide(who.person, row, who.at),
    }


@require_http_methods(BOTH)
def open_closed(request: HttpRequest, reference: str) -> HttpResponse:
    """Closed matter, opened by the records custodian with a reason; each opening stands in the trail."""
    who = asking(request)
    row = post_of(who, reference)
    if may_read(who.person, row, who.at):
        return redirect("reviews:post", reference)
    if not is_custodian(who.person, who.at):
        raise NotVisible("There is no such page.")
    form = ReasonForm(request.POST if request.method == "POST" else None, button="Open it, once")
    if request.method == "POST" and form.is_valid():
        services.open_closed(by=who.by, post=row, reason=form.cleaned_data["reason"])
        return render(request, "reviews/post.html", _page(who, row, reads=True) | {"was_opened": True})
    lead = "Its words are closed matter (IV.K.1). You read them for a stated reason; the trail keeps when, and why."
    context = {"post": row, "form": form, "act": "Open closed matter", "lead": lead}
    return render(request, "reviews/deed.html", context, status=400 if form.errors else 200)


@require_POST
@once
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """Write into the conversation."""
    who = asking(request)
    row = post_of(who, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            services.say(
                by=who.by,
                post=row,
                text=form.cleaned_data["text"],
                for_reviewers=form.cleaned_data["for_reviewers"],
            )
        except InvalidInput as error:
            messages.error(request, str(error))
    else:
        messages.error(request, first_error(form))
    back = "reviews:review" if request.POST.get("from") == "review" else "reviews:post"
    return redirect(back, reference)


Verb = Callable[..., Any]


def _deed(
    request: HttpRequest, reference: str, act: str, lead: str, button: str, verb: Verb, done: str
) -> HttpResponse:
    """A page for an act of who works on a post: what it means, and one button."""
    who = asking(request)
    row = post_of(who, reference)
    form = NothingForm(request.POST if request.method == "POST" else None, button=button)
    if request.method == "POST" and form.is_valid():
        verb(by=who.by, post=row)
        messages.success(request, done)
        return redirect("reviews:post", reference)
    return render(request, "reviews/deed.html", {"post": row, "form": form, "act": act, "lead": lead})


@require_http_methods(BOTH)
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a post for review."""
    who = asking(request)
    row = post_of(who, reference)
    form = NothingForm(request.POST if request.method == "POST" else None, button="Send it for review")
    if request.method == "POST" and form.is_valid():
        try:
            services.submit(by=who.by, post=row)
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"{reference} was sent for review. You hear what becomes of it.")
            return redirect("reviews:post", reference)
    lead = (
        "Reviewers decide on exactly these words. Review before publication is City procedure. What goes out is public "
        "forever, even if it is deleted (IV.D)."
    )
    context = {"post": row, "form": form, "act": "Send for review", "lead": lead}
    return render(request, "reviews/deed.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a post back from the reviewers."""
    lead = "You can change it and send it again. What reviewers said about it is kept."
    done = f"{reference} is yours again."
    return _deed(request, reference, "Take it back", lead, "Take it back", services.take_back, done)


@require_http_methods(BOTH)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw a post."""
    lead = "It does not go out, and nobody decides on it any more. It is kept; you can copy its words into another one."
    done = f"{reference} is withdrawn."
    return _deed(request, reference, "Withdraw it", lead, "Withdraw it", services.withdraw, done)


@require_http_methods(BOTH)
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Release the own post by office, with a reason; reported."""
    who = asking(request)
    row = post_of(who, reference)
    sent = row.sent.filter(number=row.rounds).first()
    form = ReasonForm(request.POST if request.method == "POST" else None, button="Release it by office")
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen_hash", "")
        services.release_by_office(by=who.by, post=row, seen_hash=seen, reason=form.cleaned_data["reason"])
        messages.success(request, f"{reference} is released. Employee Relations has been told.")
        return redirect("reviews:post", reference)
    lead = (
        "You release your own post as the head of the department. A reviewer's no is advice; it is shown, and kept. "
        "Employee Relations reads your reason: it names no closed matter."
    )
    context = {"post": row, "form": form, "act": "Release by office", "lead": lead, "sent": sent}
    return render(request, "reviews/deed.html", context, status=400 if form.errors else 200)
