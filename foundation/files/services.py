"""Storing files, reading them back, and sweeping what a transaction that did not commit left in the storage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, subject_of
from foundation.errors import InvalidInput
from foundation.files.content import chunks, content_type_of, safe_name
from foundation.files.models import FileBytes, Place, StoredFile

MEBIBYTE = 1024 * 1024
ORPHAN_AGE = timedelta(days=1)
"""A file in the storage without a row is left alone this long: its transaction may still be open."""


@transaction.atomic
def store(
    *,
    by: Actor,
    name: str,
    content: bytes | IO[bytes] | Iterable[bytes],
    purpose: str,
    subject: models.Model | Subject | None = None,
    limit: int | None = None,
) -> StoredFile:
    """Keep a file and return its row; call it in the transaction of what the file belongs to.

    Small files go into the database, larger ones behind Django's storages before the row commits. Raises
    `InvalidInput` past `limit` bytes (settings `FILE_LIMIT` where left out) or for a purpose without a permission
    (settings `FILE_PERMISSIONS`).
    """
    if purpose not in settings.FILE_PERMISSIONS:
        raise ValueError(f"FILE_PERMISSIONS does not say who may read files for {purpose!r}.")
    about = subject_of(subject) if isinstance(subject, models.Model) else subject or Subject(kind="", id="")
    with SpooledTemporaryFile(max_size=4 * MEBIBYTE) as spool:
        digest, size = _spool(content, spool, limit or settings.FILE_LIMIT)
        offered = safe_name(name)
        stored = StoredFile(
            sha256=digest,
            size=size,
            content_type=content_type_of(spool, offered),
            name=offered,
            purpose=purpose,
            subject_kind=about.kind,
            subject_id=about.id,
            stored_at=clock.now(),
            stored_by_number=by.number,
            stored_by_name=by.name,
            place=Place.DATABASE if size <= settings.FILE_IN_DATABASE else Place.STORAGE,
        )
        if stored.place == Place.STORAGE:
            default_storage.save(stored.storage_name, File(spool))
        stored.save(force_insert=True)
        if stored.place == Place.DATABASE:
            FileBytes.objects.create(file=stored, content=spool.read())
    return stored


def open_file(stored: StoredFile) -> IO[bytes]:
    """The bytes of a file, to be read and closed by the caller.

    Raises OSError where they are gone or, for those in the database, are not the bytes that were stored.
    """
    if stored.place == Place.STORAGE:
        opened: IO[bytes] = default_storage.open(stored.storage_name)
        return opened
    kept = FileBytes.objects.filter(file=stored).values_list("content", flat=True).first()
    if kept is None or hashlib.sha256(kept).hexdigest() != stored.sha256:
        raise OSError(f"The bytes of file {stored.pk} are not those that were stored.")
    return BytesIO(bytes(kept))


def read(stored: StoredFile) -> bytes:
    """The whole content of a file known to be small."""
    with open_file(stored) as opened:
        return opened.read()


def sweep_orphans(at: datetime) -> int:
    """Delete files of the storage that no row knows a day after they were written; returns how many."""
    swept = 0
    for folder in _folders("files"):
        names = default_storage.listdir(folder)[1]
        known = {str(pk) for pk in StoredFile.objects.filter(pk__in=_uuids(names)).values_list("pk", flat=True)}
        for name in names:
            path = f"{folder}/{name}"
            if name not in known and default_storage.get_modified_time(path) < at - ORPHAN_AGE:
                default_storage.delete(path)
                swept += 1
    return swept


def _spool(content: bytes | IO[bytes] | Iterable[bytes], spool: Any, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(content):
        size += len(piece)
        if size > limit:
            raise InvalidInput(
                f"The file is larger than {limit // MEBIBYTE or 1} MB.",
                why="The portal keeps files up to this size.",
                remedy="Make it smaller, or split it, and try again.",
            )
        digest.update(piece)
        spool.write(piece)
    spool.seek(0)
    return digest.hexdigest(), size


def _pieces(content: bytes | IO[bytes] | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, bytes):
        return (content,)
    return chunks(cast("IO[bytes]", content)) if hasattr(content, "read") else content


def _folders(root: str) -> Iterator[str]:
    if not default_storage.exists(root):
        return
    for name in default_storage.listdir(root)[0]:
        yield f"{root}/{name}"


def _uuids(names: list[str]) -> list[UUID]:
    found = []
    for name in names:
        try:
            found.append(UUID(name))
        except ValueError:
            continue
    return found


def let_bytes_go(stored: StoredFile) -> None:
    """Delete the bytes of a file whose time is over, and keep what is known of it (name, size, hash).

    Call it in the transaction that says so: bytes in the storage go after its commit. Safe to repeat.
    """
    if stored.place == Place.DATABASE:
        FileBytes.objects.filter(file=stored).delete()
    else:
        transaction.on_commit(partial(default_storage.delete, stored.storage_name), robust=True)
