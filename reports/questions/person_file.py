"""The file of a person: what they did, and what was done about them, in order of time."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Stewardship
from acknowledgements.models import Acknowledgement, Decline, Exemption, Question
from authorizations.models import Authorization, OralWords, Request
from directory.models import Employee, Role
from directory.permissions import holds_role
from foundation.audit.models import Entry
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, Refusal
from powers.models import Appointment, Designation, InstrumentEntry
from reports.answer import Answer
from reports.asking import Asked, Scope
from reports.forms import EmployeeNumberField, ReportForm
from reports.permissions import has_opened
from reports.report import Report
from reports.timeline import COLUMNS, Arm, about, told
from reviews.models import Need, Post

_STEWARDSHIP = ("accounts.steward_named", "accounts.steward_ended")


class PersonForm(ReportForm):
    """The moments, and whose file."""

    number = EmployeeNumberField(label="Employee number", required=False, help_text="Left empty: your own file.")


class PersonFile(Report):
    """Employee Relations opens the file of anybody, with a reason; everybody has a copy of their own."""

    code = "person-file"
    title = "What is on file about this person?"
    about = "Everything that a person did and that was done about them, in order of time, with hashes."
    group = "Files"
    columns = COLUMNS
    form = PersonForm
    tells = "This person"
    is_told_in_mail = False

    def whose(self, asked: Asked) -> Employee:
        """Whose file is asked for; raises `NotVisible` for everybody's but one's own, but to Employee Relations."""
        person: Employee = asked.filters.get("number") or asked.person
        if person != asked.person and not self.opens_others(asked.scope):
            raise NotVisible("There is no such file.", remedy="Your own file is under Reports.")
        return person

    def opens_others(self, scope: Scope) -> bool:
        """Whether somebody may open the file of others, giving a reason: Employee Relations alone."""
        return holds_role(scope.person, Role.EMPLOYEE_RELATIONS, scope.now)

    def needs_a_reason(self, asked: Asked) -> Employee | None:
        """Everybody but oneself."""
        person = self.whose(asked)
        return None if person == asked.person else person

    def is_closed_to(self, asked: Asked) -> Employee | None:
        """The person whose file must be opened with a reason first; None where it may be read."""
        person = self.needs_a_reason(asked)
        return None if person is None or has_opened(asked.person, person, asked.now) else person

    def answer(self, asked: Asked) -> Answer:
        """The file, once it was opened."""
        person = self.whose(asked)
        if self.is_closed_to(asked):
            raise Refusal(
                "You have not opened this file.",
                why="The file of a person is opened with a reason, which stands in the trail.",
                clause=CITY_PROCEDURE,
                remedy="Open the report in the browser and say why; it stays open until the end of the day.",
            )
        return told(
            asked,
            [*_own(person), *_given(person, asked), *_of_posts(person, asked)],
            of=f"{asked.names.of(person)} ({person.number})",
            empty="Nothing was on file about this person then.",
            notes=(
                "Of posts a file says that they exist, their state, dates and deciders; never their words. Reasons and "
                "texts stand in their own places; here are their hashes.",
            ),
        )


def _text(field: str, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keys as the trail has them."""
    return rows.order_by().values(key=Cast(field, CharField()))


def _own(person: Employee) -> list[Arm]:
    """What somebody did, and what was done with their place, their roles and their acknowledgements."""
    kinds: list[tuple[type[Any], str]] = [(Decline, "pk"), (Question, "pk"), (Exemption, "pk")]
    receipts = Acknowledgement.objects.filter(person=person).order_by().values("reference")
    return [
        Entry.objects.filter(actor_number=person.number),
        about("directory.employee", [str(person.pk)]),
        about("acknowledgements.acknowledgement", receipts),
        *(about(one._meta.label_lower, _text(key, one._default_manager.filter(person=person))) for one, key in kinds),
    ]


def _given(person: Employee, asked: Asked) -> list[Arm]:
    """What somebody was given, asked for or was named for: authorizations, offices, stewardships."""
    held = [
        about(one._meta.label_lower, one._default_manager.filter(grantee=person).order_by().values("reference"))
        for one in (Authorization, Request, OralWords)
    ]
    instruments = [
        about(one._meta.label_lower, [str(key) for key in _lineages(one, person, asked)])
        for one in (Appointment, Designation)
    ]
    entries = InstrumentEntry.objects.filter(beneficiary=person)
    stewarded = Stewardship.objects.filter(person=person, recorded_at__lte=asked.known_at)
    named = Entry.objects.filter(
        Q(after__person=person.number) | Q(before__person=person.number),
        object_kind="accounts.officialaccount",
        object_id__in=stewarded.order_by().values("account__reference"),
        act__in=_STEWARDSHIP,
    )
    return [*held, *instruments, about(InstrumentEntry._meta.label_lower, _text("pk", entries)), named]


def _lineages(model: type[Any], person: Employee, asked: Asked) -> list[Any]:
    rows = model._default_manager.filter(holder=person, recorded_at__lte=asked.known_at)
    return list(rows.order_by().values_list("lineage", flat=True).distinct())


def _of_posts(person: Employee, asked: Asked) -> list[Arm]:
    """The posts that somebody drafted, and those that were sent for review with them as the publisher."""
    drafted = Post.objects.filter(drafted_by=person).order_by().values("reference")
    sent = Need.objects.filter(publisher=person, since__lte=asked.known_at).order_by().values("post__reference")
    return [about("reviews.post", drafted), about("reviews.post", sent)]
