"""What may be done with questions and declines, and by whom."""

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

LIFECYCLES = [QUESTION, DECLINE]
