"""What may be done with a post, by whom and on what basis."""

from foundation.citations import CITY_PROCEDURE, cite
from foundation.lifecycle import Act, Lifecycle

_OTHER_REVIEWER = "who may review posts there, and did not propose it"
_PARTIES = "who drafted or publishes it"
_REVIEWER = "who may review posts there, and neither drafted nor publishes it"

POST = Lifecycle(
    "post",
    (
        Act("drafted", (), "draft", "everybody", CITY_PROCEDURE),
        Act("submitted", ("draft", "changes requested"), "submitted", _PARTIES, CITY_PROCEDURE),
        Act("taken back", ("submitted",), "draft", _PARTIES, CITY_PROCEDURE),
        Act("changes requested", ("submitted",), "changes requested", _REVIEWER, CITY_PROCEDURE),
        Act("approved", ("submitted",), "approved", _REVIEWER, CITY_PROCEDURE),
        Act("declined", ("submitted",), "declined", _REVIEWER, CITY_PROCEDURE),
        Act(
            "released by office",
            ("submitted", "changes requested", "declined"),
            "approved",
            "the head; a reviewer's no is advice",
            CITY_PROCEDURE,
        ),
        Act("changed after approval", ("approved",), "draft", _PARTIES, CITY_PROCEDURE),
        Act(
            "withdrawn",
            ("draft", "submitted", "changes requested", "approved"),
            "withdrawn",
            _PARTIES,
            CITY_PROCEDURE,
        ),
        Act(
            "published",
            ("draft", "submitted", "changes requested", "approved", "declined", "withdrawn", "published"),
            "published",
            "who publishes it, who saw it: with authority or without",
            cite("IV.C"),
        ),
        Act("recorded", (), "recorded", "who published it first; everybody who saw it", cite("IV.D")),
        Act(
            "recorded alone",
            (),
            "published",
            "who replied, or filled an approved template; where the account's rule draws a sample",
            CITY_PROCEDURE,
        ),
        Act("called up", ("published",), "recorded", _REVIEWER, CITY_PROCEDURE),
        Act("found to stand", ("recorded",), "stands", _REVIEWER, CITY_PROCEDURE),
        Act("found wanting", ("recorded",), "to correct", _REVIEWER, CITY_PROCEDURE),
        Act("found not to stand", ("recorded",), "to take down", _REVIEWER, CITY_PROCEDURE),
        Act("corrected", ("to correct",), "corrected", _PARTIES, cite("IV.D")),
        Act("taken down", ("to take down",), "taken down", _PARTIES, cite("IV.D")),
    ),
)

TEMPLATE = Lifecycle(
    "template",
    (
        Act("proposed", (), "proposed", "who works in the department, or reviews its posts", CITY_PROCEDURE),
        Act("approved", ("proposed",), "approved", _OTHER_REVIEWER, CITY_PROCEDURE),
        Act("declined", ("proposed",), "declined", _OTHER_REVIEWER, CITY_PROCEDURE),
        Act("retired", ("approved",), "retired", "who may review posts there", CITY_PROCEDURE),
    ),
)

LIFECYCLES = [POST, TEMPLATE]
