"""Who sees an authorization and a request, and who learns why something is not in force; what the roster tells."""

import pytest

from authorizations.models import Authorization
from authorizations.permissions import authorization_in_sight, may_see_reason, visible_authorizations, visible_requests
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import NotVisible
from notifications.models import Notice
from tests.factories.authorizations import AuthorizationFactory, RequestFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def test_an_authorization_is_seen_by_those_whom_it_concerns(parks, streets, dana, relations):
    row = AuthorizationFactory(grantee=dana)
    at = clock.now()
    auditor = EmployeeFactory(role="auditor")
    for person in (dana, parks.head, relations.person, auditor):
        assert authorization_in_sight(person, row.reference, at) == row
    for person in (streets.head, parks.employee(), parks.comms_staff, EmployeeFactory(role="administrator")):
        assert not visible_authorizations(person, at)
        with pytest.raises(NotVisible):
            authorization_in_sight(person, row.reference, at)


def test_why_something_is_not_in_force_is_told_to_few(parks, streets, dana, relations):
    row = AuthorizationFactory(grantee=dana)
    at = clock.now()
    assert all(may_see_reason(one, row, at) for one in (dana, parks.head, relations.person))
    others = (streets.head, EmployeeFactory(role="auditor"), parks.designee("review_posts"))
    assert not any(may_see_reason(one, row, at) for one in others)


def test_a_request_is_seen_by_who_asked_and_who_may_decide_it(parks, streets, dana):
    asked = RequestFactory(grantee=dana, nominated_by=parks.comms_staff)
    at = clock.now()
    designee = parks.designee("approve_personal_device")
    for person in (dana, parks.comms_staff, parks.head, designee, EmployeeFactory(role="employee_relations")):
        assert list(visible_requests(person, at)) == [asked]
    for person in (streets.head, parks.employee(), parks.designee("approve_disclosure")):
        assert not visible_requests(person, at)


@pytest.mark.parametrize("change", ["move", "leave_the_city", "suspend"])
def test_whoever_could_grant_again_hears_that_an_authorization_is_not_in_force(parks, streets, dana, change):
    AuthorizationFactory(grantee=dana)
    by = Actor.of_person(EmployeeFactory(role="administrator"))
    more = {"department": streets.department} if change == "move" else {}
    getattr(roster, change)(dana, by=by, **more)
    (notice,) = Notice.objects.filter(person=parks.head, kind="authorizations.decisions")
    assert "is not in force" in notice.title
    assert "suspended" not in notice.text
    assert Authorization.objects.within_dates(clock.now()).exists(), "nothing is written: it ends by derivation"
