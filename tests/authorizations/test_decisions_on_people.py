"""May this person post this, when people leave, rest, move or do not acknowledge the policy?"""

from datetime import timedelta

import pytest

from authorizations.decisions import Act, Answer
from foundation import clock
from foundation.effective import end
from tests.authorizations.conftest import answer, met, speaks, unmet
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, DeclineFactory
from tests.factories.authorizations import DeclineDecisionFactory, RevocationFactory
from tests.factories.directory import AssignmentFactory, DepartmentFactory, EmployeeStatusFactory

pytestmark = pytest.mark.django_db


class TestThePerson:
    @pytest.mark.parametrize("status", ["on_leave", "suspended", "left"])
    def test_nothing_is_in_effect_for_who_is_not_there(self, dana, official, status):
        speaks(dana, official)
        EmployeeStatusFactory(employee=dana, status=status)
        found = answer(dana, Act(account=official))
        assert found.answer == Answer.NO
        assert "leave" not in met(found, "person").sentence

    def test_it_comes_back_on_return_from_leave(self, dana, official):
        speaks(dana, official)
        at = clock.now()
        EmployeeStatusFactory(employee=dana, status="on_leave", effective_until=at)
        assert answer(dana, Act(account=official), at).answer == Answer.YES
        assert answer(dana, Act(account=official), at - timedelta(microseconds=1), at).answer == Answer.NO

    def test_a_move_under_another_authority_ends_it_for_good(self, dana, official, streets):
        speaks(dana, official)
        start = clock.now() - timedelta(days=2)
        there = end(dana.assignments.get(), until=start, at=start)
        away = AssignmentFactory(
            employee=dana,
            department=streets.department,
            effective_from=start,
            effective_until=start + timedelta(days=1),
        )
        AssignmentFactory(employee=dana, department=there.department, effective_from=away.effective_until)
        assert unmet(answer(dana, Act(account=official))) == ["speech"]

    def test_a_revocation_turns_the_answer_in_the_same_instant(self, dana, official):
        revocation = RevocationFactory(authorization=speaks(dana, official))
        at = revocation.effective_from
        assert answer(dana, Act(account=official), at).answer == Answer.NO
        assert answer(dana, Act(account=official), at - timedelta(microseconds=1)).answer == Answer.YES

    def test_a_paper_counts_from_its_confirmation_and_never_makes_an_earlier_answer_valid(self, dana, official):
        row = speaks(dana, official, paper=True)
        at = clock.now()
        assert answer(dana, Act(account=official)).answer == Answer.NO
        from authorizations.models import PaperDecision

        PaperDecision.objects.create(
            authorization=row, outcome="confirmed", recorded_at=clock.now(), decided_by=row.granted_by
        )
        assert answer(dana, Act(account=official)).answer == Answer.YES
        assert answer(dana, Act(account=official), at).answer == Answer.NO
        assert answer(dana, Act(account=official), at, clock.now()).answer == Answer.YES

    def test_what_ended_or_is_to_come_is_not_in_effect_and_says_so(self, dana, official):
        speaks(dana, official, ended=True)
        assert "ended on" in met(answer(dana, Act(account=official)), "speech").sentence
        speaks(dana, official, to_come=True)
        assert "begins on" in met(answer(dana, Act(account=official)), "speech").sentence


class TestAcknowledgement:
    def campaign(self, days_since_due, **more):
        now = clock.now()
        due = now - timedelta(days=days_since_due)
        return CampaignFactory(opens_at=due - timedelta(days=30), due_at=due, **more)

    def test_until_due_date_and_grace_it_is_not_missed(self, dana, official):
        speaks(dana, official)
        self.campaign(29)
        assert answer(dana, Act(account=official)).answer == Answer.YES

    def test_after_the_grace_it_is_asked_before_anything_is_posted(self, dana, official):
        speaks(dana, official)
        campaign = self.campaign(31)
        found = answer(dana, Act(account=official))
        assert (found.answer, unmet(found)) == (Answer.NOT_YET, ["acknowledgement"])
        assert met(found, "acknowledgement").basis == "City procedure"
        AcknowledgementFactory(person=dana, campaign=campaign)
        assert answer(dana, Act(account=official)).answer == Answer.YES

    def test_leave_moves_the_date(self, dana, official):
        speaks(dana, official)
        self.campaign(31)
        now = clock.now()
        EmployeeStatusFactory(
            employee=dana,
            status="on_leave",
            effective_from=now - timedelta(days=20),
            effective_until=now - timedelta(days=10),
        )
        assert answer(dana, Act(account=official)).answer == Answer.YES

    def test_with_emergency_posting_a_lapse_only_warns(self, official):
        department = DepartmentFactory(profile__emergency_posting=True)
        account = AccountFactory(department=department)
        person = AssignmentFactory(department=department).employee
        speaks(person, account)
        self.campaign(31)
        found = answer(person, Act(account=account))
        assert (found.answer, unmet(found)) == (Answer.YES, ["acknowledgement"])

    def test_a_decline_waits_for_the_authority(self, dana, official, parks):
        speaks(dana, official)
        campaign = self.campaign(1)
        decline = DeclineFactory(person=dana, version=campaign.version, recorded_at=clock.now())
        assert answer(dana, Act(account=official)).answer == Answer.NOT_YET
        DeclineDecisionFactory(decline=decline, decided_by=parks.head)
        assert answer(dana, Act(account=official)).answer == Answer.YES

    def test_where_the_regulation_does_not_bind_nothing_is_asked(self):
        department = DepartmentFactory(profile__under_regulation="no")
        account = AccountFactory(department=department)
        person = AssignmentFactory(department=department).employee
        speaks(person, account)
        self.campaign(31)
        assert answer(person, Act(account=account)).answer == Answer.YES
