"""Official accounts for tests, made by the services' own rules as far as states go; traits are states."""

from datetime import timedelta

import factory

from accounts.models import (
    AccountDepartment,
    AccountFacts,
    AccountImport,
    AccountState,
    Approval,
    HandOver,
    HandOverStep,
    OfficialAccount,
    Platform,
    Stewardship,
)
from accounts.services import AccountPlan
from accounts.services.handing_over import STEPS
from accounts.sites import Address
from foundation.actor import Actor
from foundation.files.services import store
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory

HANDED_OVER_AT = LONG_AGO + timedelta(days=30)
DATES = {"effective_from": LONG_AGO, "recorded_at": LONG_AGO}


def address(handle: str = "stlparks", platform: str = "x") -> Address:
    return Address(platform, handle, f"{platform}:{handle.lower()}", f"https://{platform}.com/{handle}")


def plan(**more) -> AccountPlan:
    """A complete plan for @stlparks on X; say what differs (`responsible` at least)."""
    said = {"address": address(), "name": "Parks", "purpose": "Events and closures", "primary": None} | more
    return AccountPlan(**said)


class AccountFactory(factory.django.DjangoModelFactory):
    """An active account of a department (`department=`), approved by its authority; traits are other states.

    `facts__handle=` on X; `primary=` and `backup=` name stewards; `sharing=[…]` more departments; `facts__…` any fact.
    """

    class Meta:
        model = OfficialAccount
        skip_postgeneration_save = True

    class Params:
        requested = factory.Trait(was_found=False, state__name="requested")
        approved = factory.Trait(state__name="approved")
        suspended = factory.Trait(state__name="suspended")
        retired = factory.Trait(state__name="retired")
        declined = factory.Trait(state__name="declined")
        found = factory.Trait(was_found=True, state__name="found")
        listed = factory.Trait(was_found=True, state__name="listed")

    reference = factory.Sequence(lambda n: f"ACC-2020-{n:08d}")
    entered_by = factory.SubFactory(EmployeeFactory)
    entered_at = LONG_AGO

    @factory.post_generation
    def department(self, create, extracted, **kwargs):
        self.used_by = extracted or DepartmentFactory()
        AccountDepartment.objects.create(account=self, department=self.used_by, is_responsible=True, **DATES)

    @factory.post_generation
    def sharing(self, create, extracted, **kwargs):
        for department in extracted or []:
            AccountDepartment.objects.create(account=self, department=department, **DATES)

    @factory.post_generation
    def facts(self, create, extracted, **kwargs):
        handle = kwargs.pop("handle", f"city{self.pk}")
        code = kwargs.pop("platform", "x")
        there = address(handle, code)
        said = {
            "platform": Platform.objects.get(code=code),
            "handle": there.handle,
            "identity": there.identity,
            "url": there.url,
            "name": f"Account {handle}",
            "purpose": "News of the department",
            "links_to_city": "yes",
        } | kwargs
        AccountFacts.objects.create(account=self, **said, **DATES)

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        state = extracted or kwargs.get("name", "active")
        approval = None
        if state in {"approved", "active", "suspended", "retired"}:
            approval = ApprovalFactory(account=self, department=self.used_by)
        AccountState.objects.create(account=self, state=state, approval=approval, reason="As the test says", **DATES)

    @factory.post_generation
    def primary(self, create, extracted, **kwargs):
        _steward(self, extracted, "primary")

    @factory.post_generation
    def backup(self, create, extracted, **kwargs):
        _steward(self, extracted, "backup")


def _steward(account, person, role):
    if person is not None:
        department = person.assignments.get(superseded_at=None, effective_until=None).department
        Stewardship.objects.create(account=account, person=person, role=role, department=department, **DATES)


class ApprovalFactory(factory.django.DjangoModelFactory):
    """An approval by whoever heads the department."""

    class Meta:
        model = Approval

    about = "establishing"
    power = "approve_accounts"
    capacity = "appointing authority"
    instrument = "appointment of the set-up"
    decided_by = factory.LazyAttribute(lambda approval: _head(approval.department))
    in_name_of = factory.SelfAttribute("decided_by")
    decided_at = LONG_AGO


def _head(department):
    known = department.appointments.filter(superseded_at=None).first()
    return known.holder if known else AppointmentFactory(department=department).holder


class AccountImportFactory(factory.django.DjangoModelFactory):
    """A checked file of accounts; `uploaded` waits for its columns, `applied` is in, with a row that is not."""

    class Meta:
        model = AccountImport

    class Params:
        uploaded = factory.Trait(state="uploaded", checked_at=None, counts={}, told=[], departments=[])
        applied = factory.Trait(
            state="applied",
            applied_at=LONG_AGO,
            rejects=factory.LazyFunction(lambda: _file_of_accounts("inventory.rejects.csv")),
        )

    state = "checked"
    file = factory.LazyFunction(lambda: _file_of_accounts("inventory.csv"))
    uploaded_by = factory.SubFactory(EmployeeFactory, role="administrator")
    uploaded_at = LONG_AGO
    checked_at = LONG_AGO
    header = ["URL", "Account", "Department", ""]
    sample = [["https://x.com/stlparks", "Parks", "PRF", "since 2012"], ["nowhere", "Streets", "STR"]]
    places = {"url": 0, "name": 1, "department": 2}
    rows = 4
    counts = {"added": 1, "unchanged": 1, "duplicates": 1, "rejected": 1}
    departments = [["PRF", "Parks, Recreation and Forestry"]]
    told = [
        {"line": 3, "kind": "rejected", "what": "URL “nowhere”: it is no address.", "remedy": "Write the address."},
        {"line": 4, "kind": "duplicates", "what": "https://x.com/stlparks stands on line 2.", "remedy": ""},
    ]


def _file_of_accounts(name):
    content = b"URL,Account,Department\nhttps://x.com/stlparks,Parks,PRF\n"
    return store(by=Actor.of_system("test"), name=name, content=content, purpose="account_import")


class HandOverFactory(factory.django.DjangoModelFactory):
    """The open hand-over of an account (`account=`) by somebody who was its backup steward."""

    class Meta:
        model = HandOver
        skip_postgeneration_save = True

    person = factory.SubFactory(EmployeeFactory)
    stewardship = factory.LazyAttribute(
        lambda hand_over: (
            Stewardship.objects.create(
                account=hand_over.account,
                person=hand_over.person,
                role="backup",
                department=hand_over.person.assignments.get().department,
                effective_until=HANDED_OVER_AT,
                **DATES,
            ).lineage
        )
    )
    because = "was relieved: asked for it"
    opened_at = HANDED_OVER_AT

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        for place, kind in enumerate(extracted or STEPS, start=1):
            HandOverStep.objects.create(hand_over=self, kind=kind, place=place)
