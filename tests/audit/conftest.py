import time

import pytest
from django.db import connection

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.audit.sealing import not_yet_sealed, seal_pending
from foundation.audit.services import Subject, record
from foundation.guards import lift_guards

BY = Actor.of_system("test")


def write(number=1, act="test.done", **more):
    return [
        record(by=BY, act=act, on=Subject("test.thing", str(n), f"Thing {n}"), at=clock.now(), after={"n": n}, **more)
        for n in range(number)
    ]


def seal():
    """Seal everything; on PostgreSQL transactions of other databases on the same server hold the seals back."""
    until, made = time.monotonic() + 120, []
    while not_yet_sealed()[0] and time.monotonic() < until:
        made += seal_pending()
        time.sleep(0.05)
    return made


@pytest.fixture
def tamper():
    """Run SQL as whoever owns the tables can: with the guards lifted."""

    def run(sql, *parameters):
        lift_guards()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    return run


def swap(one, other):
    """Exchange what two entries say, leaving their ids where they are."""
    Entry.objects.filter(pk=one).update(id=-1)
    Entry.objects.filter(pk=other).update(id=one)
    Entry.objects.filter(pk=-1).update(id=other)
