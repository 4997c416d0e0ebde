"""What may be done with campaigns, questions and declines, and by whom."""

from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle

_PERSON = "the employee; Employee Relations for who telephones or writes on paper"

QUESTION = Lifecycle(
    "question about the policy",
    (
        Act("asked", (), "asked", _PERSON, CITY_PROCEDURE),
        Act("answered", ("asked", "answered"), "answered", "Employee Relations, but for their own", CITY_PROCEDURE),
    ),
)

DECLINE = Lifecycle(
    "decline of the policy",
    (
        Act("declined", (), "declined", _PERSON, CITY_PROCEDURE),
        Act(
            "taken back",
            ("declined",),
            "taken back",
            "the employee; Employee Relations, with a reason, where they entered it",
            CITY_PROCEDURE,
        ),
    ),
)

_RELATIONS = "Employee Relations"

CAMPAIGN = Lifecycle(
    "campaign",
    (
        Act("planned", (), "planned", _RELATIONS, CITY_PROCEDURE),
        Act("changed", ("planned",), "planned", _RELATIONS, CITY_PROCEDURE),
        Act("reminders planned", ("planned",), "planned", _RELATIONS, CITY_PROCEDURE),
        Act("opened", ("planned",), "opened", _RELATIONS, CITY_PROCEDURE),
        Act("extended", ("opened",), "opened", f"{_RELATIONS}, with a reason", CITY_PROCEDURE),
        Act("paused", ("opened",), "paused", f"{_RELATIONS}, with a reason", CITY_PROCEDURE),
        Act("resumed", ("paused",), "opened", f"{_RELATIONS}, with a reason", CITY_PROCEDURE),
        Act("closed", ("planned", "opened", "paused"), "closed", f"{_RELATIONS}, with a reason", CITY_PROCEDURE),
    ),
)

KIOSK = Lifecycle(
    "kiosk",
    (
        Act("admitted", (), "admitted", f"{_RELATIONS}, on the device itself", CITY_PROCEDURE),
        Act("withdrawn", ("admitted",), "withdrawn", _RELATIONS, CITY_PROCEDURE),
    ),
)

KIOSK_CODE = Lifecycle(
    "one-time code for the kiosk",
    (
        Act(
            "issued",
            (),
            "issued",
            f"a supervisor for their people; {_RELATIONS}; nobody for themselves",
            CITY_PROCEDURE,
        ),
        Act("used", ("issued",), "used", "the employee, at a kiosk, before its time is over", CITY_PROCEDURE),
        Act("revoked", ("issued",), "revoked", "whoever issues the next one for the same person", CITY_PROCEDURE),
    ),
)

_ENTERING, _RECORDING = "being entered", "being recorded"

PAPER_BATCH = Lifecycle(
    "batch of signed sheets",
    (
        Act("begun", (), _ENTERING, _RELATIONS, CITY_PROCEDURE),
        Act("changed", (_ENTERING,), _ENTERING, _RELATIONS, CITY_PROCEDURE),
        Act("filled", (_ENTERING,), _ENTERING, _RELATIONS, CITY_PROCEDURE),
        Act("given a scan", (_ENTERING,), _ENTERING, _RELATIONS, CITY_PROCEDURE),
        Act("recorded", (_ENTERING,), _RECORDING, f"{_RELATIONS}, but for their own sheet", CITY_PROCEDURE),
        Act("gone on with", (_RECORDING,), _RECORDING, f"{_RELATIONS}, where a worker stopped", CITY_PROCEDURE),
        Act("finished", (_RECORDING,), "recorded", "worker", CITY_PROCEDURE),
        Act("discarded", (_ENTERING,), "discarded", _RELATIONS, CITY_PROCEDURE),
    ),
)

DISPUTE = Lifecycle(
    "dispute of an acknowledgement",
    (
        Act("disputed", (), "disputed", "the person in whose name it was recorded", CITY_PROCEDURE),
        Act("answered", ("disputed", "answered"), "answered", f"{_RELATIONS}, but for their own", CITY_PROCEDURE),
        Act("ended", ("disputed",), "ended", "two of Employee Relations who annul it", CITY_PROCEDURE),
    ),
)

EXEMPTION = Lifecycle(
    "exemption from acknowledging",
    (
        Act("asked", (), "asked", f"{_RELATIONS}, but for their own, with a reason", CITY_PROCEDURE),
        Act("approved", ("asked",), "approved", f"a second person of {_RELATIONS}", CITY_PROCEDURE),
        Act("refused", ("asked",), "refused", f"a second person of {_RELATIONS}, with a reason", CITY_PROCEDURE),
        Act("withdrawn", ("asked",), "withdrawn", "who asked for it", CITY_PROCEDURE),
        Act("ended", ("approved",), "ended", f"{_RELATIONS}, with a reason", CITY_PROCEDURE),
    ),
)

LIST_ACT = Lifecycle(
    "act on a list",
    (
        Act(
            "begun",
            (),
            "being done",
            f"{_RELATIONS}; who leads people, to remind their own",
            CITY_PROCEDURE,
        ),
        Act("asked", (), "asked", f"{_RELATIONS}, to exempt everybody, with a reason", CITY_PROCEDURE),
        Act("approved", ("asked",), "being done", f"a second person of {_RELATIONS}", CITY_PROCEDURE),
        Act("refused", ("asked",), "refused", f"a second person of {_RELATIONS}, with a reason", CITY_PROCEDURE),
        Act("withdrawn", ("asked",), "withdrawn", "who asked for it", CITY_PROCEDURE),
        Act("gone on with", ("being done",), "being done", "who began it; Employee Relations", CITY_PROCEDURE),
        Act("finished", ("being done",), "done", "the portal, or a worker", CITY_PROCEDURE),
    ),
)

LIFECYCLES = [CAMPAIGN, QUESTION, DISPUTE, DECLINE, PAPER_BATCH, KIOSK, KIOSK_CODE, EXEMPTION, LIST_ACT]
