"""Exports: made whole or not at all, once, for who asked, and for thirty days."""

from __future__ import annotations

import errno
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from directory.models import RoleHolding
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.effective import end
from foundation.errors import InvalidInput
from foundation.files.models import FileBytes, StoredFile
from foundation.files.services import read as content_of
from foundation.jobs import running
from foundation.jobs.models import Job, State
from reports import services
from reports.asking import scope_of
from reports.catalogue import REPORTS
from reports.models import Export
from reports.reading import read
from reports.services import exporting
from tests.factories.reports import ExportFactory
from tests.reports import worlds


@pytest.fixture
def question(ask, relations):
    return ask("powers", relations)


@pytest.fixture
def long(question, by):
    """An export that a worker is to make."""
    return services.ask_for_export(by=by, question=question, kind="xlsx", rows=5_000)


def run(export):
    running.run(export.job_id)
    export.refresh_from_db()
    return Job.objects.get(pk=export.job_id)


def test_a_short_answer_is_a_file_at_once_and_an_entry_in_the_trail(question, by):
    export = services.export_at_once(by=by, question=question, kind="csv")
    entry = Entry.objects.get(act="reports.exported")
    assert entry.after["rows"] == export.rows == question.report.answer(question.asked).rows.count()
    assert entry.after["sha256"] == export.data_sha256
    assert (entry.after["as_of"], entry.after["report"]) == (export.at.isoformat(), "powers")
    assert content_of(export.file).startswith("\ufeffDepartment,Code".encode())


@pytest.mark.parametrize(
    ("state", "words"), [(State.QUEUED, "See how far it is"), (State.CANCELLED, "Cancelled: there is no file")]
)
def test_my_exports_say_of_a_file_that_will_not_come_that_there_is_none(client, long, by, state, words):
    Job.objects.filter(pk=long.job_id).update(state=state)
    client.force_login(by.person)
    assert words in client.get(reverse("reports:exports")).content.decode()


def test_a_long_answer_is_made_by_a_worker(long):
    job = run(long)
    assert (job.state, job.result_id) == (State.DONE, long.file_id)
    assert long.is_there


def test_a_worker_that_died_after_the_file_makes_no_second_one(long):
    run(long)
    Job.objects.filter(pk=long.job_id).update(state=State.QUEUED, claim=None, result=None, finished_at=None)
    job = run(long)
    assert (job.state, job.result_id) == (State.DONE, long.file_id)
    assert Entry.objects.filter(act="reports.exported").count() == 1


def test_a_worker_that_lost_its_job_keeps_nothing(long, monkeypatch):
    written = exporting.write

    def overtaken(*args):
        Job.objects.filter(pk=long.job_id).update(claim=long.pk)
        return written(*args)

    monkeypatch.setattr(exporting, "write", overtaken)
    run(long)
    assert (long.file, StoredFile.objects.filter(purpose="report").count()) == (None, 0)


def test_a_full_disk_leaves_nothing_and_says_so(long, question, by, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exporting, "write", full)
    job = run(long)
    assert job.state == State.FAILED
    assert "no room left" in job.error
    assert long.made_at is None
    with pytest.raises(exporting.NoRoom):
        services.export_at_once(by=by, question=question, kind="csv")
    assert (StoredFile.objects.filter(purpose="report").count(), Export.objects.count()) == (0, 1)


def test_more_rows_than_paper_holds_are_refused_before_anybody_waits(question, by):
    with pytest.raises(InvalidInput, match="at most 5,000 rows"):
        services.ask_for_export(by=by, question=question, kind="pdf", rows=5_001)
    assert not Job.objects.exists()


def test_what_may_be_seen_is_asked_again_when_the_file_is_made(world, ask):
    """Between asking and making the person lost the role by which others' files are opened."""
    person, room = world.city.employee_relations, world.things["room"]
    asked = ask("person-file", person, number=room.drafter.number)
    export = services.ask_for_export(by=Actor.of_person(person), question=asked, kind="csv", rows=5_000)
    end(RoleHolding.objects.get(employee=person), until=clock.now(), at=clock.now())
    job = run(export)
    assert (job.state, export.made_at) == (State.FAILED, None)
    assert "nobody with the employee number" in job.error


