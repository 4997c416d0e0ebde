"""The life of a job."""

from foundation.citations import CITY_PROCEDURE
from foundation.jobs.models import State
from foundation.lifecycle import Act, Lifecycle

JOB = Lifecycle(
    "job",
    (
        Act("started", (), State.QUEUED, "who may do what it does", CITY_PROCEDURE),
        Act("claimed", (State.QUEUED,), State.RUNNING, "a worker", CITY_PROCEDURE),
        Act("given back", (State.RUNNING,), State.QUEUED, "the sweep, when its worker was killed", CITY_PROCEDURE),
        Act("finished", (State.RUNNING,), State.DONE, "its worker", CITY_PROCEDURE),
        Act("failed", (State.QUEUED, State.RUNNING), State.FAILED, "its worker or the sweep", CITY_PROCEDURE),
        Act("cancelled", (State.QUEUED, State.RUNNING), State.CANCELLED, "who asked for it", CITY_PROCEDURE),
    ),
)

LIFECYCLES = [JOB]
