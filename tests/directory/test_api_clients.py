"""Clients of the API: made and revoked by administrators, known by a hash, good until their end."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import RequestFactory

from directory.api import MayAsk
from directory.models import ApiClient, ApiClientUse
from directory.services.api_clients import client_of_token, digest_of, make_api_client, revoke_api_client
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, NotSignedIn, Refusal, TooOften
from tests.factories.api_clients import ApiClientFactory, bearer
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return Actor.of_person(EmployeeFactory(role="administrator"))


def made(by, **more):
    asked = {
        "name": "Website",
        "department": None,
        "scopes": ["accounts:read"],
        "ends_at": clock.now() + timedelta(days=30),
    }
    return make_api_client(by=by, **(asked | more))


def test_the_token_is_given_once_and_only_its_hash_is_kept(administrator):
    client, token = made(administrator)
    assert client_of_token(token, clock.now()) == client
    kept = ApiClient.objects.filter(pk=client.pk).values().get()
    assert token not in str(kept)
    assert kept["digest"] == digest_of(token)
    assert token.startswith(client.hint)
    assert len(token) > 43


def test_two_tokens_are_never_alike(administrator):
    assert made(administrator)[1] != made(administrator)[1]


def test_nobody_but_an_administrator_makes_or_revokes_a_token(administrator):
    relations = Actor.of_person(EmployeeFactory(role="employee_relations"))
    with pytest.raises(Refusal, match="an administrator"):
        made(relations)
    client, _ = made(administrator)
    with pytest.raises(Refusal, match="an administrator"):
        revoke_api_client(client, reason="It leaked", by=relations)


@pytest.mark.parametrize("more", [{"name": " "}, {"scopes": []}, {"scopes": ["everything"]}])
def test_a_token_needs_a_name_and_scopes_that_exist(administrator, more):
    with pytest.raises(InvalidInput):
        made(administrator, **more)


@pytest.mark.parametrize("days", [-1, 0, 3 * 366])
def test_a_token_has_an_end_that_comes(administrator, days):
    with pytest.raises(InvalidInput):
        made(administrator, ends_at=clock.now() + timedelta(days=days))


def test_a_token_ends_to_the_second():
    client = ApiClientFactory(token="portal_x")
    assert client_of_token("portal_x", client.ends_at - timedelta(seconds=1)) == client
    assert client_of_token("portal_x", client.ends_at) is None


def test_a_revoked_token_opens_nothing_from_that_moment(administrator):
    client, token = made(administrator)
    revoke_api_client(client, reason="It leaked", by=administrator)
    assert client_of_token(token, clock.now()) is None


def test_a_token_is_revoked_once_and_with_a_reason(administrator):
    client, _ = made(administrator)
    with pytest.raises(InvalidInput):
        revoke_api_client(client, reason=" ", by=administrator)
    revoke_api_client(client, reason="It leaked", by=administrator)
    with pytest.raises(Conflict):
        revoke_api_client(client, reason="Again", by=administrator)


def test_making_and_revoking_stand_in_the_trail_without_the_token(administrator):
    client, token = made(administrator)
    revoke_api_client(client, reason="It leaked", by=administrator)
    entries = list(Entry.objects.filter(object_kind="directory.apiclient").order_by("pk"))
    assert [entry.act for entry in entries] == ["directory.api_client_made", "directory.api_client_revoked"]
    for entry in entries:
        assert token not in f"{entry.before}{entry.after}{entry.object_label}"
        assert client.digest not in f"{entry.before}{entry.after}"


def test_a_client_is_never_changed(administrator):
    client, _ = made(administrator)
    for statement in (lambda: ApiClient.objects.filter(pk=client.pk).update(scopes=[]), client.delete):
        with pytest.raises((DatabaseError, ValidationError)), transaction.atomic():
            statement()


def ask(token=None, scope="accounts:read", is_open=None, **headers):
    request = RequestFactory().get("/api/v1/accounts", headers=bearer(token) if token else headers)
    request.user = None
    return MayAsk(scope, is_open)(request)


def test_a_good_token_with_the_scope_is_let_in():
    client = ApiClientFactory(token="portal_a")
    assert ask("portal_a").client == client


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "portal_a", "Bearer \x00", "Bearer ünknown"])
def test_what_is_no_token_is_not_let_in(header):
    ApiClientFactory(token="portal_a")
    with pytest.raises(NotSignedIn):
        ask(authorization=header)


def test_a_token_that_opens_nothing_does_not_fall_back_on_an_open_register():
    with pytest.raises(NotSignedIn):
        ask("portal_unknown", is_open=lambda at: True)
    assert ask(is_open=lambda at: True).client is None


def test_a_token_without_the_scope_is_refused_with_its_name():
    ApiClientFactory(token="portal_a", scopes=["accounts:verify"])
    with pytest.raises(Refusal, match="accounts:read") as refused:
        ask("portal_a")
    assert 'scope="accounts:read"' in refused.value.headers["WWW-Authenticate"]


def test_each_client_is_counted_for_itself(settings):
    settings.API_CLIENT_RATE = 2
    ApiClientFactory(token="portal_a")
    ApiClientFactory(token="portal_b")
    ask("portal_a")
    ask("portal_a")
    with pytest.raises(TooOften) as slowed:
        ask("portal_a")
    assert 0 < int(slowed.value.headers["Retry-After"]) <= 60
    ask("portal_b")


def test_guessing_tokens_is_slowed_down(settings):
    settings.API_PUBLIC_RATE = 1
    with pytest.raises(NotSignedIn):
        ask("portal_guess")
    with pytest.raises(TooOften):
        ask("portal_guess")


def test_the_day_of_the_last_use_is_remembered_once_a_day(django_assert_num_queries):
    client = ApiClientFactory(token="portal_a")
    ask("portal_a")
    assert ApiClientUse.objects.get(client=client).last_day == clock.city_date(clock.now())
    with django_assert_num_queries(1):
        ask("portal_a")


# The pages


@pytest.fixture
def signed_in(client, administrator):
    """An administrator who has just shown the password once more."""
    with_password(client, administrator)
    client.post("/sign-in/again/", {"password": PASSWORD})
    return client


PASSWORD = "several long words in a row"


def with_password(client, administrator):
    administrator.person.set_password(PASSWORD)
    administrator.person.save()
    client.force_login(administrator.person)


def form(**more):
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    return {"name": "The City's website", "scopes": ["accounts:read"], "until": until} | more


def test_the_page_shows_the_token_once(signed_in):
    shown = signed_in.post("/api-clients/new/", form())
    client = ApiClient.objects.get()
    token = shown.context["token"]
    assert token in shown.content.decode()
    assert client_of_token(token, clock.now()) == client
    listed = signed_in.get("/api-clients/").content.decode()
    assert client.hint in listed
    assert token not in listed
    assert "no-store" in shown["Cache-Control"]


def test_the_page_asks_for_the_password_again_and_loses_nothing(client, administrator):
    with_password(client, administrator)
    answer = client.post("/api-clients/new/", form())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/again/")
    assert not ApiClient.objects.exists()
    shown = client.post(answer["Location"], {"password": PASSWORD, "next": "/api-clients/new/"})
    assert ApiClient.objects.get().hint in shown.content.decode()


@pytest.mark.parametrize("more", [{"name": ""}, {"scopes": []}, {"until": "2020-01-01"}, {"until": "9999-12-31"}])
def test_the_page_says_what_is_wrong_and_makes_nothing(signed_in, more):
    answer = signed_in.post("/api-clients/new/", form(**more))
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not ApiClient.objects.exists()


def test_the_page_revokes_with_a_reason(signed_in):
    client = ApiClientFactory(token="portal_a")
    assert signed_in.post(f"/api-clients/{client.pk}/revoke/", {"reason": ""}).status_code == 400
    assert signed_in.post(f"/api-clients/{client.pk}/revoke/", {"reason": "It leaked"}).status_code == 302
    assert client_of_token("portal_a", clock.now()) is None
    assert "It leaked" in signed_in.get("/api-clients/").content.decode()
