"""Coverage: who has acknowledged which version, by department, at a moment; who is missing; as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from acknowledgements import exports
from acknowledgements.coverage import Coverage, Moment, Scope, missing, report
from acknowledgements.curve import over_time
from acknowledgements.forms import CoverageForm
from acknowledgements.lines import told
from acknowledgements.listing import campaign_to_act_in
from acknowledgements.models import Campaign, ListKind
from acknowledgements.permissions import campaign_named, coverage_scope, may_act_on_lists
from acknowledgements.progress import pictures, ways
from acknowledgements.versions import offered
from acknowledgements.views.common import Asking, asking
from directory.tree import Tree
from foundation.errors import InvalidInput, NotVisible
from policy.models import Version

PAGE = 100


@dataclass(frozen=True)
class Question:
    """What a coverage page was asked: the version, the moment, and whose."""

    version: Version
    moment: Moment
    scope: Scope
    form: CoverageForm
    campaign: Campaign | None
    at: datetime

    @property
    def kept(self) -> str:
        """The question as a link carries it on: pairs, each with an ampersand behind."""
        given = {name: self.form.data.get(name, "") for name in ("version", "campaign", "as_of", "known_at")}
        return "".join(f"{urlencode({name: value})}&" for name, value in given.items() if value)

    @property
    def is_of_now(self) -> bool:
        """Whether it asks how things are now: only then is there something to do about it."""
        return self.moment.at == self.moment.known_at == self.at

    def campaign_to_act_in(self) -> Campaign | None:
        """The campaign named, else the version's latest that runs, else its latest."""
        if self.scope.campaign is not None:
            return self.scope.campaign
        opened = Campaign.objects.filter(version=self.version, opened_at__isnull=False).order_by("-opened_at")
        return campaign_to_act_in(list(opened), self.at)

    @property
    def in_force_later(self) -> datetime | None:
        """From when on the version is in force, where that is still to come."""
        begins: datetime = self.version.in_force_from  # type: ignore[attr-defined]
        return begins if begins > self.at else None


def question_asked(request: HttpRequest, who: Asking) -> Question | None:
    """The question in the address; None where no version has been published yet."""
    scope = coverage_scope(who.person, who.at)
    if scope.is_empty:
        raise NotVisible("There is no such page.")
    data = request.GET if request.method != "POST" else request.POST
    form = CoverageForm(data or None, versions=offered(who.at), at=who.at)
    version = form.chosen_version()
    if version is None:
        return None
    campaign = campaign_named(data.get("campaign", ""), who.person, who.at)
    if campaign is not None:
        if campaign.version_id != version.pk:
            raise NotVisible("There is no such report.")
        return Question(version, form.moment(), replace(scope, campaign=campaign), form, campaign, who.at)
    campaign = Campaign.objects.filter(version=version, opened_at__isnull=False).order_by("-opened_at").first()
    return Question(version, form.moment(), scope, form, campaign, who.at)


def refuse_what_has_no_sense(question: Question) -> None:
    """A page without the question's form, and a file, tell what is wrong with it in a sentence."""
    for error in question.form.errors.values():
        raise InvalidInput(str(error[0]), remedy="Go back to the coverage and ask again.")


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """The report: a sentence, the curve, the departments, with the way to who is missing."""
    who = asking(request)
    question = question_asked(request, who)
    if question is None:
        return render(request, "acknowledgements/coverage_none.html")
    if question.form.errors or question.in_force_later:
        status = 400 if question.form.errors else 200
        return render(request, "acknowledgements/coverage_unanswered.html", {"question": question}, status=status)
    found = report(question.version.pk, question.moment, question.scope)
    days = over_time(question.version.pk, question.moment, question.scope)
    context = {
        "question": question,
        "coverage": found,
        "shows_excused": question.scope.everybody,
        "pictures": pictures(found, days, question.moment, question.campaign),
        "ways": ways(days),
        "long": found.total.people > exports.AT_ONCE,
        "now": who.at,
    }
    return render(request, "acknowledgements/coverage.html", context)


