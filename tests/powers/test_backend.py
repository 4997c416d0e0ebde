"""`user.has_perm` is right to the second, and nobody has a bypass."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks

from foundation import clock
from foundation.effective import end
from powers.catalogue import POWERS
from powers.derivation import derive
from powers.models import DepartmentPermission
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return AppointmentFactory()


def test_an_authority_has_the_permission(head):
    assert head.holder.has_perm("directory.authorize_speech", head.department)
    assert not EmployeeFactory().has_perm("directory.authorize_speech", head.department)


def test_it_is_gone_in_the_second_in_which_the_instrument_ends(head, monkeypatch):
    until = clock.now() + timedelta(minutes=5)
    derive(end(head, until=until, at=clock.now()))
    monkeypatch.setattr(clock, "now", lambda: until - timedelta(microseconds=1))
    assert head.holder.has_perm("directory.approve_accounts", head.department)
    monkeypatch.setattr(clock, "now", lambda: until)
    assert not head.holder.has_perm("directory.approve_accounts", head.department)


def test_a_row_of_guardian_alone_gives_nothing(head):
    EmployeeStatusFactory(employee=head.holder, on_leave=True)
    assert DepartmentPermission.objects.filter(user=head.holder).exists()
    assert not head.holder.has_perm("directory.authorize_speech", head.department)


def test_there_is_no_superuser(head):
    somebody = EmployeeFactory()
    somebody.is_superuser = True
    assert not somebody.has_perm("directory.authorize_speech", head.department)


def test_one_row_for_each_instrument_and_power(head):
    designation = DesignationFactory(under=head)
    assert DepartmentPermission.objects.filter(instrument_lineage=head.lineage).count() == len(POWERS)
    assert DepartmentPermission.objects.filter(instrument_lineage=designation.lineage).count() == 2


def test_all_permissions_of_a_designee(head):
    designation = DesignationFactory(under=head)
    codes = designation.holder.has_perm("directory.review_posts", head.department)
    assert codes
    assert not designation.holder.has_perm("directory.authorize_speech", head.department)


def test_the_check_of_guardian_is_silenced():
    assert [issue.id for issue in run_checks() if issue.id == "guardian.W001" and not issue.is_silenced()] == []
