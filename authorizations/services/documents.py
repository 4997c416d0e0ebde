"""Keeping the document of an instrument: stored once, with its hash, by the worker that makes it."""

from __future__ import annotations

from django.db import transaction

from authorizations.models import Authorization, Document
from authorizations.services.writing import lock_authorization, subject, tell_trail
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.files.services import store

PURPOSE = "authorization_document"


@transaction.atomic
def attach_document(authorization: Authorization, *, content: bytes, name: str, key_id: str, by: Actor) -> Document:
    """Keep a document. Whoever comes second gets the one that is there: it is never made twice."""
    row = lock_authorization(authorization)
    first = Document.objects.filter(authorization=row).first()
    if first is not None:
        return first
    at = clock.now()
    stored = store(by=by, name=name, content=content, purpose=PURPOSE, subject=subject(row))
    document = Document.objects.create(
        authorization=row, file=stored.pk, sha256=stored.sha256, made_at=at, key_id=key_id
    )
    tell_trail("authorizations.document_made", row, by, at, clause=CITY_PROCEDURE, after={"sha256": stored.sha256})
    return document
