"""What is in the demonstration city: looked at in one city, loaded once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.attention import NEEDS, needs_of, with_needs
from accounts.keeping import due_for
from accounts.models import (
    AccountState,
    CheckOutcome,
    LinkCheck,
    OfficialAccount,
    PartyAccount,
    PartyLink,
    State,
)
from accounts.permissions import reach_of
from accounts.verifying import verify
from accounts.waiting import in_state, proposals_for, requests_for
from acknowledgements.audience import bound_people
from acknowledgements.models import Acknowledgement, Annulment, Campaign, Decline, PaperBatch, Receiver
from acknowledgements.papers import Judging
from acknowledgements.receipts import digest_of as digest_of_receipt
from acknowledgements.reminded import Reminding
from authorizations import waiting
from authorizations.acts_asked import Act
from authorizations.decisions import Answer, decide
from authorizations.kinds import Kind
from authorizations.models import Authorization, Consent, DeclineDecision, Outcome, Request
from demo.cast import PERSONAS
from demo.names import FIRST, LAST
from directory.models import Assignment, Department, Employee, EmployeeStatus, RoleHolding
from foundation import clock
from foundation.audit.models import Entry
from foundation.calendar import WorkingDays
from notifications.models import MessageState, OutboxMessage
from policy.models import Publication
from powers.decisions import authority_of, holdings
from powers.models import InstrumentEntry


@pytest.fixture(scope="module", autouse=True)
def city(django_db_setup, django_db_blocker):
    """One city for every test of this module, none of which writes; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", employees=400, verbosity=0)
        yield
        transaction.set_rollback(True)


def test_everybody_is_fictional_and_marked_so():
    assert not Employee.objects.filter(is_demo=False).exists()
    cast = {persona.name for persona in PERSONAS}
    for name in Employee.objects.values_list("name", flat=True):
        first, last = name.split(" ", 1)
        assert name in cast or (first in FIRST and last in LAST)
    assert not any(person.has_usable_password() for person in Employee.objects.all())


def department(code):
    return Department.objects.get(code=code)


def authority(code):
    now = clock.now()
    return authority_of(department(code), now).appointment


def test_offices_are_held_acted_in_and_vacant():
    assert authority("PRF").holder.number == "100004"
    assert authority("COR").holder.number == "100005"
    assert authority("COR").is_acting
    assert authority("STR").is_acting
    assert authority("REC") is None
    assert authority("APD").department == department("STL")


def test_designees_hold_what_they_were_named_for():
    now = clock.now()
    captain = Employee.objects.get(number="100006")
    assert {holding.power for holding in holdings(captain, now)} == {
        "authorize_police_speech",
        "approve_disclosure",
    }


def test_the_cast_holds_its_roles_and_a_supervisor_has_people():
    now = clock.now()
    for persona in PERSONAS:
        if persona.role:
            assert RoleHolding.objects.usable(now).filter(employee__number=persona.number, role=persona.role).exists()
    assert Assignment.objects.in_effect(now).filter(supervisor__number="100007", employee__number="100001").exists()


def test_the_load_stands_in_the_trail_with_every_instrument():
    assert Entry.objects.filter(act="demo.loaded").count() == 1
    assert Entry.objects.filter(act="demo.instrument_loaded").count() > 15


def test_the_regulation_is_published_by_two_people_and_in_force_since_its_date():
    publication = Publication.objects.get()
    assert publication.request.requested_by.number == "100008"
    assert publication.request.decided_by.number == "100009"
    assert clock.city_date(publication.effective_from).isoformat() == "2020-05-26"


def test_everything_an_acknowledgement_says_proves_itself():
    for acknowledgement in Acknowledgement.objects.select_related("person"):
        assert acknowledgement.digest == digest_of_receipt(acknowledgement)
        assert acknowledgement.campaign.opens_at < acknowledgement.at < clock.now()
    assert Entry.objects.filter(act="acknowledgements.acknowledged").count() == Acknowledgement.objects.count()


def test_no_mail_leaves_and_nobody_is_reminded_again():
    assert not OutboxMessage.objects.exclude(state=MessageState.SENT).exists()
    campaign, now = Campaign.objects.get(), clock.now()
    told_late = Reminding(campaign, [campaign], now, WorkingDays()).rows(Receiver.PERSON)
    there = bound_people(campaign.opens_at).filter(statuses__isnull=True)
    assert not told_late.filter(employee_id__in=there.values("pk")).exists()


def test_the_cast_still_has_something_to_acknowledge():
    assert not Acknowledgement.objects.filter(person__number__in=[persona.number for persona in PERSONAS]).exists()


def test_something_waits_for_the_second_person():
    assert InstrumentEntry.objects.waiting().filter(entered_by__number="100008").count() == 1
    assert Annulment.objects.filter(decision__isnull=True, requested_by__number="100008").count() == 1


def test_a_batch_of_signed_sheets_waits_to_be_recorded():
    batch = PaperBatch.objects.being_entered().get()
    lines = list(batch.lines.all())
    judged = Judging(batch, lines, Employee.objects.get(number="100008"), clock.now()).all(lines)
    assert [one.can_be_recorded for one in judged] == [True] * (len(lines) - 1) + [False]
    assert len(lines) > 1


