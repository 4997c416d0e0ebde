"""What may be done with an account, and with a proposed change of it, and by whom."""

from accounts.basis import APPROVAL
from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle

_AUTHORITY = "the appointing authority of each department that uses it"
_KEEPERS = "a steward, who may ask for accounts, or the authority"

ACCOUNT = Lifecycle(
    "official account",
    (
        Act("asked for", (), "requested", "who may ask for accounts of the department", APPROVAL),
        Act("approved", ("requested",), "approved", _AUTHORITY, APPROVAL),
        Act("declined", ("requested",), "declined", _AUTHORITY, APPROVAL),
        Act("withdrawn", ("requested",), "withdrawn", "who asked for it", CITY_PROCEDURE),
        Act("established", ("approved",), "active", _KEEPERS, APPROVAL),
        Act("found", (), "found", "who may ask for accounts, Employee Relations, or an import", CITY_PROCEDURE),
        Act("adopted", ("found",), "active", _AUTHORITY, APPROVAL),
        Act("listed", ("found",), "listed", "who may ask for accounts, or Employee Relations", CITY_PROCEDURE),
        Act("suspended", ("active",), "suspended", f"{_KEEPERS}, or Employee Relations", CITY_PROCEDURE),
        Act("resumed", ("suspended",), "active", _AUTHORITY, APPROVAL),
        Act(
            "retired",
            ("approved", "active", "suspended", "found", "listed"),
            "retired",
            "the authority; what was never approved, Employee Relations too",
            CITY_PROCEDURE,
        ),
        Act("set aside", ("found",), "not ours", "the authority, or Employee Relations", CITY_PROCEDURE),
    ),
)

PROPOSAL = Lifecycle(
    "change of an account",
    (
        Act("proposed", (), "proposed", _KEEPERS, APPROVAL),
        Act("approved", ("proposed",), "approved", _AUTHORITY, APPROVAL),
        Act("declined", ("proposed",), "declined", _AUTHORITY, APPROVAL),
        Act("withdrawn", ("proposed",), "withdrawn", "who proposed it", CITY_PROCEDURE),
        Act("dropped", ("proposed",), "declined", "who ends the account's life, in the same act", CITY_PROCEDURE),
    ),
)

_IMPORTER = "an administrator, or Employee Relations"

IMPORT = Lifecycle(
    "import of accounts",
    (
        Act("uploaded", (), "uploaded", _IMPORTER, CITY_PROCEDURE),
        Act("put to the check", ("uploaded", "checked"), "checking", _IMPORTER, CITY_PROCEDURE),
        Act("checked", ("checking",), "checked", "a worker", CITY_PROCEDURE),
        Act("found unreadable", ("checking",), "unreadable", "a worker", CITY_PROCEDURE),
        Act("let in", ("checked",), "applying", _IMPORTER, CITY_PROCEDURE),
        Act("let in by a command", ("uploaded",), "applying", _IMPORTER, CITY_PROCEDURE),
        Act("finished", ("applying",), "applied", "a worker", CITY_PROCEDURE),
        Act("cancelled", ("uploaded", "checking", "checked"), "cancelled", _IMPORTER, CITY_PROCEDURE),
    ),
)

LIFECYCLES = [ACCOUNT, PROPOSAL, IMPORT]
