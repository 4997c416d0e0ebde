"""Mail that leaves the house, received by a real SMTP server."""

import email
import email.policy
import smtplib
from datetime import timedelta

import pytest
import time_machine

from foundation import clock, dated_settings
from foundation.actor import Actor
from notifications import delivery, services
from notifications.delivery import deliver_due
from notifications.models import MessageState, OutboxMessage
from tests.factories.directory import EmployeeFactory
from tests.factories.notifications import MONDAY, OutboxMessageFactory
from tests.notifications.conftest import free_port

pytestmark = pytest.mark.django_db


def received(smtp):
    return [email.message_from_bytes(content, policy=email.policy.default) for _, content in smtp.received]


def test_a_mail_arrives_as_plain_text_and_html_with_an_absolute_link(smtp):
    dated_settings.change(
        by=Actor.of_system("tests"),
        key="city.name",
        value="City of Elsewhere",
        effective_from=MONDAY,
        reason="A name is data.",
    )
    person = EmployeeFactory(name="Dana <O'Neil>")
    message = OutboxMessageFactory(recipient=person, subject="Läuft ab", text="One & two.\n\nThree.", link="/policy/")
    assert deliver_due() == 1
    (mail,) = received(smtp)
    plain, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    assert (mail["To"], mail["Subject"]) == (person.email, "Läuft ab")
    assert "Dana <O'Neil>,\n\nOne & two.\n\nThree.\n" in plain
    assert "https://portal.city.example/policy/" in plain
    assert "City of Elsewhere · Social media" in plain
    assert "<p>One &amp; two.</p>" in html
    assert 'href="https://portal.city.example/policy/"' in html
    message.refresh_from_db()
    assert (message.state, message.attempts, message.claimed_until) == (MessageState.SENT, 1, None)


def test_what_is_not_due_sent_given_up_or_claimed_stays(smtp):
    OutboxMessageFactory(sent=True)
    OutboxMessageFactory(state=MessageState.GIVEN_UP)
    with time_machine.travel(MONDAY, tick=False):
        OutboxMessageFactory(next_attempt_at=MONDAY + timedelta(seconds=1))
        OutboxMessageFactory(claimed_until=MONDAY + timedelta(seconds=1))
        assert deliver_due() == 0
    with time_machine.travel(MONDAY + timedelta(seconds=1), tick=False):
        assert deliver_due() == 2


def test_many_messages_go_through_one_connection(smtp, monkeypatch):
    opened = []
    connect = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda self, *at: opened.append(at) or connect(self, *at))
    OutboxMessageFactory.create_batch(5)
    assert deliver_due() == 5
    assert len(opened) == 1


def test_a_refused_recipient_is_given_up_with_a_sentence_and_the_others_arrive(smtp):
    refused, fine = OutboxMessageFactory(), OutboxMessageFactory()
    smtp.refuse[refused.recipient.email] = "550 No such mailbox"
    assert deliver_due() == 1
    refused.refresh_from_db()
    fine.refresh_from_db()
    assert refused.state == MessageState.GIVEN_UP
    assert refused.last_error == "The mail server refused it: 550 No such mailbox."
    assert fine.state == MessageState.SENT


def test_a_temporary_refusal_waits_longer_each_time_and_arrives_in_the_end(smtp):
    message = OutboxMessageFactory()
    smtp.refuse[message.recipient.email] = "451 Try later"
    waits = []
    now = MONDAY
    for _ in range(3):
        with time_machine.travel(now, tick=False):
            assert deliver_due() == 0
        message.refresh_from_db()
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
    assert message.state == MessageState.WAITING
    assert "451 Try later" in message.last_error
    for n, wait in enumerate(waits):
        assert timedelta(seconds=15) * 2**n <= wait <= timedelta(seconds=30) * 2**n
    smtp.refuse.clear()
    with time_machine.travel(now, tick=False):
        assert deliver_due() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 4, "")


