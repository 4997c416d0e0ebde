"""Acting on a list in the browser, and what supervisors and authorities may do about their own people."""

import pytest
from django.urls import reverse

from acknowledgements.models import ListAct, ListKind, Outcome, Reminder
from acknowledgements.services import (
    acting_on_lists,
    pause_campaign,
)
from foundation import clock
from foundation.actor import Actor
from foundation.effective import end
from foundation.errors import Refusal
from foundation.jobs.models import Job
from foundation.jobs.running import run
from notifications.models import Notice
from tests.factories.acknowledgements import (
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
)
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.lists import acted
from tests.factories.notifications import NoticeFactory
from tests.factories.powers import AppointmentFactory

pytestmark = pytest.mark.django_db
LETTER = "acknowledgements.reminder"


@pytest.fixture
def relations():
    return EmployeeFactory(role="employee_relations")


@pytest.fixture
def second():
    return EmployeeFactory(role="employee_relations")


@pytest.fixture
def campaign():
    return CampaignFactory()


def came(act):
    """Outcomes by the person's id."""
    return dict(act.lines.values_list("person_id", "outcome"))


def letters_to(person):
    return Notice.objects.filter(person=person, kind=LETTER).count()


class TestOwnPeople:
    """Who leads people reminds them, and does nothing else; why somebody is missing they do not learn."""

    @pytest.fixture
    def boss(self):
        return EmployeeFactory()

    def person(self, boss, **more):
        return EmployeeFactory(assignment__supervisor=boss, **more)

    def test_a_supervisor_and_an_authority_remind_their_own_once(self, campaign, boss):
        person = self.person(boss)
        EmployeeFactory()
        assert came(acted(boss, campaign)) == {person.pk: Outcome.REMINDED}
        appointment = AppointmentFactory(department=person.assignments.get().department)
        again = acted(appointment.holder, campaign)
        assert came(again)[person.pk] == Outcome.NOT_NOW
        assert letters_to(person) == 1

    @pytest.mark.parametrize("act", [ListKind.EXEMPT, ListKind.SHEETS, ListKind.SLIPS])
    def test_they_do_nothing_else(self, campaign, boss, act):
        with pytest.raises(Refusal):
            acted(boss, campaign, act, [self.person(boss)])

    def test_who_leads_nobody_acts_on_nobody(self, campaign):
        with pytest.raises(Refusal):
            acted(EmployeeFactory(), campaign, people=[EmployeeFactory()])

    def test_a_question_a_decline_and_an_exemption_read_the_same_and_who_is_away_is_not_told(self, campaign, boss):
        asked, declined, exempt, away, capped = (self.person(boss) for _ in range(5))
        QuestionFactory(person=asked, version=campaign.version)
        DeclineFactory(person=declined, version=campaign.version)
        ExemptionFactory(person=exempt, version=campaign.version, approved=True)
        EmployeeStatusFactory(employee=away, on_leave=True)
        NoticeFactory.create_batch(3, person=capped, kind=LETTER, at=clock.now())
        outcomes = came(acted(boss, campaign))
        assert {outcomes[person.pk] for person in (asked, declined, exempt)} == {Outcome.WITH_RELATIONS}
        assert outcomes[away.pk] == outcomes[capped.pk] == Outcome.NOT_NOW
        assert not Reminder.objects.exists()

    def test_who_is_theirs_no_more_is_not_reminded_and_whom_they_never_saw_is_not_named(
        self, campaign, boss, monkeypatch
    ):
        monkeypatch.setattr(acting_on_lists, "AT_ONCE", 0)
        moved, stranger = self.person(boss), EmployeeFactory()
        act = acted(boss, campaign, people=[moved, stranger])
        assert act.chosen == [moved.pk]
        end(moved.assignments.get(), until=clock.now(), at=clock.now())
        run(Job.objects.get().pk)
        assert came(act) == {moved.pk: Outcome.OTHERS}


class TestPages:
    """The same in the browser's words."""

    def send(self, client, campaign, **more):
        data = {"version": campaign.version_id, "act": "remind", "whom": "all", **more}
        return client.post(reverse("acknowledgements:act_on_list"), data, follow=True)

    def test_one_looks_first_and_a_double_click_acts_once(self, campaign, relations, client):
        person = EmployeeFactory(name="Mo Missing")
        client.force_login(relations)
        looked = self.send(client, campaign, whom="ticked", person=person.pk)
        assert "Remind 1 person" in looked.text
        assert not ListAct.objects.exists()
        mark = looked.text.split('name="once"')[1].split('value="')[1].split('"')[0]
        for _ in range(2):
            done = self.send(client, campaign, whom="ticked", person=person.pk, go="yes", once=mark)
            assert "Mo Missing" in done.text
            assert "Reminded." in done.text
        assert ListAct.objects.count() == 1

    def test_what_makes_no_sense_is_a_sentence(self, campaign, relations, client):
        client.force_login(relations)
        assert "Nobody was ticked" in self.send(client, campaign, whom="ticked").text
        assert self.send(client, campaign, act="shoot").status_code == 400
        for moment in ("yesterday", "2026-01-05T10:00:00"):
            assert self.send(client, campaign, looked_at=moment).status_code == 400
        assert "of an earlier day" in self.send(client, campaign, as_of="2026-01-05").text
        unnamed = self.send(client, campaign, act="exempt", whom="ticked", person=relations.pk, go="yes")
        assert (unnamed.status_code, "Say why." in unnamed.text) == (400, True)
        pause_campaign(by=Actor.of_person(relations), campaign=campaign, reason="A strike.")
        paused = self.send(client, campaign)
        assert (paused.status_code, "is paused" in paused.text) == (409, True)

    def test_slips_come_as_a_file_and_a_list_is_its_askers_and_employee_relations(self, campaign, relations, client):
        boss = EmployeeFactory()
        EmployeeFactory(without_computer=True, assignment__supervisor=boss)
        act = acted(boss, campaign)
        for person, status in (
            (boss, 200),
            (relations, 200),
            (EmployeeFactory(role="auditor"), 200),
            (EmployeeFactory(), 404),
        ):
            client.force_login(person)
            assert client.get(reverse("acknowledgements:list", args=[act.pk])).status_code == status
        client.force_login(boss)
        file = client.get(reverse("acknowledgements:list_slips", args=[act.pk]))
        assert (file.status_code, file.content[:5]) == (200, b"%PDF-")

    def test_they_see_only_done_not_yet_and_with_employee_relations(self, campaign, client):
        boss = EmployeeFactory()
        DeclineFactory(person=EmployeeFactory(assignment__supervisor=boss), version=campaign.version)
        client.force_login(boss)
        page = client.get(reverse("acknowledgements:missing")).text
        assert "With Employee Relations" in page
        assert "Exempt" not in page
        assert "eclined" not in page
        after = client.get(reverse("acknowledgements:list", args=[acted(boss, campaign).pk])).text
        assert "Employee Relations has the matter" in after
        assert "eclined" not in after
