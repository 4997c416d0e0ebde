"""The document of an instrument: a worker asked for it, made it, and keeps it once, with its hash."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from authorizations import letters
from authorizations.models import Authorization, AuthorizationText, Document
from authorizations.services.writing import lock_authorization, subject, tell_trail
from foundation import clock
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import PortalError
from foundation.files.services import store
from foundation.pdf_signing.keys import present_key

PURPOSE = "authorization_document"
AT_MOST = 500
"""Documents made in one round; the next one goes on."""
logger = logging.getLogger(__name__)


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


def ask_for_documents() -> None:
    """Once the transaction is done, tell the workers that there are documents to make; the next round would, too."""
    transaction.on_commit(_tell_workers, robust=True)


def _tell_workers() -> None:
    try:
        # By name: the task stands above the services.
        current_app.send_task("authorizations.make_documents", retry=False)
    except (OperationalError, OSError) as failure:
        logger.warning("The workers could not be told of documents to make; the next round takes them: %s", failure)


def make_documents(*, by: Actor, at_most: int = AT_MOST) -> int:
    """Make the documents that are missing, oldest first; how many were made. Safe to repeat, and by several at once.

    One that cannot be made is logged, keeps no other from being made, and is tried again in the next round.
    """
    made = 0
    texts = AuthorizationText.objects.filter(authorization__in=Authorization.objects.without_document()).exclude(
        text=""
    )
    for text in texts.select_related("authorization").order_by("authorization_id")[:at_most]:
        row = text.authorization
        try:
            content = letters.render(row, text.text, at=clock.now())
            attach_document(row, content=content, name=f"{row.reference}.pdf", key_id=present_key().fingerprint, by=by)
            made += 1
        except PortalError as error:
            logger.warning("The document of %s could not be made: %s", row.reference, error)
    return made
