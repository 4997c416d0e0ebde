"""The register for programs: who may ask, and what is answered."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import api as accounts_api
from directory.models import DepartmentProfile
from foundation import clock, dated_settings
from foundation.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.api_clients import ApiClientFactory, bearer
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
TOKEN = "portal_" + "t" * 43


@pytest.fixture
def program():
    return ApiClientFactory(token=TOKEN)


def ask(path, token=TOKEN, client=None, **query):
    address = f"{ROOT}{path}" + (f"?{urlencode(query)}" if query else "")
    return (client or Client(raise_request_exception=False)).get(address, headers=bearer(token) if token else {})


def assert_problem(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["status"] == status
    assert problem["title"]
    return problem


def open_the_register():
    dated_settings.change(
        by=Actor.of_system("test"),
        key="accounts.public_register",
        value=True,
        effective_from=clock.now(),
        reason="The Council asked for it.",
    )


# Who may ask


@pytest.mark.parametrize("path", ["/accounts", "/accounts/verify?url=x", "/accounts/ACC-1"])
def test_nobody_asks_without_a_token(path):
    response = Client().get(f"{ROOT}{path}")
    assert assert_problem(response, 401)["title"] == "The API needs a token."
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_anybody_asks_where_the_register_is_open(parks):
    AccountFactory(department=parks.department, facts__handle="STLgov")
    open_the_register()
    assert ask("/accounts", token=None).json()["accounts"][0]["handle"] == "STLgov"
    assert ask("/accounts/verify", token=None, url="@stlgov").json()["answer"] == "yes"
    assert "public" in ask("/accounts", token=None)["Cache-Control"]


def test_a_wrong_token_is_refused_even_where_the_register_is_open():
    open_the_register()
    response = ask("/accounts", token="portal_wrong")
    assert "invalid_token" in response["WWW-Authenticate"]
    assert_problem(response, 401)


def test_a_token_opens_what_its_scopes_say(parks):
    ApiClientFactory(token=TOKEN, scopes=["accounts:verify"])
    assert ask("/accounts/verify", url="@stlgov").status_code == 200
    assert "accounts:read" in assert_problem(ask("/accounts"), 403)["title"]


def test_an_ended_or_revoked_token_opens_nothing():
    ApiClientFactory(token=TOKEN, revoked=True)
    ApiClientFactory(token="portal_old", ends_at=clock.now() - timedelta(seconds=1))
    assert_problem(ask("/accounts"), 401)
    assert_problem(ask("/accounts", token="portal_old"), 401)


def test_somebody_who_is_signed_in_may_look_and_sees_near_misses(client, parks):
    AccountFactory(department=parks.department, facts__handle="STLpolice")
    client.force_login(EmployeeFactory())
    found = ask("/accounts/verify", token=None, client=client, url="@stlpolice1").json()
    assert found["answer"] == "not_known"
    assert [miss["account"]["handle"] for miss in found["near_misses"]] == ["STLpolice"]


def test_programs_are_told_of_no_near_misses_and_no_requests(program, parks):
    AccountFactory(department=parks.department, facts__handle="STLpolice")
    asked_for = AccountFactory(department=parks.department, facts__handle="STLplan", state="requested")
    assert ask("/accounts/verify", url="@stlpolice1").json()["near_misses"] is None
    assert ask("/accounts/verify", url="@stlplan").json()["answer"] == "not_known"
    assert "STLplan" not in ask("/accounts").content.decode()
    assert_problem(ask(f"/accounts/{asked_for.reference}"), 404)


def test_a_session_writes_nothing(client):
    client.force_login(EmployeeFactory())
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(f"{ROOT}/accounts")
        assert response["Allow"] == "GET, HEAD"
        assert_problem(response, 405)


def test_too_many_questions_are_slowed_down_with_the_time_to_wait(program, settings):
    settings.API_CLIENT_RATE = 2
    assert [ask("/accounts").status_code for _ in range(2)] == [200, 200]
    response = ask("/accounts")
    assert_problem(response, 429)
    assert 0 < int(response["Retry-After"]) <= 60


def test_addresses_without_a_token_are_counted_each_for_itself(settings):
    settings.API_PUBLIC_RATE = 1
    open_the_register()
    assert ask("/accounts", token=None).status_code == 200
    assert_problem(ask("/accounts", token=None), 429)
    assert ask("/accounts", token=None, client=Client(REMOTE_ADDR="10.1.2.3")).status_code == 200


# What is answered


def test_verifying_answers_in_code_and_words(program, parks):
    account = AccountFactory(department=parks.department, facts__handle="STLgov")
    found = ask("/accounts/verify", url="https://mobile.twitter.com/STLGOV?s=20").json()
    assert found["answer"] == "yes"
    assert found["sentence"].startswith("Yes. STLgov on X is an official account of Department PRF")
    (match,) = found["matches"]
    assert match["account"]["reference"] == account.reference
    assert match["account"]["department"] == {"code": "PRF", "name": "Department PRF"}
    assert match["account"]["since"].startswith("2020-01-01")


def test_verifying_knows_a_past_moment(program, parks):
    AccountFactory(department=parks.department, facts__handle="STLgov")
    before = (LONG_AGO - timedelta(days=1)).isoformat()
    assert ask("/accounts/verify", url="@stlgov", at=before).json()["answer"] == "not_known"
    assert_problem(ask("/accounts/verify", url="@stlgov", at="2100-01-01T00:00:00Z"), 400)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"url": ""},
        {"url": "   "},
        {"url": "x" * 2001},
        {"url": "@a", "platform": "myspace"},
        {"url": "@a", "at": "yesterday"},
        {"url": "@a", "at": "0"},
        {"url": "@a", "at": "2026-01-01"},
        {"url": "@a", "at": "0001-01-01T00:00:00Z"},
    ],
)
def test_a_question_that_cannot_be_read_is_a_problem(program, query):
    assert_problem(ask("/accounts/verify", **query), 400)


def test_the_feed_has_active_accounts_in_the_order_of_their_references(program, parks):
    active = [AccountFactory(department=parks.department) for _ in range(3)]
    for state in ("suspended", "retired", "approved", "found", "listed", "declined"):
        AccountFactory(department=parks.department, state=state)
    listed = [account["reference"] for account in ask("/accounts").json()["accounts"]]
    assert listed == sorted(account.reference for account in active)


def test_pages_lead_through_every_account_once(program, parks):
    expected = sorted(AccountFactory(department=parks.department).reference for _ in range(5))
    found, address = [], f"{ROOT}/accounts?limit=2"
    while address:
        page = Client().get(address, headers=bearer(TOKEN))
        found.append([account["reference"] for account in page.json()["accounts"]])
        address = page.json()["next"]
        assert ("Link" in page.headers) == bool(address)
    assert [len(page) for page in found] == [2, 2, 1]
    assert [reference for page in found for reference in page] == expected


def test_the_feed_is_filtered_by_department_with_divisions_and_by_platform(program, parks, streets):
    division = DepartmentFactory(code="ZOO", profile=False)
    DepartmentProfile.objects.create(
        department=division, parent=parks.department, name="Zoo", effective_from=LONG_AGO, recorded_at=LONG_AGO
    )
    AccountFactory(department=division, facts__handle="zoo")
    AccountFactory(department=parks.department, facts__handle="parks", facts__platform="instagram")
    AccountFactory(department=streets.department, facts__handle="streets")

    def handles(**query):
        return {account["handle"] for account in ask("/accounts", **query).json()["accounts"]}

    assert handles(department="PRF") == {"zoo", "parks"}
    assert handles(platform="x") == {"zoo", "streets"}
    assert handles(platform="x", department="PRF") == {"zoo"}
    assert_problem(ask("/accounts", department="NOPE"), 400)
    assert_problem(ask("/accounts", platform="myspace"), 400)


def test_a_departments_program_reads_its_own_and_verifies_everything(parks, streets):
    ApiClientFactory(token=TOKEN, department=parks.department)
    AccountFactory(department=parks.department, facts__handle="parks")
    other = AccountFactory(department=streets.department, facts__handle="streets")
    assert [account["handle"] for account in ask("/accounts").json()["accounts"]] == ["parks"]
    assert_problem(ask(f"/accounts/{other.reference}"), 404)
    assert ask("/accounts/verify", url="@streets").json()["answer"] == "yes"


def test_an_answer_that_did_not_change_is_not_sent_again(program, parks):
    AccountFactory(department=parks.department)
    first = ask("/accounts")
    headers = bearer(TOKEN) | {"if-none-match": first["ETag"]}
    again = Client().get(f"{ROOT}/accounts", headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Last-Modified"] == "Wed, 01 Jan 2020 06:00:00 GMT"
    AccountFactory(department=parks.department)
    assert Client().get(f"{ROOT}/accounts", headers=headers).status_code == 200
    assert "private" in first["Cache-Control"]
    assert "Authorization" in first["Vary"]


@pytest.mark.parametrize("how", [{"format": "csv"}, {"accept": "text/csv"}])
def test_the_feed_is_a_table_in_which_nothing_is_a_formula(program, parks, streets, how):
    AccountFactory(department=parks.department, sharing=[streets.department], facts__name='=HYPERLINK("http://x")')
    accept = {"accept": how["accept"]} if "accept" in how else {}
    query = "?format=csv" if "format" in how else ""
    response = Client().get(f"{ROOT}/accounts{query}", headers=bearer(TOKEN) | accept)
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert row["name"] == '\'=HYPERLINK("http://x")'
    assert (row["department"], row["also used by"]) == ("PRF", "Department STR")
    headers = bearer(TOKEN) | accept | {"if-none-match": response["ETag"]}
    assert Client().get(f"{ROOT}/accounts{query}", headers=headers).status_code == 304


def test_one_account_is_read_by_its_reference(program, parks):
    account = AccountFactory(department=parks.department, suspended=True)
    assert ask(f"/accounts/{account.reference}").json()["state"] == "suspended"
    assert_problem(ask("/accounts/ACC-NONE"), 404)


def test_nothing_is_told_about_people(program, parks):
    account = AccountFactory(department=parks.department, primary=parks.comms_staff, facts__handle="STLgov")
    answers = [
        ask("/accounts").content,
        ask(f"/accounts/{account.reference}").content,
        ask("/accounts/verify", url="@stlgov").content,
    ]
    for person in (parks.head, parks.comms_staff, account.entered_by):
        for answer in answers:
            assert person.name not in answer.decode()
            assert person.number not in answer.decode()


def test_the_feed_takes_the_same_number_of_queries_however_long_it_is(program, parks):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            ask("/accounts")
        return len(captured)

    AccountFactory(department=parks.department)
    ask("/accounts")
    few = queries()
    for _ in range(5):
        AccountFactory(department=DepartmentFactory())
    assert queries() == few <= 6


# What goes wrong


def test_an_address_that_there_is_not_is_a_problem(program):
    for path in ("/nothing", "/", "/accounts/", "/accounts/ACC-1/more"):
        assert_problem(ask(path), 404)


def test_a_failure_of_ours_is_a_problem_without_a_word_of_what_failed(program, monkeypatch):
    def fail(error):
        def verify(*args, **kwargs):
            raise error

        monkeypatch.setattr(accounts_api, "verify", verify)

    fail(ZeroDivisionError("secret detail"))
    assert "secret" not in str(assert_problem(ask("/accounts/verify", url="x"), 500))
    fail(OperationalError("secret detail: server closed the connection"))
    response = ask("/accounts/verify", url="x")
    assert "secret" not in str(assert_problem(response, 503))
    assert response["Retry-After"]


def test_a_request_that_is_too_large_is_a_problem(settings):
    settings.LARGEST_REQUEST = 10
    assert_problem(Client().post(f"{ROOT}/accounts", "x" * 20, content_type="text/plain"), 413)


def test_pages_of_other_origins_read_nothing_unless_they_are_named(program, settings):
    origin = {"origin": "https://www.city.example"}
    assert "Access-Control-Allow-Origin" not in Client().get(f"{ROOT}/accounts", headers=bearer(TOKEN) | origin).headers
    assert_problem(Client().options(f"{ROOT}/accounts", headers=origin), 405)
    settings.API_ALLOWED_ORIGINS = ["https://www.city.example"]
    named = Client().get(f"{ROOT}/accounts", headers=bearer(TOKEN) | origin)
    assert named["Access-Control-Allow-Origin"] == "https://www.city.example"
    assert "Access-Control-Allow-Credentials" not in named.headers
    assert "Origin" in named["Vary"]
    assert Client().options(f"{ROOT}/accounts", headers=origin).status_code == 204
    other = {"origin": "https://elsewhere.example"}
    assert "Access-Control-Allow-Origin" not in Client().get(f"{ROOT}/accounts", headers=bearer(TOKEN) | other).headers


def test_head_is_answered_like_get_without_a_body(program, parks):
    response = Client().head(f"{ROOT}/accounts", headers=bearer(TOKEN))
    assert (response.status_code, response.content) == (200, b"")
