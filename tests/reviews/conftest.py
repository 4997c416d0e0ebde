import pytest

from foundation.actor import Actor
from notifications.models import Notice
from reviews import services
from reviews.wording import Wording
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory


class Newsroom:
    """A department with an active account, a publisher who may post there, a drafter and a reviewer."""

    kind = {}

    def __init__(self, code, handle, **profile):
        self.department = DepartmentFactory(code=code, **profile)
        self.appointment = AppointmentFactory(department=self.department)
        self.head = self.appointment.holder
        self.account = AccountFactory(department=self.department, facts__handle=handle)
        self.publisher = self.employee()
        self.drafter = self.employee()
        self.reviewer = self.designee("review_posts")
        self.authorization = AuthorizationFactory(
            grantee=self.publisher, accounts=[self.account], accepted=True, **self.kind
        )

    def designee(self, *powers):
        return DesignationFactory(under=self.appointment, powers=list(powers)).holder

    def employee(self, **more):
        return EmployeeFactory(assignment__department=self.department, **more)

    def wording(self, text="The pool in Fairground Park opens on Saturday at noon.", **more):
        said = {"publisher": self.publisher, "accounts": (self.account,), "identification": "Dana Reed, Clerk"} | more
        return Wording(text=text, **said)

    def draft(self, *args, by=None, **more):
        return services.draft(by=Actor.of_person(by or self.drafter), wording=self.wording(*args, **more))

    def sent(self, *args, by=None, **more):
        """A post that waits for review, read anew."""
        post = self.draft(*args, by=by, **more)
        services.submit(by=Actor.of_person(by or self.drafter), post=post)
        post.refresh_from_db()
        return post

    def approved(self, *args, **more):
        post = self.sent(*args, **more)
        return approve(self.reviewer, post)


def as_person(person):
    return Actor.of_person(person)


def hash_of(post):
    return post.sent.get(number=post.rounds).content_hash


def approve(person, post):
    post = services.approve(by=as_person(person), post=post, seen_hash=hash_of(post))
    post.refresh_from_db()
    return post


def told(person, kind=""):
    return list(
        Notice.objects.filter(person=person, kind__startswith=kind or "reviews.").values_list("title", flat=True)
    )


@pytest.fixture
def parks(db):
    return Newsroom("PRF", "stlparks")


@pytest.fixture
def streets(db):
    return Newsroom("STR", "stlstreets")


class PoliceNewsroom(Newsroom):
    kind = {"police": True}


@pytest.fixture
def police(db):
    """A police department: IV.K.1 and IV.K.2 are asked there."""
    flags = {"profile__speech_rule": "police", "profile__has_criminal_justice_information": True}
    return PoliceNewsroom("POL", "slmpd", **flags)


@pytest.fixture
def relations(db):
    return EmployeeFactory(role="employee_relations")
