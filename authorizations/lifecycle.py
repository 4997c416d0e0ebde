"""What may be done with a request, with an instrument and with a decline, and by whom."""

from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle

_HOLDER = "who holds the kind's power for the department, and neither asked nor benefits"
_CLAUSE = "IV.C, IV.J, IV.K.1, IV.K.2 or V.B.1"

REQUEST = Lifecycle(
    "request for an authorization",
    (
        Act("requested", (), "requested", "the employee; comms staff, who nominate", CITY_PROCEDURE),
        Act("granted", ("requested",), "granted", _HOLDER, _CLAUSE),
        Act("declined", ("requested",), "declined", _HOLDER, _CLAUSE),
        Act("withdrawn", ("requested",), "withdrawn", "who asked", CITY_PROCEDURE),
    ),
)

AUTHORIZATION = Lifecycle(
    "written authorization",
    (
        Act("granted", (), "granted", _HOLDER, _CLAUSE),
        Act("accepted", ("granted",), "accepted", "the grantee", CITY_PROCEDURE),
        Act("recorded from paper", (), "on paper", "Employee Relations, or comms staff", CITY_PROCEDURE),
        Act("confirmed", ("on paper",), "granted", "the authority, who did not record it", _CLAUSE),
        Act("not confirmed", ("on paper",), "not confirmed", "the authority, who did not record it", CITY_PROCEDURE),
        Act(
            "revoked",
            ("granted", "accepted"),
            "revoked",
            "who holds the power for the department, a successor in office; the grantee lays it down",
            _CLAUSE,
        ),
    ),
)

ORAL_WORDS = Lifecycle(
    "record of words given aloud",
    (
        Act("recorded", (), "recorded as oral", "the employee; comms staff; the authority who spoke", CITY_PROCEDURE),
        Act(
            "confirmed",
            ("recorded as oral",),
            "confirmed",
            "who holds the kind's power for the department, and neither benefits nor recorded another's words",
            "IV.C or IV.K.2",
        ),
        Act(
            "not confirmed",
            ("recorded as oral",),
            "not confirmed",
            "who is said to have spoken; who holds the power",
            CITY_PROCEDURE,
        ),
    ),
)

DECLINE = Lifecycle(
    "use of authorizations of who declined",
    (Act("decided", (), "decided", "the authority of the employee's department, of who holds any", CITY_PROCEDURE),),
)

_IMPORTER = "Employee Relations, or comms staff, who brought it"

PAPER_IMPORT = Lifecycle(
    "import of authorizations on paper",
    (
        Act("uploaded", (), "uploaded", "Employee Relations, or comms staff", CITY_PROCEDURE),
        Act("put to the check", ("uploaded", "checked"), "checking", _IMPORTER, CITY_PROCEDURE),
        Act("checked", ("checking",), "checked", "a worker", CITY_PROCEDURE),
        Act("found unreadable", ("checking",), "unreadable", "a worker", CITY_PROCEDURE),
        Act("let in", ("checked",), "applying", _IMPORTER, CITY_PROCEDURE),
        Act("let in by a command", ("uploaded",), "applying", _IMPORTER, CITY_PROCEDURE),
        Act("finished", ("applying",), "applied", "a worker", CITY_PROCEDURE),
        Act("cancelled", ("uploaded", "checking", "checked"), "cancelled", _IMPORTER, CITY_PROCEDURE),
    ),
)

LIFECYCLES = [REQUEST, ORAL_WORDS, AUTHORIZATION, DECLINE, PAPER_IMPORT]
