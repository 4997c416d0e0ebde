"""What may be done with the schedule of a saved report, by whom and on what basis."""

from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle

_OWNER = "whose saved report it is"

SCHEDULE = Lifecycle(
    "schedule",
    (
        Act("set", (), "running", _OWNER, CITY_PROCEDURE),
        Act("changed", ("running",), "running", _OWNER, CITY_PROCEDURE),
        Act("ran", ("running",), "running", "the clock, once for each time due", CITY_PROCEDURE),
        Act("stopped", ("running",), "stopped", _OWNER, CITY_PROCEDURE),
        Act(
            "stopped by itself",
            ("running",),
            "stopped",
            "the clock, when its person may not sign in, or may not or cannot ask the question any more",
            CITY_PROCEDURE,
        ),
        Act("set again", ("stopped",), "running", _OWNER, CITY_PROCEDURE),
        Act("deleted", ("running", "stopped"), "gone", f"{_OWNER}, with the saved report", CITY_PROCEDURE),
    ),
)

LIFECYCLES = [SCHEDULE]
