from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from foundation import dated_settings
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import InvalidInput
from foundation.models import DatedSetting, Holiday
from foundation.reference.loading import load_reference_data

pytestmark = pytest.mark.django_db

KEY = "term.acknowledgement_days"
BY = Actor.of_system("test")
MARCH = datetime(2027, 3, 1, tzinfo=UTC)
JUNE = datetime(2027, 6, 1, tzinfo=UTC)


def change(value=20, start=MARCH, key=KEY, reason="The Mayor asked."):
    return dated_settings.change(by=BY, key=key, value=value, effective_from=start, reason=reason)


def test_defaults_are_known_since_the_beginning():
    assert dated_settings.value("city.name", datetime(2020, 5, 26, tzinfo=UTC)) == "City of St. Louis"


def test_a_change_holds_from_its_moment_on():
    change()
    assert dated_settings.value(KEY, MARCH - timedelta(microseconds=1)) == 30
    assert dated_settings.value(KEY, MARCH) == 20


def test_a_change_before_a_later_one_holds_until_that():
    change(10, JUNE)
    change(20, MARCH)
    assert [dated_settings.value(KEY, at) for at in (MARCH, JUNE)] == [20, 10]


def test_a_change_at_the_same_moment_corrects_the_first():
    change(20)
    change(25)
    assert dated_settings.value(KEY, MARCH) == 25


def test_what_was_known_before_a_change_keeps_its_answer():
    before = datetime(2026, 1, 1, tzinfo=UTC)
    change()
    assert dated_settings.value(KEY, MARCH, before) == 30


def test_a_change_is_in_the_trail():
    change()
    entry = Entry.objects.get(act="settings.changed")
    assert (entry.object_id, entry.before, entry.after["value"]) == (KEY, {"value": 30}, 20)


@pytest.mark.parametrize("wrong", [{"key": "no.such"}, {"value": "20"}, {"value": True}, {"reason": " "}])
def test_a_wrong_change_is_refused_with_a_sentence(wrong):
    with pytest.raises(InvalidInput):
        change(**wrong)


def test_several_settings_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert dated_settings.city(MARCH)["short_name"] == "St. Louis"


def test_the_loader_overwrites_no_edit_and_adds_nothing_twice():
    change(20, dated_settings.BEGINNING)
    Holiday.objects.filter(name="Truman Day", day__year=2026).delete()
    rows, days = DatedSetting.objects.count(), Holiday.objects.count()
    load_reference_data()
    assert (DatedSetting.objects.count(), Holiday.objects.count()) == (rows, days)
    assert dated_settings.value(KEY, MARCH) == 20


def test_change_setting_lists_and_changes(capsys, employee_number):
    call_command("change_setting")
    assert "term.acknowledgement_days" in capsys.readouterr().out
    call_command("change_setting", KEY, "21", by=employee_number, start="2027-03-01", reason="Agreed.")
    assert dated_settings.value(KEY, JUNE) == 21


@pytest.fixture
def employee_number():
    from tests.factories.directory import EmployeeFactory

    return EmployeeFactory().number
