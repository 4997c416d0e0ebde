"""Campaigns and acknowledgements for tests; traits are states."""

from datetime import timedelta

import factory

from acknowledgements import receipts
from acknowledgements.models import (
    Acknowledgement,
    Anchor,
    Annulment,
    Campaign,
    CampaignState,
    Decline,
    Exemption,
    Method,
    Question,
    Statement,
    StatementKind,
)
from acknowledgements.steps import StepPlan
from acknowledgements.steps import write as write_steps
from acknowledgements.wording import hash_of
from foundation import clock
from foundation.canonical import c1_hash
from policy.models import Publication, PublicationRequest, Regulation, Version
from tests.factories.directory import LONG_AGO, EmployeeFactory

TEXT = "I. Purpose\n\nEmployees read this."


class RegulationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Regulation

    number = "150"
    slug = factory.Sequence(lambda n: f"regulation-{n}")
    title = "Social Media Policy"
    designation = "Administrative Regulation No. 150"


class VersionFactory(factory.django.DjangoModelFactory):
    """A version in force since long ago; `draft=True` leaves it unpublished, `draft__change=` says what it changes."""

    class Meta:
        model = Version
        skip_postgeneration_save = True

    regulation = factory.SubFactory(RegulationFactory)
    title = "Social Media Policy"
    issue_date = factory.LazyFunction(lambda: clock.city_date(LONG_AGO))
    text = factory.Sequence(lambda n: f"{TEXT}\n\n{n}")
    text_hash = factory.LazyAttribute(lambda version: c1_hash(version.text))
    imported_at = LONG_AGO

    @factory.post_generation
    def draft(self, create, extracted, **kwargs):
        if extracted:
            return
        one, other = EmployeeFactory(role="employee_relations"), EmployeeFactory(role="employee_relations")
        request = PublicationRequest.objects.create(
            version=self,
            change=kwargs.get("change"),
            effective_from=LONG_AGO,
            requested_by=one,
            requested_at=LONG_AGO,
            decision="confirmed",
            decided_by=other,
            decided_at=LONG_AGO,
        )
        Publication.objects.create(
            regulation=self.regulation, version=self, request=request, effective_from=LONG_AGO, recorded_at=LONG_AGO
        )


class CampaignFactory(factory.django.DjangoModelFactory):
    """A campaign that opened yesterday and is due in two weeks, with its statements."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(state=CampaignState.PLANNED, opened_by=None, opened_at=None)
        closed = factory.Trait(
            state=CampaignState.CLOSED,
            closed_by=factory.SelfAttribute("planned_by"),
            closed_at=factory.LazyFunction(clock.now),
            close_reason="Everybody is done.",
        )

    version = factory.SubFactory(VersionFactory)
    title = "Acknowledge Regulation 150"
    wording = "Please read it."
    opens_at = factory.LazyFunction(lambda: clock.start_of(clock.city_date(clock.now()) - timedelta(days=1)))
    due_at = factory.LazyFunction(lambda: clock.end_of(clock.city_date(clock.now()) + timedelta(days=14)))
    planned_by = factory.SubFactory(EmployeeFactory, role="employee_relations")
    planned_at = factory.LazyAttribute(lambda campaign: campaign.opens_at - timedelta(days=1))
    state = CampaignState.OPENED
    opened_by = factory.SelfAttribute("planned_by")
    opened_at = factory.LazyAttribute(lambda campaign: campaign.planned_at)

    @factory.post_generation
    def statements(self, create, extracted, **kwargs):
        texts = {
            StatementKind.READ: "I was given the regulation and have read it.",
            StatementKind.CRIMINAL_JUSTICE: "I have read section IV.K.",
            StatementKind.ELECTRONIC: "I say so electronically; there is a paper way.",
        }
        for place, (kind, text) in enumerate(texts.items()):
            Statement.objects.create(campaign=self, place=place, kind=kind, text=text)

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        """At opening and on the due day, unless a test says otherwise (`steps=AS_IT_COMES`)."""
        plan = (StepPlan(Anchor.OPENING, 0), StepPlan(Anchor.DUE, 0)) if extracted is None else extracted
        write_steps(self, plan)


class AcknowledgementFactory(factory.django.DjangoModelFactory):
    """An acknowledgement that stands; `annulled_at=…` for one that was annulled."""

    class Meta:
        model = Acknowledgement

    person = factory.SubFactory(EmployeeFactory)
    campaign = factory.SubFactory(CampaignFactory)
    version = factory.SelfAttribute("campaign.version")
    reference = factory.LazyFunction(lambda: receipts.new_reference(2026))
    method = Method.ELECTRONIC
    text_hash = factory.LazyAttribute(lambda acknowledgement: acknowledgement.version.text_hash)
    statements = factory.LazyFunction(lambda: [{"kind": "read", "text": "I have read it."}])
    statements_hash = factory.LazyAttribute(lambda acknowledgement: hash_of(acknowledgement.statements))
    typed_name = factory.SelfAttribute("person.name")
    at = factory.LazyFunction(clock.now)
    recorded_at = factory.SelfAttribute("at")
    department = factory.LazyAttribute(lambda acknowledgement: acknowledgement.person.assignments.first().department)
    department_name = "Parks"
    digest = factory.LazyAttribute(lambda a: c1_hash(a.reference))


class AnnulmentFactory(factory.django.DjangoModelFactory):
    """A request to annul that waits for a second person."""

    class Meta:
        model = Annulment

    acknowledgement = factory.SubFactory(AcknowledgementFactory)
    reason = "It was entered for somebody else."
    requested_by = factory.SubFactory(EmployeeFactory, role="employee_relations")
    requested_at = factory.LazyFunction(clock.now)


def _department_of(person):
    return person.assignments.filter(superseded_at=None, effective_until=None).get().department


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question about a version (`version=`) that waits for an answer."""

    class Meta:
        model = Question

    person = factory.SubFactory(EmployeeFactory)
    version = factory.SubFactory(VersionFactory)
    text = "May I keep my old photographs?"
    at = factory.LazyFunction(clock.now)
    recorded_at = factory.SelfAttribute("at")


class DeclineFactory(factory.django.DjangoModelFactory):
    """Somebody's decline of a version (`version=`), on which no authority has decided."""

    class Meta:
        model = Decline

    person = factory.SubFactory(EmployeeFactory)
    version = factory.SubFactory(VersionFactory)
    department = factory.LazyAttribute(lambda decline: _department_of(decline.person))
    reason = "I do not want to"
    at = LONG_AGO
    recorded_at = LONG_AGO


class ExemptionFactory(factory.django.DjangoModelFactory):
    """An exemption for thirty days that waits for a second person; `approved=True` for one in force."""

    class Meta:
        model = Exemption

    class Params:
        approved = factory.Trait(
            decision="approved",
            decided_by=factory.SubFactory(EmployeeFactory, role="employee_relations"),
            decided_at=factory.SelfAttribute("asked_at"),
            decision_reason="",
        )

    person = factory.SubFactory(EmployeeFactory)
    version = factory.SubFactory(VersionFactory)
    reason = "On a long course."
    asked_by = factory.SubFactory(EmployeeFactory, role="employee_relations")
    asked_at = factory.LazyFunction(clock.now)
    until = factory.LazyAttribute(lambda row: clock.end_of(clock.city_date(row.asked_at) + timedelta(days=30)))
