"""The lives of an import of people, and of a client of the API."""

from directory.models import RunState
from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle

ADMINISTRATOR = "an administrator"

IMPORT = Lifecycle(
    "import",
    (
        Act("uploaded", (), RunState.UPLOADED, ADMINISTRATOR, CITY_PROCEDURE),
        Act("checked", (RunState.UPLOADED,), RunState.CHECKED, "a worker", CITY_PROCEDURE),
        Act("found unreadable", (RunState.UPLOADED,), RunState.UNREADABLE, "a worker", CITY_PROCEDURE),
        Act("applied", (RunState.CHECKED,), RunState.APPLYING, ADMINISTRATOR, CITY_PROCEDURE),
        Act("put before a second person", (RunState.CHECKED,), RunState.WAITING, ADMINISTRATOR, CITY_PROCEDURE),
        Act(
            "confirmed",
            (RunState.WAITING,),
            RunState.APPLYING,
            "another administrator, or Employee Relations",
            CITY_PROCEDURE,
        ),
        Act("finished", (RunState.APPLYING,), RunState.APPLIED, "a worker", CITY_PROCEDURE),
        Act(
            "cancelled",
            (RunState.UPLOADED, RunState.CHECKED, RunState.WAITING),
            RunState.CANCELLED,
            ADMINISTRATOR,
            CITY_PROCEDURE,
        ),
        Act("undone", (RunState.APPLIED,), RunState.UNDONE, ADMINISTRATOR, CITY_PROCEDURE),
    ),
)

API_CLIENT = Lifecycle(
    "client of the API",
    (
        Act("made", (), "good", ADMINISTRATOR, CITY_PROCEDURE),
        Act("revoked", ("good",), "revoked", ADMINISTRATOR, CITY_PROCEDURE),
    ),
)

LIFECYCLES = [IMPORT, API_CLIENT]
