"""A person's own notices and preferences in the browser."""

import pytest
from django.urls import reverse

from notifications.models import Notice, Preference
from tests.factories.directory import EmployeeFactory
from tests.factories.notifications import MONDAY, NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


@pytest.fixture
def person(client):
    person = EmployeeFactory()
    client.force_login(person)
    return person


def test_only_my_own_notices_are_listed(client, person):
    NoticeFactory(person=person, title="For me")
    NoticeFactory(title="For another")
    page = client.get(reverse("notifications:notices")).content.decode()
    assert "For me" in page
    assert "For another" not in page


def test_an_empty_list_says_why(client, person):
    assert "No notices yet" in client.get(reverse("notifications:notices")).content.decode()


def test_looking_at_the_list_marks_nothing_and_opening_marks_one(client, person):
    notice = NoticeFactory(person=person, link="/notices/preferences/")
    client.get(reverse("notifications:notices"))
    assert Notice.objects.get().read_at is None
    answer = client.post(reverse("notifications:open", args=[notice.pk]))
    assert (answer.status_code, answer.url) == (302, "/notices/preferences/")
    assert Notice.objects.get().read_at is not None


def test_opening_is_not_a_get(client, person):
    notice = NoticeFactory(person=person)
    assert client.get(reverse("notifications:open", args=[notice.pk])).status_code == 405


def test_all_are_marked_read_at_once(client, person):
    NoticeFactory.create_batch(3, person=person, at=MONDAY)
    client.post(reverse("notifications:mark_all_read"))
    assert not Notice.objects.unread().exists()


def test_the_list_takes_the_same_number_of_queries_however_long(client, person, django_assert_max_num_queries):
    NoticeFactory.create_batch(60, person=person)
    client.get(reverse("notifications:notices"))
    with django_assert_max_num_queries(15):
        page = client.get(reverse("notifications:notices") + "?page=2")
    assert page.content.decode().count('action="/notices/') == 26


def test_a_person_chooses_which_kinds_come_by_mail(client, person):
    client.post(reverse("notifications:preferences"), {"by_mail": []})
    assert list(Preference.objects.values_list("kind", "by_mail")) == [("news", False)]
    page = client.get(reverse("notifications:preferences")).content.decode()
    assert "checked" not in page
    client.post(reverse("notifications:preferences"), {"by_mail": ["news"]})
    assert list(Preference.objects.values_list("kind", "by_mail")) == [("news", True)]


def test_a_mandatory_kind_is_shown_and_not_offered(client, person):
    page = client.get(reverse("notifications:preferences")).content.decode()
    assert "Always sent by mail" in page
    assert 'value="duty"' not in page


def test_a_forged_choice_of_a_mandatory_kind_is_refused(client, person):
    answer = client.post(reverse("notifications:preferences"), {"by_mail": ["duty"]})
    assert answer.status_code == 200
    assert not Preference.objects.exists()
