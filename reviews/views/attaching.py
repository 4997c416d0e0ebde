"""Attachments of a post: attached, described, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from foundation.errors import Conflict, InvalidInput, NotVisible
from reviews import services
from reviews.forms.deeds import AttachForm, DescribeForm
from reviews.models import Attachment
from reviews.permissions import own_post
from reviews.views.common import BOTH, Asking, asking, first_error, posted, put_on


@require_http_methods(BOTH)
def attachments(request: HttpRequest, reference: str) -> HttpResponse:
    """A post's attachments, and one more."""
    who = asking(request)
    post = own_post(who.person, reference, who.at)
    form = AttachForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = services.attach(by=who.by, post=post, name=upload.name, content=upload.read())
        except (InvalidInput, Conflict) as error:
            put_on(form, error)
        else:
            taken = f" Taken out: {', '.join(made.removed)}." if made.removed else ""
            messages.success(request, f"{made.name} is attached.{taken} Say what it shows and why it may be used.")
            return redirect("reviews:attachments", reference)
    context = {"post": post, "form": form, "attachments": post.attachments.all()}
    return render(request, "reviews/attachments.html", context, status=400 if form.errors else 200)


def _attachment(who: Asking, reference: str, pk: int) -> Attachment:
    post = own_post(who.person, reference, who.at)
    found = Attachment.objects.select_related("post").filter(post=post, pk=pk).first()
    if found is None:
        raise NotVisible("There is no such attachment.")
    return found


@require_POST
def describe(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Alternative text, transcript, right of use and source of one attachment."""
    who = asking(request)
    attachment = _attachment(who, reference, pk)
    form = DescribeForm(request.POST)
    if form.is_valid():
        try:
            services.describe(by=who.by, attachment=attachment, **form.cleaned_data)
        except InvalidInput as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Kept for {attachment.name}.")
    else:
        messages.error(request, first_error(form))
    return redirect("reviews:attachments", reference)


@require_POST
def detach(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take one attachment out."""
    who = asking(request)
    attachment = _attachment(who, reference, pk)
    services.detach(by=who.by, attachment=attachment)
    messages.success(request, f"{attachment.name} was taken out.")
    return redirect("reviews:attachments", reference)
