"""At night: authorizing with one button, and words given by telephone with the authority's word in writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import OfficialAccount
from authorizations import services
from authorizations.forms.deeds import NothingForm, ReasonForm, WhoForm
from authorizations.forms.oral import ShortForm, WordsForm
from authorizations.kinds import POWERS
from authorizations.models import OralWords
from authorizations.permissions import departments_decided, visible_words
from authorizations.plans import Plan, usual_conditions
from authorizations.reading import scope_facts, title_of
from authorizations.services import Spoken
from authorizations.services.writing import subject
from authorizations.short import Short, short_of, speaker_for
from authorizations.views.common import BOTH, PAGE, Asking, asking, grants, posted, put_on
from authorizations.views.granting import again
from authorizations.waiting import words_to_confirm
from directory.models import Employee
from foundation import clock, dates
from foundation.audit.history import told_of
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.sending import once
from powers.decisions import holders
from powers.services import require


@require_http_methods(BOTH)
@again
def authorize_now(request: HttpRequest) -> HttpResponse:
    """Authorize one person on some accounts with one button: everything else is as it is usual."""
    who = asking(request)
    if not departments_decided(who.person, who.at):
        raise NotVisible("There is no such page.")
    form = WhoForm(request.GET if request.GET.get("person") else None)
    if not (form.is_bound and form.is_valid()):
        context: dict[str, Any] = {"form": form, "is_now": True}
        return render(request, "authorizations/now.html", context, status=400 if form.errors else 200)
    short = short_of(who.person, form.cleaned_data["person"], request.GET.getlist("account"), who.picture)
    require(who.by, POWERS[short.kind], short.department, who.at)
    now = ShortForm(
        *posted(request)[:1],
        offered=short.offered,
        button=f"Authorize {short.grantee.name} now",
        initial=_initial(short, who) | {"mark": uuid4()},
    )
    if request.method == "POST" and now.is_valid():
        try:
            plan = _plan(short, now, who)
            row = services.grant(by=who.by, plan=plan, mark=now.cleaned_data["mark"])
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(now, error)
        else:
            said = f"Granted as {row.reference}. {short.grantee.name} has been told, and accepts the conditions."
            messages.success(request, said)
            return redirect("authorizations:authorization", row.reference)
    waiting = words_to_confirm(who.person, who.at).filter(grantee=short.grantee)
    context = {
        "form": now,
        "short": short,
        "words": waiting,
        "conditions": usual_conditions(short.kind),
        "basis": who.picture.basis(POWERS[short.kind]),
        "home": who.tree.name(short.home.pk),
    }
    return render(request, "authorizations/now.html", context, status=400 if now.errors else 200)


def _initial(short: Short, who: Asking) -> dict[str, Any]:
    tomorrow = clock.city_date(who.at) + timedelta(days=1)
    ticked = [one.reference for one in short.offered] if short.named or len(short.offered) == 1 else []
    return {"accounts": ticked, "until": tomorrow}


def _plan(short: Short, form: ShortForm, who: Asking) -> Plan:
    chosen = form.chosen()
    return Plan(
        kind=short.kind,
        grantee=short.grantee,
        until=form.cleaned_data["until"],
        speaker=speaker_for(chosen, who.picture),
        accounts=chosen,
        conditions=usual_conditions(short.kind),
    )


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Words given aloud: those that wait for me, and those that I see."""
    who = asking(request)
    mine = words_to_confirm(who.person, who.at).select_related("grantee", "spoken_by", "recorded_by")
    seen = visible_words(who.person, who.at).exclude(pk__in=mine.values("pk"))
    rows = seen.select_related("grantee", "spoken_by", "recorded_by").order_by("-recorded_at", "-pk")
    context = {"mine": mine[:PAGE], "seen": rows[:PAGE], "at": who.at}
    return render(request, "authorizations/words.html", context)


