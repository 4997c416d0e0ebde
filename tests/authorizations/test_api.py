"""May this person post this, asked by programs: who may ask, about whom, and what is said of a bad question."""

import json
from datetime import datetime

import pytest
from django.test import Client

from authorizations import services
from authorizations.acts_asked import Act
from authorizations.decisions import decide
from authorizations.models import Authorization
from foundation import clock
from foundation.audit.models import Entry
from tests.factories.api_clients import ApiClientFactory, bearer
from tests.factories.authorizations import AuthorizationFactory

pytestmark = pytest.mark.django_db
TOKEN = "portal_" + "t" * 43
ADDRESS = "/api/v1/decisions"


@pytest.fixture
def program():
    return ApiClientFactory(token=TOKEN)


@pytest.fixture
def authorized(dana, official):
    return AuthorizationFactory(grantee=dana, accounts=[official], accepted=True)


def send(body, token=TOKEN, content_type="application/json", **more):
    body = body if isinstance(body, bytes | str) else json.dumps(body)
    client = Client(raise_request_exception=False)
    return client.post(ADDRESS, body, content_type=content_type, headers=bearer(token) if token else {}, **more)


def ask(dana, official, **more):
    return send({"employee": dana.number, "account": official.reference} | more)


def assert_problem(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def test_the_answer_is_the_decision(program, authorized, dana, official):
    answer = ask(dana, official, at="2026-03-05T14:00", known_at="2026-03-05T14:00").json()
    at = datetime.fromisoformat("2026-03-05T14:00-06:00")
    assert answer == json.loads(json.dumps(decide(dana, Act(account=official), at, at).as_json()))
    assert answer["answer"] == "yes"
    assert answer["instruments"] == [authorized.reference]


def test_a_moment_without_an_offset_is_city_time(program, authorized, dana, official):
    said = [ask(dana, official, at=at).json()["at"] for at in ("2026-03-05T14:00", "2026-03-05T20:00:00Z")]
    assert said == ["2026-03-05T14:00:00-06:00", "2026-03-05T20:00:00+00:00"]


def test_a_revocation_turns_the_answer_and_leaves_the_past_one(program, parks, authorized, dana, official):
    before = clock.now()
    services.revoke(by=parks.authority, authorization=authorized, reason="The campaign is over")
    assert ask(dana, official).json()["answer"] == "no"
    assert ask(dana, official, at=before.isoformat()).json()["answer"] == "yes"


def test_asking_writes_nothing_and_is_kept_by_nobody(program, authorized, dana, official):
    before = Entry.objects.count(), Authorization.objects.count()
    response = ask(dana, official)
    assert (Entry.objects.count(), Authorization.objects.count()) == before
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response.headers


def test_an_act_in_every_detail_is_asked_for(program, dana):
    body = {"employee": dana.number, "host": "news.example", "voice": "city", "device": "personal"}
    body |= {"subjects": ["trails"], "discloses": True, "matter": "a case", "uses_work_email": True}
    answer = send(body).json()
    asked = {one["code"] for one in answer["requirements"]}
    assert {"outside_site", "device", "confidential", "email"} <= asked
    assert answer["answer"] == "no"


def test_a_departments_program_asks_about_its_own_people_alone(parks, streets, dana, official):
    ApiClientFactory(token=TOKEN, department=parks.department)
    assert ask(dana, official).status_code == 200
    other = streets.employee()
    told = assert_problem(ask(other, official), 400)["title"]
    nobody = assert_problem(send({"employee": "nobody", "account": official.reference}), 400)["title"]
    assert told.replace(other.number, "nobody") == nobody


def test_it_needs_a_token_with_the_right(dana, official, client):
    assert_problem(send({}, token=None), 401)
    ApiClientFactory(token=TOKEN, scopes=["accounts:read"])
    assert "decisions:ask" in assert_problem(ask(dana, official), 403)["title"]


def test_a_session_asks_nothing(client, dana, official):
    client.force_login(dana)
    body = json.dumps({"employee": dana.number, "account": official.reference})
    assert_problem(client.post(ADDRESS, body, content_type="application/json"), 401)


def test_a_program_is_slowed_down(program, dana, official, settings):
    settings.API_CLIENT_RATE = 1
    assert ask(dana, official).status_code == 200
    assert assert_problem(ask(dana, official), 429)["status"] == 429


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"employee": "999999"}, "No employee has the number '999999'"),
        ({"employee": "1\0"}, "NUL"),
        ({"account": "no-such-page"}, "The register has no official account called"),
        ({"account": "ACC\0"}, "NUL"),
        ({"account": None}, "Say where"),
        ({"host": "news.example"}, "Say where"),
        ({"voice": "NOPE"}, "There is no department with the code 'NOPE'"),
        ({"device": "a telephone"}, "device"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-03-05"}, "at"),
        ({"at": "2026-13-05T14:00"}, "is no moment"),
        ({"at": "2026-03-05T14:00+99:00"}, "is no moment"),
        ({"at": "2026-03-05T14:00 America/Nowhere"}, "at"),
        ({"at": "1066-10-14T09:00"}, "The year 1066 is outside the portal's calendar"),
        ({"known_at": "2199-01-01T00:00"}, "Nobody knows yet"),
        ({"discloses": "yes"}, "discloses"),
        ({"subjects": ["x" * 201]}, "subjects"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_question_is_told_in_a_sentence(program, dana, official, more, said):
    told = assert_problem(ask(dana, official, **more), 400)
    assert said in f"{told['title']} {told['detail']}"


@pytest.mark.parametrize("body", ["", "{", b"\xff", "[]", "null", "[" * 30000])
def test_what_is_no_question_is_told_so(program, body):
    assert_problem(send(body), 400)


def test_another_kind_of_content_is_told_which_one_is_read(program):
    assert "JSON" in assert_problem(send("{}", content_type="text/plain"), 415)["title"]


def test_a_question_that_is_too_large_is_not_read(program, settings):
    settings.API_LARGEST_QUESTION = 1024
    assert "1 KB" in assert_problem(send({"employee": "1" * 2000}), 413)["detail"]
