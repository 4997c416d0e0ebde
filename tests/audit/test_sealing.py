import threading

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.actor import Actor
from foundation.audit import sealing
from foundation.audit.models import Entry, Seal
from foundation.audit.verifying import verify
from foundation.errors import InvalidInput
from tests.audit.conftest import BY, seal, write

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_series"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"])
def test_the_database_refuses_to_change_the_trail(table, statement):
    write(1)
    seal()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_nothing_is_sealed_where_nothing_was_written():
    assert seal() == []
    write(3)
    assert [made.count for made in seal()] == [3]
    assert seal() == []


def test_many_entries_are_sealed_in_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    write(10)
    assert sum(made.count for made in seal()) == 10
    assert Seal.objects.count() == 3
    assert verify().ok


def test_a_seal_names_the_one_before():
    for _ in range(2):
        write(1)
        seal()
    first, second = Seal.objects.order_by("id")
    assert (first.previous, second.previous) == ("", first.root)


def test_an_entry_that_rolled_back_is_no_gap():
    write(1)
    try:
        with transaction.atomic():
            write(2)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    write(1)
    seal()
    assert verify().ok and Entry.objects.count() == 2


def test_half_a_character_does_not_stop_the_seals():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL refuses it when it is written.")
    write(1)
    Entry.objects.create(at=Entry.objects.get().at, act="x", actor_name="x", object_kind="x", after={"a": "\ud800"})
    seal()
    assert verify().ok


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's writers never overlap.")
def test_an_entry_that_commits_late_does_not_slip_behind_a_seal():
    began, may_commit = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            write(1, act="test.slow")
            began.set()
            may_commit.wait(10)
        connection.close()

    slow = threading.Thread(target=slow_writer)
    slow.start()
    began.wait(10)
    write(3, act="test.quick")
    assert sealing.seal_pending() == []
    may_commit.set()
    slow.join()
    seal()
    report = verify()
    assert report.ok and report.entries == 4


def restored():
    """What a restore loses: the last seal, and the entries behind it."""
    return sealing.start_series(by=Actor.of_system("restore"), reason="Restored from the backup of May 3.")


def test_a_restored_database_starts_a_new_series_and_seals_what_the_old_one_missed():
    write(3)
    seal()
    write(2)
    series = restored()
    write(4)
    seal()
    assert list(Seal.objects.order_by("id").values_list("series", "number", "count")) == [
        (series.pk - 1, 1, 3),
        (series.pk, 0, 2),
        (series.pk, 1, 5),  # the start of the series is an entry itself
    ]
    assert verify().ok


def test_a_root_of_the_lost_time_is_unknown_after_the_restore(tamper):
    write(1)
    seal()
    write(1)
    seal()
    lost = verify().latest_root
    tamper("DELETE FROM audit_seal WHERE root = %s", lost)
    restored()
    seal()
    assert verify().ok
    assert not verify(lost).ok


def test_a_series_can_follow_a_series_at_once():
    write(2)
    seal()
    restored()
    restored()
    write(1)
    seal()
    report = verify()
    assert report.ok and report.entries == 5


def test_a_series_may_start_before_the_first_seal():
    write(2)
    restored()
    seal()
    assert verify().ok and verify().entries == 3


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite numbers no transactions.")
def test_transaction_numbers_that_went_back_start_a_series_by_themselves(tamper, monkeypatch):
    write(2)
    seal()
    highest = Entry.objects.latest("id").pk
    # As in a new cluster: numbers begin again, below those of the old one.
    limit = sealing._oldest_running()
    monkeypatch.setattr(sealing, "_oldest_running", lambda: limit - 900)
    write(2)
    tamper("UPDATE audit_entry SET transaction_id = %s WHERE id > %s", limit - 1000, highest)
    sealing.seal_pending()
    tamper("UPDATE audit_entry SET transaction_id = %s WHERE act = 'trail.series_started'", limit - 800)
    monkeypatch.setattr(sealing, "_oldest_running", lambda: limit - 700)
    sealing.seal_pending()
    report = verify()
    assert report.findings == []
    assert report.entries == 5


def test_a_series_needs_a_reason():
    with pytest.raises(InvalidInput):
        sealing.start_series(by=BY, reason=" ")


def test_two_sealers_at_once_seal_an_entry_once(monkeypatch):
    write(2)
    made, others = sealing._made, []

    def overtaken(*arguments):
        if not others:
            others.append(True)
            sealing._seal_one()
        return made(*arguments)

    monkeypatch.setattr(sealing, "_made", overtaken)
    seal()
    report = verify()
    assert report.ok and (report.seals, report.entries) == (1, 2)
