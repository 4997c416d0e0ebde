import json

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import path

from foundation.errors import Conflict, InvalidInput, NotVisible, PortalError, Refusal
from portal import urls as portal_urls
from tests.factories.directory import EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.test_errors")]

ERRORS = {
    "refusal": Refusal("You may not do this.", why="It asks for a power.", clause="IV.C", remedy="Ask the Director."),
    "conflict": Conflict("Somebody was faster.", remedy="Open it again."),
    "invalid": InvalidInput("This cannot be read.", remedy="Mend it."),
    "hidden": NotVisible("The secret thing."),
    "other": PortalError("It failed."),
    "gone": Http404("secret detail"),
    "denied": PermissionDenied("secret detail"),
    "forged": SuspiciousOperation("secret detail"),
    "large": RequestDataTooBig("secret detail"),
    "broken": ZeroDivisionError("secret detail"),
}


def fail(request, name):
    raise ERRORS[name]


urlpatterns = [
    path("fail/<str:name>/", fail),
    path("api/fail/<str:name>/", fail),
    *portal_urls.urlpatterns,
]
handler400, handler403, handler404 = portal_urls.handler400, portal_urls.handler403, portal_urls.handler404


@pytest.fixture
def signed_in():
    client = Client(raise_request_exception=False)
    client.force_login(EmployeeFactory())
    return client


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("refusal", 403),
        ("conflict", 409),
        ("invalid", 400),
        ("hidden", 404),
        ("other", 500),
        ("gone", 404),
        ("denied", 403),
        ("forged", 400),
        ("large", 413),
        ("broken", 500),
    ],
)
def test_each_error_has_its_page_with_a_sentence_and_a_next_step(signed_in, name, status):
    response = signed_in.get(f"/fail/{name}/")
    page = response.content.decode()
    assert response.status_code == status
    assert "<h1>" in page
    assert "secret detail" not in page
    assert "The secret thing" not in page
    assert 'class="usa-button"' in page


def test_a_refusal_names_what_why_the_clause_and_what_to_do(signed_in):
    page = signed_in.get("/fail/refusal/").content.decode()
    for words in ("You may not do this.", "It asks for a power.", "IV.C", "Ask the Director."):
        assert words in page


def test_what_one_may_not_see_looks_exactly_like_what_does_not_exist(signed_in):
    def without_reference(response):
        return [
            line for line in response.content.decode().splitlines() if "eference" not in line and "token" not in line
        ]

    assert without_reference(signed_in.get("/fail/hidden/")) == without_reference(signed_in.get("/fail/gone/"))
    assert without_reference(signed_in.get("/fail/hidden/")) == without_reference(signed_in.get("/no/such/page/"))


@pytest.mark.parametrize("name", ["conflict", "invalid", "refusal"])
def test_what_was_written_is_not_lost_when_it_is_refused(signed_in, name):
    data = {"reason": "A long & careful reason", "password": "open sesame", "csrfmiddlewaretoken": "abc"}
    data |= {"text_hash": "c1:sha256:ab", "statement_read": "on"}
    page = signed_in.post(f"/fail/{name}/", data).content.decode()
    assert "A long &amp; careful reason" in page
    assert not any(unwritten in page for unwritten in ("open sesame", "c1:sha256", "Statement read"))
    assert "Nothing was changed" in page


@pytest.mark.parametrize(
    ("came_from", "leads"),
    [
        ("http://testserver/campaigns/3/?page=2#end", 'href="/campaigns/3/?page=2"'),
        ("https://elsewhere.example/campaigns/3/", ""),
        ("http://testserver.elsewhere.example/", ""),
        ("", ""),
    ],
)
def test_who_sent_a_form_in_vain_is_led_back_to_its_page_and_nowhere_else(signed_in, came_from, leads):
    page = signed_in.post("/fail/conflict/", {}, headers={"referer": came_from}).content.decode()
    assert ("Open the page again</a>" in page) is bool(leads)
    assert leads in page
    assert "elsewhere" not in page


def test_the_api_answers_with_a_problem_document(signed_in):
    response = signed_in.get("/api/fail/refusal/")
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["title"] == "You may not do this."
    assert json.loads(response.content)["status"] == response.status_code == 403


def test_a_form_without_its_token_is_answered_with_a_sentence():
    client = Client(enforce_csrf_checks=True)
    client.force_login(EmployeeFactory())
    response = client.post("/fail/conflict/", {"reason": "x"})
    assert response.status_code == 403
    assert "too old" in response.content.decode()
    assert "Somebody was faster" not in response.content.decode()


def test_a_method_that_a_page_does_not_take_gets_a_page_too(signed_in):
    response = signed_in.post("/search/")
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "<h1>" in response.content.decode()
