"""At night, on a phone: words by telephone are recorded as oral, and the authority authorizes in writing (IV.C)."""

import pytest
from django.urls import reverse

from authorizations import links
from authorizations.decisions import Act, Answer, decide
from authorizations.models import Authorization
from authorizations.services import accept, make_documents
from foundation import clock
from foundation.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.policy import published_150

PHONE = {"width": 320, "height": 700}


@pytest.fixture
def account(city):
    published_150()
    return AccountFactory(department=city.department, facts__name="St. Louis Parks", facts__handle="STLParks")


def answer(city, account):
    return decide(city.owner, Act(account=account), clock.now())


def test_words_recorded_by_telephone_authorize_once_they_are_confirmed_in_writing(
    city, account, sign_in, visit, page, check
):
    page.set_viewport_size(PHONE)
    sign_in(city.owner)
    visit(links.record_words(city.owner, [account]))
    page.get_by_role("button", name="Record it as oral").click()
    assert "It authorizes nothing until it is confirmed" in page.inner_text("main")
    found = answer(city, account)
    assert found.answer == Answer.NO
    assert "Recorded as oral" in found.sentence
    sign_in(city.authority)
    visit(reverse("authorizations:words"))
    page.get_by_role("link", name="Read and confirm").click()
    page.get_by_role("link", name="Confirm in writing").click()
    check()
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Confirm in writing").click()
    assert "Confirmed in writing" in page.inner_text("main")
    usable(city)
    assert answer(city, account).answer == Answer.YES


def test_an_authority_authorizes_at_night_with_one_button(city, account, sign_in, visit, page, check):
    page.set_viewport_size(PHONE)
    sign_in(city.authority)
    visit(links.authorize_now(city.owner, [account]))
    check()
    page.set_viewport_size(PHONE)
    button = page.get_by_role("button", name="Authorize Olive Owner now")
    assert button.bounding_box()["height"] >= 44
    button.click()
    assert "has been told, and accepts the conditions" in page.inner_text("main")
    usable(city)
    assert answer(city, account).answer == Answer.YES


def usable(city):
    make_documents(by=Actor.of_system("documents"))
    row = Authorization.objects.get()
    accept(by=Actor.of_person(city.owner), authorization=row, text_hash=row.text_hash)
