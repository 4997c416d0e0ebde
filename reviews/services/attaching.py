"""Attachments: the original is sealed for the record, the cleaned copy is what the public will see (IV.E)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject
from foundation.errors import Conflict, InvalidInput, NotVisible
from foundation.files.services import store
from foundation.plain_text import require_plain
from reviews.closing import is_closed
from reviews.media.examining import examine
from reviews.media.facts import Examined
from reviews.models import Attachment, Post, State
from reviews.models.post import BEING_WRITTEN
from reviews.permissions import person_behind, require_party
from reviews.sealed import RIGHTS_OF_USE, Sealed
from reviews.services.drafting import void_where_changed
from reviews.services.writing import lock, sealed_now, targets_of, tell_trail

MOST = 20
"""Attachments of one post: more than any platform takes."""


def attach(*, by: Actor, post: Post, name: str, content: bytes) -> Attachment:
    """Attach a file that was examined and cleaned; the original is kept, sealed. Raises `InvalidInput` in sentences.

    After an approval this voids it; while reviewers have the post it is refused. A large picture takes seconds to be
    read: that is done before anything is locked.
    """
    require_party(person_behind(by, "A file is attached by a person."), post, "You cannot change this post.")
    return _keep(by, post, name, content, examine(content, name))


@transaction.atomic
def _keep(by: Actor, post: Post, name: str, content: bytes, examined: Examined) -> Attachment:
    row, at = _open(by, post)
    digest = hashlib.sha256(examined.publishable).hexdigest()
    if row.attachments.count() >= MOST:
        raise InvalidInput(f"A post has at most {MOST} attachments.", remedy="Take one out first.", field="file")
    if row.attachments.filter(sha256=digest).exists():
        raise InvalidInput("This file is attached already.", field="file")
    before = sealed_now(row)
    about = Subject(kind="reviews.post", id=row.reference, label=row.reference)
    shown = f"{PurePosixPath(name).stem}{examined.extension}"
    original = store(by=by, name=name, content=content, purpose="post_original", subject=about)
    public = store(by=by, name=shown, content=examined.publishable, purpose="post_attachment", subject=about)
    attachment = Attachment.objects.create(
        post=row,
        original_file=original.pk,
        public_file=public.pk,
        sha256=digest,
        kind=examined.kind,
        name=public.name,
        removed=examined.removed,
        remarks=examined.notes,
        added_at=at,
        added_by=person_behind(by, "A file is attached by a person."),
    )
    after = {"sha256": digest, "original_sha256": original.sha256, "kind": examined.kind}
    tell_trail("reviews.attached", row, by, at, clause=RIGHTS_OF_USE, after=after)
    _changed(row, before, by, at)
    return attachment


@transaction.atomic
def describe(
    *, by: Actor, attachment: Attachment, alternative_text: str, transcript: str, rights: str, source: str
) -> Attachment:
    """Say what an attachment shows to who cannot see or hear it, where it comes from, and why it may be used (IV.E)."""
    row, at = _open(by, attachment.post)
    found = _of(row, attachment)
    said = {"alternative_text": alternative_text, "transcript": transcript, "rights": rights, "source": source}
    for name, text in said.items():
        require_plain(text, name)
    before = sealed_now(row)
    found.alternative_text, found.transcript = alternative_text.strip(), transcript.strip()
    found.rights, found.source = rights.strip(), source.strip()
    found.save(update_fields=["alternative_text", "transcript", "rights", "source"])
    _changed(row, before, by, at)
    return found


@transaction.atomic
def detach(*, by: Actor, attachment: Attachment) -> None:
    """Take an attachment out of a post. The files stay for the record of rounds that had it."""
    row, at = _open(by, attachment.post)
    found = _of(row, attachment)
    before = sealed_now(row)
    digest = found.sha256
    found.delete()
    tell_trail("reviews.detached", row, by, at, clause=RIGHTS_OF_USE, after={"sha256": digest})
    _changed(row, before, by, at)


def _changed(post: Post, before: Sealed, by: Actor, at: datetime) -> None:
    """What an attachment says may close the matter (IV.K.1), and voids an approval."""
    closed = is_closed(post, sealed_now(post), [one.account for one in targets_of(post)], at)
    Post.objects.filter(pk=post.pk).update(is_closed=closed)
    void_where_changed(post, before, by, at)


def _open(by: Actor, post: Post) -> tuple[Post, datetime]:
    row = lock(post)
    require_party(person_behind(by, "A post is changed by a person."), row, "You cannot change this post.")
    if row.state not in (*BEING_WRITTEN, State.APPROVED):
        raise Conflict(
            f"The attachments of {row.reference} cannot be changed now.",
            why=f"It is: {row.get_state_display().lower()}.",
            remedy="Take it back first, if the reviewers have it.",
        )
    return row, clock.now()


def _of(post: Post, attachment: Attachment) -> Attachment:
    found: Attachment | None = post.attachments.filter(pk=attachment.pk).first()
    if found is None:
        raise NotVisible("There is no such attachment.")
    return found
