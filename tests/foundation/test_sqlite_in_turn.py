"""Writers of one process take turns in the order in which they came, and nobody keeps a turn that is over."""

import threading
import time

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.audit.services import Subject, record
from foundation.sqlite_in_turn.turns import Turns, turns_of

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's writers do not wait.")
on_a_real_database = pytest.mark.django_db(transaction=True)


def write(name):
    record(by=Actor.of_system("test"), act="test.done", on=Subject("test.thing", name), at=clock.now())


def is_free():
    turns = turns_of(str(connection.settings_dict["NAME"]))
    if not turns.take(0):
        return False
    turns.pass_on()
    return True


def test_turns_are_handed_over_in_the_order_of_coming():
    turns, order, threads = Turns(), [], []
    assert turns.take(0)

    def come(number):
        assert turns.take(10)
        order.append(number)
        turns.pass_on()

    for number in range(8):
        threads.append(threading.Thread(target=come, args=[number]))
        threads[-1].start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    turns.pass_on()
    for thread in threads:
        thread.join()
    assert order == list(range(8))
    assert turns.take(0), "after the last one it is free"


def test_who_has_waited_long_enough_goes_without_and_is_not_handed_the_turn():
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.pass_on()
    assert turns.take(0)


@sqlite_only
@on_a_real_database
@pytest.mark.parametrize("ending", ["commits", "fails", "is closed"])
def test_a_turn_ends_with_its_transaction_however_that_ends(ending):
    try:
        with transaction.atomic():
            write("1")
            assert not is_free()
            if ending == "fails":
                raise IntegrityError
            if ending == "is closed":
                connection.close()
    except IntegrityError:
        pass
    assert is_free()
    assert Entry.objects.count() == (1 if ending == "commits" else 0)


@sqlite_only
@on_a_real_database
def test_a_turn_ends_when_the_database_is_locked_by_another_process(monkeypatch):
    def locked(self):
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.db.backends.sqlite3.base.DatabaseWrapper._start_transaction_under_autocommit", locked)
    with pytest.raises(OperationalError), transaction.atomic():
        pass
    monkeypatch.undo()
    assert is_free()
    with transaction.atomic():
        write("1")


@sqlite_only
@on_a_real_database
def test_many_writers_at_once_all_write():
    begin, errors = threading.Barrier(16), []

    def writer(name):
        begin.wait()
        try:
            for number in range(10):
                with transaction.atomic():
                    write(f"{name}.{number}")
        except OperationalError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer, args=[number]) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Entry.objects.count() == 160
    assert is_free()
