from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.calendar import add_working_days, add_working_hours, is_working_day, is_working_time
from foundation.models import Holiday

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),  # Thanksgiving
        (date(2026, 5, 8), False),  # Truman Day, of Missouri alone
        (date(2026, 11, 28), False),  # a Saturday
    ],
)
def test_the_city_works_from_monday_to_friday_but_on_holidays(day, works):
    assert is_working_day(day) is works


def test_the_next_working_day_lies_behind_holiday_and_weekend():
    assert add_working_days(date(2026, 11, 25), 1) == date(2026, 11, 27)
    assert add_working_days(date(2026, 11, 27), -1) == date(2026, 11, 25)


def test_no_working_days_later_is_the_day_itself_or_the_next_one():
    assert add_working_days(date(2026, 11, 25), 0) == date(2026, 11, 25)
    assert add_working_days(date(2026, 11, 26), 0) == date(2026, 11, 27)


def test_a_day_taken_out_is_worked():
    Holiday.objects.filter(day=date(2026, 5, 8)).delete()
    assert is_working_day(date(2026, 5, 8))


@settings(max_examples=30)
@given(st.dates(date(2021, 1, 1), date(2028, 12, 31)), st.integers(-60, 60))
def test_adding_working_days_is_counting_them_one_by_one(day, count):
    expected, left = day, abs(count)
    while left:
        expected += timedelta(days=1 if count > 0 else -1)
        left -= is_working_day(expected)
    while count == 0 and not is_working_day(expected):
        expected += timedelta(days=1)
    assert add_working_days(day, count) == expected


def test_a_year_of_working_days_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        add_working_days(date(2026, 1, 1), 250)


@pytest.mark.parametrize(
    ("hour", "works"), [((2026, 11, 25, 8), True), ((2026, 11, 25, 17), False), ((2026, 11, 26, 12), False)]
)
def test_outside_the_working_hours_it_is_night(hour, works):
    assert is_working_time(datetime(*hour, tzinfo=ZONE)) is works


def test_working_hours_stop_at_closing_time_and_go_on_the_next_working_day():
    asked = datetime(2026, 11, 25, 16, tzinfo=ZONE)
    assert add_working_hours(asked, 2) == datetime(2026, 11, 27, 9, tzinfo=ZONE)
    assert add_working_hours(asked, 1) == datetime(2026, 11, 25, 17, tzinfo=ZONE)
    assert add_working_hours(datetime(2026, 11, 28, 3, tzinfo=ZONE), 1) == datetime(2026, 11, 30, 9, tzinfo=ZONE)
