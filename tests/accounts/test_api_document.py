"""The API's document is true: every route is in it, and every answer is one that it describes."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.api import api
from tests.factories.accounts import AccountFactory
from tests.factories.api_clients import ApiClientFactory, bearer

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
TOKEN = "portal_" + "t" * 43


def document():
    return json.loads(Client().get(f"{ROOT}/openapi.json").content)


def test_every_route_of_the_api_is_in_the_document():
    (resolver,) = [one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "api"]
    apart = {"openapi-json", "api-root"}
    routes = {
        f"{ROOT}/{one.pattern}".replace("<", "{").replace(">", "}")
        for one in resolver.url_patterns
        if isinstance(one, URLPattern) and one.name not in apart
    }
    assert routes == set(document()["paths"])


def test_the_document_says_what_every_operation_answers_when_it_does_not_answer():
    for methods in document()["paths"].values():
        for method, operation in methods.items():
            kept = {"304"} if method == "get" else {"415"}
            assert kept | {"200", "400", "401", "403", "405", "429", "500", "503"} <= set(operation["responses"])
            assert operation["summary"]
            assert operation["description"]


def test_the_page_of_the_document_names_every_operation_and_nobody_elses_host(client):
    shown = client.get(f"{ROOT}/docs/").content.decode()
    for path in api.get_openapi_schema()["paths"]:
        assert path in shown
    assert "cdn" not in shown


@pytest.fixture
def documented(parks, streets, settings):
    """The API as a program would load it, over WSGI, with a token and some accounts."""
    settings.API_CLIENT_RATE = settings.API_PUBLIC_RATE = 1_000_000
    ApiClientFactory(token=TOKEN)
    AccountFactory(department=parks.department, facts__handle="STLgov", reference="ACC-2021-00000001")
    AccountFactory(department=streets.department, sharing=[parks.department], facts__platform="instagram")
    # Between requests a server lets its connection go, and with it the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


LEFT_OUT = [positive_data_acceptance]
"""No schema says which departments there are, or that the future is not known: such questions are refused with 400."""
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
OPERATIONS = sorted(
    (path, method.upper()) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods
)


@pytest.mark.parametrize("token", [TOKEN, "portal_wrong", None])
@pytest.mark.parametrize("mode", MODES, ids=["as described", "otherwise"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@given(data=st.data())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_describes(documented, path, method, mode, token, data):
    operation = documented[path][method]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    case.call_and_validate(headers=bearer(token) if token else {}, excluded_checks=LEFT_OUT)


@pytest.mark.parametrize("query", [{}, {"format": "csv"}, {"department": "PRF", "platform": "x"}])
def test_the_feed_is_of_the_documents_form(documented, query):
    case = documented[f"{ROOT}/accounts"]["GET"].Case(query=query)
    response = case.call_and_validate(headers=bearer(TOKEN), excluded_checks=LEFT_OUT)
    assert response.status_code == 200


@pytest.mark.parametrize("text", ["@stlgov", "https://instagram.com/nobody", "city of st louis"])
def test_an_answer_to_is_this_ours_is_of_the_documents_form(documented, text):
    case = documented[f"{ROOT}/accounts/verify"]["GET"].Case(query={"url": text})
    response = case.call_and_validate(headers=bearer(TOKEN), excluded_checks=LEFT_OUT)
    assert response.status_code == 200


def test_one_account_is_of_the_documents_form(documented):
    case = documented[f"{ROOT}/accounts/{{reference}}"]["GET"].Case(path_parameters={"reference": "ACC-2021-00000001"})
    response = case.call_and_validate(headers=bearer(TOKEN), excluded_checks=LEFT_OUT)
    assert response.status_code == 200
