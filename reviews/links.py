"""The portal's paths to posts: letters and the home page lead there."""

from __future__ import annotations

from reviews.models import Post, Template

ROOT = "/posts/"
QUEUE = f"{ROOT}queue/"
FINISHED = f"{ROOT}?show=to-publish"


def link_to(post: Post) -> str:
    """The page of a post."""
    return f"{ROOT}{post.reference}/"


def template(row: Template) -> str:
    """The page of words with blanks."""
    return f"{ROOT}templates/{row.reference}/"


def review_of(post: Post) -> str:
    """The page on which a post is decided."""
    return f"{ROOT}{post.reference}/review/"
