"""Who may speak on one account at a moment, and by which instruments: the decision's answer for each who might."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from accounts.models import OfficialAccount
from accounts.permissions import visible_accounts
from authorizations.decisions import Act, Answer, Decision, Speaker, decide_all
from authorizations.naming import account_called
from authorizations.permissions import departments_decided, reach_of, sees_every_authorization
from authorizations.speaking import candidates
from directory.models import Assignment, Department, Employee, Role
from directory.permissions import holds_role
from foundation.errors import InvalidInput
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from powers.picture import Picture
from reports.answer import Answer as Told
from reports.answer import Column, Listed, Row, Sums
from reports.asking import Asked
from reports.forms import ReportForm
from reports.report import Report

CITY = "CITY"
_NOT_IN_FORCE = "Nothing that allows it is in force at that moment."
_ORDER = {Answer.YES: 0, Answer.NOT_YET: 1, Answer.NO: 2}
_WORDS = {Answer.YES: "Yes", Answer.NOT_YET: "Not yet", Answer.NO: "No"}


class WhoMaySpeakForm(ReportForm):
    """On which account, and for whom."""

    needs = {"account": "Say which account: who may speak is asked of one at a time."}

    account = forms.CharField(
        label="Account",
        required=False,
        max_length=300,
        help_text="Its reference, or its address, such as x.com/stlgov.",
    )
    speaks_for = forms.CharField(
        label="Speaking for",
        required=False,
        max_length=20,
        help_text="A department’s code, or CITY. Left empty: the department responsible for the account.",
    )
    field_order = ("account", "speaks_for")

    def clean_speaks_for(self) -> Department | str:
        """A department, or the City."""
        code = str(self.cleaned_data["speaks_for"]).strip()
        if not code or code.upper() == CITY:
            return code.upper()
        found = Department.objects.filter(code__iexact=code).first()
        if found is None:
            raise ValidationError(f"There is no department {code}. The page Departments has every code.")
        return found


class WhoMaySpeak(Report):
    """Everybody who holds something for an account, or the office: the decision is asked of each, none is concluded."""

    code = "who-may-speak"
    title = "Who may speak on an account, and by which instruments?"
    about = "Of one account at any moment: who may speak there for a department or the City, who may not, and why not."
    group = "Authorizations and speech"
    form = WhoMaySpeakForm
    columns = (
        Column("name", "Name", 28),
        Column("number", "Number", 12),
        Column("title", "Title", 26),
        Column("department", "Department", 32),
        Column("answer", "May speak", 12),
        Column("instruments", "By which instruments", 36),
        Column("why", "Why not", 70),
    )

    def answer(self, asked: Asked) -> Told:
        """One row for each whom it is worth asking about; those who may come first."""
        account = _account(str(asked.filters["account"]), asked)
        voice = _voice(asked)
        picture = Picture(asked.at, asked.known_at)
        people = list(_in_sight(candidates(account, voice, picture), asked).order_by("name", "pk"))
        decisions = decide_all(people, Act(voice=voice, account=account), asked.at, asked.known_at)
        places, open_to = _places(people, asked), _reasons_open(people, asked)
        rows = [
            _row(one, places, open_to, picture, asked) for one in sorted(decisions, key=lambda one: _ORDER[one.answer])
        ]
        counts = Counter(_WORDS[one.answer] for one in decisions)
        return Told(
            rows=Listed(rows),
            sentence=_sentence(account, voice, decisions, asked),
            empty="Nobody whom you may see holds a written authorization for this account then, or an office over it. "
            "Choose another moment, or another account.",
            sums=(Sums("Answers", ("May speak", "People"), [(word, counts[word]) for word in _WORDS.values()]),)
            if rows
            else (),
            notes=(
                "Asked of a post from a City device whose subject is not stated: an authorization for some subjects "
                "only answers “not yet”. Each answer is the one that the page “What may they do?” gives.",
                "Why somebody may not is told to that person, to who decides for their department, and to Employee "
                "Relations.",
            ),
        )


def _account(called: str, asked: Asked) -> OfficialAccount:
    """The account of that name; one that is out of sight is none."""
    account = account_called(called, asked.at, asked.known_at)
    if not visible_accounts(asked.person, asked.now).filter(pk=account.pk).exists():
        raise InvalidInput(
            f"The register has no official account called “{called[:80]}”.",
            remedy="Give its reference, or its whole address.",
            field="account",
        )
    return account


def _voice(asked: Asked) -> Speaker | None:
    chosen = asked.filters.get("speaks_for")
    if chosen == CITY:
        return Speaker.city()
    return Speaker.of_department(chosen) if isinstance(chosen, Department) else None


def _in_sight(people: set[int], asked: Asked) -> Any:
    """Those of whom one is told what they may do: oneself, who works where one decides, or all."""
    found = Employee.objects.filter(pk__in=people)
    if asked.scope.everything and sees_every_authorization(asked.person, asked.now):
        return found
    reached = frozenset[int]().union(*reach_of(asked.person, asked.now).values())
    there = Assignment.objects.in_effect(asked.now).filter(department_id__in=reached)
    there = asked.scope.narrow(there, people=("employee_id",), departments=("department_id",))
    return found.filter(Q(pk=asked.person.pk) | Q(pk__in=there.values("employee_id")))


def _places(people: list[Employee], asked: Asked) -> dict[int, tuple[str, str]]:
    """The title and the department of each, as they were at the moment."""
    rows = Assignment.objects.in_effect(asked.at, asked.known_at).filter(employee__in=people)
    told = rows.values_list("employee_id", "title", "department_id")
    return {person: (title, asked.tree.name(department)) for person, title, department in told}


def _reasons_open(people: list[Employee], asked: Asked) -> set[int]:
    """Ids of those of whom one is told why they may not: see `authorizations.permissions.may_see_reason`."""
    if holds_role(asked.person, Role.EMPLOYEE_RELATIONS, asked.now):
        return {one.pk for one in people}
    decided = departments_decided(asked.person, asked.now)
    there = Assignment.objects.in_effect(asked.now).filter(employee__in=people, department_id__in=decided)
    return {asked.person.pk, *there.values_list("employee_id", flat=True)}


def _office(named: str, picture: Picture) -> str:
    """How the decision's `by_office` is called: by the paper of the appointment."""
    appointment = picture.by_lineage.get(UUID(named.removeprefix("appointment ")))
    return f"by office: {appointment.instrument}" if appointment and appointment.instrument else "by office"


