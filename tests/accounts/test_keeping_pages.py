"""The pages on which accounts are kept true: stewards, keys, confirmations, hand-overs, a department's overview."""

import pytest
from django.urls import reverse

from accounts.models import Confirmation, Custody, HandOver, HandOverStep, Stewardship
from accounts.services import mark_of_facts
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from tests import access_table  # noqa: F401 - the whole table first: its parts import each other
from tests.access_keeping import the_account
from tests.factories.accounts import AccountFactory, HandOverFactory
from tests.factories.directory import DepartmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(parks):
    return AccountFactory(
        department=parks.department, primary=parks.employee(), backup=parks.employee(), facts__handle="stlparks"
    )


@pytest.fixture
def as_head(client, parks):
    client.force_login(parks.head)
    return client


def address(name, account, *more):
    return reverse(f"accounts:{name}", args=[account.reference, *more])


def words(response):
    return " ".join(response.content.decode().split())


def send(client, page, data):
    """Open a form, and send it with the mark that it carries."""
    return client.post(page, {"seen": client.get(page).context["form"].initial["seen"], **data})


def test_a_steward_is_named_by_number_or_by_name(as_head, parks, account):
    for person, said in ((one := parks.employee(), one.number), (two := parks.employee(), two.name)):
        response = send(as_head, address("name_steward", account, "primary"), {"person": said})
        assert response.status_code == 302
        assert Stewardship.objects.in_effect(clock.now()).get(account=account, role="primary").person == person
    assert two.name in words(as_head.get(address("account", account)))


@pytest.mark.parametrize("said", ["", "E-none", "x" * 500, "\x00"])
def test_nobody_is_named_who_is_not_there(as_head, account, said):
    assert send(as_head, address("name_steward", account, "primary"), {"person": said}).status_code == 400


def test_a_role_that_there_is_not_has_no_page(as_head, account):
    assert as_head.get(address("name_steward", account, "third")).status_code == 404


def test_the_same_person_twice_is_refused_on_the_form(as_head, account):
    primary = account.stewardships.get(role="primary").person
    response = send(as_head, address("name_steward", account, "backup"), {"person": primary.number})
    assert response.status_code == 400
    assert "two people" in words(response)


@pytest.mark.parametrize(("name", "said"), [("name_steward", "person"), ("end_stewardship", "reason")])
def test_a_form_about_one_steward_does_nothing_to_the_one_who_followed_meanwhile(as_head, parks, account, name, said):
    page, follower = address(name, account, "primary"), parks.employee()
    opened = as_head.get(page).context["form"].initial["seen"]
    send(as_head, address("name_steward", account, "primary"), {"person": follower.number})
    answer = as_head.post(page, {"seen": opened, said: parks.employee().number})
    assert answer.status_code == 409
    assert "was changed since you opened the page" in words(answer)
    assert opened not in words(answer), "the mark is nothing that anybody wrote"
    assert Stewardship.objects.in_effect(clock.now()).get(account=account, role="primary").person == follower


def test_a_steward_lays_the_own_stewardship_down(client, account):
    steward = account.stewardships.get(role="primary").person
    client.force_login(steward)
    assert "Lay your stewardship down" in words(client.get(address("end_stewardship", account, "primary")))
    assert client.post(address("end_stewardship", account, "primary"), {"reason": ""}).status_code == 400
    assert send(client, address("end_stewardship", account, "primary"), {"reason": "Too much"}).status_code == 302
    assert not Stewardship.objects.standing(clock.now()).filter(person=steward).exists()


def test_where_the_keys_are_stands_on_the_page_for_stewards_and_authority_alone(as_head, client, parks, account):
    data = {"seen": "", "credentials": "The vault of Parks", "mailbox": "social@city.example", "second_factor": ""}
    stale = as_head.post(address("keys", account), data)
    assert stale.status_code == 409
    page = as_head.get(address("keys", account))
    data["seen"] = page.context["form"].initial["seen"]
    assert as_head.post(address("keys", account), data).status_code == 302
    assert Custody.objects.get().credentials == "The vault of Parks"
    assert "The vault of Parks" in words(as_head.get(address("account", account)))
    for person in (parks.comms_staff, parks.employee()):
        client.force_login(person)
        assert "The vault of Parks" not in words(client.get(address("account", account)))
        assert client.get(address("keys", account)).status_code == 404


