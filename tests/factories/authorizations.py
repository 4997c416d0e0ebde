"""Written authorizations for tests; traits are states."""

from datetime import timedelta
from uuid import uuid4

import factory

from authorizations.kinds import POWERS, Kind
from authorizations.models import (
    Acceptance,
    Authorization,
    AuthorizationText,
    AuthorizedAccount,
    Consent,
    DeclineDecision,
    Document,
    OralWords,
    PaperDecision,
    Request,
    Revocation,
)
from foundation import clock
from foundation.canonical import c1_hash
from tests.factories.acknowledgements import DeclineFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory

_LIMITS = {
    "device": {"device": "Private telephone, black"},
    "disclosure": {"matter": "Missing person Doe"},
    "email": {"purpose": "Newsletter of the department", "hosts": ["example.org"]},
    "outside_site": {"hosts": ["example.org"]},
}


def _head(department):
    known = department.appointments.filter(superseded_at=None).first()
    return known or AppointmentFactory(department=department)


def _department_of(person):
    return person.assignments.filter(superseded_at=None, effective_until=None).get().department


class AuthorizationFactory(factory.django.DjangoModelFactory):
    """An authorization to speak for the grantee's department, in effect and not accepted; `accounts=[…]` names some.

    Traits: a kind (`device`, `disclosure`, `email`, `outside_site`, `police`), `accepted`, `revoked`, `ended`,
    `to_come`, `paper` (waiting), `confirmed` (a paper), `with_document`.
    """

    class Meta:
        model = Authorization
        skip_postgeneration_save = True

    class Params:
        device_use = factory.Trait(kind=Kind.DEVICE)
        disclosure = factory.Trait(kind=Kind.DISCLOSURE)
        email = factory.Trait(kind=Kind.EMAIL)
        outside_site = factory.Trait(kind=Kind.OUTSIDE_SITE)
        police = factory.Trait(kind=Kind.POLICE_SPEECH)
        accepted = factory.Trait(life__accepted=True)
        with_document = factory.Trait(life__document=True)
        revoked = factory.Trait(life__revoked=True)
        ended = factory.Trait(effective_until=factory.LazyFunction(lambda: clock.now() - timedelta(days=1)))
        to_come = factory.Trait(effective_from=factory.LazyFunction(lambda: clock.now() + timedelta(days=1)))
        paper = factory.Trait(
            is_paper=True, scan=factory.LazyFunction(uuid4), recorded_by=factory.SubFactory(EmployeeFactory)
        )
        confirmed = factory.Trait(paper=True, life__confirmed=True)

    kind = Kind.SPEECH
    grantee = factory.SubFactory(EmployeeFactory)
    grantee_name = factory.SelfAttribute("grantee.name")
    grantee_title = "Clerk"
    department = factory.LazyAttribute(lambda row: _department_of(row.grantee))
    department_name = factory.LazyAttribute(lambda row: f"Department {row.department.code}")
    reference = factory.Sequence(lambda n: f"TST-2020-{n:03}")
    voice = factory.LazyAttribute(
        lambda row: "department" if row.kind in {"speech", "outside_site", "police_speech"} else ""
    )
    voice_department = factory.LazyAttribute(lambda row: row.department if row.voice == "department" else None)
    device = factory.LazyAttribute(lambda row: _LIMITS.get(row.kind, {}).get("device", ""))
    matter = factory.LazyAttribute(lambda row: _LIMITS.get(row.kind, {}).get("matter", ""))
    purpose = factory.LazyAttribute(lambda row: _LIMITS.get(row.kind, {}).get("purpose", ""))
    hosts = factory.LazyAttribute(lambda row: _LIMITS.get(row.kind, {}).get("hosts", []))
    effective_from = LONG_AGO
    effective_until = factory.LazyFunction(lambda: clock.now() + timedelta(days=90))
    granted_at = LONG_AGO
    recorded_at = factory.SelfAttribute("granted_at")
    appointment = factory.LazyAttribute(lambda row: _head(row.department).lineage)
    granted_by = factory.LazyAttribute(lambda row: _head(row.department).holder)
    granted_by_name = factory.SelfAttribute("granted_by.name")
    granted_by_title = "Director"
    in_name_of = factory.SelfAttribute("granted_by")
    in_name_of_name = factory.SelfAttribute("in_name_of.name")
    in_name_of_title = "Director"
    power = factory.LazyAttribute(lambda row: POWERS[row.kind].code)
    basis = factory.LazyAttribute(lambda row: POWERS[row.kind].basis)
    capacity = "appointing authority"
    text_hash = factory.LazyAttribute(lambda row: c1_hash(row.reference))

    @factory.post_generation
    def accounts(self, create, extracted, **kwargs):
        for account in extracted or []:
            AuthorizedAccount.objects.create(authorization=self, account=account)
        AuthorizationText.objects.create(authorization=self, text=self.reference)

    @factory.post_generation
    def life(self, create, extracted, **kwargs):
        at = self.recorded_at
        if kwargs.get("document"):
            Document.objects.create(authorization=self, file=uuid4(), sha256="0" * 64, made_at=at)
        if kwargs.get("accepted"):
            said = {"accepted_at": at, "recorded_at": at, "recorded_by": self.grantee, "text_hash": self.text_hash}
            Acceptance.objects.create(authorization=self, **said)
        if kwargs.get("confirmed"):
            word = {"outcome": "confirmed", "decided_by": self.granted_by, "capacity": "appointing authority"}
            PaperDecision.objects.create(authorization=self, recorded_at=at, instrument="appointment", **word)
        if kwargs.get("revoked"):
            RevocationFactory(authorization=self)


class RevocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Revocation

    effective_from = factory.LazyFunction(clock.now)
    recorded_at = factory.SelfAttribute("effective_from")
    revoked_by = factory.SelfAttribute("authorization.granted_by")
    capacity = "appointing authority"
    reason = "As the test says"


class RequestFactory(factory.django.DjangoModelFactory):
    """A request of somebody for themselves that waits; `nominated_by=` makes it a nomination."""

    class Meta:
        model = Request
        skip_postgeneration_save = True

    class Params:
        nominated_by = None

    reference = factory.Sequence(lambda n: f"AUT-2020-{n:08}")
    kind = Kind.DEVICE
    device = "Private telephone, black"
    grantee = factory.SubFactory(EmployeeFactory)
    department = factory.LazyAttribute(lambda request: _department_of(request.grantee))
    asked_by = factory.LazyAttribute(lambda request: request.nominated_by or request.grantee)
    asked_at = LONG_AGO
    reason = "Posts from the field"


class ConsentFactory(factory.django.DjangoModelFactory):
    """The consent of the department that uses an account to its use by people of `for_department`."""

    class Meta:
        model = Consent

    department = factory.LazyAttribute(lambda consent: consent.account.departments.first().department)
    for_department = factory.SubFactory(DepartmentFactory)
    given_by = factory.LazyAttribute(lambda consent: _head(consent.department).holder)
    capacity = "appointing authority"
    instrument = "appointment"
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class DeclineDecisionFactory(factory.django.DjangoModelFactory):
    """The authority's word on the authorizations of who declined: they may be used."""

    class Meta:
        model = DeclineDecision

    decline = factory.SubFactory(DeclineFactory)
    person = factory.SelfAttribute("decline.person")
    decision = "may_go_on"
    decided_by = factory.SubFactory(EmployeeFactory)
    at = factory.LazyFunction(clock.now)
    reason = "Trusted"
    instrument = "appointment"


class OralWordsFactory(factory.django.DjangoModelFactory):
    """Words by telephone that the grantee recorded an hour ago, for the voice of the department; `accounts=[…]`.

    Traits: `late` (not confirmed in time), `refused`.
    """

    class Meta:
        model = OralWords
        skip_postgeneration_save = True

    class Params:
        late = factory.Trait(spoken_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=9)))
        refused = factory.Trait(
            outcome="refused",
            decided_by=factory.SelfAttribute("spoken_by"),
            decided_at=factory.LazyFunction(clock.now),
            decision_reason="I did not say this",
            capacity="who is said to have spoken",
            instrument="",
        )

    reference = factory.Sequence(lambda n: f"ORL-2020-{n:08}")
    kind = Kind.SPEECH
    grantee = factory.SubFactory(EmployeeFactory)
    department = factory.LazyAttribute(lambda words: _department_of(words.grantee))
    voice = "department"
    voice_department = factory.SelfAttribute("department")
    spoken_by = factory.LazyAttribute(lambda words: _head(words.department).holder)
    spoken_as = "appointing authority"
    spoken_under = "appointment"
    spoken_at = factory.LazyFunction(lambda: clock.now() - timedelta(hours=1))
    means = "telephone"
    recorded_by = factory.SelfAttribute("grantee")
    recorded_as = "the employee"
    recorded_at = factory.SelfAttribute("spoken_at")
    due_at = factory.LazyAttribute(lambda words: words.spoken_at + timedelta(days=3))
    wanted_until = factory.LazyAttribute(lambda words: words.spoken_at + timedelta(days=20))

    @factory.post_generation
    def accounts(self, create, extracted, **kwargs):
        self.accounts.set(extracted or [])
