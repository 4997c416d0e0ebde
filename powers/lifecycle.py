"""The lives of an instrument's entry and of an organization's file: what persons do with them, never the clock."""

from __future__ import annotations

from foundation.citations import CITY_PROCEDURE
from foundation.lifecycle import Act, Lifecycle
from powers.models import EntryState, OrganizationState

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

ADMINISTRATOR = "an administrator"
ORGANIZATION_IMPORT = Lifecycle(
    thing="import of the organization",
    acts=(
        Act("uploaded", (), OrganizationState.UPLOADED, ADMINISTRATOR, CITY_PROCEDURE),
        Act("checked", (OrganizationState.UPLOADED,), OrganizationState.CHECKED, "a worker", CITY_PROCEDURE),
        Act("let in", (OrganizationState.CHECKED,), OrganizationState.APPLYING, ADMINISTRATOR, CITY_PROCEDURE),
        Act("finished", (OrganizationState.APPLYING,), OrganizationState.APPLIED, "a worker", CITY_PROCEDURE),
        Act(
            "cancelled",
            (OrganizationState.UPLOADED, OrganizationState.CHECKED),
            OrganizationState.CANCELLED,
            ADMINISTRATOR,
            CITY_PROCEDURE,
        ),
    ),
)

LIFECYCLES = [ENTRY, ORGANIZATION_IMPORT]
