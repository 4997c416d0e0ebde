"""Requests and grants: who may ask, nominate and decide; one decision for many; what waits for whom."""

from uuid import uuid4

import pytest

from authorizations import services
from authorizations.acts_asked import Speaker
from authorizations.decisions import Act, Answer, decide
from authorizations.models import Authorization
from authorizations.plans import Plan
from authorizations.waiting import requests_to_decide
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.canonical import c1_hash
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.jobs.models import Job
from foundation.jobs.running import run
from tests.authorizations.conftest import attach, device, give, in_days, speech, told
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import RequestFactory
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db


class TestGranting:
    def test_from_request_to_the_answer_yes_and_to_no_by_revocation(self, parks, dana, official):
        asked = services.request_authorization(
            by=Actor.of_person(dana), plan=speech(parks, dana, official), reason="I answer questions"
        )
        assert told(parks.head, "authorizations.requests")
        row = services.grant(by=parks.authority, plan=speech(parks, dana, official), request=asked)
        year = clock.city_date(clock.now()).year
        assert row.reference == f"PRF-{year}-001"
        asked.refresh_from_db()
        assert (asked.outcome, asked.decided_by) == ("granted", parks.head)
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.NOT_YET
        with pytest.raises(Conflict, match="not there yet"):
            services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)
        attach(row)
        services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.YES
        services.revoke(by=parks.authority, authorization=row, reason="The campaign is over")
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.NO
        assert [title.split()[-1] for title in sorted(told(dana))] == ["granted", "revoked"]
        assert [title.split()[-1] for title in told(parks.head)] == ["accepted"]
        acts = list(
            Entry.objects.filter(act__startswith="authorizations.").order_by("pk").values_list("act", flat=True)
        )
        expected = ["requested", "granted", "document_made", "accepted", "revoked"]
        assert acts == [f"authorizations.{act}" for act in expected]

    def test_a_form_that_is_sent_twice_grants_once(self, parks, dana, official):
        mark = uuid4()
        first = services.grant(by=parks.authority, plan=speech(parks, dana, official), mark=mark)
        with pytest.raises(Conflict, match=first.reference):
            services.grant(by=parks.authority, plan=speech(parks, dana, official), mark=mark)
        assert Authorization.objects.get() == first

    def test_an_authorization_is_its_canonical_text(self, parks, dana, official):
        published_150()
        row = give(parks, dana, official, conditions=("I post kindly.",), subjects_covered=("events",))
        text = row.text.text
        assert row.text_hash == c1_hash(text)
        for words in (
            row.reference,
            "IV.C",
            "written authorization of their appointing",
            "Dana Reed, Clerk",
            "stlparks",
        ):
            assert words in text
        for words in ("I post kindly.", "Subjects covered: events", parks.head.name, "Speaks for: Department PRF"):
            assert words in text
        assert Entry.objects.get(act="authorizations.granted").after["text_hash"] == row.text_hash

    def test_numbers_run_by_department(self, parks, streets, dana, official):
        give(parks, dana, official)
        worker = streets.employee()
        theirs = services.grant(by=streets.authority, plan=device(worker))
        assert theirs.reference.startswith("STR-")
        assert give(parks, dana, official).reference.endswith("-002")

    @pytest.mark.clause("IV.J")
    def test_a_designee_grants_what_a_designee_may_and_both_are_named(self, parks, dana, official):
        designee = parks.designee("approve_personal_device", "authorize_speech")
        row = services.grant(by=Actor.of_person(designee), plan=device(dana))
        assert (row.granted_by, row.in_name_of, row.capacity) == (designee, parks.head, "designee")
        assert row.designation is not None
        assert f"In the name of: {parks.head.name}, Director" in row.text.text
        with pytest.raises(Refusal) as refused:
            services.grant(by=Actor.of_person(designee), plan=speech(parks, dana, official))
        assert refused.value.clause == "IV.C"
        assert parks.head.name in refused.value.remedy

    @pytest.mark.clause("IV.K.2")
    def test_a_designee_of_the_commissioner_grants_speech_for_the_police(self, police):
        designee, officer = police.designee("authorize_police_speech", "authorize_speech"), police.employee()
        account = AccountFactory(department=police.department)
        said = {"until": in_days(60), "speaker": Speaker.of_department(police.department), "accounts": (account,)}
        row = services.grant(by=Actor.of_person(designee), plan=Plan(kind="police_speech", grantee=officer, **said))
        assert row.reference.startswith("POL-")
        with pytest.raises(Refusal) as refused:
            services.grant(by=Actor.of_person(designee), plan=Plan(kind="speech", grantee=officer, **said))
        assert refused.value.clause == "IV.C"

    def test_an_acting_head_grants_and_the_regular_one_does_not_meanwhile(self, parks, dana):
        acting = AppointmentFactory(department=parks.department, acting=True).holder
        row = services.grant(by=Actor.of_person(acting), plan=device(dana))
        assert row.granted_by_title == "Acting Director"
        with pytest.raises(Refusal):
            services.grant(by=parks.authority, plan=device(dana))

    def test_nobody_authorizes_themselves(self, parks, dana):
        with pytest.raises(Refusal, match="by office"):
            services.grant(by=parks.authority, plan=device(parks.head))
        designee = parks.designee("approve_personal_device")
        with pytest.raises(Refusal, match="Who benefits"):
            services.grant(by=Actor.of_person(designee), plan=device(designee))

    def test_who_nominated_never_decides(self, parks, dana):
        comms = DesignationFactory(
            under=parks.appointment, powers=["request_accounts"], holder=parks.comms_staff
        ).holder
        asked = services.request_authorization(by=Actor.of_person(comms), plan=device(dana), reason="Field work")
        assert asked.is_nomination
        assert "nominated" in told(dana)[0]
        DesignationFactory(under=parks.appointment, powers=["approve_personal_device"], holder=comms)
        with pytest.raises(Refusal, match="never does"):
            services.grant(by=Actor.of_person(comms), plan=device(dana), request=asked)
        with pytest.raises(Refusal, match="never does"):
            services.decline(by=Actor.of_person(comms), request=asked, reason="No")

    def test_a_request_is_declined_with_a_reason_that_both_hear(self, parks, dana):
        asked = services.request_authorization(by=parks.comms, plan=device(dana), reason="Field work")
        with pytest.raises(InvalidInput):
            services.decline(by=parks.authority, request=asked, reason=" ")
        services.decline(by=parks.authority, request=asked, reason="Use the City's")
        assert "declined" in told(dana)[0]
        assert "declined" in told(parks.comms_staff)[0]
        with pytest.raises(Conflict, match=parks.head.name):
            services.grant(by=parks.authority, plan=device(dana), request=asked)
        with pytest.raises(Conflict):
            services.withdraw_request(by=parks.comms, request=asked)

    def test_a_request_is_withdrawn_by_who_asked(self, parks, dana):
        asked = services.request_authorization(by=Actor.of_person(dana), plan=device(dana), reason="Field work")
        with pytest.raises(Refusal):
            services.withdraw_request(by=parks.authority, request=asked)
        assert services.withdraw_request(by=Actor.of_person(dana), request=asked).outcome == "withdrawn"

    def test_only_comms_staff_nominate_and_an_authority_grants_instead(self, parks, dana):
        with pytest.raises(Refusal, match="Comms staff"):
            services.request_authorization(by=Actor.of_person(parks.employee()), plan=device(dana), reason="x")
        with pytest.raises(Refusal, match="Grant it"):
            services.request_authorization(by=parks.authority, plan=device(dana), reason="x")
        with pytest.raises(Refusal, match="by office"):
            services.request_authorization(by=parks.authority, plan=device(parks.head), reason="x")


