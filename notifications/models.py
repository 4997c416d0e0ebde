"""Notices, preferences, and the outbox: what is written to people, and what has become of the mail."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.models import Employee


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Phrases about notices."""

    def of(self, person: Employee) -> NoticeQuerySet:
        """A person's own notices: nobody sees another's."""
        return self.filter(person=person)

    def unread(self) -> NoticeQuerySet:
        """Notices not opened yet."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing that a person is told inside the portal, with the page where it is dealt with."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField("kind", max_length=60)
    title = models.CharField("title", max_length=300)
    text = models.TextField("text", blank=True)
    link = models.CharField("page", max_length=500, blank=True)
    at = models.DateTimeField("written at")
    read_at = models.DateTimeField("read at", null=True, blank=True)
    key = models.CharField("written once for", max_length=200, unique=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at", "-id"], name="notice_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """Whether a person wants one kind of notice by mail too; no row means yes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_preferences")
    kind = models.CharField("kind", max_length=60)
    by_mail = models.BooleanField("by mail")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="notifications_preference_once",
                violation_error_message="There is a preference for this kind already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {'by mail' if self.by_mail else 'in the portal only'}"


class MessageState(models.TextChoices):
    """What has become of a mail. *Being sent* is no state: it is a claim with an end."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    GIVEN_UP = "given_up", "Given up"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Phrases about the outbox."""

    def due(self, at: datetime) -> OutboxQuerySet:
        """What should be sent at a moment and nobody is sending: waiting, its time come, no claim in force."""
        return self.filter(state=MessageState.WAITING, next_attempt_at__lte=at).filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        )


class OutboxMessage(models.Model):
    """A mail that is to leave the house: written in the transaction of what it tells of, delivered after it.

    To a person (at the address they have when it is sent) or to a bare address. `message_id` stays the same
    through every attempt, so that a mailbox can tell a repeated one.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    address = models.EmailField("address", blank=True)
    kind = models.CharField("kind", max_length=60)
    subject = models.CharField("subject", max_length=300)
    text = models.TextField("text", blank=True)
    link = models.CharField("page", max_length=500, blank=True)
    is_secret = models.BooleanField("emptied once sent", default=False)
    key = models.CharField("written once for", max_length=200, unique=True)
    message_id = models.UUIDField(default=uuid4, editable=False)
    created_at = models.DateTimeField("written at")
    state = models.CharField("state", max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveIntegerField("attempts", default=0)
    next_attempt_at = models.DateTimeField("next attempt at")
    claimed_until = models.DateTimeField("claimed until", null=True, blank=True)
    sent_at = models.DateTimeField("sent at", null=True, blank=True)
    last_error = models.CharField("what went wrong last", max_length=500, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="") | (Q(recipient__isnull=True) & ~Q(address="")),
                name="notifications_message_has_one_recipient",
                violation_error_message="A message goes either to a person or to an address.",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
                name="notifications_message_sent_has_a_time",
                violation_error_message="A sent message has the time at which it was sent.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(state=MessageState.WAITING), name="outbox_waiting"
            ),
            models.Index(fields=["state", "-created_at"], name="outbox_state"),
        ]

    def __str__(self) -> str:
        return self.subject
