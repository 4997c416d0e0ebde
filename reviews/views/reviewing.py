"""Reviewing: the queue, and one post on one screen with everything that a decision rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.errors import Conflict, InvalidInput, NotVisible, PortalError, Refusal
from foundation.paging import LongPaginator
from reviews import services
from reviews.forms.deeds import APPROVE, CHANGES, DecisionForm, DispositionForm
from reviews.models import Finding, Outcome, Post, State
from reviews.permissions import may_decide, may_read, reach_of, refuse_parties
from reviews.queue import rows_of, waiting_posts
from reviews.sheets import sheet_of
from reviews.views.common import BOTH, Asking, asking, first_error, post_of, put_on

PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for my decision, the next one on top."""
    who = asking(request)
    reach = reach_of(who.person, who.at)
    if reach.nothing:
        raise NotVisible("There is no such page.")
    rows = waiting_posts(who.person, reach).select_related(
        "drafted_by", "publisher", "department", "content", "taken_by"
    )
    page = LongPaginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(list(page.object_list), who.at), "me": who.person.name}
    return render(request, "reviews/queue.html", context)


def _reviewed(who: Asking, reference: str) -> Post:
    """A post on which one may decide; raises `Refusal` for its parties and for who only sees it."""
    post = post_of(who, reference)
    refuse_parties(who.person, post)
    if not may_decide(who.person, post, who.at):
        raise Refusal(
            "You do not review this post.",
            why="Those decide who may review posts for the departments of its accounts.",
            clause="City procedure",
            remedy="Its page says who can.",
        )
    return post


@require_http_methods(BOTH)
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """One post: text with marks, what changed, may the publisher post it, conversation; and the decision."""
    who = asking(request)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        # The service asks everything under lock: who may decide sees the post. The page is looked at for the others,
        # who learn from a refusal what they may see, and nothing more.
        answered = _decide(request, who, Post(reference=reference), form)
        if isinstance(answered, HttpResponse):
            return answered
        status = answered.status
    post = _reviewed(who, reference)
    if not may_read(who.person, post, who.at):
        raise NotVisible("There is no such post.")
    sheet = sheet_of(post, who.person, who.at, reads=True)
    context = {
        "post": post,
        "sheet": sheet,
        "form": form,
        "is_open": post.state in (State.SUBMITTED, State.RECORDED),
        "is_afterwards": post.state == State.RECORDED,
        "in_hand": post.taken_until if post.taken_by == who.person and post.taken_until else None,
        "in_hand_of_another": post.taken_by if post.is_in_hand_of_another(who.person.pk, who.at) else None,
        "discloses": post.department_id in reach_of(who.person, who.at).discloses,
        "dispositions": DispositionForm.base_fields["disposition"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "reviews/review.html", context, status=status)


def _decide(request: HttpRequest, who: Asking, post: Post, form: DecisionForm) -> HttpResponse | PortalError:
    """Do what the form says; the error where a sentence was put on the form instead."""
    data = form.cleaned_data
    verb, done = _verb(data["decision"], data["reason"])
    try:
        decided = verb(by=who.by, post=post, seen_hash=data["seen_hash"])
    except (InvalidInput, Refusal, Conflict) as error:
        put_on(form, error)
        return error
    if data["decision"] == APPROVE and decided.state == State.SUBMITTED:
        done = "approved for your part. The other departments have still to decide"
    messages.success(request, f"{post.reference}: {done}. Who works on it has been told.")
    return redirect("reviews:queue")


def _verb(decision: str, reason: str) -> tuple[Callable[..., Post], str]:
    def with_reason(verb: Callable[..., Post], **more: Any) -> Callable[..., Post]:
        return lambda **said: verb(**said, **more, reason=reason)

    if decision == APPROVE:
        return services.approve, "approved"
    if decision == CHANGES:
        return with_reason(services.ask_for_changes), "changes are asked for"
    if decision in Outcome.values:
        return with_reason(services.read_afterwards, outcome=decision), Outcome(decision).label.lower()
    return with_reason(services.decline), "declined"


@require_POST
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a post in hand."""
    who = asking(request)
    services.take(by=who.by, post=post_of(who, reference))
    return redirect("reviews:review", reference)


@require_POST
def let_go(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a post go."""
    who = asking(request)
    services.let_go(by=who.by, post=post_of(who, reference))
    messages.success(request, f"You let {reference} go: another reviewer can take it.")
    return redirect("reviews:queue")


@require_POST
def dispose(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say what to make of a finding."""
    who = asking(request)
    post = _reviewed(who, reference)
    finding = Finding.objects.select_related("round__post").filter(pk=pk, round__post=post).first()
    if finding is None:
        raise NotVisible("There is no such finding.")
    form = DispositionForm(request.POST)
    if form.is_valid():
        try:
            services.dispose(by=who.by, finding=finding, **form.cleaned_data)
        except InvalidInput as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Your word on the finding is kept.")
    else:
        messages.error(request, f"Say what you make of the finding, and why. {first_error(form)}")
    return redirect(f"{request.path.split('/findings/')[0]}/review/#findings")
