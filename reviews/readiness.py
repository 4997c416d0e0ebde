"""Whether a post can be sent as it stands: words, places, limits, rights. What is wrong is said in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import OfficialAccount
from foundation.errors import InvalidInput
from reviews.identifying import IDENTIFIED, lacks_identification, rules_of
from reviews.lengths import measured_for, text_limits
from reviews.models import Attachment, Post, PostContent, Target
from reviews.sealed import RIGHTS_OF_USE, seal


def require_ready(
    post: Post, content: PostContent, targets: Sequence[Target], attachments: Sequence[Attachment], at: datetime
) -> None:
    """Raise `InvalidInput`, with the field, for the first thing without which the post cannot go out."""
    if not targets:
        raise InvalidInput("Say on which account it is to go out.", remedy="Choose at least one.", field="accounts")
    for target in targets:
        text = content.text if target.text is None else target.text
        if not text.strip() and not attachments:
            raise InvalidInput("There are no words to review.", remedy="Write the post first.", field="text")
    _require_short_enough(content, targets, at)
    if not content.identification.strip():
        raise InvalidInput(
            "Say who posts: name and title or rank.",
            why=f"Who posts for the City is identified ({IDENTIFIED}).",
            remedy="Use the name you use at work.",
            field="identification",
        )
    _require_name_in_the_post(post, content, targets, at)
    if post.planned_for is not None and post.planned_for < at:
        raise InvalidInput(
            "The planned time has passed.",
            remedy="Choose another time, or leave it empty: then it can go out once it is approved.",
            field="planned_for",
        )
    for number, one in enumerate(attachments, 1):
        _require_complete(one, number)


def _require_name_in_the_post(post: Post, content: PostContent, targets: Sequence[Target], at: datetime) -> None:
    """Where the account's rule has the name in the post, the words on that account say it (IV.F)."""
    rules = rules_of([target.account for target in targets], at)
    lacking = lacks_identification(seal(post, content, targets, ()), [target.account for target in targets], rules)
    if not lacking:
        return
    called = OfficialAccount.objects.as_of(at).get(pk=lacking[0].pk)
    variants = {target.account_id for target in targets if target.text is not None}
    raise InvalidInput(
        f"The words for {called.now.name} ({called.now.platform.name}) do not say who posts.",
        why=f"Its authority wants name and title in the post itself ({IDENTIFIED}).",
        remedy=f"Write “{content.identification.strip()}” into the post.",
        field=f"variant_{called.pk}" if called.pk in variants else "text",
    )


def _require_short_enough(content: PostContent, targets: Sequence[Target], at: datetime) -> None:
    """A text that the platform would not take is not reviewed; a limit that is only assumed blocks nothing."""
    accounts = OfficialAccount.objects.as_of(at).in_bulk([target.account_id for target in targets])
    limits = text_limits(accounts.values(), at)
    for target in targets:
        account = accounts.get(target.account_id)
        if account is None:
            continue
        text = content.text if target.text is None else target.text
        for measured in measured_for(text, [account], limits):
            if measured.blocks:
                raise InvalidInput(
                    f"It is too long for {account.now.name} ({account.now.platform.name}).",
                    why=measured.sentence,
                    remedy="Shorten it, or give other words for that account.",
                    field="text" if target.text is None else f"variant_{account.pk}",
                )


def _require_complete(attachment: Attachment, number: int) -> None:
    if attachment.kind == "image" and not attachment.alternative_text.strip():
        raise InvalidInput(
            f"Picture {number}, {attachment.name}, has no alternative text.",
            why="Who cannot see it reads that text instead.",
            remedy="Say in a sentence what it shows.",
            field="attachments",
        )
    if attachment.kind in {"video", "audio"} and not attachment.transcript.strip():
        raise InvalidInput(
            f"The recording {number}, {attachment.name}, has no captions or transcript.",
            why="Who cannot hear it reads them instead.",
            remedy="Paste the captions, or what is said.",
            field="attachments",
        )
    if not (attachment.rights.strip() and attachment.source.strip()):
        raise InvalidInput(
            f"Attachment {number}, {attachment.name}, does not say where it comes from and why it may be used.",
            why=f"Works and marks of others are respected ({RIGHTS_OF_USE}).",
            remedy="Name its source and the right of use: “own photograph of the City”.",
            field="attachments",
        )