def test_files_go_after_thirty_days_and_what_was_given_stays(question, by):
    export = services.export_at_once(by=by, question=question, kind="csv")
    other = services.export_at_once(by=by, question=question, kind="csv")
    system = Actor.of_system("test")
    assert services.let_go_old_exports(by=system) == 0
    old = ExportFactory(asked_by=export.asked_by, asked_at=clock.now() - timedelta(days=31), with_file=True)
    assert services.let_go_old_exports(by=system) == 1
    assert services.let_go_old_exports(by=system) == 0
    old.refresh_from_db()
    assert old.let_go_at is not None
    assert not FileBytes.objects.filter(file=old.file).exists()
    assert FileBytes.objects.filter(file=other.file).exists()
    assert Entry.objects.filter(act="reports.export_let_go", object_id=str(old.pk)).exists()


def test_who_lost_the_role_fetches_nothing_of_the_whole_city(client, world, question, by):
    person = world.city.employee_relations
    export = services.export_at_once(by=by, question=question, kind="csv")
    end(RoleHolding.objects.get(employee=person), until=clock.now(), at=clock.now())
    client.force_login(person)
    assert client.get(reverse("files:download", args=[export.file_id])).status_code == 404
    own = read("powers", {}, person, clock.now())
    mine = services.export_at_once(by=by, question=own, kind="csv")
    assert client.get(reverse("files:download", args=[mine.file_id])).status_code == 200


def test_nobody_fetches_the_file_of_another(client, world, question, by):
    export = services.export_at_once(by=by, question=question, kind="csv")
    address = reverse("files:download", args=[export.file_id])
    client.force_login(world.city.auditor)
    assert client.get(address).status_code == 404
    client.force_login(world.city.employee_relations)
    assert client.get(address).status_code == 200


def test_an_export_is_append_only(db):
    export = ExportFactory(with_file=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(rows=13)
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.filter(pk=export.pk).delete()


def test_the_export_of_a_page_is_of_the_moment_that_was_shown(client, world):
    person = world.city.employee_relations
    client.force_login(person)
    page = client.get(reverse("reports:run", args=["powers"]))
    worlds.later(world)
    shown = dict(page.context["question"].exact)
    answered = client.post(reverse("reports:export", args=["powers"]), {**shown, "file_kind": "csv"})
    assert answered.status_code == 302
    export = Export.objects.get()
    assert export.at.isoformat() == shown["at"]
    assert export.rows == page.context["page"].paginator.count


@pytest.mark.parametrize("data", [{"file_kind": "doc"}, {"file_kind": "csv", "as_of": "2199-01-01"}, {"file_kind": ""}])
def test_what_cannot_be_exported_is_a_sentence(client, world, data):
    client.force_login(world.city.owner)
    answer = client.post(reverse("reports:export", args=["powers"]), data)
    assert answer.status_code == 400
    assert not Export.objects.exists()


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.code)
def test_no_filter_bears_the_name_of_what_is_sent_beside_it(report, world):
    for person in (world.city.employee_relations, world.city.owner):
        fields = report.form_for(scope_of(person, clock.now()))(None, now=clock.now()).fields
        assert not {"file_kind", "name", "sort", "page", "csrfmiddlewaretoken"} & set(fields)


def test_an_export_of_one_kind_of_thing_has_that_kind_alone(client, world):
    client.force_login(world.city.employee_relations)
    page = client.get(reverse("reports:run", args=["exceptions"]), {"kind": "without"})
    shown = dict(page.context["question"].exact)
    assert client.post(reverse("reports:export", args=["exceptions"]), {**shown, "file_kind": "csv"}).status_code == 302
    assert Export.objects.get().rows == page.context["page"].paginator.count > 0
