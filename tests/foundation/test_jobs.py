from datetime import timedelta
from uuid import uuid4

import pytest

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict
from foundation.jobs import running, services, tasks
from foundation.jobs.models import Job, State
from tests.factories.directory import EmployeeFactory
from tests.foundation import job_handlers

pytestmark = pytest.mark.django_db

KINDS = ("count_to_three", "refuse", "break_down", "stop_when_asked", "go_on_until_stopped", "be_overtaken")


@pytest.fixture(autouse=True)
def handlers(settings):
    settings.JOB_HANDLERS = {kind: f"tests.foundation.job_handlers.{kind}" for kind in KINDS}
    job_handlers.CALLS.clear()


@pytest.fixture
def person():
    return EmployeeFactory()


@pytest.fixture
def start(person):
    return lambda kind="count_to_three": services.start(by=Actor.of_person(person), kind=kind, title="Count")


def ran(job):
    running.run(job.pk)
    job.refresh_from_db()
    return job


def grow_cold(job):
    Job.objects.filter(pk=job.pk).update(heartbeat_at=clock.now() - running.LEASE - timedelta(seconds=1))


def test_a_job_runs_to_its_end_and_keeps_its_result(start):
    job = ran(start())
    assert (job.state, job.done, job.total, job.sentence) == (State.DONE, 3, 3, "3 of 3")
    assert job.result.name == "three.csv"
    assert list(Entry.objects.order_by("id").values_list("act", flat=True)) == ["jobs.started", "jobs.done"]


def test_a_job_runs_once_however_often_it_is_sent(start):
    job = start()
    for _ in range(3):
        ran(job)
    assert [job.pk] == job_handlers.CALLS


def test_a_worker_is_told_after_the_commit(start, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(tasks.run_job, "delay", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        job = start()
        assert told == []
    assert told == [str(job.pk)]


def test_a_refusal_is_told_in_its_own_words(start):
    job = ran(start("refuse"))
    assert job.state == State.FAILED
    assert job.error == "Line 7 has no employee number. Mend it and upload the file again."


def test_a_mistake_of_the_program_gives_a_sentence_and_a_reference(start):
    job = ran(start("break_down"))
    assert job.state == State.FAILED
    assert str(job.pk) in job.error and "ZeroDivision" not in job.error


def test_a_job_whose_worker_was_killed_runs_again(start):
    job = start()
    running.claim_job(job.pk, uuid4())
    grow_cold(job)
    running.give_back_lost(clock.now())
    assert ran(job).state == State.DONE
    assert job.attempts == 2


def test_a_job_with_a_sign_of_life_is_left_to_its_worker(start):
    job = start()
    running.claim_job(job.pk, uuid4())
    running.give_back_lost(clock.now())
    assert ran(job).state == State.RUNNING
    assert job_handlers.CALLS == []


def test_a_job_that_kills_its_workers_ends_with_a_sentence(start):
    job = start()
    for _ in range(running.MOST_ATTEMPTS):
        running.claim_job(job.pk, uuid4())
        grow_cold(job)
        running.give_back_lost(clock.now())
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "It was started 5 times and never came to an end.")


def test_a_frozen_worker_that_wakes_writes_nothing_more(start):
    job = ran(start("be_overtaken"))
    assert job_handlers.CALLS == ["lost"]
    assert job.state == State.QUEUED


def test_a_waiting_job_is_cancelled_at_once(start, person):
    job = services.cancel(by=Actor.of_person(person), job=start())
    assert ran(job).state == State.CANCELLED
    assert job_handlers.CALLS == []


def test_a_running_job_stops_when_asked(start, person, monkeypatch):
    job = start("stop_when_asked")
    claim = running.claim_job

    def claim_then_cancel(pk, token):
        taken = claim(pk, token)
        services.cancel(by=Actor.of_person(person), job=job)
        return taken

    monkeypatch.setattr(running, "claim_job", claim_then_cancel)
    assert ran(job).state == State.CANCELLED


def test_work_that_goes_on_step_by_step_stops_at_the_next_one(start, monkeypatch):
    monkeypatch.setattr(running, "PROGRESS_SECONDS", 0.0)
    job = ran(start("go_on_until_stopped"))
    assert (job.state, job.done, job.error) == (State.CANCELLED, 1, "")


def test_what_is_over_cannot_be_cancelled(start, person):
    job = ran(start())
    with pytest.raises(Conflict):
        services.cancel(by=Actor.of_person(person), job=job)


def test_the_sweep_sends_again_what_no_worker_heard_of(start, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks, "send", sent.append)
    job, fresh = start(), start()
    Job.objects.filter(pk=job.pk).update(requested_at=clock.now() - timedelta(minutes=1))
    tasks.sweep_jobs()
    assert sent == [job.pk] and fresh.pk not in sent


def test_a_person_sees_only_own_jobs(start, client, person):
    job = start()
    client.force_login(person)
    assert job.title in client.get("/jobs/").content.decode()
    assert "Waiting to start" in client.get(f"/jobs/{job.pk}/").content.decode()
    client.force_login(EmployeeFactory())
    assert "No jobs yet" in client.get("/jobs/").content.decode()


def test_the_list_of_jobs_takes_a_constant_number_of_queries(start, client, person, django_assert_max_num_queries):
    for _ in range(30):
        start()
    client.force_login(person)
    with django_assert_max_num_queries(10):
        client.get("/jobs/")
