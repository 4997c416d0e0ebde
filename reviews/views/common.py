"""What the views of this app share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.forms.fields import SCAN_LIMIT
from accounts.views.common import Asking, asking, posted, put_on
from foundation.audit.services import Subject
from foundation.errors import InvalidInput
from foundation.files.services import store
from reviews.forms.drafting import Offer
from reviews.models import Post, Template
from reviews.offers import home_of
from reviews.permissions import post_in_sight
from reviews.services.writing import targets_of
from reviews.templating import template_in_sight

__all__ = [
    "BOTH",
    "Asking",
    "asking",
    "first_error",
    "keep_capture",
    "offer_for",
    "post_of",
    "posted",
    "put_on",
    "template_of",
]

BOTH = ["GET", "HEAD", "POST"]


def post_of(who: Asking, reference: str) -> Post:
    """The post of that reference, where one sees it."""
    return post_in_sight(who.person, reference, who.at)


def template_of(who: Asking, reference: str) -> Template:
    """The words with blanks of that reference, where one sees them."""
    return template_in_sight(who.person, reference, who.at)


def offer_for(who: Asking, post: Post | None = None) -> Offer:
    """The accounts that a form offers: near at hand to who asks, and those that a post names already."""
    home = home_of(who.person, who.at)
    return Offer(who.person, home.department_id if home else None, who.at, targets_of(post) if post else ())


def keep_capture(who: Asking, upload: Any, post: Post) -> Any:
    """Keep an uploaded capture and return how it is called; None where there is none."""
    if upload is None:
        return None
    if not isinstance(upload, UploadedFile):
        raise InvalidInput("Choose the file of the capture.", field="capture")
    return store(
        by=who.by,
        name=upload.name or "capture",
        content=upload.chunks(),
        purpose="post_capture",
        subject=Subject(kind="reviews.post", id=post.reference, label=post.reference),
        limit=SCAN_LIMIT,
    ).pk


def first_error(form: forms.Form) -> str:
    """The first sentence that a small form without a page of its own has to say."""
    return next((str(messages[0]) for messages in form.errors.values()), "Nothing was sent.")
