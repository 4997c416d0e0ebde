"""The role that the portal runs under on PostgreSQL can work, and can alter no trail."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.services.writing import lock
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.audit.services import Subject, record
from foundation.dated_settings import value
from foundation.guards import AppendOnly, all_guards
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db

needs_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles")


@pytest.fixture
def role():
    """The portal's own role, acting until the test's transaction is rolled back."""
    name = f"portal_tests_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}")
    call_command("grant_portal_role", name, verbosity=0)
    yield name
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def act_as(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


def refused(statement):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return caught.value.__cause__.sqlstate == "42501"  # insufficient privilege: not the trigger, the role


def entry():
    return record(by=Actor.of_system("tests"), act="tests.tried", on=Subject("tests", "1", "a thing"), at=clock.now())


@needs_postgresql
def test_the_portals_role_writes_the_trail_and_cannot_change_it(role):
    act_as(role)
    entry()
    table = Entry._meta.db_table
    assert Entry.objects.count() == 1
    assert refused(f"UPDATE {table} SET act = 'other'")
    assert refused(f"DELETE FROM {table}")
    assert refused(f"TRUNCATE {table}")
    assert refused(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    assert refused(f"DROP TABLE {table}")


@needs_postgresql
def test_no_append_only_table_can_be_emptied_or_freed_of_its_triggers(role):
    act_as(role)
    tables = [guard.table for guard in all_guards() if isinstance(guard, AppendOnly)]
    assert tables
    for table in tables:
        assert refused(f"DELETE FROM {table}")
        assert refused(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


@needs_postgresql
def test_the_portals_role_can_do_the_portals_work(role):
    act_as(role)
    person = EmployeeFactory()
    person.works_without_computer = True
    person.save()
    assert value("city.name", clock.now())


@needs_postgresql
def test_the_portals_role_locks_accounts_and_changes_none(role):
    account = AccountFactory()
    act_as(role)
    lock(account)
    assert refused("UPDATE accounts_officialaccount SET reference = 'x'")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_officialaccount SET id = id + 1")


@needs_postgresql
def test_the_portals_role_makes_no_tables(role):
    act_as(role)
    assert refused("CREATE TABLE elsewhere (id integer)")


@needs_postgresql
def test_a_role_that_could_go_round_the_triggers_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="cannot be the portal's own"):
        call_command("grant_portal_role", owner)
    with pytest.raises(CommandError, match="There is no role"):
        call_command("grant_portal_role", "nobody_of_this_name")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows roles")
def test_on_sqlite_the_command_says_that_there_are_no_roles():
    with pytest.raises(CommandError, match="SQLite, which knows no roles"):
        call_command("grant_portal_role", "portal")
