"""Instruments for tests; traits are states. Each derives guardian's rows, as the services do."""

from datetime import timedelta

import factory

from foundation import clock
from foundation.actor import Actor
from foundation.files.services import store
from powers.derivation import derive
from powers.drafts import AppointmentDraft
from powers.models import Appointment, Designation, InstrumentEntry, OrganizationImport, Reading
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    class Params:
        acting = factory.Trait(
            kind="acting", effective_until=factory.LazyFunction(lambda: clock.now() + timedelta(days=90))
        )

    department = factory.SubFactory(DepartmentFactory)
    holder = factory.SubFactory(EmployeeFactory, assignment__department=factory.SelfAttribute("...department"))
    kind = "regular"
    instrument = "Letter of the Mayor"
    origin = "set_up"
    effective_from = LONG_AGO
    recorded_at = LONG_AGO

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        derive(self)


class DesignationFactory(factory.django.DjangoModelFactory):
    """A designation under an appointment: give `under=` the appointment; the department is its office unless given."""

    class Meta:
        model = Designation
        skip_postgeneration_save = True

    class Params:
        under = factory.SubFactory(AppointmentFactory)

    department = factory.SelfAttribute("under.department")
    appointment = factory.SelfAttribute("under.lineage")
    named_by = factory.SelfAttribute("under.holder")
    holder = factory.SubFactory(EmployeeFactory, assignment__department=factory.SelfAttribute("...department"))
    powers = ["review_posts", "approve_personal_device"]
    instrument = "Letter of the authority"
    origin = "set_up"
    effective_from = LONG_AGO
    recorded_at = LONG_AGO

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        derive(self)


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reading

    kind = "designee_may_hold"
    power = "authorize_speech"
    value = True
    reason = "The Law Department reads the clause so."
    source = "Opinion of the City Counselor, 2026"
    entered_by = factory.SubFactory(EmployeeFactory)
    confirmed_by = factory.SubFactory(EmployeeFactory)
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class InstrumentEntryFactory(factory.django.DjangoModelFactory):
    """A waiting entry of an appointment: `department` is the office, `beneficiary` the appointee."""

    class Meta:
        model = InstrumentEntry

    kind = "appointment"
    department = factory.SubFactory(DepartmentFactory)
    beneficiary = factory.SubFactory(EmployeeFactory)
    payload = factory.LazyAttribute(
        lambda entry: AppointmentDraft(
            entry.department.pk, entry.beneficiary.pk, "regular", LONG_AGO, "Letter of the Mayor"
        ).payload()
    )
    entered_by = factory.SubFactory(EmployeeFactory, role="employee_relations")
    entered_at = LONG_AGO


class OrganizationImportFactory(factory.django.DjangoModelFactory):
    """A checked organization's file that adds two rows and has a wrong one; `applied` with its rejects."""

    class Meta:
        model = OrganizationImport

    class Params:
        applied = factory.Trait(
            state="applied",
            applied_at=LONG_AGO,
            rejects=factory.LazyFunction(lambda: _organization_file("rejects of organization.json")),
        )

    state = "checked"
    file = factory.LazyFunction(lambda: _organization_file("organization.json"))
    uploaded_by = factory.SubFactory(EmployeeFactory, role="administrator")
    uploaded_at = LONG_AGO
    checked_at = LONG_AGO
    counts = {
        "departments": {"added": 1, "changed": 0, "waiting": 0, "unchanged": 3},
        "appointments": {"added": 1, "changed": 0, "waiting": 0, "unchanged": 0},
        "designations": {"added": 0, "changed": 0, "waiting": 2, "unchanged": 0},
    }
    problems = [
        {
            "section": "appointments",
            "row": 2,
            "column": "holder",
            "value": "E9",
            "why": "Nobody has the employee number “E9”.",
            "remedy": "Import the people first, or correct the number.",
        }
    ]


def _organization_file(name):
    content = b'{"departments": [{"code": "NEW", "name": "New", "effective_from": "2020-01-01"}]}'
    return store(by=Actor.of_system("test"), name=name, content=content, purpose="organization_import")
