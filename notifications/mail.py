"""Composing a mail from a row of the outbox: plain text and HTML, to whom it may go in this environment."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string

from foundation import dated_settings
from notifications.kinds import kind
from notifications.models import OutboxMessage


def absolute(path: str) -> str:
    """The address of a page of the portal as a mail has to give it (settings `PORTAL_URL`)."""
    return str(urljoin(settings.PORTAL_URL, path))


def address_of(message: OutboxMessage) -> str:
    """The address a message is meant for: the person's at this moment, or the bare one; empty where there is none."""
    return message.recipient.email if message.recipient else message.address


def permitted(address: str) -> bool:
    """Whether mail may leave to an address: in production to every one, elsewhere to the allow-list only.

    The list holds whole addresses and domains (`@city.example`).
    """
    if not settings.MAIL_RESTRICTED:
        return True
    allowed = {entry.casefold() for entry in settings.MAIL_ALLOW_LIST}
    address = address.casefold()
    return address in allowed or "@" + address.rpartition("@")[2] in allowed


def compose(message: OutboxMessage, at: datetime) -> EmailMultiAlternatives:
    """The mail for a row of the outbox, its Message-ID the same at every attempt.

    Outside production a recipient who is not on the allow-list is replaced, and the mail says who it was meant for.
    """
    meant_for = address_of(message)
    diverted = not permitted(meant_for)
    context = {
        "city": dated_settings.value("city.name", at),
        "name": message.recipient.name if message.recipient else "",
        "subject": message.subject,
        "paragraphs": [part.strip() for part in message.text.split("\n\n") if part.strip()],
        "link": absolute(message.link) if message.link else "",
        "kind": kind(message.kind),
        "preferences": absolute("/notices/preferences/") if message.recipient else "",
        "meant_for": meant_for if diverted else "",
    }
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=render_to_string("notifications/mail.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[settings.MAIL_REPLACEMENT if diverted else meant_for],
        headers={
            "Message-ID": f"<{message.message_id.hex}@{urlsplit(settings.PORTAL_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return mail


def is_address(text: str) -> bool:
    """Whether a text can stand in a mail's To line."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