@require_http_methods(BOTH)
@once
def record(request: HttpRequest) -> HttpResponse:
    """Record that the authority allowed it by telephone: for oneself, a colleague, or as who spoke."""
    who = asking(request)
    asked = WhoForm(request.GET if request.GET.get("person") else None)
    if (asked.is_bound and not asked.is_valid()) or (not asked.is_bound and "for" in request.GET):
        context: dict[str, Any] = {"form": asked}
        return render(request, "authorizations/record_words.html", context, status=400 if asked.errors else 200)
    grantee = asked.cleaned_data["person"] if asked.is_bound else who.person
    short = short_of(who.person, grantee, request.GET.getlist("account"), who.picture)
    held = holders(POWERS[short.kind], short.department, who.at, who.at, who.picture)
    deciders = {one.holder_id: one for one in held if one.holder_id != grantee.pk}
    minute = localtime(who.at, clock.city_zone()).replace(second=0, microsecond=0)
    form = WordsForm(
        *posted(request)[:1],
        offered=short.offered,
        deciders=Employee.objects.filter(pk__in=deciders).order_by("name"),
        button="Record it as oral",
        initial=_initial(short, who) | {"spoken_at": minute},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            plan = _plan(short, form, who)
            said = Spoken(
                form.deciders[data["spoken_by"]], clock.as_instant(data["spoken_at"]), data["means"], data["said"]
            )
            row = services.record_words(by=who.by, plan=plan, spoken=said)
        except (InvalidInput, Refusal, Conflict) as error:
            put_on(form, error)
        else:
            messages.success(
                request, f"Recorded as {row.reference}. It authorizes nothing until it is confirmed in writing."
            )
            return redirect("authorizations:words_one", row.reference)
    context = {
        "form": form,
        "short": short,
        "is_me": grantee == who.person,
        "basis": who.picture.basis(POWERS[short.kind]),
        "home": who.tree.name(short.home.pk),
        "nobody": not deciders,
    }
    return render(request, "authorizations/record_words.html", context, status=400 if form.errors else 200)


def _in_sight(who: Asking, reference: str) -> OralWords:
    rows = visible_words(who.person, who.at).select_related(
        "grantee", "spoken_by", "recorded_by", "decided_by", "department", "authorization", "voice_department"
    )
    row: OralWords | None = rows.filter(reference=reference).first()
    if row is None:
        raise NotVisible("There are no such words.")
    return row


def _facts(row: OralWords, who: Asking) -> dict[str, Any]:
    accounts = OfficialAccount.objects.as_of(who.at).filter(pk__in=row.accounts.values("pk")).by_name()
    return {
        "row": row,
        "title": title_of(row, who.picture),
        "facts": scope_facts(row, list(accounts), who.picture),
        "is_late": row.outcome is None and row.due_at <= who.at,
        "is_over": row.wanted_until <= who.at,
        "basis": who.picture.basis(POWERS[row.kind]),
    }


@require_safe
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """Words given aloud: who gave them, when, how they stand, and what one may do."""
    who = asking(request)
    row = _in_sight(who, reference)
    may_decide = words_to_confirm(who.person, who.at).filter(pk=row.pk).exists()
    context = {
        **_facts(row, who),
        "may_confirm": may_decide and grants(who.person, row.kind, row.department_id, who),
        "may_refuse": may_decide,
        "entries": told_of(subject(row)),
    }
    return render(request, "authorizations/words_one.html", context)


@require_http_methods(BOTH)
@again
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The authority confirms in writing: one button."""
    who = asking(request)
    row = _in_sight(who, reference)
    facts = _facts(row, who)
    button = "Say that I allowed it" if facts["is_over"] else "Confirm in writing"
    form = NothingForm(*posted(request)[:1], button=button)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.confirm_words(by=who.by, words=row)
        except InvalidInput as error:
            put_on(form, error)
        else:
            given = f"It is {done.authorization.reference}." if done.authorization else "It authorizes nothing now."
            messages.success(request, f"Confirmed in writing. {given} {row.grantee.name} has been told.")
            return redirect("authorizations:words_one", reference)
    lead = (
        f"The time allowed is over since {dates.day(row.wanted_until)}: this says that it was allowed, and authorizes "
        "nothing."
        if facts["is_over"]
        else f"This is the written authorization. It begins now and holds through {dates.day(row.last_day)}. It does "
        "not make an earlier post lawful."
    )
    conditions = () if facts["is_over"] else usual_conditions(row.kind)
    context = {**facts, "form": form, "act": "Confirm in writing", "lead": lead, "conditions": conditions}
    return render(request, "authorizations/words_deed.html", context, status=400 if form.errors else 200)


@require_http_methods(BOTH)
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """The authority says that it was not said so, and why."""
    who = asking(request)
    row = _in_sight(who, reference)
    mine = row.spoken_by_id == who.person.pk
    form = ReasonForm(*posted(request)[:1], button="I did not say this" if mine else "Do not confirm it")
    if request.method == "POST" and form.is_valid():
        try:
            services.refuse_words(by=who.by, words=row, reason=form.cleaned_data["reason"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, f"Recorded. {row.recorded_by.name} and {row.grantee.name} have been told why.")
            return redirect("authorizations:words_one", reference)
    lead = "The record stays, with your reason. It never authorized anything."
    context = {**_facts(row, who), "form": form, "act": "Do not confirm", "lead": lead}
    return render(request, "authorizations/words_deed.html", context, status=400 if form.errors else 200)
