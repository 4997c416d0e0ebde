"""Reading the regulation: the version in force, older ones, and one's own accounts."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from directory.models import Employee
from foundation import clock
from foundation.audit.history import told_of
from foundation.citations import cite
from policy.carrying import asked_again, version_before
from policy.explanations import explained
from policy.following import effect_of, waiting_for_matches
from policy.forms import PublicationForm, ReasonForm
from policy.matching import cited_clauses, matched_clause
from policy.models import Publication, Version, VersionState
from policy.permissions import may_publish, visible_version, visible_versions
from policy.presenting import binding_of, passages
from policy.reading import state_of, version_in_force

PER_PAGE = 25
PERSONAL_USE = cite("V")


def person_of(request: HttpRequest) -> Employee:
    """The signed-in person."""
    return cast("Employee", request.user)  # login_required comes first


@require_GET
@login_required
def reading(request: HttpRequest) -> HttpResponse:
    """The regulation as it is in force now."""
    at = clock.now()
    version = version_in_force(None, at)
    if version is None:
        return render(request, "policy/none.html", {"may_publish": may_publish(person_of(request), at)})
    binding = binding_of(person_of(request), version, at)
    context = {
        "version": version,
        "state": state_of(version, at),
        "publication": version.publications.filter(superseded_at__isnull=True).first(),
        "passages": passages(version, binding),
        "binding": binding,
        "definitions": version.definitions.select_related("clause"),
        "may_publish": may_publish(person_of(request), at),
    }
    return render(request, "policy/reading.html", context)


@require_GET
@login_required
def versions(request: HttpRequest) -> HttpResponse:
    """Every version that one may see, newest first."""
    at = clock.now()
    person = person_of(request)
    rows = visible_versions(person, at).prefetch_related("publications", "publication_requests").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    publishes = may_publish(person, at)
    waiting = set(waiting_for_matches(at).values_list("version_id", flat=True)) if publishes else set()
    listed = [(row, state_of(row, at), _current(row), row.pk in waiting) for row in page]
    return render(request, "policy/versions.html", {"page": page, "listed": listed, "may_publish": publishes})


def _current(version: Version) -> object:
    """The publication as it is known now, from what was fetched with the list."""
    return next((row for row in version.publications.all() if row.superseded_at is None), None)


@require_GET
@login_required
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version: its text; for Employee Relations also how it was read, and publishing it."""
    at = clock.now()
    person = person_of(request)
    found = visible_version(person, version_id, at)
    publishes = may_publish(person, at)
    cited = cited_clauses(found) if publishes else []
    open_request = found.publication_requests.filter(decision__isnull=True).select_related("requested_by").first()
    context = {
        "version": found,
        "state": state_of(found, at),
        "publication": found.publications.filter(superseded_at__isnull=True).select_related("request").first(),
        "passages": passages(found),
        "definitions": found.definitions.select_related("clause"),
        "may_publish": publishes,
        "open_request": open_request,
        "is_own_request": open_request is not None and open_request.requested_by_id == person.pk,
        "past_requests": found.publication_requests.filter(decision__isnull=False).select_related(
            "requested_by", "decided_by"
        ),
        "publication_form": _publication_form(found, at) if publishes else None,
        "before": version_before(found.regulation, _begins(found, at)),
        "reason_form": ReasonForm(),
        "open_citations": [row for row in cited if row.is_open],
        "effect": effect_of(found, cited, at) if publishes else None,
        "entries": told_of(found) if publishes else [],
    }
    return render(request, "policy/version.html", context)


def _begins(version: Version, at: datetime) -> datetime:
    """When a version is in force from, else the moment at which it would follow the one in force."""
    begins = Publication.objects.not_superseded().filter(version=version).values_list("effective_from", flat=True)
    return begins.first() or at


def _publication_form(version: Version, at: datetime) -> PublicationForm | None:
    """The form that asks for publication, with how many people each choice asks; None where it is published."""
    if state_of(version, at) != VersionState.DRAFT:
        return None
    before = version_before(version.regulation, at)
    asked = asked_again(before, at) if before else None
    return PublicationForm(initial={"effective_from": _proposed_day(version)}, before=before, asked=asked)


def _proposed_day(version: Version) -> object:
    return version.proposed_effective_from or version.issue_date or clock.city_date(clock.now())


@require_GET
@login_required
def own_accounts(request: HttpRequest) -> HttpResponse:
    """Section V clause by clause, with explanations."""
    at = clock.now()
    version_now = version_in_force(None, at)
    section = matched_clause(version_now, PERSONAL_USE, at) if version_now else None
    context: dict[str, object] = {"version": version_now, "may_publish": may_publish(person_of(request), at)}
    if version_now and section:
        inside = f"{section.citation}."
        clauses = [
            clause
            for clause in version_now.clauses.select_related("version")
            if clause.pk == section.pk or clause.citation.startswith(inside)
        ]
        context |= {"section": section, "explained": explained(version_now, clauses)}
    return render(request, "policy/own_accounts.html", context)
