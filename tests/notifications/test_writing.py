"""What is written to people, in the transaction of what it tells of."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import InvalidInput, NotVisible
from notifications import services, tasks
from notifications.models import Notice, OutboxMessage, Preference
from notifications.reading import unread_count
from tests.factories.directory import EmployeeFactory
from tests.factories.notifications import MONDAY, NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
SYSTEM = Actor.of_system("tests")


def notify(to, **changes):
    services.notify(**{"by": SYSTEM, "to": to, "kind": "news", "subject": "Something", "at": MONDAY} | changes)


def test_a_person_with_an_address_gets_a_notice_and_a_mail():
    person = EmployeeFactory()
    notify(person, body="All about it.", link="/policy/", key="once")
    notice, message = Notice.objects.get(), OutboxMessage.objects.get()
    assert (notice.person, notice.title, notice.text, notice.link) == (person, "Something", "All about it.", "/policy/")
    assert (message.recipient, message.state, message.next_attempt_at) == (person, "waiting", MONDAY)


def test_a_person_without_an_address_gets_the_notice_only():
    notify(EmployeeFactory(without_computer=True))
    assert Notice.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_the_same_key_is_written_once():
    person = EmployeeFactory()
    for _ in range(2):
        notify(person, key="campaign:1:opened:7")
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_who_switched_a_kind_off_gets_the_notice_only():
    person = EmployeeFactory()
    services.set_preferences(by=Actor.of_person(person), wanted_by_mail=[], at=MONDAY)
    notify(person)
    assert Notice.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_a_mandatory_kind_cannot_be_switched_off():
    person = EmployeeFactory()
    services.set_preferences(by=Actor.of_person(person), wanted_by_mail=[], at=MONDAY)
    Preference.objects.create(person=person, kind="duty", by_mail=False)
    notify(person, kind="duty")
    assert OutboxMessage.objects.count() == 1


def test_a_change_of_preferences_stands_in_the_trail_and_none_does_not():
    person = EmployeeFactory()
    for _ in range(2):
        services.set_preferences(by=Actor.of_person(person), wanted_by_mail=[], at=MONDAY)
    entry = Entry.objects.get(act="notifications.preferences_set")
    assert entry.before == {"duty": True, "news": True}
    assert entry.after == {"duty": True, "news": False}


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "policy/", "javascript:1"])
def test_a_notice_leads_only_to_pages_of_the_portal(link):
    with pytest.raises(InvalidInput):
        notify(EmployeeFactory(), link=link)


def test_a_subject_is_one_line_whatever_it_is_made_of():
    notify(EmployeeFactory(), subject="Hello\r\nBcc: everybody@city.example")
    assert OutboxMessage.objects.get().subject == "Hello Bcc: everybody@city.example"


def test_a_kind_that_nobody_named_is_refused():
    with pytest.raises(ImproperlyConfigured):
        notify(EmployeeFactory(), kind="unknown")


def test_many_are_told_in_a_few_statements(django_assert_max_num_queries):
    people = EmployeeFactory.create_batch(30, assignment=False)
    letters = [services.Letter(to=person, subject="Hello", key=f"k:{person.pk}") for person in people]
    with django_assert_max_num_queries(5):
        assert services.notify_many(by=SYSTEM, kind="news", letters=iter(letters), at=MONDAY) == 30
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (30, 30)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_and_nobody_is_told_when_the_change_fails(monkeypatch):
    told = []
    monkeypatch.setattr(tasks, "_publisher", tasks._Publisher())
    monkeypatch.setattr(tasks.deliver_outbox, "apply_async", lambda **options: told.append(options))
    person = EmployeeFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        notify(person)
        raise RuntimeError
    assert (Notice.objects.count(), OutboxMessage.objects.count(), told) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_workers_are_told_once_for_what_commits_within_a_second(monkeypatch):
    told = []
    monkeypatch.setattr(tasks, "_publisher", tasks._Publisher())
    monkeypatch.setattr(tasks.deliver_outbox, "apply_async", lambda **options: told.append(options))
    person = EmployeeFactory()
    notify(person)
    notify(person)
    assert told == [{"countdown": 1.0, "retry": False}]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_stop_the_change(monkeypatch):
    def away(**options):
        raise tasks.OperationalError("no broker")

    monkeypatch.setattr(tasks, "_publisher", tasks._Publisher())
    monkeypatch.setattr(tasks.deliver_outbox, "apply_async", away)
    notify(EmployeeFactory())
    assert OutboxMessage.objects.due(MONDAY).count() == 1


def test_opening_a_notice_counts_the_first_time_and_only_for_its_person():
    notice = NoticeFactory()
    with pytest.raises(NotVisible):
        services.mark_read(by=Actor.of_person(EmployeeFactory()), notice_id=notice.pk, at=MONDAY)
    assert unread_count(notice.person) == 1
    services.mark_read(by=Actor.of_person(notice.person), notice_id=notice.pk, at=MONDAY)
    services.mark_read(by=Actor.of_person(notice.person), notice_id=notice.pk, at=MONDAY.replace(hour=20))
    notice.refresh_from_db()
    assert notice.read_at == MONDAY
    assert unread_count(notice.person) == 0


def test_the_unread_count_is_one_bounded_query(django_assert_num_queries):
    person = EmployeeFactory()
    NoticeFactory.create_batch(120, person=person)
    with django_assert_num_queries(1):
        assert unread_count(person) == 100
