"""`manage.py decide`: the decision at a terminal, for a past moment too."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from authorizations import services
from foundation import clock
from foundation.actor import Actor
from tests.authorizations.conftest import attach, speech

pytestmark = pytest.mark.django_db


def said(**options):
    out = StringIO()
    call_command("decide", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def authorized(parks, dana, official):
    row = services.grant(by=parks.authority, plan=speech(parks, dana, official))
    attach(row)
    services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)
    return row


def test_it_answers_yes_and_names_the_instrument(authorized, dana, official):
    answer = json.loads(said(employee=dana.number, account=official.reference, json=True))
    assert answer["answer"] == "yes"
    assert answer["instruments"] == [authorized.reference]


def test_an_account_is_found_by_its_address_in_any_spelling(authorized, dana, official):
    address = official.facts.get().url.replace("https://www.", "http://m.")
    assert said(employee=dana.number, account=f"{address}/?utm_source=mail").startswith("Yes:")


def test_a_past_answer_is_asked_for_by_its_moment(parks, authorized, dana, official):
    before = clock.now()
    services.revoke(by=parks.authority, authorization=authorized, reason="The campaign is over")
    asked = {"employee": dana.number, "account": official.reference}
    assert said(**asked, at=before.isoformat()).startswith("Yes:")
    now = said(**asked)
    assert now.startswith("No:")
    assert "(IV.C)" in now
    assert said(**asked, at=(before - timedelta(days=400)).isoformat()).startswith("No:")


def test_a_personal_device_asks_for_its_own_approval(authorized, dana, official):
    answer = said(employee=dana.number, account=official.reference, device="personal")
    assert answer.startswith("No:")
    assert "(IV.J)" in answer


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"employee": "nobody", "host": "news.example"}, "No employee has the number 'nobody'"),
        ({"account": "no-such-page"}, "The register has no official account called"),
        ({"host": "news.example", "voice": "NOPE"}, "There is no department with the code 'NOPE'"),
        ({"host": "news.example", "at": "yesterday"}, "'yesterday' is no moment"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(dana, wrong, sentence):
    with pytest.raises(CommandError, match=sentence):
        said(**({"employee": dana.number} | wrong))
