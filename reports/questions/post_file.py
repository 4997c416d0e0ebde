"""The file of a post: rounds, decisions, what went out, with the hashes of the texts."""

from __future__ import annotations

from django import forms

from foundation.citations import cite
from foundation.errors import InvalidInput, NotVisible
from reports.answer import Answer
from reports.asking import Asked
from reports.forms import ReportForm, not_on_file
from reports.report import Report
from reports.timeline import COLUMNS, about, told
from reviews.permissions import post_in_sight

RECORD = cite("IV.D")
"""What was public is public forever: the file outlives a deletion."""


class PostForm(ReportForm):
    """The moments, and which post."""

    needs = {"reference": "Say which post: give its reference, or open the file from its page."}

    reference = forms.CharField(
        label="Reference of the post", max_length=40, required=False, help_text="As its page has it: POS-2026-…"
    )


class PostFile(Report):
    """Who sees that there is a post may read its file: acts, states, deciders and hashes, never words."""

    code = "post-file"
    title = "What is on file about this post?"
    about = "Each round, decision and publication of a post, by whom and under which instrument, with hashes."
    group = "Files"
    basis = RECORD
    columns = COLUMNS
    form = PostForm
    tells = "This post"
    is_told_in_mail = False

    def answer(self, asked: Asked) -> Answer:
        """The file of the post that is named."""
        reference = str(asked.filters["reference"]).strip().upper()
        try:
            post = post_in_sight(asked.person, reference, asked.now)
        except NotVisible as error:
            raise InvalidInput(not_on_file("post", reference), field="reference") from error
        return told(
            asked,
            [about("reviews.post", [post.reference])],
            of=post.reference,
            empty="The portal knew nothing of this post then.",
            notes=("The words stand on the post’s page, for those who may read them; here are their hashes.",),
        )
