"""Kiosks and one-time codes for tests."""

import secrets

import factory

from acknowledgements.models import Kiosk, KioskCode
from acknowledgements.services import issue_codes, use_code
from acknowledgements.services.kiosks import _digest
from foundation import clock
from foundation.actor import Actor
from tests.factories.directory import EmployeeFactory


class KioskFactory(factory.django.DjangoModelFactory):
    """A kiosk; `secret=` is what its cookie holds, `withdrawn` one that was withdrawn."""

    class Meta:
        model = Kiosk
        exclude = ("secret",)

    class Params:
        withdrawn = factory.Trait(
            withdrawn_at=factory.LazyFunction(clock.now), withdrawn_by=factory.SelfAttribute("admitted_by")
        )

    secret = factory.LazyFunction(lambda: secrets.token_urlsafe(32))
    name = "Break room, Forestry yard"
    digest = factory.LazyAttribute(lambda kiosk: _digest(kiosk.secret))
    admitted_by = factory.SubFactory(EmployeeFactory, role="employee_relations")
    admitted_at = factory.LazyFunction(clock.now)


def code_for(person, *, by=None, on=None, address=""):
    """The plain code of a slip for somebody, issued by Employee Relations; a campaign must be running."""
    issuer = by or EmployeeFactory(role="employee_relations")
    (slip,) = issue_codes(by=Actor.of_person(issuer, address=address), people=[person], is_handed_over=True, on=on)
    return slip.shown


def used_code(person, *, by=None, kiosk=None, issued_on=None, address=""):
    """A code that its person has used at a kiosk."""
    shown = code_for(person, by=by, on=issued_on, address=address)
    use_code(number=person.number, code=shown, on=kiosk or KioskFactory(), address=address)
    return KioskCode.objects.get(person=person, used_at__isnull=False, revoked_at=None)
