"""One-time codes for the kiosk: who issues them, that they are short-lived, for one person, and for one use."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from acknowledgements.models import Campaign, KioskCode, KioskSigning
from acknowledgements.services import acknowledge, issue_codes, kiosk_codes, use_code
from directory.models import Role
from directory.services import roster
from foundation import clock, dated_settings
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, PortalError, Refusal, TooOften
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import AssignmentFactory, EmployeeFactory
from tests.factories.kiosks import KioskFactory, code_for, used_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def relations():
    CampaignFactory()
    return EmployeeFactory(name="Rita Relations", role=Role.EMPLOYEE_RELATIONS)


@pytest.fixture
def dana(relations):
    return EmployeeFactory(number="20417", name="Dana Reed")


@pytest.fixture
def kiosk(relations):
    return KioskFactory()


def issue(by, *people, is_handed_over=True):
    return issue_codes(by=Actor.of_person(by), people=people, is_handed_over=is_handed_over)


def test_employee_relations_issues_for_anybody_and_it_stands_in_the_trail_without_the_code(relations, dana):
    (slip,) = issue(relations, dana)
    entry = Entry.objects.get(act="acknowledgements.kiosk_code_issued")
    assert (entry.actor_number, entry.capacity) == (relations.number, "Employee Relations")
    assert entry.after["for"] == "20417"
    plain = slip.shown.replace("-", "")
    assert plain not in f"{entry.after}{slip.code.digest}"
    assert "Rita Relations made a one-time code" in Notice.objects.get(person=dana).title


def test_a_supervisor_issues_for_the_own_people_and_theirs_alone(dana):
    top = EmployeeFactory()
    middle = EmployeeFactory(assignment__supervisor=top)
    under = EmployeeFactory(assignment__supervisor=middle)
    assert [slip.code.capacity for slip in issue(top, middle, under)] == ["Supervisor", "Supervisor"]
    with pytest.raises(Refusal, match="cannot issue a code for Dana Reed"):
        issue(top, under, dana)
    assert KioskCode.objects.open().count() == 2, "all or none"


def test_nobody_issues_for_themselves(relations):
    with pytest.raises(Refusal):
        issue(relations, relations)
    boss = EmployeeFactory()
    AssignmentFactory(employee=EmployeeFactory(assignment=False), supervisor=boss)
    with pytest.raises(Refusal):
        issue(boss, boss)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.RECORDS_CUSTODIAN])
def test_other_roles_issue_none(dana, role):
    with pytest.raises(Refusal):
        issue(EmployeeFactory(role=role), dana)


def test_a_code_is_handed_to_nobody_but_its_person(relations, dana):
    with pytest.raises(InvalidInput, match="nobody but its person"):
        issue(relations, dana, is_handed_over=False)


def test_none_is_issued_for_who_left(relations, dana):
    roster.leave_the_city(dana, by=Actor.of_system("test"))
    with pytest.raises(Refusal):
        issue(relations, dana)


def test_without_a_campaign_there_is_nothing_to_issue_for(dana, relations):
    Campaign.objects.update(state="closed", closed_at=clock.now())
    with pytest.raises(Conflict, match="No campaign runs"):
        issue(relations, dana)


def test_a_code_lets_its_person_in_once(dana, kiosk):
    shown = code_for(dana)
    used = use_code(number=" 20417 ", code=shown.lower().replace("-", " "), on=kiosk, address="10.0.0.7")
    assert (used.person, used.used_on, used.used_from) == (dana, kiosk, "10.0.0.7")
    with pytest.raises(Conflict, match="used already"):
        use_code(number="20417", code=shown, on=kiosk)
    entry = Entry.objects.get(act="acknowledgements.kiosk_code_used")
    assert entry.actor_number == "20417"
    assert entry.after["issued_by"] == used.issued_by.number


def test_a_new_code_revokes_the_one_before(relations, dana, kiosk):
    old, new = code_for(dana), code_for(dana)
    with pytest.raises(Conflict, match="A newer one was made"):
        use_code(number="20417", code=old, on=kiosk)
    assert use_code(number="20417", code=new, on=kiosk).person == dana


def test_a_code_is_good_for_the_minutes_of_the_setting(dana, kiosk):
    shown = code_for(dana)
    minutes = dated_settings.value("term.kiosk_code_minutes", clock.now())
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)), pytest.raises(Conflict, match="time was over"):
        use_code(number="20417", code=shown, on=kiosk)


def test_no_answer_says_whether_a_number_exists(dana, kiosk):
    code_for(dana)
    others = code_for(EmployeeFactory(number="30555"))
    said = set()
    for number, code in [("20417", others), ("99999", others), ("20417", "AAAA-AAAA"), ("99999", "AAAA-AAAA")]:
        with pytest.raises(InvalidInput) as wrong:
            use_code(number=number, code=code, on=kiosk)
        said.add(str(wrong.value))
    assert len(said) == 1
    assert use_code(number="30555", code=others, on=kiosk)


def test_who_left_between_the_slip_and_the_kiosk_is_told_why(dana, kiosk):
    shown = code_for(dana)
    roster.leave_the_city(dana, by=Actor.of_system("test"))
    with pytest.raises(Refusal, match="do not work for the City now"):
        use_code(number="20417", code=shown, on=kiosk)


def test_guessing_at_one_number_is_slowed_down_at_every_kiosk(dana, kiosk):
    shown = code_for(dana)
    for _ in range(kiosk_codes.TRIES_FOR_A_NUMBER):
        with pytest.raises(InvalidInput):
            use_code(number="20417", code="WRONG", on=KioskFactory())
    with pytest.raises(TooOften, match="too many tries") as slowed:
        use_code(number="20417", code=shown, on=kiosk)
    assert int(slowed.value.headers["Retry-After"]) <= kiosk_codes.WINDOW


def test_guessing_at_one_kiosk_is_slowed_down_for_every_number_but_who_gets_in_does_not_count(
    relations, kiosk, monkeypatch
):
    monkeypatch.setattr(kiosk_codes, "FAILURES_ON_A_KIOSK", 2)
    crew = EmployeeFactory.create_batch(4)
    codes = {person.number: code_for(person, by=relations) for person in crew}
    for person in crew[:3]:
        assert use_code(number=person.number, code=codes[person.number], on=kiosk)
    for number in ("1", "2"):
        with pytest.raises(InvalidInput):
            use_code(number=number, code="WRONG", on=kiosk)
    with pytest.raises(TooOften):
        use_code(number=crew[3].number, code=codes[crew[3].number], on=kiosk)


def test_the_database_itself_keeps_a_code(dana):
    code = used_code(dana)
    for change in ({"used_at": clock.now()}, {"person": EmployeeFactory()}, {"expires_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            KioskCode.objects.filter(pk=code.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        KioskCode.objects.filter(pk=code.pk).update(revoked_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        KioskCode.objects.filter(pk=code.pk).delete()


def test_where_it_was_issued_and_used_is_told(relations, kiosk):
    one, two, three = EmployeeFactory.create_batch(3)
    here = used_code(one, kiosk=kiosk, issued_on=kiosk)
    near = used_code(two, kiosk=kiosk, address="10.0.0.7")
    used_code(three, kiosk=kiosk)
    found = {code: code.is_same_browser for code in KioskCode.objects.used_where_issued()}
    assert found == {here: True, near: False}


def test_an_acknowledgement_keeps_with_which_code_it_was_made(relations, dana, sign):
    code, campaign = used_code(dana), Campaign.objects.get()
    by, signing = Actor.of_person(dana), sign(campaign, dana, code=code)
    kept = acknowledge(by=by, campaign_id=campaign.pk, signing=signing).acknowledgement
    again = acknowledge(by=by, campaign_id=campaign.pk, signing=signing)
    assert (kept.method, kept.at_kiosk.code, again.is_new) == ("kiosk", code, False)
    assert Entry.objects.get(act="acknowledgements.acknowledged").after["code"] == code.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        KioskSigning.objects.all().delete()


@pytest.mark.once
@settings(max_examples=25)
@given(st.lists(st.sampled_from(["issue", "use newest", "use any", "wait"]), max_size=8), st.data())
def test_whatever_is_done_each_code_lets_in_at_most_once_and_only_the_newest(acts, data):
    """Issue, use and wait in any order: of all codes ever made, those used were each the newest then, and used once."""
    with transaction.atomic(), time_machine.travel(clock.now(), tick=False) as now:
        CampaignFactory()
        person, by, kiosk = EmployeeFactory(), EmployeeFactory(role=Role.EMPLOYEE_RELATIONS), KioskFactory()
        made, let_in, revoked = [], [], set()
        for act in acts:
            if act == "issue":
                revoked.update(made)
                made.append(code_for(person, by=by))
            elif act == "wait":
                now.shift(timedelta(minutes=20))  # a new window of the throttle
            elif made:
                code = made[-1] if act == "use newest" else data.draw(st.sampled_from(made))
                may = code not in revoked and code not in let_in
                try:
                    use_code(number=person.number, code=code, on=kiosk)
                    let_in.append(code)
                    assert may
                except PortalError:
                    assert not may
        assert len(let_in) == len(set(let_in)) == KioskCode.objects.filter(used_at__isnull=False).count()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_uses_at_once_are_one():
    CampaignFactory()
    dana, kiosk = EmployeeFactory(), KioskFactory()
    shown = code_for(dana)
    ready = threading.Barrier(4)
    let_in, refused = [], []

    def screen():
        try:
            ready.wait()
            let_in.append(use_code(number=dana.number, code=shown, on=kiosk))
        except Exception as error:  # every kind of failure is told apart below
            refused.append(error)
        finally:
            connection.close()

    screens = [threading.Thread(target=screen) for _ in range(4)]
    for thread in screens:
        thread.start()
    for thread in screens:
        thread.join()
    assert len(let_in) == 1
    assert [type(error) for error in refused] == [Conflict] * 3
    assert Entry.objects.filter(act="acknowledgements.kiosk_code_used").count() == 1
