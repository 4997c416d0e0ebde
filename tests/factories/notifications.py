"""Notices and outbox messages for tests; traits are states."""

from datetime import UTC, datetime

import factory

from notifications.models import MessageState, Notice, OutboxMessage
from tests.factories.directory import EmployeeFactory

MONDAY = datetime(2026, 6, 1, 15, tzinfo=UTC)


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    person = factory.SubFactory(EmployeeFactory)
    kind = "trail.root"
    title = factory.Sequence(lambda n: f"Notice {n}")
    at = MONDAY
    key = factory.Sequence(lambda n: f"notice:{n}")


class OutboxMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutboxMessage

    class Params:
        sent = factory.Trait(state=MessageState.SENT, sent_at=MONDAY)
        to_address = factory.Trait(recipient=None, address="someone@city.example")

    recipient = factory.SubFactory(EmployeeFactory)
    kind = "trail.root"
    subject = factory.Sequence(lambda n: f"Message {n}")
    text = "The first paragraph.\n\nThe second."
    key = factory.Sequence(lambda n: f"message:{n}")
    created_at = MONDAY
    next_attempt_at = MONDAY
