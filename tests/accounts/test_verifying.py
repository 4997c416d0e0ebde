"""Is this ours: any spelling has the same answer, and nobody learns of a request that does not concern them."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.likeness import INDEX
from accounts.models import AccountState
from accounts.verifying import Answer, verify
from accounts.wording import sentence_of
from foundation import clock
from foundation.effective import end
from foundation.errors import InvalidInput
from tests.factories.accounts import AccountFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def asked(text, person=None, **more):
    return verify(text, person=person, now=clock.now(), **more)


@pytest.fixture
def stranger():
    return EmployeeFactory()


@pytest.fixture
def stlgov(parks):
    return AccountFactory(department=parks.department, facts__handle="STLgov")


STATES = {
    "active": Answer.YES,
    "suspended": Answer.SUSPENDED,
    "approved": Answer.NOT_YET,
    "found": Answer.NOT_YET,
    "retired": Answer.NO_LONGER,
    "listed": Answer.OWN,
}


@pytest.mark.parametrize(("state", "answer"), STATES.items())
def test_each_state_has_its_answer_for_whoever_is_signed_in(parks, stranger, state, answer):
    AccountFactory(department=parks.department, facts__handle="STLgov", state=state)
    assert asked("@stlgov", stranger).answer == answer


def test_a_page_that_the_register_does_not_have_is_not_known(stlgov, stranger):
    assert asked("https://x.com/stl_parks_fan", stranger).answer == Answer.NOT_KNOWN


def test_the_answer_says_of_which_department_and_since_when(stlgov, stranger):
    sentence = sentence_of(asked("https://twitter.com/stlgov", stranger))
    assert sentence == "Yes. STLgov on X is an official account of Department PRF, active since January 1, 2020."


def test_a_shared_account_is_answered_with_each_department(parks, streets):
    AccountFactory(department=parks.department, sharing=[streets.department], facts__handle="STLgov")
    assert "of Department PRF and Department STR" in sentence_of(asked("@stlgov"))


def full_width(text):
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


SPELLINGS = [
    "@{}",
    "{}",
    "@{} on X",
    "{} on Twitter",
    "X: @{}",
    "twitter @{}",
    "@{} (X)",
    "x/{}",
    "x.com/{}",
    "https://x.com/{}",
    "http://www.twitter.com/{}/",
    "HTTPS://MOBILE.TWITTER.COM/{}?s=20&t=abc",
    "https://x.com/{}/status/1234567890?ref_src=twsrc%5Etfw#m",
    "//m.twitter.com/{}/photo",
    "  https://x.com/{}  ",
    "https://x.com:443/{}?utm_source=mail&utm_campaign=spring",
]


CASES = [str, str.lower, str.upper, str.swapcase]


@given(
    spelling=st.sampled_from(SPELLINGS),
    case=st.sampled_from(CASES),
    wide=st.booleans(),
    handle=st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_", min_size=3, max_size=15),
)
@settings(max_examples=150)
def test_any_spelling_of_a_registered_account_verifies_to_it(spelling, case, wide, handle):
    with undone():
        account = AccountFactory(facts__handle=handle)
        text = spelling.format(case(handle))
        found = asked(full_width(text) if wide else text)
        assert [verdict.account for verdict in found.verdicts] == [account], text
        assert found.answer == Answer.YES


@contextmanager
def undone():
    """What an example makes is gone before the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    INDEX.forget()


HIDDEN = ["requested", "declined", "withdrawn"]


@given(spelling=st.sampled_from(SPELLINGS), case=st.sampled_from(CASES), state=st.sampled_from(HIDDEN))
@settings(max_examples=40)
def test_no_spelling_tells_a_stranger_of_a_request(spelling, case, state):
    with undone():
        AccountFactory(facts__handle="STLplan", state=state)
        for person in (None, EmployeeFactory()):
            found = asked(spelling.format(case("STLplan")), person)
            assert (found.answer, found.verdicts, found.near) == (Answer.NOT_KNOWN, (), ())
            assert asked("stlplan_official", person).near == ()
            unknown = asked(spelling.format(case("STLnone")), person)
            assert sentence_of(found) == sentence_of(unknown)


def test_a_request_is_not_yet_confirmed_for_whom_it_concerns(parks):
    AccountFactory(department=parks.department, facts__handle="STLplan", state="requested")
    assert asked("@stlplan", parks.head).answer == Answer.NOT_YET
    assert asked("@stlplan", parks.comms_staff).answer == Answer.NOT_YET


