"""What authorities did by office: in one act with a reason, without another who decides.

Recorded acts (posts released by office among them) and approvals of accounts that the authority asked for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.urls import reverse

from accounts.basis import APPROVAL
from accounts.models import Approval, ApprovalOf
from authorizations.models import OfficeAct
from directory.models import Employee
from foundation.audit.models import Entry
from foundation.dates import day
from foundation.numbers import how_many
from foundation.tabular.writing import Cell
from powers.catalogue import APPROVE_DISCLOSURE, POWERS
from reports.answer import Answer, Column, Row, Streamed, Sums
from reports.asking import Asked
from reports.forms import DepartmentsPeriodForm
from reports.instruments import instruments
from reports.report import Report
from reviews.models import Need, Outcome

ACT, APPROVED = "act", "approval"
RELEASED = "reviews.released_by_office"
READ = (Outcome.STANDS, Outcome.TO_CORRECT, Outcome.TO_TAKE_DOWN)
"""What a reviewer says who reads a post after it went out."""
_NAMES = ("source", "key", "at", "person", "for_department", "used", "rests_on", "what", "why", "as_what", "under")
"""The values that both sources give, in one order."""


class ActsByOffice(Report):
    """Acts by office in a time: to Employee Relations and auditors all, to an authority those of the department."""

    code = "acts-by-office"
    title = "What was done by office?"
    about = "Acts of authorities by office: what, for which department, why, by which instrument, read by whom."
    group = "People and powers"
    form = DepartmentsPeriodForm
    columns = (
        Column("at", "When", 18, ("at",)),
        Column("who", "Who", 28),
        Column("number", "Number", 12),
        Column("department", "Department", 34),
        Column("code", "Code", 10),
        Column("power", "Power", 30, ("used",)),
        Column("clause", "Clause", 18, ("rests_on",)),
        Column("what", "What was done", 50),
        Column("reason", "Reason", 50),
        Column("capacity", "Capacity", 26, ("as_what",)),
        Column("instrument", "Instrument", 50),
        Column("read", "Read afterwards", 30),
    )

    def answer(self, asked: Asked) -> Answer:
        """Acts of the period, the latest first; sums by department and by power from one grouped statement each."""
        acts, approvals = _acts(asked), _approvals(asked)
        counts = _counts(acts) + _counts(approvals)
        number = sum(counts.values())
        both = acts.values_list(*_NAMES).union(approvals.values_list(*_NAMES), all=True)
        people = len({person for person, _, _ in counts})
        return Answer(
            rows=Streamed(both.order_by("-at", "source", "-key"), lambda part: _rows(part, asked), lambda: number),
            sentence=f"{how_many(people, 'authority', 'authorities')} did {how_many(number, 'act')} by office."
            if number
            else "Nothing was done by office.",
            empty="Nobody recorded an act by office in this time. Choose a longer period, or other departments.",
            sums=_sums(counts, asked) if number else (),
            notes=(
                "Each act is reported to Employee Relations when it is done. A post that was released by office can be "
                "called up and read afterwards by a reviewer.",
                "Of posts, and of disclosures under IV.K.1, no words are told here: what was done and why stands with "
                "the matter.",
            ),
        )


def _own(asked: Asked, person: str) -> Q:
    """The acts in sight: all, those of the own departments, and one's own."""
    scope = asked.scope
    return Q() if scope.everything else Q(**{person: scope.person.pk}) | Q(department_id__in=scope.departments)


def _narrowed(rows: QuerySet[Any, Any], asked: Asked, moment: str, person: str) -> QuerySet[Any, Any]:
    since, until = asked.filters["begins"], asked.filters["ends"]
    period = Q(**{f"{moment}__gte": since, f"{moment}__lte": min(until, asked.known_at)})
    found = rows.filter(period, _own(asked, person))
    return found.filter(department_id__in=asked.departments) if asked.departments else found


def _acts(asked: Asked) -> QuerySet[Any, Any]:
    rows = OfficeAct.objects.annotate(
        source=_text(ACT),
        key=F("pk"),
        at=F("recorded_at"),
        for_department=F("department_id"),
        used=F("power"),
        rests_on=F("basis"),
        why=F("reason"),
        as_what=F("capacity"),
        under=F("instrument"),
    )
    return _narrowed(rows, asked, "recorded_at", "person_id").order_by()


