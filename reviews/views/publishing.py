"""What went out: its record, what was done with it afterwards, and posts that went out first or that somebody saw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms.fields import reason_field
from accounts.models import OfficialAccount
from crispy_uswds.widgets import NativeDateTimeInput
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.sending import once
from reviews import services
from reviews.forms.deeds import EventForm, PublicationForm, RuleForm
from reviews.forms.drafting import PostForm
from reviews.models import Lane, Publication, ReviewRule
from reviews.offers import named_as
from reviews.permissions import is_party, may_read
from reviews.reading import accounts_of
from reviews.sealed import Sealed
from reviews.services import WentOut
from reviews.services.writing import targets_of
from reviews.views.common import BOTH, Asking, asking, keep_capture, offer_for, post_of, posted, put_on

__all__ = ["event", "publish", "record", "rule"]


@require_http_methods(BOTH)
@once
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a post went out on one of its accounts: the approved words stand in the form already."""
    who = asking(request)
    post = post_of(who, reference)
    if not may_read(who.person, post, who.at):
        raise NotVisible("There is no such page.")
    known = set(post.publications.values_list("account_id", flat=True))
    accounts = {str(one.pk): one for one in accounts_of(targets_of(post), who.at) if one.pk not in known}
    if not accounts:
        raise Conflict("Nothing is left to record.", why="It was recorded for each account.", remedy="Open the post.")
    offered = [(key, f"{one.now.name} ({one.now.platform.name})") for key, one in accounts.items()]
    sent = post.sent.filter(number=post.rounds).select_related("content").first()
    chosen = accounts.get(request.GET.get("account", "")) or next(iter(accounts.values()))
    words = Sealed(sent.content.text).text_on(chosen.reference) if sent else post.content.text
    initial = {"account": str(chosen.pk), "text": words, "published_at": who.at}
    # The words of one account stand in the form: the others are a page each.
    here = offered if request.method == "POST" else [one for one in offered if one[0] == str(chosen.pk)]
    form = PublicationForm(*posted(request), accounts=here, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            went_out = WentOut(
                data["text"],
                data["published_at"],
                data["permalink"],
                data["why_differs"],
                keep_capture(who, data["capture"], post),
            )
            services.record_publication(by=who.by, post=post, account=accounts[data["account"]], went_out=went_out)
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(
                request, f"Recorded: {reference} went out. The record stays, whatever becomes of the post."
            )
            return redirect("reviews:post", reference)
    others = [one for one in offered if one not in here]
    context = {"post": post, "form": form, "is_party": is_party(who.person, post), "others": others}
    return render(request, "reviews/publish.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
@once
def event(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Record an edit, a deletion or a correction on the platform (IV.D)."""
    who = asking(request)
    post = post_of(who, reference)
    row = Publication.objects.select_related("post", "account").filter(post=post, pk=pk).first()
    if row is None:
        raise NotVisible("There is no such record.")
    form = EventForm(*posted(request)[:1], initial={"happened_at": who.at})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_event(by=who.by, publication=row, **form.cleaned_data)
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Recorded. What went out stays in the record (IV.D).")
            return redirect("reviews:post", reference)
    lead = "What is published is public forever, even if it is deleted (IV.D): the record of it stays."
    context = {"post": post, "form": form, "act": "What was done with it", "lead": lead}
    return render(request, "reviews/deed.html", context, status=400 if form.errors else 200)


class RecordForm(PostForm):
    """A post that went out first, or that somebody saw."""

    button = "Record it"

    lane = forms.ChoiceField(
        label="What was it?",
        choices=[
            (Lane.EMERGENCY.value, "Emergency posting: it could not wait for a review"),
            (Lane.AFTER.value, "A post on an account whose posts are read afterwards"),
            (Lane.SEEN.value, "A post that I saw and that is not in the portal"),
        ],
        widget=forms.RadioSelect,
    )
    published_at = forms.DateTimeField(label="When did it go out?", widget=NativeDateTimeInput())
    permalink = forms.URLField(label="Its address", required=False, max_length=1000, assume_scheme="https")
    why_urgent = reason_field("Why could it not wait?", "Only for emergency posting.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, may_send=False, **kwargs)
        for name in ("planned_for", "tags", "notes", "seen", "reference", "begun_as"):
            del self.fields[name]
        self.helper.layout = None
        self.order_fields(["lane", "published_at", "text", "accounts", "more_accounts", "permalink", "why_urgent"])

    def clean(self) -> dict[str, Any]:
        """The fields that a draft has besides are empty."""
        self.cleaned_data |= {"planned_for": None, "tags": (), "notes": ""}
        return super().clean()


@require_http_methods(BOTH)
@once
def record(request: HttpRequest) -> HttpResponse:
    """Record a post that went out before anybody reviewed it: lawful or not, it is recorded."""
    who = asking(request)
    named = {"publisher": who.person, "identification": named_as(who.person, who.at)}
    initial = named | {"published_at": who.at, "lane": Lane.EMERGENCY}
    form = RecordForm(*posted(request)[:1], offer=offer_for(who), initial=initial)
    if request.method == "POST" and form.is_valid():
        data, wording = form.cleaned_data, form.wording()
        said = {one.pk: WentOut(wording.text, data["published_at"], data["permalink"]) for one in wording.accounts}
        try:
            post = services.record_first(
                by=who.by, wording=wording, lane=data["lane"], went_out=said, why_urgent=data["why_urgent"]
            )
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, f"Recorded as {post.reference}. A reviewer reads it afterwards.")
            return redirect("reviews:post", post.reference)
    posting = sorted(one.profile.name for one in who.tree.walk() if one.profile.emergency_posting)
    page = {"form": form, "with_emergency_posting": posting}
    return render(request, "reviews/record.html", page, status=400 if form.errors else 200)


def _rule_mark(who: Asking, account: OfficialAccount) -> tuple[ReviewRule | None, dict[str, Any]]:
    current = ReviewRule.objects.in_effect(who.at).filter(account=account).first()
    if current is None:
        return None, {"mode": "before", "identification": "record", "one_in": 10, "direct_one_in": 1}
    names = ("mode", "identification", "one_in", "direct_one_in")
    return current, {name: getattr(current, name) for name in names}


@require_http_methods(BOTH)
def rule(request: HttpRequest, reference: str) -> HttpResponse:
    """How the posts of an account are reviewed; its authority sets it."""
    who = asking(request)
    account = who.account(reference)
    current, initial = _rule_mark(who, account)
    form = RuleForm(*posted(request)[:1], initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.set_rule(
                by=who.by,
                account=account,
                mode=data["mode"],
                identification=data["identification"],
                one_in=data["one_in"] or 1,
                direct_one_in=data["direct_one_in"],
            )
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, f"Set for {account.now.name}, from now on.")
            return redirect("accounts:account", reference)
    context = {"account": account, "form": form, "current": current}
    return render(request, "reviews/rule.html", context, status=400 if form.errors else 200)
