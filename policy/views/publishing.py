"""Importing and publishing in the browser: Employee Relations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from foundation import clock, dates
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible
from policy import services
from policy.carrying import version_before
from policy.following import effect_of
from policy.forms import ImportForm, MatchForm, PublicationForm, ReasonForm
from policy.matching import cited_clauses
from policy.models import Change, PublicationRequest, Version
from policy.parsing import decode
from policy.parsing.decoding import LARGEST
from policy.permissions import require_publisher
from policy.views.reading import person_of


@require_http_methods(["GET", "POST"])
@login_required
def import_version(request: HttpRequest) -> HttpResponse:
    """Upload a text: it becomes a draft, and its page shows how it was read."""
    require_publisher(person_of(request), clock.now())
    form = ImportForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            imported = services.import_text(
                decode(upload.read(LARGEST + 1), form.cleaned_data["encoding"].strip()),
                by=Actor.of_request(request),
                source=form.cleaned_data["source"],
                regulation=form.cleaned_data["regulation"],
            )
        except InvalidInput as error:
            form.add_error("file", str(error))
        else:
            if imported.is_new:
                messages.success(request, "The text is here as a draft. Look at how it was read before you go on.")
            else:
                messages.info(request, "This exact text is here already; nothing was changed.")
            return redirect("policy:version", imported.version.pk)
    status = 400 if form.is_bound else 200
    return render(request, "policy/import.html", {"form": form}, status=status)


@require_POST
@login_required
def request_publication(request: HttpRequest, version_id: int) -> HttpResponse:
    """Ask that a draft be published."""
    version = _version(request, version_id)
    form = PublicationForm(request.POST, before=version_before(version.regulation, clock.now()))
    if form.is_valid():
        services.request_publication(
            version,
            effective_from=clock.start_of(form.cleaned_data["effective_from"]),
            by=Actor.of_request(request),
            change=Change(form.cleaned_data.get("change", Change.MATERIAL)),
        )
        messages.success(request, "Asked. A second person in Employee Relations confirms or refuses.")
    elif "change" in form.errors:
        messages.error(request, "Not asked: say whether everyone is to acknowledge again.")
    else:
        messages.error(request, "Not asked: give the day from which the version is to be in force, as 2026-06-30.")
    return redirect("policy:version", version.pk)


@require_POST
@login_required
def confirm(request: HttpRequest, request_id: int) -> HttpResponse:
    """Publish, as the second person."""
    asked = _request(request, request_id)
    publication = services.confirm_publication(asked, by=Actor.of_request(request))
    day = clock.city_date(publication.effective_from)
    messages.success(request, f"Published. It is in force from {dates.day(day)}.")
    return redirect("policy:version", asked.version_id)


@require_POST
@login_required
def refuse(request: HttpRequest, request_id: int) -> HttpResponse:
    """Refuse, with a reason."""
    asked = _request(request, request_id)
    try:
        services.refuse_publication(asked, reason=ReasonForm(request.POST).given(), by=Actor.of_request(request))
        messages.success(request, f"Refused. {asked.requested_by.name} is told why.")
    except InvalidInput as error:
        messages.error(request, str(error))
    return redirect("policy:version", asked.version_id)


@require_POST
@login_required
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take one's own request back."""
    asked = _request(request, request_id)
    services.withdraw_publication(asked, by=Actor.of_request(request))
    messages.success(request, "Your request is withdrawn. The version is a draft again.")
    return redirect("policy:version", asked.version_id)


@require_POST
@login_required
def discard(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put a draft aside."""
    version = services.discard_draft(_version(request, version_id), by=Actor.of_request(request))
    messages.success(request, "The draft is discarded. It stays listed, and can no longer be published.")
    return redirect("policy:version", version.pk)


@require_http_methods(["GET", "POST"])
@login_required
def citations(request: HttpRequest, version_id: int) -> HttpResponse:
    """What the portal cites, and which clause of a version each citation means."""
    version = _version(request, version_id)
    rows = cited_clauses(version)
    rows.sort(key=lambda row: (not row.is_open, not row.powers))  # what is urgent first
    open_first = [row.citation for row in rows]
    form = MatchForm(_sent(request)[0], version=version, cited=open_first)
    if request.method == "POST" and form.is_valid():
        chosen = version.clauses.filter(citation=form.cleaned_data["clause"]).first()
        match = services.match_clause(
            version,
            citation=form.cleaned_data["citation"],
            clause=chosen,
            reason=form.cleaned_data["reason"],
            by=Actor.of_request(request),
        )
        meaning = match.clause.citation if match.clause else "nothing"
        messages.success(request, f"{match.citation} now means {meaning} in this version.")
        return redirect("policy:citations", version.pk)
    status = 400 if form.is_bound else 200
    context = {"version": version, "rows": rows, "form": form, "effect": effect_of(version, rows, clock.now())}
    return render(request, "policy/citations.html", context, status=status)


def _sent(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile[Any]] | None]:
    """What a form was sent with; nothing for a page that is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _version(request: HttpRequest, version_id: int) -> Version:
    require_publisher(person_of(request), clock.now())
    version = Version.objects.filter(pk=version_id).select_related("regulation").first()
    if version is None:
        raise NotVisible("There is no such version.")
    return version


def _request(request: HttpRequest, request_id: int) -> PublicationRequest:
    require_publisher(person_of(request), clock.now())
    found = (
        PublicationRequest.objects.filter(pk=request_id)
        .select_related("version__regulation", "requested_by", "decided_by")
        .first()
    )
    if found is None:
        raise NotVisible("There is no such request.")
    return found