def _approvals(asked: Asked) -> QuerySet[Any, Any]:
    rows = Approval.objects.filter(by_office=True).annotate(
        source=_text(APPROVED),
        key=F("pk"),
        at=F("decided_at"),
        person=F("decided_by_id"),
        for_department=F("department_id"),
        used=F("power"),
        rests_on=_text(APPROVAL),
        what=F("about"),
        why=F("reason"),
        as_what=F("capacity"),
        under=F("instrument"),
    )
    return _narrowed(rows, asked, "decided_at", "decided_by_id").order_by()


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def _counts(rows: QuerySet[Any, Any]) -> Counter[tuple[int, int, str]]:
    """How many acts by person, department and power."""
    grouped = rows.values_list("person", "for_department", "used").annotate(number=Count("pk"))
    return Counter({(person, department, power): number for person, department, power, number in grouped})


def _sums(counts: Counter[tuple[int, int, str]], asked: Asked) -> tuple[Sums, ...]:
    departments: Counter[str] = Counter()
    powers: Counter[str] = Counter()
    for (_, department, power), number in counts.items():
        departments[asked.tree.name(department)] += number
        powers[_power(power)] += number
    total = counts.total()
    return (
        Sums("By department", ("Department", "Acts"), sorted(departments.items()), ("Together", total)),
        Sums("By power", ("Power", "Acts"), sorted(powers.items()), ("Together", total)),
    )


def _power(code: str) -> str:
    return POWERS[code].name.capitalize() if code in POWERS else code


@dataclass(frozen=True)
class _Act:
    """One act as either source gives it: the values of `_NAMES`."""

    source: str
    key: int
    at: datetime
    person: int
    department: int
    power: str
    clause: str
    what: str
    why: str
    capacity: str
    instrument: str


def _rows(part: Sequence[tuple[Any, ...]], asked: Asked) -> list[Row]:
    acts = [_Act(*values) for values in part]
    people: dict[int, Employee] = Employee.objects.in_bulk({act.person for act in acts})
    codes = {pk: profile.department.code for pk, profile in asked.tree.profiles.items()}
    accounts = Approval.objects.filter(pk__in=[act.key for act in acts if act.source == APPROVED])
    references = dict(accounts.values_list("pk", "account__reference"))
    posts = _posts(acts, people)
    read = _read(set(posts.values()), asked)
    named = instruments({act.instrument for act in acts}, asked.known_at, asked.names)
    rows = []
    for act in acts:
        who, post = people[act.person], posts.get(act.key, "") if act.source == ACT else ""
        what, why, link = _told(act, references.get(act.key, ""), post)
        cells: tuple[Cell, ...] = (
            act.at,
            asked.names.of(who),
            who.number,
            asked.tree.name(act.department),
            codes.get(act.department, ""),
            _power(act.power),
            act.clause,
            what,
            why,
            act.capacity,
            named[act.instrument].words if act.instrument in named else act.instrument,
            read.get(post, "Not yet") if post else "",
        )
        rows.append(Row(cells, {7: link} if link else {}))
    return rows


def _told(act: _Act, reference: str, post: str) -> tuple[str, str, str]:
    """What was done, why, and its page: never the words of a post or of a disclosure."""
    if act.source == APPROVED:
        said = f"Approved {reference} ({ApprovalOf(act.what).label.lower()}), asked for by the authority itself"
        return said, act.why, reverse("accounts:account", args=[reference])
    if post:
        return f"Released the post {post}", "Stands with the post", reverse("reviews:post", args=[post])
    if act.power == APPROVE_DISCLOSURE.code:
        return "A disclosure; its words are not told here", "Stands with the act", ""
    return act.what, act.why, ""


def _posts(acts: Sequence[_Act], people: dict[int, Employee]) -> dict[int, str]:
    """The post that an act released, by the act's key: the trail has both at one moment, by one person."""
    by_moment = {(act.at, people[act.person].number): act.key for act in acts if act.source == ACT}
    entries = Entry.objects.filter(at__in=[at for at, _ in by_moment], act=RELEASED).order_by()
    found = entries.values_list("at", "actor_number", "object_id")
    return {by_moment[at, number]: post for at, number, post in found if (at, number) in by_moment}


def _read(posts: set[str], asked: Asked) -> dict[str, str]:
    """What a reviewer said of a post after it went out, with the day, by the post's reference."""
    told = min(asked.at, asked.known_at)
    needs = Need.objects.filter(post__reference__in=posts, outcome__in=READ, decided_at__lte=told)
    rows: Any = needs.order_by("decided_at").values_list("post__reference", "outcome", "decided_at")
    return {post: f"{Outcome(outcome).label}, {day(at)}" for post, outcome, at in rows}
