"""Where I stopped last time: one place for each person and version, told to nobody else, gone when acknowledged."""

import pytest
from django.test import Client
from django.urls import reverse

from acknowledgements.models import ReadingPlace
from acknowledgements.services import remember_place
from foundation.audit.models import Entry
from tests.acknowledgements.test_pages import form
from tests.factories import policy
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory(version=policy.published(policy.draft()))


@pytest.fixture
def dana(client):
    person = EmployeeFactory()
    client.force_login(person)
    return person


def stop(client, campaign, clause, **more):
    return client.post(reverse("acknowledgements:stop", args=[campaign.pk]), {"clause": clause, **more})


def read(client, campaign):
    return client.get(reverse("acknowledgements:read", args=[campaign.pk])).text


def test_home_and_the_page_offer_to_go_on_where_reading_stopped(client, dana, campaign):
    assert "Go on reading" not in client.get("/").text + read(client, campaign)
    answer = stop(client, campaign, "II.A")
    assert answer.url == "/"
    home = client.get("/").text
    assert "Your place is kept. Go on at II.A next time, on any device." in home
    assert "You stopped at II.A." in home
    assert f'href="{reverse("acknowledgements:read", args=[campaign.pk])}#II.A"' in home
    assert 'href="#II.A">Go on reading at II.A</a>' in read(client, campaign)


def test_the_closing_paragraph_is_called_by_words(client, dana, campaign):
    stop(client, campaign, "closing")
    assert 'href="#closing">Go on reading at the closing paragraph</a>' in read(client, campaign)


def test_the_last_place_counts_on_every_device(client, dana, campaign):
    other = Client()
    other.force_login(dana)
    stop(client, campaign, "I")
    assert stop(other, campaign, "II.B", quietly="yes").status_code == 204
    assert ReadingPlace.objects.get().clause.citation == "II.B"
    assert "You stopped at II.B last time." in read(client, campaign)
    assert "Your place is kept" not in other.get("/").text


def test_a_place_is_one_persons_and_no_business_fact(client, dana, campaign):
    entries = Entry.objects.count()
    stop(client, campaign, "I")
    assert Entry.objects.count() == entries
    client.force_login(EmployeeFactory())
    assert "Go on reading" not in client.get("/").text + read(client, campaign)


def test_looking_at_the_page_keeps_no_place(client, dana, campaign):
    read(client, campaign)
    assert client.get(reverse("acknowledgements:stop", args=[campaign.pk])).status_code == 405
    assert not ReadingPlace.objects.exists()


def test_the_place_goes_when_the_version_is_acknowledged(client, dana, campaign, sign):
    stop(client, campaign, "II.A")
    remember_place(EmployeeFactory(), campaign.version, "I")
    client.post(reverse("acknowledgements:read", args=[campaign.pk]), form(sign(campaign, dana)))
    assert not ReadingPlace.objects.filter(person=dana).exists()
    assert ReadingPlace.objects.count() == 1


def test_a_place_that_arrives_after_the_acknowledgement_is_not_kept(client, dana, campaign):
    AcknowledgementFactory(person=dana, campaign=campaign)
    assert stop(client, campaign, "II.A", quietly="yes").status_code == 204
    assert not ReadingPlace.objects.exists()


@pytest.mark.parametrize("clause", ["", "IX", "a\0b", "I" * 5000])
def test_a_place_that_is_no_clause_is_refused_with_a_sentence(client, dana, campaign, clause):
    answer = stop(client, campaign, clause)
    assert answer.status_code == 400
    assert "Your place was not kept" in answer.text
    assert not ReadingPlace.objects.exists()


@pytest.mark.parametrize("case", ["not bound", "planned", "absurd"])
def test_who_is_not_asked_is_told_that_there_is_no_such_page(client, case):
    campaign = CampaignFactory(version=policy.published(policy.draft()), planned=case == "planned")
    library = DepartmentFactory(profile__under_regulation="no" if case == "not bound" else "yes")
    client.force_login(EmployeeFactory(assignment__department=library))
    number = 99999999999999999999999 if case == "absurd" else campaign.pk
    assert client.post(reverse("acknowledgements:stop", args=[number]), {"clause": "I"}).status_code == 404


def test_a_place_from_another_site_is_refused(dana, campaign):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dana)
    assert stop(strict, campaign, "I").status_code == 403
    assert not ReadingPlace.objects.exists()


def test_the_card_says_how_long_the_text_takes(client, dana):
    CampaignFactory(version=policy.published_150())
    assert "About 12 minutes." in client.get("/").text


def test_a_short_text_takes_one_minute(client, dana, campaign):
    assert "About 1 minute." in client.get("/").text
