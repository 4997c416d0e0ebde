"""An organization's file in the browser: previewed, let in by a worker, the same as by the command."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from directory.models import Department, DepartmentProfile, Role
from foundation.actor import Actor
from foundation.files.models import StoredFile
from foundation.jobs import running
from foundation.jobs.models import Job
from foundation.jobs.services import cancel as cancel_job
from powers.models import Appointment, Designation, InstrumentEntry, OrganizationImport
from powers.services import organization_imports as services
from powers.services.set_up import import_organization
from tests.factories.directory import DepartmentFactory, EmployeeFactory, RoleHoldingFactory
from tests.factories.powers import AppointmentFactory, OrganizationImportFactory

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "departments": [
        {"code": "PRK", "name": "Parks Division", "parent": "PRF", "effective_from": "2020-01-01"},
        {"code": "PRF", "name": "Parks", "head_title": "Director", "effective_from": "2020-01-01"},
        {"code": "PRF", "name": "Parks again"},
    ],
    "appointments": [
        {"department": "PRF", "holder": "E9", "effective_from": "2024-03-01", "instrument": "Letter"},
        {"department": "PRF", "holder": "E1", "effective_from": "2024-03-01", "instrument": "Letter"},
    ],
    "designations": [
        {
            "department": "PRF",
            "holder": "E2",
            "powers": ["review_posts"],
            "effective_from": "2024-04-01",
            "instrument": "Memo",
        }
    ],
}
BOOKS = (Department, DepartmentProfile, Appointment, Designation, InstrumentEntry)


@pytest.fixture
def administrator():
    EmployeeFactory(number="E1")
    EmployeeFactory(number="E2")
    return EmployeeFactory(role=Role.ADMINISTRATOR, name="Ria Root")


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def rows():
    return [model.objects.count() for model in BOOKS]


def upload(client, content):
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(
        reverse("powers:organization_imports"), {"file": SimpleUploadedFile("organization.json", content)}
    )


def checked(client, document=None):
    answer = upload(client, DOCUMENT if document is None else document)
    assert answer.status_code == 302, answer.content.decode()
    run = OrganizationImport.objects.latest("uploaded_at")
    running.run(run.job)
    run.refresh_from_db()
    assert run.state == "checked"
    return run


def let_in(client, run):
    assert client.post(reverse("powers:apply_organization", args=[run.pk])).status_code == 302
    run.refresh_from_db()
    running.run(run.job)
    run.refresh_from_db()
    return run


def page_of(client, run):
    return client.get(reverse("powers:organization_import", args=[run.pk])).content.decode()


def counts(run):
    return [[run.counts[section][name] for name in services.COUNTS] for section in services.SECTIONS]


def test_the_preview_counts_names_every_wrong_row_and_writes_nothing(office):
    before = rows()
    run = checked(office)
    assert rows() == before
    assert counts(run) == [[2, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
    page = page_of(office, run)
    assert "nothing is in yet" in page
    for words in ("Departments, row 3", "stands on row 2 already", "Appointments, row 1", "holder: “E9”", "Import the"):
        assert words in page


def test_letting_in_writes_the_same_as_the_command(office, administrator, tmp_path):
    path = tmp_path / "organization.json"
    path.write_text(json.dumps(DOCUMENT))
    with transaction.atomic():
        with pytest.raises(CommandError, match="2 rows did not go in"):
            call_command("import_organization", str(path), stdout=StringIO(), stderr=StringIO())
        by_command = facts()
        transaction.set_rollback(True)
    assert facts() != by_command
    run = let_in(office, checked(office))
    assert run.state == "applied"
    assert facts() == by_command
    assert "What the file did" in page_of(office, run)


def facts():
    return (
        sorted(DepartmentProfile.objects.values_list("department__code", "name", "parent__code", "effective_from")),
        sorted(Appointment.objects.values_list("department__code", "holder__number", "origin", "effective_from")),
        sorted(Designation.objects.values_list("department__code", "holder__number", "origin", "effective_from")),
    )


def test_the_command_and_the_browser_count_alike(office, administrator):
    said = import_organization(DOCUMENT, by=Actor.of_person(administrator), dry_run=True)
    run = let_in(office, checked(office))
    assert [run.counts[section]["added"] for section in services.SECTIONS] == [
        said.departments.added,
        said.appointments.added,
        said.designations.added,
    ]
    assert len(run.problems) == len(said.problems) == 2


def test_the_rows_that_did_not_go_in_come_back_as_a_file_of_the_same_form(office):
    run = let_in(office, checked(office))
    answer = office.get(reverse("files:download", args=[run.rejects_id]))
    rejects = json.loads(b"".join(answer))
    assert rejects == {"departments": [DOCUMENT["departments"][2]], "appointments": [DOCUMENT["appointments"][0]]}


def test_the_same_file_twice_changes_nothing(office):
    let_in(office, checked(office))
    before = rows()
    run = checked(office)
    assert counts(run) == [[0, 0, 0, 2], [0, 0, 0, 1], [0, 0, 0, 1]]
    assert counts(let_in(office, run)) == [[0, 0, 0, 2], [0, 0, 0, 1], [0, 0, 0, 1]]
    assert rows() == before


def test_later_a_file_waits_for_a_second_person_and_its_entering_is_for_employee_relations(office, administrator):
    DepartmentFactory(code="PRF")
    relations = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
    AppointmentFactory(origin="entered", entered_by=relations, confirmed_by=EmployeeFactory())
    document = {"appointments": DOCUMENT["appointments"][1:]}
    assert "You cannot enter instruments" in page_of(office, checked(office, document))
    RoleHoldingFactory(employee=administrator, role=Role.EMPLOYEE_RELATIONS)
    run = let_in(office, checked(office, document))
    assert counts(run)[1] == [0, 0, 1, 0]
    assert InstrumentEntry.objects.waiting().count() == 1


def test_a_killed_worker_is_gone_on_with_and_each_row_is_counted_once(office, administrator, monkeypatch):
    monkeypatch.setattr(services, "BATCH", 1)
    run = services.ask_to_apply(checked(office), by=Actor.of_person(administrator))

    def killed(done, *_):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.apply_file(run, by=Actor.of_person(administrator), progress=killed, hold=lambda: None)
    run = OrganizationImport.objects.get()
    assert (run.state, run.done) == ("applying", 2)
    services.apply_file(run, by=Actor.of_person(administrator), progress=lambda *_: None, hold=lambda: None)
    run.refresh_from_db()
    assert counts(run) == [[2, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]]
    assert len(run.problems) == 2


def test_the_progress_of_the_worker_is_told(office):
    run = let_in(office, checked(office))
    job = Job.objects.get(pk=run.job)
    assert (job.state, job.done, job.total) == ("done", 5, 5)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty"),
        (b" \n", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "it is no text in UTF-8"),
        (b"code,name\nPRF,Parks\n", "The file is no JSON"),
        (b"[" * 100_000, "nested more deeply"),
        (b"[1]", "not an organization"),
        (b'{"people": []}', "not an organization"),
        (b'{"departments": {"code": "X"}}', "is no list of objects"),
        (b'{"departments": []}', "has no rows"),
        (b'{"departments": [{"code": "\\ud800"}]}', "half a character"),
        (b'{"departments": [{"code": "\\u0000"}]}', "a character that no text has"),
        (b'{"departments": [' + b'{"code": "X"},' * 500 + b'{"code": "X"}]}', "501 rows"),
        (b" " * (services.LIMIT + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence_and_is_not_kept(office, content, sentence):
    answer = upload(office, content)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not OrganizationImport.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "n" * 201},
        {"name": {"en": "Parks"}},
        {"name": ["Parks"]},
        {"code": "c" * 21},
        {"website_hosts": [5]},
        {"website_hosts": 5},
        {"effective_from": "9999-12-31"},
        {"effective_from": "0001-01-01"},
        {"speech_rule": "louder"},
        {"boss": "E1"},
    ],
)
def test_a_wrong_cell_is_told_and_the_rest_goes_in(office, cells):
    good = {"code": "STR", "name": "Streets", "effective_from": "2020-01-01"}
    run = checked(office, {"departments": [{"code": "PRF", "name": "Parks", **cells}, good]})
    [problem] = run.problems
    assert (problem["row"], problem["column"]) == (1, next(iter(cells)))
    assert problem["remedy"]
    assert let_in(office, run).counts["departments"]["added"] == 1


def test_an_unknown_kind_of_appointment_is_told(office):
    document = {**DOCUMENT, "appointments": [{**DOCUMENT["appointments"][1], "kind": "eternal"}]}
    assert "is no kind of appointment" in page_of(office, checked(office, document))


def test_a_repeated_or_stale_form_is_told_so_and_does_nothing_again(office):
    run = checked(office)
    apply, cancel = (reverse(f"powers:{act}_organization", args=[run.pk]) for act in ("apply", "cancel"))
    assert office.post(apply).status_code == 302
    jobs = Job.objects.count()
    for address in (apply, cancel):
        assert office.post(address).status_code == 409
    assert Job.objects.count() == jobs


def test_a_cancelled_file_never_goes_in(office):
    run = checked(office)
    before = rows()
    assert office.post(reverse("powers:cancel_organization", args=[run.pk])).status_code == 302
    assert office.post(reverse("powers:apply_organization", args=[run.pk])).status_code == 409
    assert rows() == before


def test_a_job_that_was_stopped_is_told_with_what_to_do(office, administrator):
    upload(office, DOCUMENT)
    run = OrganizationImport.objects.get()
    cancel_job(by=Actor.of_person(administrator), job=Job.objects.get(pk=run.job))
    assert "bring the file again" in page_of(office, run)


@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.EMPLOYEE_RELATIONS, 403), (Role.AUDITOR, 404)])
def test_only_an_administrator_imports_the_organization(client, role, status):
    run = OrganizationImportFactory()
    client.force_login(EmployeeFactory(**({"role": role} if role else {})))
    assert upload(client, DOCUMENT).status_code == status
    assert client.get(reverse("powers:organization_import", args=[run.pk])).status_code == status
    assert client.post(reverse("powers:apply_organization", args=[run.pk])).status_code == status
    run.refresh_from_db()
    assert run.state == "checked"
    assert OrganizationImport.objects.count() == 1


def test_the_page_of_imports_leads_there_and_the_list_has_a_constant_number_of_queries(
    office, django_assert_max_num_queries
):
    address = reverse("powers:organization_imports")
    assert address in office.get(reverse("directory:imports")).content.decode()
    OrganizationImportFactory.create_batch(30)
    with django_assert_max_num_queries(20):
        assert office.get(address).status_code == 200
