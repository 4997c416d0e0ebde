"""What opening a campaign would do: whom it reaches, and the words as an employee will see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, When
from django.db.models.expressions import Combinable

from acknowledgements.audience import has_acknowledged
from acknowledgements.coverage import Coverage, Moment, Scope, report
from acknowledgements.letters import Words, words_of
from acknowledgements.models import AudienceKind, Campaign, Statement
from acknowledgements.reach import is_stronger, reached, reached_people
from directory.models import DepartmentProfile, EmployeeStatus
from directory.tree import Tree
from foundation import dates
from foundation.numbers import how_many


@dataclass(frozen=True)
class Preview:
    """Whom a campaign reaches from its opening on as the roster is known now, and what they read."""

    people: int
    done: int
    """Of them: have acknowledged this version already, and are not asked again."""
    elsewhere: int
    """Of those who have not: another campaign that gives more time asks them, and this one tells them nothing."""
    away: int
    without_mail: int
    criminal_justice: int
    """Of them: work where the statement on IV.K is put."""
    coverage: Coverage
    letter: Words
    statements: list[Statement]
    opens_at: datetime
    hires_to_come: bool

    @property
    def asked(self) -> int:
        """How many have something to do."""
        return self.people - self.done

    @property
    def reaches_somebody(self) -> bool:
        """Whether it can be opened: a campaign for new hires waits for them."""
        return bool(self.people) or self.hires_to_come


def preview_of(campaign: Campaign, at: datetime) -> Preview:
    """Count and words; a constant number of queries."""
    starts = max(at, campaign.opens_at)
    people = reached_people(campaign, starts)
    away = EmployeeStatus.objects.in_effect(starts, at).away().values("employee_id")
    with_information = DepartmentProfile.objects.in_effect(starts, at).filter(has_criminal_justice_information=True)
    known = {"done": has_acknowledged(campaign.version_id, at), "elsewhere": _asked_elsewhere(campaign, starts)}
    figures = people.annotate(**known).aggregate(
        people=Count("pk"),
        finished=Count("pk", filter=Q(done=True)),
        asked_elsewhere=Count("pk", filter=Q(done=False, elsewhere=True)),
        away=Count("pk", filter=Q(pk__in=away)),
        without_mail=Count("pk", filter=Q(email="")),
    )
    there = report(campaign.version_id, Moment(starts, at), Scope(everybody=True, campaign=campaign))
    own = {line.department_id: line.own.people for line in there.lines}
    bound_by_it = set(with_information.values_list("department_id", flat=True))
    return Preview(
        people=figures["people"],
        done=figures["finished"],
        elsewhere=figures["asked_elsewhere"],
        away=figures["away"],
        without_mail=figures["without_mail"],
        criminal_justice=sum(number for department, number in own.items() if department in bound_by_it),
        coverage=there,
        letter=words_of(campaign, campaign.due_at, starts),
        statements=list(campaign.statements.all()),
        opens_at=starts,
        hires_to_come=campaign.audience == AudienceKind.NEW_HIRES,
    )


def _asked_elsewhere(campaign: Campaign, at: datetime) -> Combinable:
    """Whether a person has a stronger duty for the same version (`is_stronger`)."""
    others = Campaign.objects.running(at).filter(version=campaign.version_id).exclude(pk=campaign.pk)
    stronger = [other for other in others if is_stronger(other, campaign)]
    whens = [When(Exists(reached(other, at).filter(employee_id=OuterRef("pk"))), then=True) for other in stronger]
    return Case(*whens, default=False, output_field=BooleanField())


def audience_in_words(campaign: Campaign, at: datetime) -> str:
    """ "Asks Parks, Streets and their divisions." """
    if campaign.audience == AudienceKind.DEPARTMENTS:
        tree = Tree(at)
        names = sorted(tree.name(row.department_id) for row in campaign.departments.all())
        return f"It asks {_listed(names)}, with {'its' if len(names) == 1 else 'their'} divisions."
    if campaign.audience == AudienceKind.LIST:
        return f"It asks the {how_many(campaign.people.count(), 'person', 'people')} on its list."
    if campaign.audience == AudienceKind.NEW_HIRES:
        last = dates.day(campaign.due_at - timedelta(microseconds=1))
        return (
            f"It asks who is hired from {dates.day(campaign.opens_at)} through {last}, each within "
            f"{how_many(campaign.term_days or 0, 'day')} of the own day of hire."
        )
    return "It asks everyone bound by the regulation."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
