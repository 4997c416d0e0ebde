"""Guards survive what migrations do to tables, and come back where SQLite loses them."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from foundation import clock
from foundation.audit.models import Entry
from foundation.guards import all_guards, restore_guards
from tests.audit.conftest import write

pytestmark = pytest.mark.django_db(transaction=True)


def is_guarded():
    try:
        with transaction.atomic():
            Entry.objects.update(act=uuid4().hex)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def altered_table():
    """Alter a column of the trail as a later migration would; on SQLite this remakes the table."""
    write(1)
    old = Entry._meta.get_field("act")
    new = models.CharField("act", max_length=120)
    new.set_attributes_from_name("act")
    new.model = Entry
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, old, new, strict=True)
    yield
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, new, old, strict=True)
    restore_guards()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL alters a column in place.")
def test_sqlite_loses_a_guard_when_the_table_is_remade_and_migrate_brings_it_back(altered_table):
    assert not is_guarded(), "then post_migrate would have nothing to do"
    call_command("migrate", verbosity=0)
    assert is_guarded()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite remakes the table.")
def test_postgresql_keeps_a_guard_when_a_column_is_altered(altered_table):
    assert is_guarded()


def test_every_guard_can_be_put_on_twice():
    restore_guards()
    restore_guards()
    assert all_guards()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Only SQLite has INSERT OR REPLACE.")
def test_insert_or_replace_does_not_go_round_the_guard():
    (entry,) = write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = %s",
            [entry.pk],
        )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="Only PostgreSQL has TRUNCATE.")
def test_the_trail_cannot_be_truncated():
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry CASCADE")


def test_an_entry_and_its_change_stand_or_fall_together():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        raise ZeroDivisionError
    assert not Entry.objects.filter(at__lte=clock.now(), act="test.done").exists()
