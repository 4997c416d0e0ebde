"""Requests, grants, acceptances, revocations: who may, what becomes of it, who hears of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from authorizations import services
from authorizations.acts_asked import Speaker
from authorizations.decisions import Act, Answer, decide
from authorizations.models import Authorization, OfficeAct, RenewalNotice
from authorizations.plans import Plan
from authorizations.waiting import papers_to_confirm, requests_to_decide, to_keep_or_end
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.canonical import c1_hash
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.jobs.models import Job
from foundation.jobs.running import run
from notifications.models import Notice
from powers.catalogue import APPROVE_PERSONAL_DEVICE
from tests.authorizations.conftest import device, in_days, speech
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory, RequestFactory
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db


def told(person, kind="authorizations.decisions"):
    return list(Notice.objects.filter(person=person, kind=kind).values_list("title", flat=True))


def attach(row):
    return services.attach_document(row, content=b"%PDF-1.7", name="x.pdf", key_id="k", by=Actor.of_system("worker"))


def give(parks, dana, *accounts, **more):
    return services.grant(by=parks.authority, plan=speech(parks, dana, *accounts, **more))


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


class TestBadInput:
    def refused(self, parks, plan, field):
        before = Authorization.objects.count()
        with pytest.raises(InvalidInput) as found, transaction.atomic():
            services.grant(by=parks.authority, plan=plan)
        assert found.value.field == field
        assert Authorization.objects.count() == before

    def test_an_end_before_the_start(self, parks, dana):
        self.refused(parks, device(dana, until=in_days(2), starts=clock.now() + timedelta(days=9)), "until")

    def test_a_term_beyond_the_cap(self, parks, dana):
        self.refused(parks, device(dana, until=in_days(370)), "until")
        assert services.grant(by=parks.authority, plan=device(dana, until=in_days(364)))

    def test_a_start_in_the_past(self, parks, dana):
        self.refused(parks, device(dana, starts=clock.now() - timedelta(days=1)), "starts")

    def test_a_device_without_a_description(self, parks, dana):
        self.refused(parks, device(dana, device=" "), "device")

    def test_a_grantee_who_has_left(self, parks, dana):
        EmployeeStatusFactory(employee=dana, status="left")
        self.refused(parks, device(dana), "grantee")

    def test_an_account_whose_department_has_not_consented(self, parks, dana, streets):
        account = AccountFactory(department=streets.department)
        self.refused(parks, speech(parks, dana, account), "accounts")
        services.consent(
            by=streets.authority, account=account, department=streets.department, for_department=parks.department
        )
        assert give(parks, dana, account)

    def test_an_account_that_is_not_official(self, parks, dana):
        self.refused(parks, speech(parks, dana, AccountFactory(department=parks.department, retired=True)), "accounts")

    def test_a_closed_record_without_an_opinion(self, parks, dana):
        plan = Plan(kind="disclosure", grantee=dana, until=in_days(9), matter="Case 7", statute="RSMo. 610.100-205")
        self.refused(parks, plan, "opinion")

    def test_no_account_at_all(self, parks, dana):
        self.refused(parks, speech(parks, dana), "accounts")

    def test_a_power_that_ended_a_moment_ago(self, parks, dana):
        end(parks.appointment, until=clock.now(), at=clock.now())
        with pytest.raises(Refusal) as refused:
            services.grant(by=parks.authority, plan=device(dana))
        assert refused.value.clause == "IV.J"


class TestLife:
    def test_only_the_grantee_accepts_and_only_the_text_that_was_granted(self, parks, dana, official):
        row = give(parks, dana, official)
        attach(row)
        with pytest.raises(Refusal):
            services.accept(by=parks.authority, authorization=row, text_hash=row.text_hash)
        with pytest.raises(Conflict):
            services.accept(by=Actor.of_person(dana), authorization=row, text_hash="c1:sha256:other")
        services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)
        with pytest.raises(Conflict, match="already"):
            services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)

    def test_an_acceptance_on_paper_is_recorded_by_somebody_else(self, parks, dana, official, relations):
        row = give(parks, dana, official)
        said = {"authorization": row, "signed_on": in_days(0), "scan": uuid4()}
        with pytest.raises(Refusal):
            services.record_acceptance(by=Actor.of_person(dana), **said)
        services.record_acceptance(by=relations, **said)
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.YES

    def test_a_grantee_lays_it_down(self, parks, dana, official):
        row = give(parks, dana, official)
        services.revoke(by=Actor.of_person(dana), authorization=row, reason="Another job")
        assert "revoked" in told(parks.head)[0]
        with pytest.raises(Conflict, match="Dana"):
            services.revoke(by=parks.authority, authorization=row, reason="x")

    def test_who_holds_no_power_revokes_nothing(self, parks, streets, dana, official):
        with pytest.raises(Refusal) as refused:
            services.revoke(by=streets.authority, authorization=give(parks, dana, official), reason="x")
        assert refused.value.clause == "IV.C"

    def test_a_revocation_has_a_reason(self, parks, dana, official):
        with pytest.raises(InvalidInput):
            services.revoke(by=parks.authority, authorization=give(parks, dana, official), reason=" ")

    def test_renewal_opens_with_the_first_notice_and_names_the_old(self, parks, dana, official):
        row = give(parks, dana, official)
        with pytest.raises(InvalidInput) as early:
            services.grant(by=parks.authority, plan=speech(parks, dana, official), renews=row)
        assert early.value.field == "renews"
        near = give(parks, dana, official, until=in_days(20))
        renewal = services.grant(by=parks.authority, plan=speech(parks, dana, official), renews=near)
        assert renewal.renews == near

    def test_each_renewal_notice_is_written_once(self, parks, dana, official):
        row = give(parks, dana, official, until=in_days(5))
        by = Actor.of_system("clock")
        assert services.send_renewal_notices(by=by) == 1
        assert services.send_renewal_notices(by=by) == 0
        assert RenewalNotice.objects.get(authorization=row).days_before == 7
        assert len(told(dana, "authorizations.renewals")) == 1
        assert len(told(parks.head, "authorizations.renewals")) == 1

    def test_what_is_renewed_or_far_from_its_end_is_not_called_to_mind(self, parks, dana, official):
        near = give(parks, dana, official, until=in_days(5))
        services.grant(by=parks.authority, plan=speech(parks, dana, official), renews=near)
        assert services.send_renewal_notices(by=Actor.of_system("clock")) == 0


class TestPaper:
    def record(self, by, parks, dana, official):
        paper = services.Paper(in_days(-10), uuid4(), "Old Director", "Director", None)
        return services.record_paper(by=by, plan=speech(parks, dana, official), paper=paper)

    def test_a_paper_is_in_effect_once_the_authority_confirms_it(self, parks, dana, official, relations):
        row = self.record(relations, parks, dana, official)
        services_before = decide(dana, Act(account=official), clock.now())
        assert services_before.answer == Answer.NO
        assert list(papers_to_confirm(parks.head, clock.now())) == [row]
        services.confirm_paper(by=parks.authority, authorization=row)
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.NOT_YET
        with pytest.raises(Conflict, match=parks.head.name):
            services.refuse_paper(by=parks.authority, authorization=row, reason="x")

    def test_a_paper_that_is_not_confirmed_never_was_in_effect(self, parks, dana, official, relations):
        row = self.record(relations, parks, dana, official)
        services.refuse_paper(by=parks.authority, authorization=row, reason="I never signed this")
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.NO

    def test_nobody_records_or_confirms_for_themselves(self, parks, dana, official):
        with pytest.raises(Refusal):
            self.record(Actor.of_person(dana), parks, dana, official)
        with pytest.raises(Refusal):
            self.record(Actor.of_person(parks.comms_staff), parks, parks.comms_staff, official)
        row = self.record(parks.authority, parks, dana, official)
        with pytest.raises(Refusal, match="never confirms"):
            services.confirm_paper(by=parks.authority, authorization=row)


class TestOffice:
    def test_an_authority_acts_by_office_with_a_reason_and_it_is_reported(self, parks, relations):
        said = {"power": APPROVE_PERSONAL_DEVICE, "department": parks.department, "what": "Posted from my telephone"}
        with pytest.raises(InvalidInput):
            services.act_by_office(by=parks.authority, reason="", **said)
        services.act_by_office(by=parks.authority, reason="The storm", **said)
        assert OfficeAct.objects.get().basis == "IV.J"
        assert told(relations.person, "authorizations.reports")
        designee = Actor.of_person(parks.designee("approve_personal_device"))
        with pytest.raises(Refusal):
            services.act_by_office(by=designee, reason="The storm", **said)

    def test_a_successor_gets_one_list_to_keep_or_end(self, parks, dana, official):
        kept, ended = give(parks, dana, official), give(parks, dana, official)
        at = clock.now()
        end(parks.appointment, until=at, at=at)
        new = AppointmentFactory(department=parks.department, effective_from=at, recorded_at=at).holder
        by = Actor.of_person(new)
        assert set(to_keep_or_end(new, clock.now())) == {kept, ended}
        assert Authorization.objects.within_dates(clock.now()).count() == 2, "they stand until somebody ends them"
        services.keep(by=by, authorizations=[kept])
        services.end_as_successor(by=by, authorizations=[ended], reason="Fewer voices")
        assert not to_keep_or_end(new, clock.now())
        assert list(Authorization.objects.within_dates(clock.now())) == [kept]
        own = services.grant(by=by, plan=device(dana))
        with pytest.raises(Conflict, match="own term"):
            services.keep(by=by, authorizations=[own])

    def test_a_decline_of_the_policy_is_put_to_the_authority(self, parks, dana, relations):
        published_150()
        row = services.decline_policy(by=Actor.of_person(dana), reason="I disagree")
        assert told(parks.head, "authorizations.requests")
        with pytest.raises(Refusal):
            services.decide_decline(by=Actor.of_person(dana), decline=row, decision="may_go_on", reason="x")
        services.decide_decline(by=parks.authority, decline=row, decision="may_go_on", reason="Trusted")
        with pytest.raises(Conflict):
            services.decide_decline(by=parks.authority, decline=row, decision="may_not", reason="x")


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


@pytest.mark.parametrize(
    "model", ["authorization", "acceptance", "revocation", "document", "authorizationtext", "authorizedaccount"]
)
def test_what_is_written_stays(model, official):
    from django.apps import apps

    AuthorizationFactory(accounts=[official], accepted=True, revoked=True, with_document=True)
    rows = apps.get_model("authorizations", model).objects
    for deed in (lambda: rows.all()._raw_delete("default"), lambda: rows.update(id=10_000)):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_a_request_is_decided_once(dana, parks):
    asked = RequestFactory(grantee=dana)
    services.decline(by=parks.authority, request=asked, reason="No")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(asked).objects.update(outcome="granted")