@pytest.mark.parametrize("state", ["requested", "approved"])
def test_the_public_is_not_told_of_a_name_that_anybody_could_still_take(parks, state):
    AccountFactory(department=parks.department, facts__handle="STLplan", state=state)
    assert asked("@stlplan").answer == Answer.NOT_KNOWN


def test_the_public_is_told_that_a_page_was_found_and_is_not_confirmed(parks):
    AccountFactory(department=parks.department, facts__handle="STLfound", found=True)
    assert asked("@stlfound").answer == Answer.NOT_YET


def test_one_handle_of_several_accounts_is_answered_with_what_promises_least(parks, streets, stranger):
    AccountFactory(department=parks.department, facts__handle="STLgov")
    AccountFactory(department=streets.department, facts__handle="STLgov", facts__platform="instagram", suspended=True)
    found = asked("@stlgov", stranger)
    assert found.answer == Answer.SUSPENDED
    assert sorted(verdict.answer for verdict in found.verdicts) == ["suspended", "yes"]
    assert asked("@stlgov on X", stranger).answer == Answer.YES


def test_a_name_that_was_let_go_belongs_to_the_account_that_has_it(parks, relations):
    AccountFactory(department=parks.department, facts__handle="STLgov", state="declined", facts__reserves=False)
    ours = AccountFactory(department=parks.department, facts__handle="STLgov")
    assert [verdict.account for verdict in asked("@stlgov", relations.person).verdicts] == [ours]


def test_an_account_is_found_by_the_platforms_own_id(parks, stranger):
    AccountFactory(
        department=parks.department,
        facts__platform="facebook",
        facts__handle="CityOfStL",
        facts__persistent_id="100012345",
    )
    assert asked("https://www.facebook.com/profile.php?id=100012345", stranger).answer == Answer.YES


def test_a_past_moment_has_the_answer_of_then(parks, stranger):
    account = AccountFactory(department=parks.department, facts__handle="STLgov")
    row = AccountState.objects.get(account=account)
    changed = datetime(2024, 5, 1, tzinfo=UTC)
    end(row, until=changed, at=changed)
    AccountState.objects.create(
        account=account,
        state="suspended",
        approval=row.approval,
        reason="Taken over",
        effective_from=changed,
        recorded_at=changed,
    )
    assert asked("@stlgov", stranger).answer == Answer.SUSPENDED
    assert asked("@stlgov", stranger, at=changed - timedelta(days=1)).answer == Answer.YES
    assert asked("@stlgov", stranger, at=LONG_AGO - timedelta(days=1)).answer == Answer.NOT_KNOWN


def test_nobody_is_told_what_will_be(stranger):
    with pytest.raises(InvalidInput):
        asked("@stlgov", stranger, at=clock.now() + timedelta(days=1))


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\0", "x" * 2001])
def test_an_empty_or_endless_text_is_refused_or_not_known(text):
    try:
        assert asked(text).answer == Answer.NOT_KNOWN
    except InvalidInput as refused:
        assert refused.field == "url"


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_no_text_is_too_odd_for_an_answer(text):
    try:
        assert asked(text).answer in Answer
    except InvalidInput as refused:
        assert refused.what


@pytest.mark.parametrize("text", ["@stlgov", "https://x.com/nobody", "@stlgov1"])
def test_verifying_takes_the_same_number_of_queries_however_many_accounts_there_are(text, stranger, parks):
    def queries():
        person = type(stranger).objects.get(pk=stranger.pk)
        with CaptureQueriesContext(connection) as captured:
            asked(text, person)
        return len(captured)

    AccountFactory(department=parks.department, facts__handle="STLgov")
    INDEX.refresh()
    few = queries()
    for n in range(12):
        AccountFactory(department=DepartmentFactory(), facts__handle=f"STLgov{'x' * (n % 3)}{n}")
    INDEX.refresh()
    assert queries() == few


def test_the_public_is_answered_in_a_handful_of_queries(parks, django_assert_max_num_queries):
    AccountFactory(department=parks.department, facts__handle="STLgov")
    with django_assert_max_num_queries(4):
        assert asked("@stlgov").answer == Answer.YES


def test_a_blog_on_a_host_of_its_own_is_found_by_its_address_alone(stranger):
    url = "https://news.stlouis-mo.gov/parks"
    account = AccountFactory(
        facts__platform="blog", facts__handle="n", facts__identity="blog:news.stlouis-mo.gov/parks"
    )
    found = asked(f"{url}?utm_source=mail", stranger)
    assert [verdict.account for verdict in found.verdicts] == [account]