def test_people_have_lives():
    now = clock.now()
    at_work = Assignment.objects.in_effect(now)
    assert at_work.count() == Assignment.objects.in_effect(now).values("employee").distinct().count()
    assert 300 < at_work.count() < 400
    statuses = EmployeeStatus.objects.in_effect(now)
    assert statuses.filter(status="left").count() > 8
    assert statuses.filter(status="on_leave").count() > 2
    without = Employee.objects.filter(email="").count()
    assert 0.08 < without / Employee.objects.count() < 0.22
    done = Acknowledgement.objects.standing(now).count() / bound_people(now).count()
    assert 0.55 < done < 0.8
    a_year_ago = now - timedelta(days=365)
    assert 0 < Assignment.objects.in_effect(a_year_ago).count() < 400


@pytest.mark.parametrize("number", ["100001", "100003", "100004", "100007"])
def test_home_takes_at_most_ten_queries_in_a_city_that_works(client, number):
    client.force_login(Employee.objects.get(number=number))
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    assert len(captured) <= 10, "\n".join(query["sql"][:120] for query in captured.captured_queries)


def states():
    now = clock.now()
    return Counter(account.standing.state for account in OfficialAccount.objects.as_of(now))


def test_the_city_has_some_eighty_accounts_in_every_state():
    found = states()
    assert 75 <= sum(found.values()) <= 95
    assert set(found) == {state.value for state in State}
    assert found[State.ACTIVE] > 40
    assert found[State.NOT_OURS] >= 3, "pages that only look like the City's"


def test_something_is_wrong_with_some_accounts_of_each_kind_and_most_are_in_order():
    now = clock.now()
    accounts = with_needs(OfficialAccount.objects.as_of(now), now)
    needs = Counter(need.code for account in accounts for need in needs_of(account))
    assert set(needs) == set(NEEDS)
    in_order = sum(not needs_of(account) for account in accounts if account.standing.state == State.ACTIVE)
    assert in_order > 10


def test_pages_were_looked_at_and_show_every_finding():
    found = Counter(LinkCheck.objects.values_list("outcome", flat=True))
    assert set(found) == {outcome.value for outcome in CheckOutcome}
    assert found[CheckOutcome.LINKS] > found[CheckOutcome.COULD_NOT_CHECK] > 3
    [link] = PartyLink.objects.select_related("party", "check_made__account")
    assert (link.party.name, link.party.is_office_account) == ("Jordan Vale for Mayor", False)
    assert PartyAccount.objects.in_effect(clock.now()).filter(is_office_account=True).exists(), "one that is spared"


def test_a_page_that_only_looks_like_the_citys_is_called_out():
    found = verify("@cityexampIegov", person=Employee.objects.get(number="100001"), now=clock.now())
    assert (found.answer.value, bool(found.near)) == ("not_known", True)


def test_every_active_account_rests_on_an_approval_of_who_could_give_it():
    for state in AccountState.objects.in_effect(clock.now()).filter(state=State.ACTIVE).select_related("approval"):
        assert state.approval.power == "approve_accounts"
        at = state.approval.decided_at
        assert authority_of(state.approval.department, at, at).holder == state.approval.in_name_of


def test_comms_staff_confirm_and_their_authority_decides():
    now = clock.now()
    comms, head = (Employee.objects.get(number=number) for number in ("100003", "100004"))
    assert due_for(comms, now).exists()
    governed = reach_of(head, now).governed
    assert requests_for(governed, now).exists()
    assert proposals_for(governed).exists()
    assert in_state(governed, State.FOUND, now).exists()


def test_authorizations_of_every_kind_are_in_every_state():
    now = clock.now()
    rows = Authorization.objects.all()
    assert set(rows.values_list("kind", flat=True)) == set(Kind.values)
    running = rows.within_dates(now)
    assert running.accepted(now).count() > 10
    assert rows.waiting_for_acceptance(now).exists()
    assert running.filter(effective_until__lt=now + timedelta(days=30)).exists()
    assert rows.filter(effective_until__lt=now).exists()
    assert rows.filter(revocation__isnull=False).exists()
    assert rows.filter(renews__isnull=False).exists()
    assert rows.filter(capacity="designee", power="authorize_police_speech").exists()
    assert rows.papers_to_confirm().exists()
    assert rows.filter(paper__outcome="confirmed").exists()
    assert set(Outcome) - {Outcome.GRANTED} <= set(Request.objects.values_list("outcome", flat=True))
    assert Consent.objects.in_effect(now).exists()
    assert Decline.objects.not_followed(now).exists()
    assert DeclineDecision.objects.exists()


def test_every_letter_is_made_while_the_city_is_loaded():
    assert not Authorization.objects.without_document().exists()


def test_something_of_each_kind_waits_for_the_authority_of_parks():
    now, head = clock.now(), Employee.objects.get(number="100004")
    for queue in (waiting.requests_to_decide, waiting.papers_to_confirm, waiting.to_keep_or_end):
        assert queue(head, now).exists(), queue.__name__


def test_the_ranger_may_post_for_parks_and_not_from_a_personal_device():
    now, dana = clock.now(), Employee.objects.get(number="100001")
    account = OfficialAccount.objects.get(facts__handle="ExampleParks", facts__platform__code="x")
    about = ("trails",)
    assert decide(dana, Act(account=account, subjects=about), now).answer == Answer.YES
    assert decide(dana, Act(account=account, subjects=about, device="personal"), now).answer == Answer.NO
