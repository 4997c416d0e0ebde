"""Acting on a list of who is missing: a look at it, the act, and a page that says what came of it for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from acknowledgements import services
from acknowledgements.forms_lists import ExemptListForm, ListForm
from acknowledgements.handouts import as_pdf, crews_of
from acknowledgements.listing import (
    ListWanted,
    chosen_in_sight,
    in_words,
    listed,
    people_on,
    require_running,
    slips_of_list,
)
from acknowledgements.listing import what_came as counted
from acknowledgements.models import ListAct, ListKind, Outcome
from acknowledgements.outcomes import sentence_of
from acknowledgements.permissions import coverage_scope, may_act_on_lists, runs_campaigns, visible_lists
from acknowledgements.services.acting_on_lists import AT_ONCE, CANNOT, is_at_work
from acknowledgements.sheets import PART
from acknowledgements.views.common import Asking, asking, put_on, refuse_long_key
from acknowledgements.views.coverage import Question, department_asked, question_asked, refuse_what_has_no_sense
from directory.models import Role
from directory.permissions import require_role
from directory.tree import Tree
from foundation.errors import Conflict, InvalidInput, NotVisible
from foundation.jobs.models import Job
from foundation.sending import once

PAGE = 100
_STATES = {
    "asked": ("Waits for a second person", "waiting"),
    "being done": ("Being done", "waiting"),
    "done": ("Done", "good"),
    "refused": ("Refused", "over"),
    "withdrawn": ("Withdrawn", "over"),
}


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """What was done with lists, the newest first: all of it for Employee Relations and auditors, else one's own."""
    who = asking(request)
    if coverage_scope(who.person, who.at).is_empty:
        raise NotVisible("There is no such page.")
    found = visible_lists(who.person, who.at)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, *_STATES[row.state]) for row in page],
        "waiting": found.filter(pk__in=ListAct.objects.to_decide()).count(),
    }
    return render(request, "acknowledgements/lists.html", context)


@dataclass(frozen=True)
class _Look:
    """What is about to be done: with how many, and how many of those ticked are left out because they are gone."""

    wanted: ListWanted
    count: int
    gone: int


@require_POST
@once
def act(request: HttpRequest) -> HttpResponse:
    """Look first at what is done with how many; then (`go`) do it."""
    who = asking(request)
    question = question_asked(request, who)
    if question is None:
        raise NotVisible("There is no such list.")
    wanted = _wanted(request, who, question)
    look = _look(who, question, wanted)
    is_exemption = wanted.act == ListKind.EXEMPT
    sent = request.POST if "go" in request.POST else None
    form = ExemptListForm(sent, at=who.at) if is_exemption else None
    if sent is not None and (form is None or form.is_valid()):
        given = form.cleaned_data if form else {}
        try:
            made = services.act_on_list(by=who.by, wanted=replace(wanted, **given))
        except InvalidInput as error:
            if form is None or error.field not in form.fields:
                raise
            put_on(form, error)
        else:
            return redirect("acknowledgements:list", made.pk)
    context = {
        "look": look,
        "looked_at": (wanted.looked_at or who.at).isoformat(),
        "question": question,
        "form": form,
        "words": in_words(wanted, who.at, look.count),
        "is_long": look.count > AT_ONCE and wanted.act != ListKind.EXEMPT,
        "people": wanted.chosen or (),
    }
    status = 400 if form and form.errors else 200
    return render(request, "acknowledgements/list_act.html", context, status=status)


def _wanted(request: HttpRequest, who: Asking, question: Question) -> ListWanted:
    refuse_what_has_no_sense(question)
    if not may_act_on_lists(who.person, question.scope, who.at):
        require_role(who.by, Role.EMPLOYEE_RELATIONS, who.at, CANNOT)
    campaign = question.campaign_to_act_in()
    if campaign is None or question.in_force_later:
        raise Conflict("Nothing was done.", why="No campaign asks for this version.", remedy="Open a campaign first.")
    if not question.is_of_now:
        raise InvalidInput("This list is of an earlier day.", remedy="Open who is missing now, and act on that list.")
    require_running(campaign, who.at)
    form = ListForm(request.POST)
    for error in form.errors.values():
        raise InvalidInput(str(error[0]), remedy="Go back to the list and choose.")
    department = department_asked(request.POST, Tree(who.at))
    wanted = form.wanted(campaign, department, of_campaign=question.scope.campaign is not None)
    if not question.scope.everybody and wanted.act != ListKind.REMIND:
        require_role(who.by, Role.EMPLOYEE_RELATIONS, who.at, CANNOT)
    return wanted