@require_safe
def missing_people(request: HttpRequest) -> HttpResponse:
    """Who has not acknowledged, in all or in one department with its divisions."""
    who = asking(request)
    question = question_asked(request, who)
    if question is None:
        return render(request, "acknowledgements/coverage_none.html")
    refuse_what_has_no_sense(question)
    if question.in_force_later:
        return render(request, "acknowledgements/coverage_unanswered.html", {"question": question})
    tree = Tree(question.moment.at, question.moment.known_at)
    department = department_asked(request.GET, tree)
    found = report(question.version.pk, question.moment, question.scope)
    page = missing_page(request, question, tree, department, found)
    to_act_in = question.campaign_to_act_in()
    context = {
        "question": question,
        "department_id": department,
        "department": tree.name(department) if department else "",
        "page": page,
        "long": page.paginator.count > exports.AT_ONCE,
        "total": found.total,
        "may_act": question.is_of_now and may_act_on_lists(who.person, question.scope, who.at),
        "to_act_in": to_act_in,
        "runs": to_act_in is not None and to_act_in.is_running(who.at),
        "kinds": ListKind.choices if question.scope.everybody else [],
    }
    return render(request, "acknowledgements/missing.html", context)


def department_asked(data: QueryDict, tree: Tree) -> int | None:
    """The department that narrows a list, with its divisions; `NotVisible` for one that is none."""
    given = data.get("department", "")
    if not given:
        return None
    if not given.isdecimal() or len(given) > 18 or int(given) not in tree:
        raise NotVisible("There is no such department.")
    return int(given)


def missing_page(
    request: HttpRequest, question: Question, tree: Tree, department: int | None, found: Coverage
) -> Page[Any]:
    """One page of who is missing, with the names of their departments put on."""
    within = tree.with_divisions([department]) if department else frozenset()
    count = found.total.missing
    if department:
        count = next((line.whole.missing for line in found.lines if line.department_id == department), 0)
    rows = missing(question.version.pk, question.moment, question.scope, within)
    paginator = Paginator(rows, PAGE)
    paginator.count = count  # counted by the report already
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = told(page.object_list, question.campaign, tree, question.moment, question.scope)
    return page


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The report as CSV or XLSX: at once where it is short, else as a job with its own page."""
    who = asking(request)
    question = question_asked(request, who)
    if question is None:
        raise NotVisible("There is no such report.")
    refuse_what_has_no_sense(question)
    if question.in_force_later:
        raise InvalidInput("This version is not in force yet.", why="Nobody is asked for it yet.")
    wanted = exports.export_of(who.person, _parameters(question, request.POST), who.at)
    if wanted.count() > exports.AT_ONCE:
        return redirect("jobs:detail", exports.start_job(by=who.by, export=wanted).pk)
    return _file(who, wanted, who.at)


def _parameters(question: Question, data: QueryDict) -> dict[str, Any]:
    moment = question.moment
    return {
        "version": question.version.pk,
        "kind": data.get("kind", ""),
        "at": moment.at.isoformat(),
        "known_at": moment.known_at.isoformat(),
        "department": department_asked(data, Tree(moment.at, moment.known_at)),
        "campaign": question.scope.campaign.pk if question.scope.campaign else None,
        "missing": bool(data.get("missing")),
    }


def _file(who: Asking, wanted: exports.Export, at: datetime) -> HttpResponse:
    spool = TemporaryFile()  # noqa: SIM115 - the response closes it
    written = exports.write(wanted, spool, who.by, at, lambda _done: None)
    exports.record_export(who.by, wanted, written, at)
    spool.seek(0)
    response = FileResponse(
        spool, as_attachment=True, filename=wanted.name, content_type=exports.CONTENT_TYPES[wanted.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # FileResponse is a response, the stubs know it as streaming only
