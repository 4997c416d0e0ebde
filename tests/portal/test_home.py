from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue, counted
from portal import home
from tests.access_city import PERSONS, found_city
from tests.factories.directory import EmployeeFactory
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)  # a Friday, nine in the morning in the City


def two_things(person, at):
    return [
        WaitingItem("Read the notice", "A sentence.", "/read/", "Read", since=at - timedelta(days=1)),
        WaitingItem("Acknowledge", "Another.", "/ack/", "Read and acknowledge", due=at + timedelta(days=2)),
    ]


@pytest.mark.parametrize(
    ("hour", "words"), [(3, "evening"), (11, "morning"), (17, "morning"), (18, "afternoon"), (23, "afternoon")]
)
def test_the_greeting_goes_by_the_citys_clock(hour, words):
    person = EmployeeFactory.build(name="Dana Cole", assignment=False)
    assert home.greeting(person, AT.replace(hour=hour)) == f"Good {words}, Dana."


def test_what_is_due_comes_before_what_only_waits(settings):
    settings.WAITING = ["tests.portal.test_home.two_things"]
    cards = home.cards_for(EmployeeFactory(), AT)
    assert [(card.item.title, card.when) for card in cards] == [
        ("Acknowledge", "Due Sunday"),
        ("Read the notice", "Since yesterday"),
    ]
    assert home.count_sentence(cards) == "Two things wait for you."


def test_what_is_past_its_date_says_so(settings):
    item = WaitingItem("Late", "Sentence.", "/", "Do", due=AT - timedelta(days=30))
    assert home.when(item, AT) == "Was due October 21"


def test_home_is_never_an_empty_dashboard(client):
    client.force_login(EmployeeFactory())
    page = client.get(reverse("home")).content.decode()
    assert "Nothing waits for you." in page
    assert "Find somebody" in page


def test_home_shows_each_thing_with_one_button(client, settings):
    settings.WAITING = ["tests.portal.test_home.two_things"]
    client.force_login(EmployeeFactory())
    page = client.get(reverse("home")).content.decode()
    assert "Two things wait for you." in page
    assert page.count("portal-card__act") == 2


@pytest.mark.parametrize("name", PERSONS)
def test_home_takes_a_constant_number_of_queries(client, django_assert_max_num_queries, name):
    city = found_city()
    for person in city.people.values():
        NoticeFactory.create_batch(5, person=person)
    client.force_login(city.people[name])
    with django_assert_max_num_queries(10):
        page = client.get(reverse("home"))
    assert "Notices" in page.content.decode()


def test_home_tells_of_the_last_notices_and_counts_all_that_are_new(client):
    person = EmployeeFactory()
    NoticeFactory.create_batch(4, person=person)
    NoticeFactory(person=person, read_at=AT)
    NoticeFactory()
    client.force_login(person)
    response = client.get(reverse("home"))
    assert len(response.context["lately"]) == 3
    assert response.context["unread_notices"] == 4


def test_no_words_break_the_search(client):
    client.force_login(EmployeeFactory())
    for words in ("", "   ", "\x00", "%", "'; DROP TABLE", "x" * 5000):
        assert client.get(reverse("search"), {"q": words}).status_code == 200


def test_queues_are_counted_by_one_query_whatever_their_number(django_assert_num_queries):
    EmployeeFactory.create_batch(3)
    everybody, nobody = Employee.objects.all(), Employee.objects.none()
    make = lambda title: lambda number, since: WaitingItem(title, "A sentence.", "/", "Look", since, count=number)  # noqa: E731
    queues = [
        WaitingQueue(everybody, "created_at", make("All")),
        WaitingQueue(Employee.objects.filter(number=""), "created_at", make("None")),
        WaitingQueue(everybody.exclude(number=everybody[0].number), "created_at", make("Others")),
    ]
    with django_assert_num_queries(1):
        items = counted(queues)
    assert [(item.title, item.count) for item in items] == [("All", 3), ("Others", 2)]
    assert counted([WaitingQueue(nobody, "created_at", make("Nobody"))]) == []
