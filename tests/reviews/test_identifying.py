"""Name and title stand in the post where the account's rule wants them there (IV.F)."""

import pytest

from foundation.errors import InvalidInput
from reviews import services
from reviews.identifying import is_said
from reviews.models import State
from tests.reviews.conftest import as_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(parks):
    services.set_rule(by=as_person(parks.head), account=parks.account, mode="before", identification="post")
    return parks


def test_a_post_without_the_name_is_not_sent(named):
    with pytest.raises(InvalidInput, match="do not say who posts") as refused:
        named.sent("The pool opens.")
    assert "IV.F" in str(refused.value)
    assert refused.value.field == "text"


def test_a_variant_is_asked_for_itself(named):
    with pytest.raises(InvalidInput) as refused:
        named.sent("Pool. Dana Reed, Clerk", variants={named.account.pk: "Pool."})
    assert refused.value.field == f"variant_{named.account.pk}"


def test_a_post_with_the_name_is_sent(named):
    assert named.sent("The pool opens. – Dana Reed,\nClerk").state == State.SUBMITTED


def test_elsewhere_the_name_need_not_stand_in_the_post(parks):
    assert parks.sent("The pool opens.").state == State.SUBMITTED


@pytest.mark.parametrize(
    ("line", "text", "said"),
    [
        ("Dana Reed, Clerk", "posted by dana reed, the clerk", True),
        ("Dana Reed, Clerk", "Clerk Dana Reed", True),
        ("Dana Reed, Clerk", "Dana Reed", False),
        ("", "anything", False),
        (" , ", "anything", False),
    ],
)
def test_every_part_of_the_line_is_said(line, text, said):
    assert is_said(line, text) is said