def test_a_password_is_refused_on_the_form(as_head, account):
    seen = as_head.get(address("keys", account)).context["form"].initial["seen"]
    response = as_head.post(address("keys", account), {"seen": seen, "credentials": "Sommer2024!"})
    assert response.status_code == 400
    assert "looks like a password" in words(response)
    assert not Custody.objects.exists()


def test_confirming_shows_the_facts_and_takes_one_button(as_head, account):
    page = as_head.get(address("confirm", account))
    assert "https://x.com/stlparks" in words(page)
    seen = page.context["form"].initial["seen"]
    assert as_head.post(address("confirm", account), {"seen": seen}).status_code == 302
    assert Confirmation.objects.get().account == account
    assert "confirmed all this on" in words(as_head.get(address("account", account)))


def test_what_is_not_active_is_not_confirmed(as_head, parks):
    account = AccountFactory(department=parks.department, suspended=True)
    assert as_head.get(address("confirm", account)).status_code == 409


def test_several_are_confirmed_from_the_list_and_what_changed_meanwhile_is_not(as_head, parks, account):
    other = AccountFactory(department=parks.department)
    elsewhere = AccountFactory()
    lines = as_head.get(reverse("accounts:confirmations")).context["lines"]
    assert {line[0] for line in lines} == {account, other}
    data = {f"seen-{one.reference}": mark for one, mark, _ in lines}
    data["account"] = [account.reference, other.reference, elsewhere.reference]
    stale = as_head.post(reverse("accounts:confirmations"), {**data, f"seen-{other.reference}": "another"})
    assert (stale.status_code, Confirmation.objects.count()) == (409, 0)
    assert as_head.post(reverse("accounts:confirmations"), data).status_code == 302
    assert set(Confirmation.objects.values_list("account", flat=True)) == {account.pk, other.pk}
    assert "Nothing is due" in words(as_head.get(reverse("accounts:confirmations")))


def test_nothing_ticked_is_said_on_the_page(as_head, account):
    response = as_head.post(reverse("accounts:confirmations"))
    assert response.status_code == 400
    assert "No account was chosen" in words(response)


def test_a_hand_over_is_done_step_by_step_on_its_page(as_head, parks, account):
    person = account.stewardships.get(role="backup").person
    roster.leave_the_city(person, by=Actor.of_system("test"))
    hand_over = HandOver.objects.get()
    page = address("hand_over", account, hand_over.pk)
    assert f"To be handed over by {person.name}" in words(as_head.get(address("account", account)))
    assert "3 steps are still to be done" in words(as_head.get(page))
    assert as_head.post(address("do_step", account, hand_over.pk, "new_steward")).status_code == 409
    send(as_head, address("name_steward", account, "backup"), {"person": parks.employee().number})
    for kind in ("credentials", "second_factor"):
        done = as_head.post(address("do_step", account, hand_over.pk, kind), {"note": "By telephone"})
        assert done.status_code == 302
    assert "Everything is done" in words(as_head.get(page))
    assert "To be handed over" not in words(as_head.get(address("account", account)))
    assert as_head.post(address("do_step", account, hand_over.pk, "credentials")).status_code == 409


def test_a_hand_over_is_closed_as_not_needed_on_its_page(as_head, parks):
    hand_over = HandOverFactory(account=AccountFactory(department=parks.department))
    account = hand_over.account
    assert as_head.post(address("not_needed", account, hand_over.pk), {"reason": " "}).status_code == 400
    assert (
        as_head.post(address("not_needed", account, hand_over.pk), {"reason": "Never had the keys"}).status_code == 302
    )
    assert "Closed as not needed" in words(as_head.get(address("hand_over", account, hand_over.pk)))


