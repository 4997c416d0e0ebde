"""I have a question: asked on the page one reads, answered by Employee Relations; nobody else sees it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements.forms_asking import QUESTION, EnteredForm, WordsForm
from acknowledgements.models import Question
from acknowledgements.permissions import runs_campaigns, visible_questions
from acknowledgements.services import answer_question, ask_question, decline, mark_of_answers
from acknowledgements.versions import offered
from acknowledgements.views.acknowledging import asked_of
from acknowledgements.views.common import Asking, asking, put_on
from acknowledgements.waiting import questions_to_answer
from foundation.errors import InvalidInput, NotVisible, Refusal

PAGE = 50
BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def ask(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Put a question about the version that a campaign asks for; those asked before stand below."""
    who = asking(request)
    campaign, _ = asked_of(who, campaign_id)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label="What do you want to know?",
        help_text="Only Employee Relations reads it. The answer comes here, and you are told.",
        button="Send the question",
        missing="Write your question.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            question = ask_question(by=who.by, version=campaign.version, text=form.cleaned_data["text"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Sent. Employee Relations answers here; you can acknowledge meanwhile, or wait.")
            return redirect("acknowledgements:question", question.pk)
    earlier = who.person.questions.filter(version=campaign.version).prefetch_related("answers")
    context = {"campaign": campaign, "form": form, "earlier": earlier}
    return render(request, "acknowledgements/ask.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """A question with its answers; Employee Relations answers here."""
    who = asking(request)
    found: Question | None = visible_questions(who.person, who.at).filter(pk=question_id).first()
    if found is None:
        raise NotVisible("There is no such question.")
    may_answer = runs_campaigns(who.person, who.at) and found.person_id != who.person.pk
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": mark_of_answers(found)},
        label="Answer",
        help_text=f"{found.person.name} reads it, and so does Employee Relations; nobody else.",
        button="Send the answer",
        missing="Write an answer.",
    )
    if request.method == "POST" and (not may_answer or form.is_valid()):
        try:
            answer_question(by=who.by, question=found, text=form.data.get("text", ""), seen=form.data.get("seen", ""))
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"Answered. {found.person.name} has been told.")
            return redirect("acknowledgements:questions")
    context = {
        "question": found,
        "answers": found.answers.select_related("answered_by"),
        "is_own": found.person_id == who.person.pk,
        "form": form if may_answer else None,
    }
    return render(request, "acknowledgements/question.html", context, status=400 if form.errors else 200)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Employee Relations: what waits for an answer, the oldest first, then what was answered."""
    who = asking(request)
    _require_relations(who)
    waiting = questions_to_answer(who.person, who.at).select_related("person", "entered_by", "version__regulation")
    answered = visible_questions(who.person, who.at).exclude(pk__in=waiting.values("pk")).exclude(person=who.person)
    context = {
        "waiting": list(waiting[:PAGE]),
        "page": Paginator(answered.prefetch_related("answers__answered_by"), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "acknowledgements/questions.html", context)


@require_http_methods(BOTH)
def enter(request: HttpRequest) -> HttpResponse:
    """Employee Relations enters what somebody said by telephone or on paper."""
    who = asking(request)
    _require_relations(who)
    form = EnteredForm(request.POST if request.method == "POST" else None, versions=offered(who.at), at=who.at)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["kind"] == QUESTION:
                ask_question(by=who.by, version=given["version"], text=given["text"], entered=form.entered())
            else:
                decline(by=who.by, version=given["version"], reason=given["text"], entered=form.entered())
        except InvalidInput as error:
            put_on(form, error)
        except Refusal as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, "Recorded. The person has been told that you entered it.")
            return redirect("acknowledgements:questions" if given["kind"] == QUESTION else "acknowledgements:declines")
    return render(request, "acknowledgements/enter.html", {"form": form}, status=400 if form.errors else 200)


def _require_relations(who: Asking) -> None:
    if not runs_campaigns(who.person, who.at):
        raise NotVisible("There is no such page.")
