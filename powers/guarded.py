"""Rules about the instruments that the database keeps itself."""

from foundation.guards import AppendOnly, Guard, NoOverlap

GUARDS: list[Guard] = [
    AppendOnly("powers_appointment", may_set_once=("superseded_at",)),
    AppendOnly("powers_designation", may_set_once=("superseded_at",)),
    AppendOnly("powers_reading", may_set_once=("superseded_at",)),
    NoOverlap("powers_appointment", same=("department_id", "kind")),
    NoOverlap(
        "powers_reading",
        same=("kind", "power"),
        where="{row}.kind <> 'office_means'",
        name="powers_reading_one_answer",
    ),
    NoOverlap(
        "powers_reading",
        same=("power", "department_id"),
        where="{row}.kind = 'office_means'",
        name="powers_reading_one_office",
    ),
]
