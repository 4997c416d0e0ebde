"""What a change of a person would write, noted before it is written: see `directory.services.changing`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from directory.identity import is_identity
from directory.models import Assignment, Employee, EmployeeStatus, FormerName, Role
from directory.permissions import require_role
from directory.services.consequences import RosterChange, Told, act_of, follow
from directory.services.emails import Owners
from directory.services.supervision import Chain, refuse_circle, supervisors_among
from directory.services.timelines import change_from
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Act, record_many, subject_of
from foundation.effective import DatedFact, Writing
from foundation.errors import Conflict

Fact = TypeVar("Fact", Assignment, EmployeeStatus)


class Step:
    """A verb about one person: `take` decides, and notes in the draft what it would write."""

    email: str | None = None
    supervisor: Employee | None = None

    def take(self, draft: Draft) -> Any:
        """Decide; raises a `PortalError` where a rule forbids it."""
        raise NotImplementedError


@dataclass
class Life:
    """A person with the dated facts that stand, the earliest first; no employee = nobody has the number yet."""

    employee: Employee | None = None
    assignments: list[Assignment] = field(default_factory=list)
    statuses: list[EmployeeStatus] = field(default_factory=list)


def read_lives(numbers: Collection[str]) -> dict[str, Life]:
    """Lock people and read their lives, with three queries whatever their number."""
    # What cannot be a number is nobody's, and no database may be asked about it.
    possible = [number for number in numbers if is_identity(number)]
    people = Employee.objects.select_for_update().filter(number__in=possible).order_by("pk")
    lives = {employee.number: Life(employee) for employee in people}
    by_id = {life.employee.pk: life for life in lives.values() if life.employee}
    if by_id:
        assignments = Assignment.objects.not_superseded().filter(employee_id__in=by_id)
        for row in assignments.select_related("department", "supervisor").order_by("effective_from"):
            by_id[row.employee_id].assignments.append(row)
        statuses = EmployeeStatus.objects.not_superseded().filter(employee_id__in=by_id)
        for status in statuses.order_by("effective_from"):
            by_id[status.employee_id].statuses.append(status)
    return lives


class Book:
    """The changes of some people about to be written together: one actor, one moment, few statements."""

    def __init__(self, by: Actor, lives: dict[str, Life], steps: Collection[Step]) -> None:
        self.by = by
        self.at = clock.now()
        self._lives = lives
        self._by_id = {life.employee.pk: life for life in lives.values() if life.employee}
        self.owners = Owners(step.email for step in steps if step.email)
        self._supervisors = supervisors_among([step.supervisor for step in steps])
        self._chain: Chain | None = None
        self._capacity: str | None = None
        self._drafts: list[Draft] = []

    @classmethod
    def open(cls, numbers: Collection[str], steps: Collection[Step], by: Actor) -> Book:
        """Lock, then read the clock."""
        return cls(by, read_lives(numbers), steps)

    def draft(self, number: str) -> Draft:
        """Begin to decide on one person."""
        return Draft(self, self._lives.setdefault(number, Life()))

    def capacity(self, what: str) -> str:
        """The role in which the actor changes the roster; raises `Refusal`, beginning with `what`."""
        if self._capacity is None:
            self._capacity = require_role(self.by, Role.ADMINISTRATOR, self.at, what)
        return self._capacity

    def chain(self) -> Chain:
        """Who stands above the supervisors that the steps name."""
        if self._chain is None:
            self._chain = Chain(lambda person: self._by_id[person].assignments if person in self._by_id else None)
            self._chain.read(self._supervisors)
        return self._chain

    def as_decided(self, person: Employee) -> Employee:
        """Somebody as they are called by what is decided so far."""
        life = self._by_id.get(person.pk)
        return life.employee if life and life.employee else person

    def accept(self, draft: Draft) -> None:
        """Take a draft up among what is written."""
        self._drafts.append(draft)
        if draft.is_new or "email" in draft.renamed:
            self.owners.take(draft.employee, draft.renamed.get("email", ""))

    def write(self) -> None:
        """Write what was accepted: who people are, the dated facts, the trail, and what follows."""
        self._write_people()
        writing = Writing(self.at)
        for draft in self._drafts:
            writing.take_up(draft.writing)
            for fact in draft.writing.fresh if draft.is_new else ():
                cast(Assignment, fact).employee = draft.employee  # takes over the id that the insert gave
        writing.write()
        record_many(by=self.by, at=self.at, acts=[act for draft in self._drafts for act in draft.acts])
        follow(self.by, [told for draft in self._drafts for told in draft.told], self.at)

    def _write_people(self) -> None:
        new = [draft.employee for draft in self._drafts if draft.is_new]
        renamed = [draft for draft in self._drafts if draft.renamed and not draft.is_new]
        taken = {employee.email for employee in [*new, *(draft.employee for draft in renamed)]}
        # An address that one gives up and another takes: the database counts it twice until the first has let it go.
        freed = [draft.employee.pk for draft in renamed if draft.renamed.get("email") in taken - {""}]
        if freed:
            Employee.objects.filter(pk__in=freed).update(email="")
        # The database lets no name go that was not kept before.
        FormerName.objects.bulk_create(
            FormerName(employee=draft.employee, name=draft.renamed["name"], replaced_at=self.at)
            for draft in renamed
            if "name" in draft.renamed and draft.renamed["name"] != draft.employee.name
        )
        fields: dict[frozenset[str], list[Employee]] = defaultdict(list)
        for draft in renamed:
            fields[frozenset(draft.renamed)].append(draft.employee)
        for names, people in fields.items():
            Employee.objects.bulk_update(people, sorted(names))
        Employee.objects.bulk_create(new)


class Draft:
    """What the steps about one person would write; `discard` leaves no trace of it."""

    def __init__(self, book: Book, life: Life) -> None:
        self.book = book
        self.life = life
        self.at = book.at
        self.writing = Writing(book.at)
        self.acts: list[Act] = []
        self.told: list[Told] = []
        self.is_new = False
        self.renamed: dict[str, Any] = {}
        """Who somebody was before, by the names of what changes."""
        self._before = (life.employee, list(life.assignments), list(life.statuses))

    @property
    def employee(self) -> Employee:
        """The person; raises `Conflict` where nobody has the number."""
        if self.life.employee is None:
            raise Conflict("Nobody has this number any more.", remedy="Look the person up again.")
        return self.life.employee

    @property
    def recorded(self) -> tuple[datetime, ...]:
        """When dated facts about the person are recorded: nothing, where none is."""
        return (self.at,) if self.writing.fresh else ()

    def discard(self) -> None:
        """Let everything stand as it did before the draft."""
        for name, value in self.renamed.items():
            setattr(self.employee, name, value)
        self.life.employee, self.life.assignments, self.life.statuses = self._before

    def enter(self, employee: Employee) -> None:
        """Note somebody new."""
        self.life.employee = employee
        self.is_new = True

    def rename(self, changed: Mapping[str, Any]) -> Mapping[str, Any]:
        """Note other values of who somebody is; returns those before."""
        employee = self.employee
        before = {name: getattr(employee, name) for name in changed}
        for name, value in changed.items():
            setattr(employee, name, value)
        self.renamed = {**before, **self.renamed}
        return before

    def refuse_circle(self, supervisor: Employee | None, effective: datetime) -> None:
        """Raise `InvalidInput` where somebody would report, through others, to themselves."""
        if supervisor is not None:
            refuse_circle(self.employee, self.book.as_decided(supervisor), effective, self.book.chain())

    def change_from(self, row: Fact, *, effective: datetime, **changes: Any) -> Fact:
        """Note that a fact says something else from a moment on."""
        return self._kept(change_from(self.writing, row, effective=effective, **changes))

    def end(self, row: Fact, *, until: datetime) -> Fact:
        """Note that a fact ends."""
        return self._kept(self.writing.end(row, until=until))

    def begin(self, row: Fact) -> Fact:
        """Note a new fact."""
        return self._kept(self.writing.begin(row))

    def withdraw(self, row: Fact) -> None:
        """Note that a fact is taken back."""
        self.writing.withdraw(row)
        self._kept(row)

    def _kept(self, result: Fact) -> Fact:
        """What stands of the person by what is noted."""
        self.life.assignments = _standing(self.life.assignments, self.writing, Assignment)
        self.life.statuses = _standing(self.life.statuses, self.writing, EmployeeStatus)
        return result

    def tell(self, change: RosterChange, department: Any, capacity: str) -> None:
        """Note a change of the roster for the trail and for what follows from it."""
        told = Told(self.employee, change, department)
        self.acts.append(act_of(told, capacity))
        self.told.append(told)

    def tell_identity(self, before: Mapping[str, Any], after: Mapping[str, Any], capacity: str) -> None:
        """Note a change of who somebody is for the trail; nothing follows from it."""
        on = subject_of(self.employee)
        self.acts.append(
            Act("directory.identity_changed", on, capacity=capacity, before=dict(before), after=dict(after))
        )


def _standing(rows: Iterable[Any], writing: Writing, kind: type[DatedFact]) -> list[Any]:
    gone = {id(row) for row in writing.superseded}
    held = [row for row in rows if id(row) not in gone]
    known = {id(row) for row in held}
    fresh = [row for row in writing.fresh if isinstance(row, kind) and id(row) not in known]
    return sorted([*held, *fresh], key=lambda row: row.effective_from)