class TestMany:
    def test_one_decision_for_many_gives_each_a_document_of_their_own(self, parks, official):
        people = [parks.employee() for _ in range(3)]
        job = services.start_grant_many(by=parks.authority, plan=speech(parks, people[0], official), people=people)
        run(job.pk)
        job = Job.objects.get(pk=job.pk)
        assert (job.state, job.done, job.total) == ("done", 6, 6)
        rows = Authorization.objects.all()
        assert {row.grantee for row in rows} == set(people)
        assert len({row.text_hash for row in rows}) == 3
        assert len({row.batch for row in rows}) == 1
        assert all(row.named_accounts.count() == 1 for row in rows)

    def test_it_is_all_or_nothing_and_says_who(self, parks, streets):
        other = streets.employee(name="Kim Else")
        people = [parks.employee(), other]
        with pytest.raises(Refusal):
            services.grant_many(by=parks.authority, plan=device(other), people=people, batch=uuid4())
        EmployeeStatusFactory(employee=other, status="left")
        with pytest.raises(InvalidInput, match="Kim Else"):
            services.grant_many(by=parks.authority, plan=device(other), people=people, batch=uuid4())
        assert not Authorization.objects.exists()

    def test_a_repeated_batch_is_written_once(self, parks, official):
        people, batch = [parks.employee() for _ in range(2)], uuid4()
        for _ in range(2):
            services.grant_many(by=parks.authority, plan=device(people[0]), people=people, batch=batch)
        assert Authorization.objects.count() == 2


class TestWaiting:
    def test_requests_wait_for_who_may_decide_them_and_for_nobody_else(self, parks, streets, dana):
        asked = RequestFactory(grantee=dana)
        at = clock.now()
        designee = parks.designee("approve_personal_device")
        assert list(requests_to_decide(parks.head, at)) == [asked]
        assert list(requests_to_decide(designee, at)) == [asked]
        for other in (dana, streets.head, parks.comms_staff, EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)):
            assert not requests_to_decide(other, at)
