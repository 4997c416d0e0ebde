"""The demonstration city: what is in it, and where it refuses to be."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from acknowledgements.audience import bound_people, to_remind
from acknowledgements.models import Acknowledgement, Campaign, Step
from acknowledgements.receipts import digest_of as digest_of_receipt
from demo.cast import PERSONAS
from demo.names import FIRST, LAST
from demo.people import Hiring
from directory.models import Assignment, Department, Employee, EmployeeStatus, RoleHolding
from foundation import clock
from foundation.audit.models import Entry
from notifications.models import MessageState, OutboxMessage
from policy.models import Publication
from powers.decisions import authority_of, holdings
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


def test_the_same_seed_makes_the_same_city():
    first, again, other = digest_of(seed=150), digest_of(seed=150), digest_of(seed=151)
    assert first == again
    assert first != other


def test_everybody_is_fictional_and_marked_so():
    load()
    assert not Employee.objects.filter(is_demo=False).exists()
    cast = {persona.name for persona in PERSONAS}
    for name in Employee.objects.values_list("name", flat=True):
        first, last = name.split(" ", 1)
        assert name in cast or (first in FIRST and last in LAST)
    assert not any(person.has_usable_password() for person in Employee.objects.all())


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


def department(code):
    return Department.objects.get(code=code)


def authority(code):
    now = clock.now()
    return authority_of(department(code), now).appointment


def test_offices_are_held_acted_in_and_vacant():
    load()
    assert authority("PRF").holder.number == "100004"
    assert authority("COR").holder.number == "100005"
    assert authority("COR").is_acting
    assert authority("STR").is_acting
    assert authority("REC") is None
    assert authority("APD").department == department("STL")


def test_designees_hold_what_they_were_named_for():
    load()
    now = clock.now()
    captain = Employee.objects.get(number="100006")
    assert {holding.power for holding in holdings(captain, now)} == {
        "authorize_police_speech",
        "approve_disclosure",
    }


def test_the_cast_holds_its_roles_and_a_supervisor_has_people():
    load()
    now = clock.now()
    for persona in PERSONAS:
        if persona.role:
            assert RoleHolding.objects.usable(now).filter(employee__number=persona.number, role=persona.role).exists()
    assert Assignment.objects.in_effect(now).filter(supervisor__number="100007", employee__number="100001").exists()


def test_the_load_stands_in_the_trail_with_every_instrument():
    load()
    assert Entry.objects.filter(act="demo.loaded").count() == 1
    assert Entry.objects.filter(act="demo.instrument_loaded").count() > 15


def test_the_regulation_is_published_by_two_people_and_in_force_since_its_date():
    load()
    publication = Publication.objects.get()
    assert publication.request.requested_by.number == "100008"
    assert publication.request.decided_by.number == "100009"
    assert clock.city_date(publication.effective_from).isoformat() == "2020-05-26"


def test_everything_an_acknowledgement_says_proves_itself():
    load()
    for acknowledgement in Acknowledgement.objects.select_related("person"):
        assert acknowledgement.digest == digest_of_receipt(acknowledgement)
        assert acknowledgement.campaign.opens_at < acknowledgement.at < clock.now()
    assert Entry.objects.filter(act="acknowledgements.acknowledged").count() == Acknowledgement.objects.count()


def test_no_mail_leaves_and_nobody_is_reminded_again():
    load()
    assert not OutboxMessage.objects.exclude(state=MessageState.SENT).exists()
    campaign = Campaign.objects.get()
    now = clock.now()
    told_late = to_remind(campaign, Step.OPENING, now)
    assert not told_late.filter(pk__in=bound_people(campaign.opens_at)).exclude(statuses__isnull=False).exists()


def test_the_cast_still_has_something_to_acknowledge():
    load()
    assert not Acknowledgement.objects.filter(person__number__in=[persona.number for persona in PERSONAS]).exists()


@pytest.mark.slow
def test_seven_hundred_people_have_lives():
    load(employees=700)
    now = clock.now()
    at_work = Assignment.objects.in_effect(now)
    assert at_work.count() == Assignment.objects.in_effect(now).values("employee").distinct().count()
    assert 600 < at_work.count() < 700
    statuses = EmployeeStatus.objects.in_effect(now)
    assert statuses.filter(status="left").count() > 20
    assert statuses.filter(status="on_leave").count() > 5
    without = Employee.objects.filter(email="").count()
    assert 0.08 < without / Employee.objects.count() < 0.22
    done = Acknowledgement.objects.standing(now).count() / bound_people(now).count()
    assert 0.55 < done < 0.8
    a_year_ago = now.replace(year=now.year - 1)
    assert 0 < Assignment.objects.in_effect(a_year_ago).count() < 700
