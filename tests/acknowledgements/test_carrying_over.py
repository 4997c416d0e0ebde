"""A material version asks everyone again, the redline first; to another, what was acknowledged carries over."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements.coverage import Moment, Scope, assigned, report, tallies
from acknowledgements.curve import over_time
from acknowledgements.exports import Export
from acknowledgements.models import Reminder
from acknowledgements.services import close_campaign, send_reminders
from acknowledgements.waiting import campaigns_waiting
from authorizations.facts import Facts
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput
from foundation.together import Together
from policy.carrying import asked_again, counted_for
from policy.models import Carrying, Change, PublicationRequest
from policy.services import confirm_publication, request_publication
from tests.factories import policy
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_a_working_day")]
EVERYBODY = Scope(everybody=True)


def now():
    return Moment(clock.now(), clock.now())


@pytest.fixture
def old(db):
    return policy.published(policy.draft())


@pytest.fixture
def done(old):
    """Somebody who acknowledged the old version."""
    person = EmployeeFactory(name="Dana Okafor")
    AcknowledgementFactory(person=person, campaign=CampaignFactory(version=old, closed=True))
    return person


def later(change, text=policy.LATER, day=policy.JUNE_1_2021):
    return policy.published(policy.draft(text), day, change)


def test_a_material_version_asks_everyone_again(done):
    campaign = CampaignFactory(version=later(Change.MATERIAL))
    assert [asked.campaign for asked in campaigns_waiting(done, clock.now())] == [campaign]
    assert report(campaign.version_id, now(), EVERYBODY).total.acknowledged == 0


def test_who_acknowledges_again_sees_first_what_changed(done, client):
    campaign = CampaignFactory(version=later(Change.MATERIAL))
    client.force_login(done)
    text = client.get(reverse("acknowledgements:read", args=[campaign.pk])).text
    assert "What changed since you acknowledged" in text
    assert text.index("volunteers") < text.index('id="II.A"'), "before the text itself"
    client.force_login(EmployeeFactory())
    assert "What changed since" not in client.get(reverse("acknowledgements:read", args=[campaign.pk])).text


def test_what_carries_over_counts_and_is_neither_asked_nor_reminded(done, client):
    campaign = CampaignFactory(version=later(Change.IMMATERIAL))
    other = EmployeeFactory()
    assert campaigns_waiting(done, clock.now()) == []
    assert campaigns_waiting(other, clock.now())
    assert report(campaign.version_id, now(), EVERYBODY).total.acknowledged == 1
    send_reminders(by=Actor.of_system("campaign reminders"))
    assert not Reminder.objects.filter(person=done, campaign=campaign).exists()
    assert Reminder.objects.filter(person=other, campaign=campaign).exists()
    client.force_login(done)
    page = client.get(reverse("acknowledgements:read", args=[campaign.pk]), follow=True)
    assert "Carried over" in page.text
    assert "carried over to" in client.get(reverse("acknowledgements:mine")).text


def test_it_is_shown_as_carried_in_the_file(done):
    version = later(Change.IMMATERIAL)
    (line,) = [row for row in Export(version, now(), EVERYBODY, "csv").rows() if row[3] == done.name]
    assert line[5] == "Done, carried over"


def test_it_carries_over_two_steps_and_counts_each_person_once(done, old):
    second = later(Change.IMMATERIAL)
    AcknowledgementFactory(person=done, campaign=CampaignFactory(version=second))
    third = later(Change.IMMATERIAL, policy.LATER.replace("secrets", "what is secret"), clock.now())
    assert set(counted_for(third.pk, clock.now())) == {third.pk, second.pk, old.pk}
    found = tallies(third.pk, now(), EVERYBODY)
    assert sum(tally.acknowledged for tally in found.values()) == 1
    assert assigned(third.pk, now(), EVERYBODY).filter(has_acknowledged=True).count() == 1
    (first,) = over_time(third.pk, now(), EVERYBODY)
    assert first.acknowledged == 1


def test_an_annulled_acknowledgement_carries_nothing(done, old):
    done.acknowledgements.update(annulled_at=clock.now())
    assert report(later(Change.IMMATERIAL).pk, now(), EVERYBODY).total.acknowledged == 0


def test_it_counts_for_what_may_be_posted_too(done):
    later(Change.IMMATERIAL)
    at = clock.now()
    from authorizations.acts_asked import Act

    versions = Facts(done, [Act(host="example.org")], at, at, Together()).taken().versions
    assert [version.acknowledged for version in versions] == [True, True]


def test_before_publishing_employee_relations_sees_whom_each_choice_asks(done, old, client):
    EmployeeFactory()
    counts = asked_again(old, clock.now())
    assert counts.carried == 1
    assert counts.left == counts.people - 1
    draft = policy.draft(policy.LATER)
    client.force_login(EmployeeFactory(role="employee_relations"))
    text = client.get(reverse("policy:version", args=[draft.pk])).text
    people = asked_again(old, clock.now()).people
    assert f"Material: {people} people are asked" in text
    assert "1 acknowledgement carries over" in text


def test_it_is_said_when_asking_and_confirmed_with_it(old, client):
    draft = policy.draft(policy.LATER)
    client.force_login(EmployeeFactory(role="employee_relations"))
    page = reverse("policy:request_publication", args=[draft.pk])
    client.post(page, {"effective_from": "2021-06-01"})
    assert not PublicationRequest.objects.filter(version=draft).exists(), "one of the two must be said"
    client.post(page, {"effective_from": "2021-06-01", "change": "immaterial"})
    request = PublicationRequest.objects.get(version=draft)
    confirm_publication(request, by=policy.employee_relations())
    assert Entry.objects.get(act="policy.published", object_id=str(draft.pk)).after["change"] == "immaterial"
    assert Carrying.objects.get(version=draft).counted == old


def test_where_no_version_stood_before_nothing_carries_over():
    with pytest.raises(InvalidInput, match="Nothing can carry over"):
        later(Change.IMMATERIAL)


def test_where_another_version_came_between_somebody_looks_again(old):
    draft = policy.draft(policy.LATER)
    by = policy.employee_relations()
    request = request_publication(draft, effective_from=clock.now(), by=by, change=Change.IMMATERIAL)
    later(Change.MATERIAL, policy.LATER.replace("volunteers", "guests"))
    with pytest.raises(Conflict, match="Another version"):
        confirm_publication(request, by=policy.employee_relations())


def test_the_database_keeps_what_carries_over(old):
    version = later(Change.IMMATERIAL)
    with pytest.raises(DatabaseError), transaction.atomic():
        Carrying.objects.filter(version=version)._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicationRequest.objects.create(
            version=version,
            effective_from=clock.now(),
            requested_by=EmployeeFactory(),
            requested_at=clock.now(),
            change="immaterial",
        )


@pytest.mark.parametrize("change", Change)
def test_a_campaign_for_a_text_no_longer_in_force_is_named_until_it_is_closed(client, old, change):
    campaign, person = CampaignFactory(version=old), EmployeeFactory()
    relations = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
    page = reverse("acknowledgements:campaign", args=[campaign.pk])
    client.force_login(relations)
    assert "no longer in force" not in client.get(page).text + client.get(reverse("home")).text
    new = later(change)
    assert new.called in client.get(page).text.partition("no longer in force")[2]
    assert "Campaigns for a text that is no longer in force" in client.get(reverse("home")).text
    assert "No longer in force" in client.get(reverse("acknowledgements:campaigns")).text
    asked = "Nobody is asked before a campaign" in client.get(reverse("policy:version", args=[new.pk])).text
    assert asked is (change == Change.MATERIAL)
    client.force_login(person)
    read = client.get(reverse("acknowledgements:read", args=[campaign.pk])).text
    assert f"The {new.called}" in read.partition("Not the text in force")[2]
    close_campaign(by=Actor.of_person(relations), campaign=campaign, reason="Another text is in force.")
    client.force_login(relations)
    assert "no longer in force" not in client.get(page).text + client.get(reverse("home")).text