def _look(who: Asking, question: Question, wanted: ListWanted) -> _Look:
    if wanted.chosen is None:
        rows = listed(wanted.campaign, question.scope, wanted.department, wanted.looked_at or who.at)
        return _Look(wanted, rows.order_by().count(), 0)
    seen = chosen_in_sight(wanted.chosen, who.person, who.at)
    return _Look(wanted, len(seen), len(set(wanted.chosen)) - len(seen))


@require_safe
def list_(request: HttpRequest, list_id: int) -> HttpResponse:
    """What came of it: how far it is, how many of what, and a sentence for each person."""
    who = asking(request)
    found = _found(who, list_id)
    lines = found.lines.select_related("person").order_by("person__name", "pk")
    came = request.GET.get("came", "")
    if came in Outcome.values:
        lines = lines.filter(outcome=came)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    kind = ListKind(found.act)
    outcome = counted(found)
    word, tone = _STATES[found.state]
    context = {
        "act": found,
        "word": word,
        "tone": tone,
        "came": outcome,
        "counts": [(one, sentence_of(one, kind), number) for one, number in outcome.counts],
        "chosen": came if came in Outcome.values else "",
        "page": page,
        "rows": [(line.person, sentence_of(Outcome(line.outcome), kind)) for line in page],
        **_next_steps(found, who),
    }
    if found.state == "asked":
        # Nobody approves what they have not seen.
        context["page"] = context["people"] = Paginator(people_on(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "acknowledgements/list.html", context)


def _next_steps(found: ListAct, who: Asking) -> dict[str, Any]:
    """What may be done with it now, by whom."""
    relations = runs_campaigns(who.person, who.at)
    own = found.asked_by_id == who.person.pk
    being_done = found.state == "being done"
    at_work = being_done and is_at_work(found)
    job = Job.objects.filter(pk__in=list(found.runs.values_list("job", flat=True))).order_by("-requested_at").first()
    slips = len(slips_of_list(found)) if found.ended_at else 0
    return {
        "own": own,
        "may_decide": relations and found.state == "asked",
        "at_work": at_work,
        "stopped": being_done and not at_work,
        "may_go_on": being_done and not at_work and (relations or (own and found.own_people)),
        "job": job if job and job.requested_by_number == who.person.number else None,
        "why_stopped": job.error if job and being_done and not at_work else "",
        "slips": slips,
        "slips_at_once": slips <= PART,
    }


@require_safe
def slips(request: HttpRequest, list_id: int) -> HttpResponse:
    """The slips of a list as a PDF, crew by crew; more than one file holds a worker has made."""
    who = asking(request)
    found = _found(who, list_id)
    people = slips_of_list(found)
    if not people:
        raise Conflict("There are no slips.", why="Nobody on this list gets one.", remedy="Open the list again.")
    if len(people) > PART:
        raise Conflict(
            "The slips were not made.",
            why=f"There are {len(people):,}, and one file holds {PART}: a worker made several.",
            remedy="Fetch them under My jobs and exports.",
        )
    content = as_pdf(found.campaign, crews_of(found.campaign, people, who.at), who.at)
    response = HttpResponse(content, "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="slips-{found.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def approve(request: HttpRequest, list_id: int) -> HttpResponse:
    """Approve, as the second person, that everybody on a list is exempt."""
    who = asking(request)
    services.approve_list(by=who.by, act=_found(who, list_id))
    messages.success(request, "Approved. What came of it for each person stands below.")
    return redirect("acknowledgements:list", list_id)


@require_POST
def refuse(request: HttpRequest, list_id: int) -> HttpResponse:
    """Refuse it as the second person, or withdraw it as who asked for it."""
    who = asking(request)
    found = services.refuse_list(by=who.by, act=_found(who, list_id), reason=request.POST.get("reason", ""))
    messages.success(request, f"{found.get_decision_display()}. Nobody was exempted.")
    return redirect("acknowledgements:list", list_id)


@require_POST
def go_on(request: HttpRequest, list_id: int) -> HttpResponse:
    """Have a worker go on where one stopped."""
    who = asking(request)
    services.go_on_with_list(by=who.by, act=_found(who, list_id))
    messages.success(request, "A worker goes on behind the last line.")
    return redirect("acknowledgements:list", list_id)


def _found(who: Asking, list_id: int) -> ListAct:
    refuse_long_key(list_id)
    found: ListAct | None = visible_lists(who.person, who.at).filter(pk=list_id).first()
    if found is None:
        raise NotVisible("There is no such list.")
    return found