def _row(
    decision: Decision, places: dict[int, tuple[str, str]], open_to: set[int], picture: Picture, asked: Asked
) -> Row:
    person = decision.employee
    title, department = places.get(person.pk, ("", ""))
    offices = [_office(one.by_office, picture) for one in decision.requirements if one.by_office]
    instruments = [*decision.instruments, *offices]
    why = " ".join(one.sentence for one in decision.unmet)
    if decision.answer == Answer.NO and person.pk not in open_to:
        why = _NOT_IN_FORCE
    cells: tuple[Cell, ...] = (
        asked.names.of(person),
        person.number,
        title,
        department,
        _WORDS[decision.answer],
        ", ".join(dict.fromkeys(instruments)),
        why,
    )
    return Row(cells, {0: reverse("authorizations:person", args=[person.number])} if asked.is_now else {})


def _sentence(account: OfficialAccount, voice: Speaker | None, decisions: list[Decision], asked: Asked) -> str:
    now = OfficialAccount.objects.as_of(asked.at, asked.known_at).filter(pk=account.pk).first()
    name = now.now.name if now is not None else account.reference
    whom = ""
    if voice is not None:
        whom = f" for {asked.tree.name(voice.department_id)}" if voice.department_id else " for the City"
    able = sum(one.answer == Answer.YES for one in decisions)
    asked_of = how_many(len(decisions), "person who holds", "people who hold")
    if not decisions:
        return f"Nobody whom you may see may speak on {name}{whom}."
    return f"Of {asked_of} something for {name}, or an office over it, {able:,} may speak there{whom}."