def test_a_server_that_is_away_costs_one_attempt_and_loses_nothing(smtp, settings):
    OutboxMessageFactory.create_batch(3)
    settings.EMAIL_PORT = free_port()
    with time_machine.travel(MONDAY, tick=False):
        assert deliver_due() == 0
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.WAITING}


def test_a_connection_that_breaks_is_opened_again_for_the_next_message(smtp):
    broken, fine = OutboxMessageFactory(), OutboxMessageFactory()
    smtp.refuse[broken.recipient.email] = "421 Closing"
    with time_machine.travel(MONDAY, tick=False):
        assert deliver_due() == 1
    fine.refresh_from_db()
    assert fine.state == MessageState.SENT


def test_a_message_nobody_could_deliver_for_five_days_is_given_up(smtp):
    message = OutboxMessageFactory()
    smtp.refuse[message.recipient.email] = "451 Try later"
    with time_machine.travel(MONDAY + delivery.GIVE_UP_AFTER, tick=False):
        deliver_due()
    message.refresh_from_db()
    assert message.state == MessageState.GIVEN_UP


def test_the_message_id_is_the_same_at_every_attempt(smtp):
    message = OutboxMessageFactory()
    deliver_due()
    OutboxMessage.objects.filter(pk=message.pk).update(state="waiting", sent_at=None)
    deliver_due()
    first, second = received(smtp)
    assert first["Message-ID"] == second["Message-ID"] == f"<{message.message_id.hex}@portal.city.example>"


def test_outside_production_who_is_not_on_the_allow_list_is_replaced(smtp, settings):
    settings.MAIL_ALLOW_LIST = ["tester@city.example"]
    settings.MAIL_REPLACEMENT = "catch-all@city.example"
    OutboxMessageFactory(to_address=True, address="Tester@city.example")
    OutboxMessageFactory(to_address=True, address="mayor@city.example")
    deliver_due()
    first, second = received(smtp)
    assert (first["To"], second["To"]) == ("Tester@city.example", "catch-all@city.example")
    assert "this message was meant for mayor@city.example" in second.get_body(("plain",)).get_content()
    assert "meant for" not in first.get_body(("plain",)).get_content()


def test_in_production_everybody_gets_their_mail(smtp, settings):
    settings.MAIL_ALLOW_LIST = []
    settings.MAIL_RESTRICTED = False
    OutboxMessageFactory(to_address=True, address="mayor@city.example")
    deliver_due()
    assert received(smtp)[0]["To"] == "mayor@city.example"


def test_who_lost_their_address_meanwhile_is_given_up_with_a_sentence(smtp):
    message = OutboxMessageFactory(recipient=EmployeeFactory(without_computer=True))
    assert deliver_due() == 0
    message.refresh_from_db()
    assert message.state == MessageState.GIVEN_UP
    assert "no usable e-mail address" in message.last_error


def test_a_header_cannot_be_smuggled_in_by_an_address(smtp):
    OutboxMessageFactory(to_address=True, address="a@city.example\r\nBcc: b@city.example")
    assert deliver_due() == 0
    assert OutboxMessage.objects.get().state == MessageState.GIVEN_UP


def test_a_secret_mail_is_emptied_once_sent(smtp):
    services.send_mail(
        by=Actor.of_system("tests"),
        address="new@city.example",
        kind="trail.root",
        subject="Your way in",
        body="The code is 1234.",
        link="/sign-in/x/",
        at=MONDAY,
        secret=True,
    )
    deliver_due()
    assert "1234" in received(smtp)[0].get_body(("plain",)).get_content()
    message = OutboxMessage.objects.get()
    assert (message.state, message.text, message.link) == (MessageState.SENT, "", "")


def test_a_message_that_another_worker_claimed_meanwhile_is_left_to_it(smtp, monkeypatch):
    OutboxMessageFactory()
    attempt = delivery._attempt

    def claimed_meanwhile(message, connection):
        OutboxMessage.objects.update(claimed_until=clock.now() + timedelta(minutes=1))
        return attempt(message, connection)

    monkeypatch.setattr(delivery, "_attempt", claimed_meanwhile)
    assert deliver_due() == 0
    assert smtp.received == []
