"""Who holds which power for which department at a moment, and whose act is missing."""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse

from foundation.numbers import how_many
from powers.catalogue import POWERS
from powers.decisions import Holding, all_holders, authority_of
from powers.models import Origin
from powers.picture import Picture
from reports.answer import Answer, Column, Listed, Row, Sums
from reports.asking import Asked
from reports.forms import DepartmentsForm
from reports.report import Report


class PowersHeld(Report):
    """Every power of every department with its holder; vacancies are rows of their own. Everybody sees who decides."""

    code = "powers"
    title = "Who holds which power, for which department?"
    about = "Appointing authorities, acting heads, vacancies and designees, with the powers of each and the instrument."
    group = "People and powers"
    form = DepartmentsForm
    is_public = True
    tells = "The whole City"
    columns = (
        Column("department", "Department", 34),
        Column("code", "Code", 10),
        Column("holder", "Held by", 28),
        Column("number", "Number", 12),
        Column("capacity", "Capacity", 18),
        Column("powers", "Powers, with their clauses", 60),
        Column("instrument", "Instrument", 40),
        Column("since", "Since", 18),
        Column("until", "Until", 18),
        Column("night", "Made at night", 12),
    )

    def answer(self, asked: Asked) -> Answer:
        """One row for each department, holder and instrument; one for each office in which nobody can act."""
        picture = Picture(asked.at, asked.known_at)
        held = all_holders(asked.at, asked.known_at, picture)
        if asked.departments:
            held = [one for one in held if one.department_id in asked.departments]
        vacant = _vacancies(asked, picture)
        together: dict[tuple[int, str, int], list[Holding]] = defaultdict(list)
        for one in held:
            together[one.department_id, one.capacity, one.instrument.pk].append(one)
        rows = [*vacant, *(_row(found, asked) for found in together.values())]
        people = len({one.holder_id for one in held})
        missing = f" In {how_many(len(vacant), 'office')} nobody can act." if vacant else " Every office has somebody."
        return Answer(
            rows=Listed(sorted(rows, key=lambda row: [str(cell) for cell in row.cells[:5]])),
            sentence=f"{how_many(people, 'person holds', 'people hold')} powers of the regulation or of City procedure."
            + missing,
            empty="No department that existed then had anybody with a power. Choose a later day, or other departments.",
            sums=(_by_capacity(held),) if held else (),
        )


def _vacancies(asked: Asked, picture: Picture) -> list[Row]:
    found = []
    for profile in asked.tree.profiles.values():
        if not profile.head_title or (asked.departments and profile.department_id not in asked.departments):
            continue
        authority = authority_of(profile.department, asked.at, asked.known_at, picture=picture)
        if authority.holder is None:
            code = profile.department.code
            cells = (profile.name, code, "Nobody", "", "", authority.sentence, "", None, None, False)
            found.append(Row(cells, {0: reverse("powers:department", args=[code])}))
    return found


def _row(held: list[Holding], asked: Asked) -> Row:
    one = held[0]
    profile = asked.tree.profiles[one.department_id]
    return Row(
        (
            profile.name,
            profile.department.code,
            asked.names.of(one.instrument.holder),
            one.instrument.holder.number,
            one.capacity,
            "; ".join(f"{POWERS[each.power].name} ({each.basis})" for each in held),
            one.instrument.instrument,
            one.instrument.effective_from,
            one.instrument.effective_until,
            one.instrument.origin == Origin.NIGHT,
        ),
        {0: reverse("powers:department", args=[profile.department.code])},
    )


def _by_capacity(held: list[Holding]) -> Sums:
    counts: dict[str, set[int]] = defaultdict(set)
    for one in held:
        counts[one.capacity].add(one.holder_id)
    rows = [(capacity, len(people)) for capacity, people in sorted(counts.items())]
    return Sums("People by capacity", ("Capacity", "People"), rows)
