"""Delivering the outbox: one message claimed at a time, each claim with an end, so that a killed worker loses nothing.

A worker takes a message by a conditional update (the lock on both engines), sends it, and notes that it was sent.
Killed between the two it leaves one claimed message, which is sent again once the claim has run out: with the same
Message-ID, and only that one.
"""

from __future__ import annotations

import logging
import random
import smtplib
import time
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from foundation import clock
from notifications.mail import address_of, compose, is_address
from notifications.models import MessageState, OutboxMessage

logger = logging.getLogger(__name__)

BATCH = 100
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)
"""As long as mail servers themselves go on trying (RFC 5321, 4.5.4.1)."""
PERMANENT = 500
"""Replies from here on say that trying again is of no use (RFC 5321, 4.2.1)."""
CLOSING = 421
"""The server closes the connection after this reply: the next message opens a new one."""


class ServerAway(Exception):
    """The mail server cannot be reached or went away: no fault of the message, and no use to try the next one."""


def deliver_due(seconds: float = 50) -> int:
    """Send what is due until nothing is, or for about so many seconds; returns how many messages were sent.

    Any number of workers may run it at once. Never call it inside a transaction.
    """
    stop = time.monotonic() + seconds
    sent = 0
    connection = get_connection()
    try:
        while time.monotonic() < stop:
            due = OutboxMessage.objects.due(clock.now()).select_related("recipient").order_by("next_attempt_at", "id")
            batch = list(due[:BATCH])
            if not batch:
                break
            sent += sum(_attempt(message, connection) for message in batch)
    except ServerAway as away:
        logger.warning("The mail server is away; the outbox waits: %s", away)
    finally:
        connection.close()
    return sent


def _attempt(message: OutboxMessage, connection: BaseEmailBackend) -> bool:
    """Claim and send one message; False where somebody else has it or it could not be sent."""
    now = clock.now()
    mine = OutboxMessage.objects.due(now).filter(pk=message.pk)
    claim = now + timedelta(seconds=settings.MAIL_CLAIM_SECONDS)
    if not mine.update(claimed_until=claim, attempts=F("attempts") + 1):
        return False
    if not is_address(address_of(message)):
        _give_up(message, "There is no usable e-mail address for the recipient any more.")
        return False
    try:
        connection.open()  # does nothing where it is open: one connection serves the batch
        connection.send_messages([compose(message, now)])
    except smtplib.SMTPRecipientsRefused as refused:
        code, reply = next(iter(refused.recipients.values()))
        _refused(message, code, reply, connection)
    except smtplib.SMTPServerDisconnected as gone:
        # Servers close after so many messages: the next one opens a new connection.
        _wait(message, f"The mail server closed the connection: {gone}.")
        connection.close()
    except smtplib.SMTPResponseException as answer:
        _refused(message, answer.smtp_code, answer.smtp_error, connection)
    except OSError as failure:
        _wait(message, f"The mail server could not be reached: {failure}.")
        raise ServerAway(str(failure)) from failure
    else:
        _sent(message)
        return True
    return False


def _settle(message: OutboxMessage, **changes: object) -> None:
    """Write what became of an attempt and let go of the claim; a message settled by somebody else stays as it is."""
    waiting = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.WAITING)
    if message.is_secret and changes.get("state"):
        changes |= {"text": "", "link": ""}
    waiting.update(claimed_until=None, **changes)


def _sent(message: OutboxMessage) -> None:
    _settle(message, state=MessageState.SENT, sent_at=clock.now(), last_error="")


def _refused(message: OutboxMessage, code: int, reply: bytes | str, connection: BaseEmailBackend) -> None:
    if code == CLOSING:
        connection.close()
    words = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    sentence = f"The mail server refused it: {code} {words}."
    if code >= PERMANENT:
        _give_up(message, sentence)
    else:
        _wait(message, sentence)


def _wait(message: OutboxMessage, sentence: str) -> None:
    """Let a message wait longer after each failed attempt, give it up when it is too old to be of use."""
    now = clock.now()
    if now - message.created_at >= GIVE_UP_AFTER:
        _give_up(message, sentence)
        return
    _settle(message, next_attempt_at=now + back_off(message.attempts), last_error=sentence[:500])


def _give_up(message: OutboxMessage, sentence: str) -> None:
    _settle(message, state=MessageState.GIVEN_UP, last_error=sentence[:500])
    logger.error("Mail %s was given up: %s", message.pk, sentence)


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling up to an hour, spread so that not all come at once."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts, 10)
    longest = min(LONGEST_WAIT, doubled)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  no secret hangs on it
