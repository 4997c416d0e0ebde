"""A prepared INSERT writes what saving would write, and several of them reach the database as one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext

from foundation import clock
from foundation.audit.models import Entry
from foundation.prepared import PreparedInsert, together
from notifications.models import Notice
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def entry(**changes):
    said = {"at": clock.now(), "act": "test.done", "actor_name": "Ann", "object_kind": "test.thing", "object_id": "1"}
    return Entry(**{**said, "after": {"name": "Zoë", "numbers": [1, None]}, "salts": b"\x00\xff" * 8, **changes})


def notice(person, key):
    return Notice(person=person, kind="test", title="50 % more", at=clock.now(), key=key)


def kept(pk):
    row = Entry.objects.filter(pk=pk).values().get()
    del row["id"]
    return {**row, "salts": bytes(row["salts"])}


def test_it_writes_what_saving_would():
    saved, prepared = entry(), entry()
    prepared.at = saved.at
    insert = PreparedInsert(Entry)
    insert.save(entry(act="test.first", instrument="the one that it was composed with"))
    with transaction.atomic():
        saved.save(force_insert=True)
        insert.save(prepared)
    assert prepared.pk > saved.pk
    assert kept(prepared.pk) == kept(saved.pk)
    assert prepared.transaction_id == saved.transaction_id
    prepared.refresh_from_db()
    assert (prepared._state.adding, prepared._state.db) == (False, "default")


def test_a_row_that_is_there_already_is_passed_over_where_that_was_asked_for():
    person = EmployeeFactory()
    insert = PreparedInsert(Notice, ignore_conflicts=True)
    insert.save(notice(person, "once"))
    insert.save(notice(person, "once"))
    assert Notice.objects.get().title == "50 % more"
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparedInsert(Notice).save(notice(person, "once"))


@pytest.mark.parametrize("wrong", [{"act": Upper("act")}, {"transaction_id": 5}], ids=["computes", "given"])
def test_an_insert_that_is_more_than_its_values_is_refused(wrong):
    insert = PreparedInsert(Entry)
    insert.save(entry())
    with pytest.raises(TypeError):
        insert.save(entry(**wrong))
    assert Entry.objects.count() == 1


def test_a_failed_insert_spoils_the_transaction_around_it_like_a_failed_save():
    person = EmployeeFactory()
    insert = PreparedInsert(Notice)
    with transaction.atomic():
        insert.save(notice(person, "first"))
        with pytest.raises(IntegrityError):
            insert.save(notice(person, "first"))
        assert connection.needs_rollback
    assert not Notice.objects.exists()


def test_rows_saved_together_are_one_message_to_postgresql_and_keep_their_order():
    person = EmployeeFactory()
    told, noted = PreparedInsert(Entry), PreparedInsert(Notice, ignore_conflicts=True)
    noted.save(notice(person, "there"))
    first, last = entry(act="test.first"), entry(act="test.last")
    with CaptureQueriesContext(connection) as queries, together():
        told.save(first)
        noted.save(notice(person, "there"))
        noted.save(notice(person, "new"))
        told.save(last)
    assert len(queries) == (1 if connection.vendor == "postgresql" else 4)
    assert Entry.objects.get(pk=first.pk).act == "test.first"
    assert Entry.objects.get(pk=last.pk).act == "test.last"
    assert first.pk < last.pk
    assert set(Notice.objects.values_list("key", flat=True)) == {"there", "new"}


def test_of_rows_saved_together_none_stays_when_one_is_refused():
    person = EmployeeFactory()
    told, noted = PreparedInsert(Entry), PreparedInsert(Notice)
    noted.save(notice(person, "there"))
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        told.save(entry())
        noted.save(notice(person, "there"))
    assert not Entry.objects.exists()


def test_what_fails_inside_the_block_sends_nothing_and_leaves_nothing_for_the_next():
    told = PreparedInsert(Entry)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        told.save(entry())
        1 / 0  # noqa: B018
    assert not Entry.objects.exists()
    told.save(entry())
    assert Entry.objects.count() == 1
