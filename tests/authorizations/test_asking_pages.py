"""Asking in the browser, for oneself and by nomination: whom it is for is asked before what."""

import pytest
from django.urls import reverse

from authorizations.links import ask_now, authorize_now
from authorizations.models import Request
from notifications.models import Notice
from tests.access_city import found_city
from tests.authorizations.conftest import in_days
from tests.factories.accounts import AccountFactory
from tests.factories.policy import published_150

pytestmark = pytest.mark.django_db
ADDRESS = reverse("authorizations:ask")


@pytest.fixture
def city(db):
    return found_city()


def test_who_names_nobody_asks_for_themselves(city, client):
    client.force_login(city.owner)
    response = client.get(ADDRESS)
    assert (response.status_code, response.context["grantee"]) == (200, city.owner)


def test_a_nomination_first_asks_for_whom(city, client):
    client.force_login(city.authority)
    response = client.get(f"{ADDRESS}?person=")
    assert response.status_code == 200
    assert "grantee" not in response.context
    assert not response.context["form"].errors


def test_a_name_that_nobody_has_is_said_at_the_field(city, client):
    client.force_login(city.authority)
    response = client.get(f"{ADDRESS}?person=Nobody+Known")
    assert response.status_code == 400
    assert "Nobody has the employee number or the name" in str(response.context["form"].errors["person"])


class TestAskingNow:
    """Who waits before a post asks on one short page, and the authority is led to the button that grants it (IV.C)."""

    @pytest.fixture
    def account(self, city):
        published_150()
        return AccountFactory(department=city.department, facts__name="St. Louis Parks", facts__handle="STLParks")

    def test_a_request_made_now_tells_the_authority_where_the_button_is(self, city, client, account):
        client.force_login(city.owner)
        response = client.post(
            ask_now(city.owner, [account]),
            {"accounts": [account.reference], "until": str(in_days(2)), "reason": "The pool is closed."},
        )
        made = Request.objects.get()
        assert (response.status_code, made.is_urgent, made.grantee) == (302, True, city.owner)
        notice = Notice.objects.filter(person=city.authority).latest("pk")
        assert notice.link.endswith(f"/requests/{made.reference}/grant/")
        assert "asks you now" in notice.title

    def test_who_may_grant_it_is_led_on_to_grant_it(self, city, client, account):
        client.force_login(city.authority)
        response = client.get(ask_now(city.owner, [account]))
        assert (response.status_code, response.url) == (302, authorize_now(city.owner, [account]))

    def test_a_colleague_without_a_designation_is_told_who_asks(self, city, client, account):
        client.force_login(city.stranger)
        page = client.get(ask_now(city.owner, [account])).content.decode()
        assert "Olive Owner asks, or comms staff" in " ".join(page.split())
        assert "Ask for it now</button>" not in page
