"""Reports in the API: the page's rows, the page's scope, a session and nothing else."""

from __future__ import annotations

import pytest

from reports.catalogue import REPORTS
from tests.factories.api_clients import ApiClientFactory
from tests.reports import worlds


@pytest.fixture
def get(client):
    return lambda person, path, **data: (client.force_login(person), client.get(f"/api/v1/reports{path}", data))[1]


def test_the_api_has_the_rows_of_the_page(get, world, relations, ask):
    answer = get(relations, "/powers").json()
    question = ask("powers", relations, at=answer["at"], known_at=answer["known_at"])
    found = question.report.answer(question.require)
    assert (answer["count"], answer["answer"]) == (found.rows.count(), found.sentence)
    assert [row[:5] for row in answer["rows"]] == [list(row.cells[:5]) for row in found.rows.part(0, 200)]
    assert answer["columns"] == [column.code for column in question.report.columns]


def test_the_pair_of_an_answer_gives_it_again(get, world, relations):
    first = get(relations, "/powers").json()
    worlds.later(world)
    again = get(relations, "/powers", at=first["at"], known_at=first["known_at"]).json()
    assert again["rows"] == first["rows"]


def test_the_catalogue_names_what_the_caller_may_run(get, world):
    told = get(world.city.owner, "").json()["reports"]
    assert {one["code"] for one in told} <= {report.code for report in REPORTS}
    assert all(one["question"].endswith("?") for one in told)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/salaries", 404),
        ("/powers?as_of=2199-01-01", 400),
        ("/powers?as_of=soon", 400),
        ("/powers?page=0", 400),
        ("/account-file", 400),
        ("/account-file?reference=ACC-2026-NOTHING", 400),
        ("/post-file?reference=POS-2026-NOTHING", 400),
        ("/person-file?number=E-NOBODY", 400),
    ],
)
def test_what_cannot_be_asked_is_a_problem(get, world, path, status):
    answer = get(world.city.owner, path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"]


def test_a_token_is_nobody(client, world):
    made = ApiClientFactory(made_by=world.city.administrator)
    assert client.get("/api/v1/reports", headers={"Authorization": "Bearer anything"}).status_code == 401
    assert made.pk
    client.force_login(world.city.owner)
    assert client.get("/api/v1/reports/powers", headers={"Authorization": "Bearer anything"}).status_code == 401
