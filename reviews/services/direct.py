"""What goes out under the authorization of its publisher alone: replies to comments, and filled templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput
from foundation.plain_text import require_plain
from reviews.blanks import fill
from reviews.models import Lane, Post, Template
from reviews.services.first import First, write_first
from reviews.services.publishing import WentOut
from reviews.services.templates import lock_template
from reviews.wording import Wording, accounts_in_order

LONGEST_COMMENT = 2000


@transaction.atomic
def record_reply(*, by: Actor, wording: Wording, went_out: Mapping[int, WentOut], in_answer_to: str) -> Post:
    """Record a reply to a comment: it goes out under the authorization (IV.C), without a review (City procedure).

    `in_answer_to` is the comment's address or its words. Whether a reviewer reads the reply, the account's rule says.
    """
    said = in_answer_to.strip()
    if not said:
        raise InvalidInput(
            "Say what it answers.",
            why="A reply answers a comment; everything else is a post, and is reviewed.",
            remedy="Give the address of the comment, or its words.",
            field="in_answer_to",
        )
    if len(said) > LONGEST_COMMENT:
        raise InvalidInput(f"At most {LONGEST_COMMENT:,} characters fit here.", field="in_answer_to")
    require_plain(said, "in_answer_to")
    if len(accounts_in_order(wording)) > 1:
        raise InvalidInput("A reply goes out on one account.", remedy="Record each by itself.", field="accounts")
    return write_first(by, First(wording, Lane.REPLY, went_out, in_answer_to=said))


@transaction.atomic
def use_template(
    *,
    by: Actor,
    template: Template,
    values: Mapping[str, object],
    wording: Wording,
    went_out: Mapping[int, WentOut],
) -> Post:
    """Record what went out from an approved template: `values` fill its blanks, and make the words of `wording`.

    Other words in `went_out`, an account of another department, or a template that was not in force then: the post
    is recorded as *published without authority*. Raises `InvalidInput` for what may not stand in a blank.
    """
    row = lock_template(template)
    if row.outcome != "approved":
        raise Conflict(
            f"The words {row.reference} are not approved.",
            why="Only approved words go out without another review.",
            remedy="Draft a post, or wait for the decision.",
        )
    filled = fill(row.text, row.told_blanks, values)
    said = {pk: one if one.text.strip() else replace(one, text=filled) for pk, one in went_out.items()}
    return write_first(by, First(replace(wording, text=filled, variants={}), Lane.TEMPLATE, said, template=row))
