"""The demonstration city: what is in it, and where it refuses to be."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from demo.people import Hiring
from directory.models import Employee
from foundation import clock
from tests.demo.digest import digest
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def load(**options):
    call_command("load_demo", **{"employees": 50, "verbosity": 0} | options)


class Undo(Exception):
    pass


def digest_of(**options):
    try:
        with transaction.atomic():
            load(**options)
            found = digest()
            raise Undo
    except Undo:
        return found


@pytest.mark.once
def test_the_same_seed_makes_the_same_city():
    first, again, other = digest_of(seed=150), digest_of(seed=150), digest_of(seed=151)
    assert first == again
    assert first != other


@pytest.mark.once
def test_loading_twice_says_that_it_is_there(capsys):
    load()
    before = Employee.objects.count()
    load(verbosity=1)
    assert "was there already" in capsys.readouterr().out
    assert Employee.objects.count() == before


def test_it_refuses_a_database_with_real_people():
    EmployeeFactory()
    with pytest.raises(CommandError, match="holds real people"):
        load()
    assert Employee.objects.count() == 1


def test_it_refuses_where_settings_do_not_allow_it(settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="no place in production"):
        load()
    assert not Employee.objects.exists()


@pytest.mark.once
def test_in_production_there_is_no_such_command():
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "abcdefghij" * 6,
        "ALLOWED_HOSTS": "social.city.example",
        "DATABASE_URL": "postgres://portal@db.city.example/portal",
        "REDIS_URL": "redis://redis.city.example/0",
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "load_demo"], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "Unknown command: 'load_demo'" in run.stderr


def test_a_load_that_was_interrupted_is_named_the_next_time(monkeypatch):
    hire = Hiring.hire

    def interrupted(self, row):
        hire(self, row)
        raise KeyboardInterrupt

    monkeypatch.setattr(Hiring, "hire", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load()
    if not Employee.objects.exists():
        EmployeeFactory(is_demo=True)
    with pytest.raises(CommandError, match="only in part"):
        load()


def test_the_clock_is_set_for_the_demonstration_only(settings):
    moment = clock.now()
    with clock.replaying(moment):
        assert clock.now() == moment
    assert clock.now() != moment
    settings.DEMO_ALLOWED = False
    with pytest.raises(RuntimeError), clock.replaying(moment):
        pass
