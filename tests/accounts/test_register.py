"""The register answers any spelling, filters and sorts, shows to each what they may see, and asks a constant number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.attention import PAGE, needs_by_id
from accounts.models import Custody
from accounts.searching import found as search
from accounts.services import approve_account
from accounts.waiting import waiting_for
from directory.models import DepartmentProfile
from foundation import clock
from foundation.waiting import counted
from tests.factories.accounts import AccountFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client):
    """The names that a page of the register lists, for somebody, in their order."""

    def names(person=None, route="register", **query):
        client.force_login(person or EmployeeFactory())
        answer = client.get(reverse(f"accounts:{route}"), query)
        assert answer.status_code == 200
        return [line.name for line in answer.context["lines"]]

    return names


def queries(client, person, address):
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured.captured_queries)


@pytest.mark.parametrize(
    "query",
    ["", "?q=https://twitter.com/city1", "?state=all&sort=-platform&platform=x", "?attention=any", "?department=PRF"],
)
def test_the_register_asks_as_much_for_sixty_accounts_as_for_three(client, parks, query):
    person = EmployeeFactory()
    for _ in range(3):
        AccountFactory(department=parks.department, primary=parks.head)
    address = reverse("accounts:register") + query
    few = queries(client, person, address)
    for _ in range(57):
        AccountFactory(department=DepartmentFactory(), found=True)
    assert queries(client, person, address) == few


@pytest.mark.parametrize("query", ["", "?attention=any&platform=x&department=PRF", "?q=city&state=active"])
def test_however_it_is_filtered_the_register_joins_the_states_once(client, parks, query):
    AccountFactory(department=parks.department)
    client.force_login(parks.head)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("accounts:register") + query).status_code == 200
    listed = [one["sql"] for one in captured.captured_queries if "ORDER BY now" in one["sql"]]
    assert [sql.count('JOIN "accounts_accountstate"') for sql in listed] == [1]


def test_the_register_counts_what_it_lists_for_each_reader(client, parks, streets):
    for trait in ("requested", "approved", "suspended", "retired", "declined", "found", "listed"):
        AccountFactory(department=parks.department, **{trait: True})
    AccountFactory(department=streets.department, requested=True)
    AccountFactory(department=streets.department)
    for person, number in {parks.employee(): 4, parks.comms_staff: 5, streets.head: 5}.items():
        client.force_login(person)
        for query in ({}, {"state": ""}, {"q": "Account"}):
            context = client.get(reverse("accounts:register"), query).context
            assert context["number"] == len(context["lines"]) == number


@pytest.mark.parametrize("route", ["requests", "found"])
def test_what_waits_for_an_authority_is_asked_in_a_constant_number_of_queries(client, parks, route):
    address = reverse(f"accounts:{route}")
    for trait in ("requested", "found"):
        AccountFactory(department=parks.department, **{trait: True})
    few = queries(client, parks.head, address)
    for trait in ("requested", "found"):
        for _ in range(10):
            AccountFactory(department=parks.department, **{trait: True})
    assert queries(client, parks.head, address) == few


@pytest.mark.parametrize(
    "text",
    [
        "https://www.Twitter.com/STLparks/?s=20",
        "mobile.twitter.com/stlparks",
        "@stlparks",
        "STLPARKS",
        "x: @stlparks",
        "Parks of the City",
        "city parks",
    ],
)
def test_an_account_is_found_by_name_handle_or_any_spelling_of_its_address(listed, text):
    AccountFactory(facts__handle="stlparks", facts__name="Parks of the City")
    AccountFactory(facts__handle="stlstreets", facts__name="Streets")
    assert listed(q=text) == ["Parks of the City"]


def test_what_is_typed_is_no_pattern_and_no_error(listed):
    AccountFactory()
    for text in ("%", "_", "'; --", "\\", "http://[", "a" * 400):
        assert listed(q=text) == []


def test_filters_narrow_by_department_with_divisions_platform_and_state(listed, parks):
    division = DepartmentFactory(code="POOLS", profile=False)
    parent = DepartmentProfile.objects.get(department=parks.department)
    DepartmentProfile.objects.create(
        department=division,
        name="Pools",
        parent=parks.department,
        effective_from=parent.effective_from,
        recorded_at=parent.recorded_at,
    )
    AccountFactory(department=division, facts__name="Pools")
    AccountFactory(department=parks.department, facts__name="Parks", facts__platform="instagram")
    AccountFactory(facts__name="Elsewhere", suspended=True)
    AccountFactory(facts__name="Once", retired=True)
    assert listed(department="PRF") == ["Parks", "Pools"]
    assert listed(department="POOLS") == ["Pools"]
    assert listed(platform="instagram") == ["Parks"]
    assert listed(state="suspended") == ["Elsewhere"]
    assert listed(state="retired") == ["Once"]
    assert listed() == ["Elsewhere", "Parks", "Pools"]
    assert listed(state="all", sort="-name") == ["Pools", "Parks", "Once", "Elsewhere"]


def test_what_needs_attention_is_said_and_filtered(client, listed, parks):
    AccountFactory(department=parks.department, facts__name="Alone")
    AccountFactory(facts__name="Kept", primary=EmployeeFactory(), backup=EmployeeFactory())
    assert "Alone" in listed(attention="any")
    assert listed(attention="no_steward") == ["Alone"]
    page = client.get(reverse("accounts:register")).content.decode()
    assert "Nobody looks after it" in page
    assert "need attention" in page


@pytest.mark.clause("V.B.1")
def test_that_a_mailbox_is_somebodys_own_is_told_on_no_page_to_whom_the_keys_do_not_concern(client, listed, parks):
    steward = parks.employee()
    account = AccountFactory(department=parks.department, facts__name="Kept", primary=steward, backup=parks.employee())
    since = clock.now()
    Custody.objects.create(account=account, mailbox=steward.email, effective_from=since, recorded_at=since)
    address = reverse("accounts:account", args=[account.reference])
    seen = {}
    for who, person in {"steward": steward, "authority": parks.head, "comms": parks.comms_staff}.items():
        names = listed(person, attention="own_mailbox")
        seen[who] = (names == ["Kept"], "own work address" in client.get(address).content.decode())
    assert seen == {"steward": (True, True), "authority": (True, True), "comms": (False, False)}


def test_requests_are_listed_for_whom_they_concern_and_officials_pages_apart(listed, parks, streets, relations):
    AccountFactory(department=parks.department, facts__name="Wanted", requested=True)
    AccountFactory(department=parks.department, facts__name="The Mayor's own", listed=True)
    assert listed(streets.head) == []
    assert listed(parks.head) == listed(parks.comms_staff) == listed(relations.person) == ["Wanted"]
    assert listed(route="own_pages") == ["The Mayor's own"]


def test_an_empty_register_says_what_fills_it(client):
    client.force_login(EmployeeFactory())
    assert "The register is empty" in client.get(reverse("accounts:register")).content.decode()


def test_the_search_box_finds_what_one_may_see_and_what_is_in_use_first(parks, streets):
    AccountFactory(facts__name="Parks once", retired=True)
    AccountFactory(facts__name="Parks today", facts__handle="stlparks")
    AccountFactory(department=parks.department, facts__name="Parks wanted", requested=True)
    at = clock.now()
    assert [one.title for one in search(streets.head, "parks", at)] == ["Parks today", "Parks once"]
    assert len(search(parks.head, "parks", at)) == 3
    assert [one.title for one in search(streets.head, "twitter.com/StlParks", at)] == ["Parks today"]


# What waits at home


def titles(person):
    return [(item.title, item.count) for item in counted(waiting_for(person, clock.now()))]


def test_requests_wait_for_the_authority_alone(parks, streets):
    AccountFactory(department=parks.department, entered_by=parks.comms_staff, requested=True)
    assert titles(parks.head) == [("Requests for official accounts", 1)]
    for person in (parks.comms_staff, streets.head, parks.employee()):
        assert titles(person) == []


def test_a_shared_request_waits_for_each_authority_until_it_has_decided(parks, streets):
    account = AccountFactory(department=parks.department, sharing=[streets.department], requested=True)
    assert titles(parks.head) == titles(streets.head) == [("Requests for official accounts", 1)]
    approve_account(by=parks.authority, account=account, department=parks.department)
    assert titles(parks.head) == []
    assert titles(streets.head) == [("Requests for official accounts", 1)]


def test_requests_of_a_division_without_an_office_wait_for_the_authority_above(parks):
    division = DepartmentFactory(profile__head_title="", profile__parent=parks.department)
    AccountFactory(department=division, requested=True)
    assert titles(parks.head) == [("Requests for official accounts", 1)]


def test_an_approved_account_waits_for_who_asked_for_it(parks):
    AccountFactory(department=parks.department, entered_by=parks.comms_staff, approved=True)
    assert titles(parks.comms_staff) == [("Approved accounts to establish", 1)]
    assert titles(parks.employee()) == []


def test_what_is_found_waits_for_the_authority(parks):
    AccountFactory(department=parks.department, found=True)
    assert titles(parks.head) == [("Accounts that were found", 1)]


def test_what_waits_for_an_office_waits_for_whoever_acts_in_it(parks):
    AccountFactory(department=parks.department, requested=True)
    AppointmentFactory(department=parks.department, acting=True, holder=parks.employee())
    acting = parks.department.appointments.get(kind="acting").holder
    assert titles(acting) == [("Requests for official accounts", 1)]
    assert titles(parks.head) == []


def test_what_waits_for_an_office_waits_while_its_holder_is_away(parks):
    AccountFactory(department=parks.department, requested=True)
    EmployeeStatusFactory(employee=parks.head, on_leave=True)
    assert titles(parks.head) == []


def test_a_list_longer_than_a_page_is_told_what_each_of_its_accounts_needs(parks):
    accounts = [AccountFactory(department=parks.department, found=True).pk for _ in range(PAGE + 1)]
    found = needs_by_id(accounts, clock.now())
    assert {pk: [need.code for need in needs] for pk, needs in found.items()} == {pk: ["found"] for pk in accounts}
    assert needs_by_id([], clock.now()) == {}


def test_pages_of_the_register_hold_every_account_once_in_its_order(listed, parks):
    names = [f"Account {number:03}" for number in range(PAGE + 5)]
    for name in reversed(names):
        AccountFactory(department=parks.department, facts__name=name)
    assert listed() + listed(page=2) == names
    assert listed(page="nonsense") == names[:PAGE]
    assert listed(page=99) == listed(sort="name", q="account", page=2) == names[PAGE:]
    assert listed(sort="-name", q="account") == names[::-1][:PAGE]
