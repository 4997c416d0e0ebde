"""What needs attention about an account, asked by the database and said for each."""

from datetime import timedelta

import pytest

from accounts.attention import NEEDS, needing_attention, needs_of, with_needs
from accounts.models import Confirmation, Custody, HandOver, HandOverStep, OfficialAccount
from foundation import clock
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeStatusFactory
from tests.factories.pages import LinkCheckFactory, PartyLinkFactory


def codes(account, at=None):
    at = at or clock.now()
    found = with_needs(OfficialAccount.objects.as_of(at).filter(pk=account.pk), at).get()
    return [need.code for need in needs_of(found)]


@pytest.fixture
def kept(parks):
    """An account that nothing is wrong with: two stewards, linked, confirmed today."""
    account = AccountFactory(department=parks.department, primary=parks.employee(), backup=parks.employee())
    Confirmation.objects.create(account=account, by=parks.head, at=clock.now())
    return account


def test_an_account_that_is_kept_needs_nothing(kept):
    assert codes(kept) == []


@pytest.mark.parametrize(("trait", "code"), [("requested", "waits"), ("approved", "unestablished"), ("found", "found")])
def test_what_has_waited_for_long_needs_attention(parks, trait, code):
    account = AccountFactory(department=parks.department, **{trait: True})
    assert codes(account) == [code]


def test_a_missing_steward_is_told_from_both(parks):
    assert "no_steward" in codes(AccountFactory(department=parks.department))
    assert "one_steward" in codes(AccountFactory(department=parks.department, backup=parks.employee()))


@pytest.mark.parametrize("status", ["left", "on_leave", "suspended"])
def test_a_steward_who_is_not_there_does_not_count(kept, status):
    steward = kept.stewardships.get(role="backup").person
    EmployeeStatusFactory(employee=steward, status=status)
    assert codes(kept) == ["one_steward"]


def test_a_confirmation_holds_for_its_term_and_no_longer(kept):
    at = Confirmation.objects.get().at
    assert codes(kept, at + timedelta(days=179, hours=23)) == []
    assert codes(kept, at + timedelta(days=180)) == ["unconfirmed"]


@pytest.mark.clause("IV.B")
def test_an_account_of_which_nobody_said_that_it_links_to_the_city_is_called_out(parks):
    account = AccountFactory(
        department=parks.department, primary=parks.employee(), backup=parks.employee(), facts__links_to_city=""
    )
    Confirmation.objects.create(account=account, by=parks.head, at=clock.now())
    assert codes(account) == ["unlinked"]


@pytest.mark.clause("V.B.1")
def test_a_personal_work_address_as_mailbox_is_called_out_in_any_spelling(kept, parks):
    person = parks.employee()
    at = clock.now()
    Custody.objects.create(account=kept, mailbox=person.email.upper(), effective_from=at, recorded_at=at)
    assert codes(kept) == ["own_mailbox"]


def test_an_open_hand_over_is_called_out_until_its_steps_are_done(kept, parks):
    stewardship = kept.stewardships.get(role="backup")
    hand_over = HandOver.objects.create(
        account=kept, stewardship=stewardship.lineage, person=stewardship.person, because="left", opened_at=clock.now()
    )
    step = HandOverStep.objects.create(hand_over=hand_over, kind="credentials", place=1)
    assert codes(kept) == ["hand_over"]
    step.done_by, step.done_at = parks.head, clock.now()
    step.save()
    assert codes(kept) == []


def test_a_retired_account_needs_nothing_any_more(parks):
    assert codes(AccountFactory(department=parks.department, retired=True)) == []


def test_what_needs_attention_is_filtered_by_one_need_or_by_any(kept, parks, django_assert_num_queries):
    found = AccountFactory(department=parks.department, found=True)
    at = clock.now()
    with django_assert_num_queries(2):
        assert list(needing_attention(OfficialAccount.objects.as_of(at), at)) == [found]
    assert not needing_attention(OfficialAccount.objects.as_of(at), at, "unlinked").exists()
    assert set(NEEDS) == {"waits", "found", "unestablished", "no_steward", "one_steward"} | {
        "hand_over",
        "unconfirmed",
        "unlinked",
        "link_missing",
        "party_link",
        "own_mailbox",
    }


@pytest.mark.clause("IV.B")
def test_a_page_that_was_seen_without_the_link_is_called_out_until_it_is_seen_with_it(kept):
    first = LinkCheckFactory(account=kept, missing=True)
    LinkCheckFactory(account=kept, not_checked=True, at=first.at + timedelta(days=7))
    assert codes(kept) == ["link_missing"]
    LinkCheckFactory(account=kept, at=first.at + timedelta(days=14))
    assert codes(kept) == []


@pytest.mark.clause("IV.B")
def test_a_page_on_which_no_link_is_possible_is_not_called_out(parks):
    account = AccountFactory(
        department=parks.department, facts__links_to_city="not_possible", facts__why_no_link="It shows no links"
    )
    LinkCheckFactory(account=account, missing=True)
    assert "link_missing" not in codes(account)


@pytest.mark.clause("IV.G")
def test_a_link_to_a_party_is_called_out_until_the_page_is_seen_without_it(kept):
    link = PartyLinkFactory(check_made__account=kept)
    LinkCheckFactory(account=kept, not_checked=True, at=link.check_made.at + timedelta(days=7))
    assert codes(kept) == ["party_link"]
    LinkCheckFactory(account=kept, at=link.check_made.at + timedelta(days=14))
    assert codes(kept) == []
