"""Handlers that the tests of jobs name in JOB_HANDLERS."""

from foundation import clock
from foundation.errors import InvalidInput
from foundation.files import services as files
from foundation.jobs.running import ClaimLost

CALLS = []


def count_to_three(run):
    CALLS.append(run.job.pk)
    for number in range(1, 4):
        run.progress(number, 3, f"{number} of 3")
    run.attach(files.store(by=run.actor, name="three.csv", content=b"1,2,3\n", purpose="export"))


def refuse(run):
    raise InvalidInput("Line 7 has no employee number.", remedy="Mend it and upload the file again.")


def break_down(run):
    raise ZeroDivisionError


def stop_when_asked(run):
    if run.cancelled:
        return
    raise AssertionError("was not asked to stop")


def go_on_until_stopped(run):
    run.go_on(1, 2, "1 of 2")
    type(run.job).objects.filter(pk=run.job.pk).update(cancel_requested_at=clock.now())
    run.go_on(2, 2, "2 of 2")
    raise AssertionError("went on after being asked to stop")


def be_overtaken(run):
    type(run.job).objects.filter(pk=run.job.pk).update(state="queued", claim=None)
    try:
        run.hold()
    except ClaimLost:
        CALLS.append("lost")
        raise
