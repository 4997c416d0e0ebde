"""Whatever a file of the organization holds, the answer is a sentence with the place, never a failure of the code."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Department, Role
from directory.services.organization import KEYS
from foundation.actor import Actor
from foundation.errors import InvalidInput
from foundation.jobs import running
from foundation.jobs.models import Job
from powers.models import OrganizationImport
from powers.organization_file import SECTIONS, read_document
from powers.services.set_up import APPOINTMENT_KEYS, DESIGNATION_KEYS, import_organization
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

ROW = b'{"departments": [{"code": "A", "name": %s}]}'
DEPTH = 50_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[]", "not an organization's file"),
        (b'"PRF"', "not an organization's file"),
        (b"null", "not an organization's file"),
        (b"1e400", "not an organization's file"),
        (b"[1", "line 1, column 3"),
        (b'{"departments": null}', "“departments” is no list of objects"),
        (b'{"departments": [{"code": "A"}, 7]}', "Row 2 of “departments” is no object"),
        (ROW % b"NaN", "NaN, which is no number"),
        (ROW % b"-Infinity", "-Infinity, which is no number"),
        (ROW % (b"9" * 5000), "number that is too long"),
        (ROW % b'"\\ud800"', "“departments”, row 1, “name” holds half a character"),
        (ROW % b'"a\\u0000b"', "“departments”, row 1, “name” holds a character that no text has"),
        (ROW % b'"A", "name": "B"', "“departments”, row 1: “name” stands twice"),
        (b'{"departments": [], "departments": []}', "The file: “departments” stands twice"),
        (ROW % b'[["A"]]', "“departments”, row 1, “name” is nested more deeply"),
        (ROW % b'{"a": {"b": 1}}', "is nested more deeply"),
        (b"[" * DEPTH + b"]" * DEPTH, "nested more deeply"),
        (b'{"a":' * DEPTH + b"1" + b"}" * DEPTH, "nested more deeply"),
        (b'{"departments": [{"\\ud800": 1}]}', "row 1 holds half a character"),
        (b"\xff\xfe", "no text in UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(content, sentence):
    with pytest.raises(InvalidInput) as error:
        read_document(content)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": 5}, "Department 1, name “5”: “name” is no text."),
        ({"name": True}, "Department 1, name “true”: “name” is no text."),
        ({"name": {"a": 1}}, "“name” holds more than one value"),
        ({"name": ["A"]}, "“name” holds more than one value"),
        ({"name": "x" * 100_000}, "longer than 200 characters"),
        ({"name": None}, "needs a name"),
        ({"website_hosts": [1]}, "“website_hosts” is no list of texts"),
        ({"website_hosts": 1}, "“website_hosts” is no list of texts"),
        ({"emergency_posting": []}, "“emergency_posting” holds more than one value"),
        ({"emergency_posting": 1.5}, "“1.5” is neither yes nor no"),
        ({"effective_from": 20260101}, "“effective_from” is no text"),
        ({"effective_from": "9999-99-99"}, "is no date"),
        ({"k" * 100_000: "x"}, "Nobody knows the column “kkk"),
        ({"code": 7}, "“code” is no text"),
    ],
)
def test_an_absurd_cell_is_reported_with_its_row_and_column(row, sentence):
    imported = import_organization(
        {"departments": [{"code": "A", "name": "A", **row}]}, by=Actor.of_system("test"), dry_run=True
    )
    (problem,) = imported.problems
    assert sentence in problem
    assert len(problem) < 1000


WORDS = st.sampled_from(
    ["", "PRF", "E1", "regular", "yes", "2026-01-01", "1899-12-31", "\ud800", "a\0b", "review_posts", "x" * 201]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | WORDS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


def rows(keys):
    known = st.dictionaries(st.sampled_from(sorted(keys)), VALUES | WORDS, max_size=6)
    return st.lists(known | VALUES, max_size=3) | VALUES


DOCUMENTS = VALUES | st.fixed_dictionaries(
    {},
    optional=dict(
        zip(SECTIONS, (rows(KEYS | {"powers"}), rows(APPOINTMENT_KEYS), rows(DESIGNATION_KEYS)), strict=True)
    ),
)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=DOCUMENTS)
def test_any_json_is_let_in_or_answered_in_sentences(document):
    if not Department.objects.filter(code="PRF").exists():
        DepartmentFactory(code="PRF")
        EmployeeFactory(number="E1")
    try:
        read = read_document(json.dumps(document).encode())
    except InvalidInput as error:
        assert str(error)
        return
    imported = import_organization(read, by=Actor.of_system("test"), dry_run=True)
    for problem in imported.problems:
        assert problem.startswith(("Department ", "Appointment ", "Designation "))
        problem.encode()


ABSURD = b'{"departments": [{"code": "A", "name": ["\\ud800"]}]}'


def test_the_command_answers_an_absurd_file_with_a_sentence(tmp_path):
    path = tmp_path / "organization.json"
    path.write_bytes(ABSURD)
    with pytest.raises(CommandError, match=r"“departments”, row 1, “name” holds half a character"):
        call_command("import_organization", str(path))


def test_the_browser_answers_an_absurd_file_on_the_form_and_an_absurd_row_on_its_page(client):
    client.force_login(EmployeeFactory(role=Role.ADMINISTRATOR))
    page = reverse("powers:organization_imports")
    answer = client.post(page, {"file": SimpleUploadedFile("o.json", ABSURD)})
    assert answer.status_code == 400
    assert "row 1, “name” holds half a character" in answer.text
    answer = client.post(page, {"file": SimpleUploadedFile("o.json", ROW % b"17.5")})
    assert answer.status_code == 302
    running.run(Job.objects.get().pk)
    assert "“name” is no text." in client.get(answer.url).text
    assert OrganizationImport.objects.count() == 1
