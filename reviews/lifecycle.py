"""What may be done with a post, by whom and on what basis."""

from foundation.citations import CITY_PROCEDURE, cite
from foundation.lifecycle import Act, Lifecycle

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
        Act("found to stand", ("recorded",), "stands", _REVIEWER, CITY_PROCEDURE),
        Act("found wanting", ("recorded",), "to correct", _REVIEWER, CITY_PROCEDURE),
        Act("found not to stand", ("recorded",), "to take down", _REVIEWER, CITY_PROCEDURE),
        Act("corrected", ("to correct",), "corrected", _PARTIES, cite("IV.D")),
        Act("taken down", ("to take down",), "taken down", _PARTIES, cite("IV.D")),
    ),
)

LIFECYCLES = [POST]
