"""Who may post in an emergency although their acknowledgement has lapsed: there a lapse warns, and is reported here.

The same rule as the decision's (`readiness.lapsed_version`), for everybody at once, in a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from acknowledgements.due import Span
from acknowledgements.duty import Asked, Duties, campaigns_asking, departments_asking, lists_asking
from acknowledgements.exempt import exempt_spans
from acknowledgements.models import Acknowledgement, Decline
from authorizations.facts import GRACE, VersionAsked
from authorizations.models import Authorization, DeclineDecision
from authorizations.readiness import lapsed_version
from directory.models import Assignment, Employee, UnderRegulation
from foundation.dated_settings import value
from policy.models import Carrying, Publication
from powers.one_person import PresenceAtOnce
from powers.picture import Picture


@dataclass(frozen=True)
class Lapse:
    """Somebody who holds authorizations in effect, and what they have not acknowledged."""

    person: Employee
    title: str
    department_id: int
    version: VersionAsked
    authorizations: tuple[str, ...]


def emergency_departments(picture: Picture) -> frozenset[int]:
    """Ids of the departments with emergency posting."""
    profiles = ((one, picture.tree.profile(one, picture.at)) for one in picture.tree.departments(picture.at))
    return frozenset(one for one, profile in profiles if profile is not None and profile.emergency_posting)


def lapses(picture: Picture, departments: Iterable[int]) -> list[Lapse]:
    """The lapses in some departments, by name; those whose authority has let a decline be are none."""
    at = picture.at
    held: dict[int, list[str]] = {}
    there = Assignment.objects.in_effect(at).filter(department_id__in=departments)
    rows = Authorization.objects.within_dates(at).filter(grantee_id__in=there.values("employee_id"))
    for person, reference in rows.order_by("reference").values_list("grantee_id", "reference"):
        held.setdefault(person, []).append(reference)
    missing = lapsed_among(picture, held)
    listed = there.filter(employee_id__in=missing).select_related("employee").order_by("employee__name", "pk")
    return [
        Lapse(row.employee, row.title, row.department_id, missing[row.employee_id], tuple(held[row.employee_id]))
        for row in listed
    ]


def lapsed_among(picture: Picture, people: Iterable[int]) -> dict[int, VersionAsked]:
    """What some people (ids) have not acknowledged as far as that is asked by now; a constant number of queries.

    Nobody is in it whose authority has let a decline be, or whose department the regulation does not bind.
    """
    at, known_at, ids = picture.at, picture.known_at, set(people)
    asked = _versions(at, known_at) if ids else []
    if not asked:
        return {}
    duties = Duties(campaigns_asking(at, known_at), departments_asking(), lists_asking(ids))
    numbers = [pk for pk, _ in asked]
    made = Acknowledgement.objects.standing(at, known_at).filter(person_id__in=ids, version_id__in=numbers)
    signed = set(made.values_list("person_id", "version_id"))
    carried = Carrying.objects.filter(version_id__in=numbers, recorded_at__lte=known_at)
    for version, counted in carried.values_list("version_id", "counted_id"):
        signed |= {(person, version) for person, of in tuple(signed) if of == counted}
    declined = _declined(picture, ids, numbers)
    presence = PresenceAtOnce(picture.tree, known_at)
    presence.load(ids)
    grace = int(value(GRACE, at, known_at))
    exempt: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for person, pk, since, until, ended in exempt_spans(known_at).filter(person__in=ids):
        exempt[person, pk].append((since, min(until, ended) if ended else until))
    found = {}
    for person, department in _bound(picture, ids):
        places = picture.tree.above(department, at)
        terms = duties.terms(person, places, presence.employed_since(person, at))
        theirs = [
            replace(
                version,
                opens_at=terms[pk][0] if pk in terms else None,
                due_at=terms[pk][1] if pk in terms else None,
                exempt=tuple(exempt[person, pk]),
                acknowledged=(person, pk) in signed,
                declined=(person, pk) in declined,
                word=declined.get((person, pk), ""),
            )
            for pk, version in asked
        ]
        missing = lapsed_version(theirs, presence.absences(person), grace, at)
        if missing is not None and missing.word != DeclineDecision.Decision.MAY_GO_ON:
            found[person] = missing
    return found


def _declined(picture: Picture, people: set[int], versions: list[int]) -> dict[tuple[int, int], str]:
    """Who declined which version, with the authority's word on it as it stood."""
    declines = Decline.objects.standing(picture.at, picture.known_at).filter(person__in=people, version__in=versions)
    told = declines.order_by().values_list(
        "person_id", "version_id", "authority_decision__decision", "authority_decision__at"
    )
    by = min(picture.at, picture.known_at)
    return {(person, version): word if word and decided <= by else "" for person, version, word, decided in told}


def may_have_lapsed(picture: Picture, person: str) -> Q:
    """Who is to be looked at (`lapsed_among`), as a condition on rows, `person` naming the field with the person's id.

    Whoever declined; and, where a term may have run out for anybody, who acknowledged neither that version nor a later.
    """
    at, known_at = picture.at, picture.known_at
    grace = timedelta(days=int(value(GRACE, at, known_at)))
    run_out = {row[1] for row in campaigns_asking(at, known_at) if _earliest(row) + grace <= at}
    enough: list[int] = []
    for version, _ in _versions(at, known_at):
        enough.append(version)
        if version in run_out:
            break
    declined = Decline.objects.standing(at, known_at).filter(person_id=OuterRef(person), version_id__in=enough)
    if run_out.isdisjoint(enough):
        return Q(Exists(declined))
    carried = Carrying.objects.filter(version_id__in=enough, recorded_at__lte=known_at).values_list("counted_id")
    counted = [*enough, *(pk for (pk,) in carried)]
    made = Acknowledgement.objects.standing(at, known_at).filter(person_id=OuterRef(person), version_id__in=counted)
    return Q(Exists(declined)) | ~Q(Exists(made))


def _earliest(row: Asked) -> datetime:
    """Before when a campaign's term has run out for nobody: new hires have their own, from the opening on."""
    _, _, _, term_days, opens_at, due_at = row
    return due_at if term_days is None else min(due_at, opens_at + timedelta(days=term_days - 1))


def _bound(picture: Picture, people: set[int]) -> list[tuple[int, int]]:
    """Those of some people whose department the regulation binds, each with that department."""
    rows = Assignment.objects.in_effect(picture.at, picture.known_at).filter(employee_id__in=people)
    found = []
    for person, department in rows.values_list("employee_id", "department_id"):
        profile = picture.tree.profile(department, picture.at)
        if profile is not None and profile.under_regulation != UnderRegulation.NO:
            found.append((person, department))
    return found


def _versions(at: datetime, known_at: datetime) -> list[tuple[int, VersionAsked]]:
    """The versions of the City's regulation in force by a moment, the newest first; when each was asked differs."""
    publications = list(
        Publication.objects.known(known_at).filter(effective_from__lte=at).select_related("version__regulation")
    )
    running = [row for row in publications if row.is_in_effect(at)]
    if not running:
        return []
    current = min(running, key=lambda row: row.regulation_id).regulation_id
    ours = sorted(
        (row for row in publications if row.regulation_id == current),
        key=lambda row: (row.effective_from, row.pk),
        reverse=True,
    )
    return [(row.version_id, VersionAsked(str(row.version), False, None, None, False, "")) for row in ours]
