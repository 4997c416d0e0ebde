"""The life of an instrument's entry: what persons do with it. What the clock does with the instrument is derived."""

from __future__ import annotations

from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle
from powers.models import EntryState

ENTRY = Lifecycle(
    thing="entry of an instrument",
    acts=(
        Act("entered", (), EntryState.ENTERED, "Employee Relations", CITY_PROCEDURE),
        Act(
            "confirmed",
            (EntryState.ENTERED,),
            EntryState.CONFIRMED,
            "a second person in Employee Relations, whom it does not benefit",
            CITY_PROCEDURE,
        ),
        Act("refused", (EntryState.ENTERED,), EntryState.REFUSED, "Employee Relations, with a reason", CITY_PROCEDURE),
        Act("withdrawn", (EntryState.ENTERED,), EntryState.WITHDRAWN, "who entered it", CITY_PROCEDURE),
    ),
)

LIFECYCLES = [ENTRY]
