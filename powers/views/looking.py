"""Looking: who holds which power for a department, as of a moment, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.models import DepartmentProfile
from foundation.audit.models import Entry
from foundation.errors import NotVisible
from powers.basis import Basis
from powers.catalogue import AUTHORIZE_POLICE_SPEECH, AUTHORIZE_SPEECH, POWERS, Power
from powers.decisions import Authority, authority_of, holders
from powers.explanation import explain
from powers.forms import WhyForm
from powers.models import Appointment, Designation, Origin, Reading
from powers.permissions import (
    department_at,
    departments_governed,
    enters_instruments,
    heads_an_office,
    may_ask_why,
    sees_entries,
)
from powers.picture import Picture
from powers.services.night import may_appoint_at_night
from powers.views.common import PAGE, as_of, asking
from powers.wording import question

LONGEST_WORDS = 200


@dataclass(frozen=True)
class Line:
    """One department of the overview."""

    profile: DepartmentProfile
    authority: Authority
    designees: int


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every department: who is its authority, or whose act is missing, and how many designees there are."""
    who = asking(request)
    form, picture = as_of(request, who.at)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]
    profiles = DepartmentProfile.objects.in_effect(picture.at, picture.known_at).select_related("department")
    if words:
        profiles = profiles.filter(name__icontains=words)
    page = Paginator(profiles.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    counts = _designees(picture)
    kept = request.GET.copy()
    kept.pop("page", None)
    lines = [
        Line(
            profile,
            authority_of(profile.department, picture.at, picture.known_at, picture=picture),
            counts[profile.department_id],
        )
        for profile in page
    ]
    context = {
        "form": form,
        "picture": picture,
        "is_now": not form.is_bound,
        "words": words,
        "query": f"{kept.urlencode()}&" if kept else "",
        "page": page,
        "lines": lines,
        "missing": [line for line in lines if line.authority.holder is None],
        "text": picture.text,
        "not_given": picture.not_given(),
        "enters": enters_instruments(who.person, who.at),
        "sees_entries": sees_entries(who.person, who.at),
        "is_authority": heads_an_office(who.person, who.at),
    }
    return render(request, "powers/overview.html", context)


def _designees(picture: Picture) -> Counter[int]:
    rows = list(Designation.objects.in_effect(picture.at, picture.known_at).select_related("department"))
    picture.presence.load(row.holder_id for row in rows)
    return Counter(row.department_id for row in rows if picture.powers_given_by(row))


@dataclass(frozen=True)
class Designee:
    """A designation as the department's page shows it."""

    row: Designation
    powers: list[Basis]
    inherited_from: str


@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """One department: its authority, designees with powers and ends, and the history of its office."""
    who = asking(request)
    form, picture = as_of(request, who.at)
    profile = department_at(code, picture.at, picture.known_at)
    if profile is None:
        raise NotVisible("There is no such department.")
    of = profile.department
    authority = authority_of(of, picture.at, picture.known_at, picture=picture)
    appointments = Appointment.objects.known(picture.known_at).filter(department_id=authority.office_id or of.pk)
    governed = {one.pk for one in departments_governed(who.person, who.at)}
    context = {
        "form": form,
        "picture": picture,
        "is_now": not form.is_bound,
        "profile": profile,
        "authority": authority,
        "office": picture.tree.name(authority.office_id, picture.at) if authority.office_id else "",
        "police": _police_authority(profile, picture),
        "police_basis": picture.basis(AUTHORIZE_POLICE_SPEECH),
        "text": picture.text,
        "not_given": picture.not_given(),
        "designees": _designees_of(of.pk, picture),
        "appointments": appointments.select_related("holder").order_by("-effective_from")[:PAGE],
        "enters": enters_instruments(who.person, who.at),
        "governs": of.pk in governed,
        "may_ask_why": of.pk in governed or sees_entries(who.person, who.at),
        "entries": _told_of(of.pk),
        "may_appoint_at_night": authority.holder is None and may_appoint_at_night(who.person, of, who.at),
    }
    return render(request, "powers/department.html", context)


def _told_of(department_id: int) -> list[Entry]:
    """What happened to the instruments of a department; found by their lineages, for which the trail has an index."""
    kinds: list[str] = []
    lineages: list[UUID] = []
    for model in (Appointment, Designation, Reading):
        kinds.append(model._meta.label_lower)
        lineages += model.objects.filter(department_id=department_id).values_list("lineage", flat=True).distinct()
    told = Entry.objects.filter(object_kind__in=kinds, object_id__in=[str(lineage) for lineage in lineages])
    return list(told.order_by("-id")[:PAGE])


def _police_authority(profile: DepartmentProfile, picture: Picture) -> Authority | None:
    if profile.speech_rule == "ordinary":
        return None
    return authority_of(profile.department, picture.at, picture.known_at, AUTHORIZE_POLICE_SPEECH, picture)


def _designees_of(department_id: int, picture: Picture) -> list[Designee]:
    # Designations reach down: ask every holder of every power that a designee may have.
    found: dict[int, Designation] = {}
    powers: dict[int, list[Power]] = defaultdict(list)
    path = picture.climb(department_id).path
    rows = Designation.objects.in_effect(picture.at, picture.known_at).filter(department_id__in=path)
    for row in rows.select_related("holder", "department").order_by("effective_from", "pk"):
        given = [power for power in picture.powers_given_by(row) if picture.covers(row, power, department_id)]
        if given:
            found[row.pk] = row
            powers[row.pk] = given
    return [
        Designee(
            row,
            [picture.basis(power) for power in powers[pk]],
            "" if row.department_id == department_id else row.department.code,
        )
        for pk, row in found.items()
    ]


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Why somebody has or lacks a power, step by step. Asked about others only by who may."""
    who = asking(request)
    form = WhyForm(request.GET if "employee" in request.GET else None, initial={"employee": who.person.number})
    answer = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        at, known_at = form.moments(who.at)
        if not may_ask_why(who.person, data["employee"], data["department"], who.at):
            raise NotVisible("There is no such page.")
        answer = explain(data["employee"], POWERS[data["power"]], data["department"], at, known_at)
    others = holders(answer.power, answer.department, answer.at, answer.known_at) if answer else []
    context = {"form": form, "answer": answer, "others": others}
    return render(request, "powers/why.html", context, status=400 if form.errors else 200)


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """How the City reads what the regulation leaves open, and what its words say without a reading."""
    who = asking(request)
    form, picture = as_of(request, who.at)
    rows = Reading.objects.known(picture.known_at).select_related("department", "office", "entered_by", "confirmed_by")
    page = Paginator(rows.order_by("-effective_from", "-pk"), PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.question = question(row.kind, picture)
        row.basis = picture.basis(POWERS[row.power]) if row.power else None
    context = {
        "form": form,
        "picture": picture,
        "is_now": not form.is_bound,
        "page": page,
        "powers": [(picture.basis(power), picture.designee_may_hold(power)) for power in POWERS.values()],
        "both_required": picture.both_required(),
        "ordinary": picture.basis(AUTHORIZE_SPEECH).named,
        "police": picture.basis(AUTHORIZE_POLICE_SPEECH).named,
        "text": picture.text,
        "not_given": picture.not_given(),
        "enters": enters_instruments(who.person, who.at),
    }
    return render(request, "powers/readings.html", context)


@require_safe
def nights(request: HttpRequest) -> HttpResponse:
    """Acting appointments that one person made at night."""
    who = asking(request)
    if not sees_entries(who.person, who.at):
        raise NotVisible("There is no such page.")
    rows = Appointment.objects.not_superseded().filter(origin=Origin.NIGHT)
    rows = rows.select_related("holder", "department", "entered_by").order_by("-effective_from", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "powers/nights.html", {"page": page, "at": who.at})