@pytest.mark.parametrize("number", [0, 2**70])
def test_a_hand_over_of_no_or_of_another_account_has_no_page(as_head, parks, account, number):
    other = HandOverFactory(account=AccountFactory(department=parks.department))
    for pk in (number, other.pk):
        assert as_head.get(address("hand_over", account, pk)).status_code == 404
        assert as_head.post(address("do_step", account, pk, "credentials")).status_code == 404
    mine = HandOverFactory(account=AccountFactory(department=parks.department))
    assert as_head.post(address("do_step", mine.account, mine.pk, "sing")).status_code == 404
    assert not HandOverStep.objects.filter(done_at__isnull=False).exists()


def test_the_overview_says_in_a_sentence_what_a_department_has_and_what_is_missing(as_head, parks, account):
    Confirmation.objects.create(account=account, by=parks.head, at=clock.now())
    AccountFactory(department=parks.department, found=True)
    AccountFactory(department=parks.department, requested=True)
    AccountFactory(department=parks.department, retired=True)
    AccountFactory(department=parks.department, suspended=True)
    page = words(as_head.get(reverse("accounts:department", args=["PRF"])))
    assert "1 active account, 1 suspended, 1 found and not yet confirmed, 1 retired." in page
    assert "3 need attention." in page
    assert "Requests that wait" in page
    assert "Nobody looks after it" in page


def test_the_overview_of_a_department_holds_its_divisions_and_nothing_else(client, parks, streets):
    division = DepartmentFactory(code="PRF-2", profile__parent=parks.department, profile__head_title="")
    inside, outside = AccountFactory(department=division), AccountFactory(department=streets.department)
    client.force_login(parks.employee())
    page = words(client.get(reverse("accounts:department", args=["PRF"])))
    assert inside.reference in page
    assert outside.reference not in page
    assert client.get(reverse("accounts:department", args=["NONE"])).status_code == 404


def test_an_ordinary_reader_sees_neither_requests_nor_hand_overs(client, parks):
    AccountFactory(department=parks.department, requested=True, facts__name="Secret plan")
    HandOverFactory(account=AccountFactory(department=parks.department))
    client.force_login(parks.employee())
    page = words(client.get(reverse("accounts:department", args=["PRF"])))
    assert "Secret plan" not in page
    assert "Hand-overs" not in page


def test_that_a_mailbox_is_somebodys_own_is_told_to_whom_the_keys_concern(client, parks, account):
    at = clock.now()
    Custody.objects.create(account=account, mailbox=parks.employee().email, effective_from=at, recorded_at=at)
    seen = {}
    steward = account.stewardships.get(role="primary").person
    for who, person in {"steward": steward, "authority": parks.head, "comms": parks.comms_staff}.items():
        client.force_login(person)
        page = words(client.get(reverse("accounts:department", args=["PRF"])))
        seen[who] = "own work address" in page
    assert seen == {"steward": True, "authority": True, "comms": False}


def test_the_overview_takes_a_constant_number_of_queries(as_head, parks, django_assert_max_num_queries):
    counts = set()
    for _ in range(3):
        for _ in range(3):
            account = AccountFactory(department=parks.department, primary=parks.employee())
            HandOverFactory(account=account, person=parks.employee())
            AccountFactory(department=parks.department, requested=True)
        with django_assert_max_num_queries(40) as asked:
            as_head.get(reverse("accounts:department", args=["PRF"]))
        counts.add(len(asked))
    assert len(counts) == 1


@pytest.mark.parametrize("name", ["confirmations", "hand_overs"])
def test_the_lists_take_a_constant_number_of_queries(as_head, parks, django_assert_max_num_queries, name):
    for _ in range(12):
        account = AccountFactory(department=parks.department)
        HandOverFactory(account=account, person=parks.employee())
    with django_assert_max_num_queries(22):
        as_head.get(reverse(f"accounts:{name}"))


def test_what_the_marks_are_made_of_is_what_is_shown(account):
    assert mark_of_facts(the_account()) == mark_of_facts(the_account())
