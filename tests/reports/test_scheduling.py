"""Saved reports made by the clock: at the City's hours, once for each time, with what its person may see by then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from directory.models import RoleHolding
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.calendar import WorkingDays
from foundation.effective import end
from foundation.errors import InvalidInput
from foundation.jobs import running
from foundation.jobs.models import Job
from foundation.models import Holiday
from notifications.models import Notice
from reports import services
from reports.models import AsOf, Export, Rhythm, SavedReport, Schedule, ScheduleRun
from reports.timetable import asked_day, in_words, latest_due, next_after
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.reports import SavedReportFactory, ScheduleFactory

ZONE = ZoneInfo("America/Chicago")
BY = Actor.of_system("scheduled reports")
MONDAY = datetime(2026, 6, 8, 12, tzinfo=UTC)
EVERY_MORNING = services.Timing(rhythm="workdays", hour=7, kind="csv")


def local(*when):
    return datetime(*when, tzinfo=ZONE).astimezone(UTC)


def of(**fields):
    return Schedule(**{"rhythm": Rhythm.WORKDAYS, "hour": 7, "kind": "csv", "as_of": AsOf.RUN, **fields})


@pytest.fixture
def saved(relations):
    return SavedReportFactory(owner=relations, name="Who decides")


@pytest.fixture
def schedule(saved):
    return services.set_schedule(by=Actor.of_person(saved.owner), saved=saved, timing=EVERY_MORNING)


def come_to(schedule, later=timedelta(0)):
    """The moment at which the schedule is due, or so much later."""
    return time_machine.travel(schedule.next_at + later, tick=True)


class TestTheTimetable:
    @pytest.mark.django_db
    def test_a_working_day_is_none_on_which_the_city_does_not_work(self):
        Holiday.objects.get_or_create(day=date(2026, 7, 3), defaults={"name": "Independence Day, observed"})
        days = WorkingDays()
        assert next_after(of(), local(2026, 7, 2, 7), days) == local(2026, 7, 6, 7)
        assert next_after(of(), local(2026, 7, 2, 6, 59), days) == local(2026, 7, 2, 7)

    @pytest.mark.django_db
    def test_the_first_working_day_of_the_month(self):
        Holiday.objects.get_or_create(day=date(2027, 1, 1), defaults={"name": "New Year"})
        days = WorkingDays()
        monthly = of(rhythm=Rhythm.MONTHLY)
        assert next_after(monthly, local(2026, 12, 15), days) == local(2027, 1, 4, 7)
        assert next_after(monthly, local(2027, 1, 4, 7), days) == local(2027, 2, 1, 7)

    @pytest.mark.django_db
    @given(
        after=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: local(2026, 1, 1) + timedelta(minutes=minutes)),
        hour=st.integers(0, 23),
        weekday=st.integers(0, 6),
    )
    def test_a_week_has_one_time_at_that_hour_of_the_citys_clock_whatever_the_clock_change(self, after, hour, weekday):
        """Against a restatement: walk through the hours of eight days, and take the first that reads so."""
        found = next_after(of(rhythm=Rhythm.WEEKLY, weekday=weekday, hour=hour), after, WorkingDays())
        begin = (after + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
        hours = (begin + timedelta(hours=n) for n in range(24 * 8 + 2))
        reads = [one for one in hours if one > after and _reads(one, weekday, hour)]
        if reads:  # an hour that the change leaves out is one later on that day
            assert found == reads[0]
        else:
            assert _reads(found, weekday, hour + 1)

    def test_of_what_came_while_the_worker_was_down_the_latest_is_made(self):
        due = local(2026, 6, 8, 7)
        down = of(next_at=due)
        days = _EveryDay()
        assert latest_due(down, due, days) == due
        assert latest_due(down, due + timedelta(days=3, hours=2), days) == due + timedelta(days=3)

    def test_as_of_the_day_or_the_month_before(self):
        due = local(2026, 3, 2, 7)
        assert asked_day(of(as_of=AsOf.RUN), due) is None
        assert asked_day(of(as_of=AsOf.DAY), due) == date(2026, 3, 1)
        assert asked_day(of(as_of=AsOf.MONTH), due) == date(2026, 2, 28)

    def test_it_is_said_in_words(self):
        words = in_words(of(rhythm=Rhythm.WEEKLY, weekday=0, as_of=AsOf.DAY))
        assert words == "Every week on Monday at 7:00 AM, as CSV, as of the end of the day before"


def _reads(moment, weekday, hour):
    there = moment.astimezone(ZONE)
    # Of an hour that comes twice the first counts.
    return (there.weekday(), there.time(), there.fold) == (weekday, time(hour % 24), 0)


class _EveryDay(WorkingDays):
    def __init__(self):
        self._free = set()


class TestMaking:
    def test_nothing_is_made_before_its_time(self, schedule):
        assert services.run_schedules(by=BY) == 0
        assert not Export.objects.exists()

    def test_it_is_made_once_and_announced_and_the_next_time_is_set(self, schedule):
        due = schedule.next_at
        with come_to(schedule, timedelta(minutes=3)):
            assert services.run_schedules(by=BY) == 1
            assert services.run_schedules(by=BY) == 0
            run = ScheduleRun.objects.get()
            running.run(run.export.job_id)
            notice = Notice.objects.get(kind="reports.scheduled")
        run.export.refresh_from_db()
        assert run.due_at == due
        assert run.export.is_there
        assert notice.person == schedule.saved.owner
        assert notice.title == f"“Who decides” is made: {run.export.rows} rows"
        schedule.refresh_from_db()
        assert schedule.next_at == next_after(schedule, due, WorkingDays())
        ran = Entry.objects.get(act="reports.schedule_ran")
        assert (ran.actor_name, ran.after["export"]) == ("scheduled reports", str(run.export_id))
        assert Entry.objects.get(act="reports.exported").actor_number == schedule.saved.owner.number

    def test_a_worker_that_was_down_for_a_week_makes_one(self, schedule):
        with come_to(schedule, timedelta(days=7, minutes=1)):
            assert services.run_schedules(by=BY) == 1
            assert services.run_schedules(by=BY) == 0
            schedule.refresh_from_db()
            assert schedule.next_at > clock.now()
        assert ScheduleRun.objects.get().due_at > schedule.set_at + timedelta(days=6)

    def test_a_job_asked_for_by_hand_announces_nothing(self, ask, relations, by):
        export = services.ask_for_export(by=by, question=ask("powers", relations), kind="csv", rows=5_000)
        running.run(export.job_id)
        assert not Notice.objects.filter(kind="reports.scheduled").exists()

    def test_as_of_the_end_of_the_month_before(self, saved):
        timing = services.Timing(rhythm="monthly", hour=7, kind="csv", as_of="month")
        schedule = services.set_schedule(by=Actor.of_person(saved.owner), saved=saved, timing=timing)
        with come_to(schedule, timedelta(minutes=1)):
            services.run_schedules(by=BY)
        first = clock.city_date(schedule.next_at).replace(day=1)
        export = Export.objects.get()
        assert clock.city_date(export.at) == first - timedelta(days=1)
        assert export.at < export.known_at

    def test_who_lost_the_role_gets_no_more_than_they_may_see_now(self, relations):
        saved = SavedReportFactory(owner=relations, report="coverage")
        schedule = services.set_schedule(by=Actor.of_person(relations), saved=saved, timing=EVERY_MORNING)
        end(RoleHolding.objects.get(employee=relations), until=clock.now(), at=clock.now())
        with come_to(schedule, timedelta(minutes=1)):
            services.run_schedules(by=BY)
            running.run(Job.objects.get().pk)
        export = Export.objects.get()
        assert not export.saw_everything
        assert export.rows <= 1

    def test_what_may_not_be_asked_any_more_is_stopped_and_said(self, relations):
        saved = SavedReportFactory(owner=relations, report="mutual", name="For each other")
        schedule = services.set_schedule(by=Actor.of_person(relations), saved=saved, timing=EVERY_MORNING)
        end(RoleHolding.objects.get(employee=relations), until=clock.now(), at=clock.now())
        with come_to(schedule, timedelta(minutes=1)):
            assert services.run_schedules(by=BY) == 0
            assert services.run_schedules(by=BY) == 0
        schedule.refresh_from_db()
        assert not schedule.is_running
        assert "There is no such report." in schedule.stopped_why
        told = Notice.objects.get(kind="reports.scheduled")
        assert told.title == "“For each other” is not made by the clock any more"
        assert Entry.objects.filter(act="reports.schedule_stopped").count() == 1
        assert not Export.objects.exists()

    def test_who_left_gets_no_more_files(self, schedule):
        EmployeeStatusFactory(employee=schedule.saved.owner, status="left", effective_from=clock.now())
        with come_to(schedule, timedelta(minutes=1)):
            assert services.run_schedules(by=BY) == 0
        schedule.refresh_from_db()
        assert "could not sign in any more" in schedule.stopped_why
        assert not Export.objects.exists()

    def test_one_that_fails_keeps_no_other_from_being_made(self, schedule, monkeypatch):
        other = ScheduleFactory(saved__owner=EmployeeFactory(), next_at=schedule.next_at - timedelta(minutes=1))
        real = services.making.queue_export

        def fail_for_the_first(*, by, question, kind):
            if by.person == other.saved.owner:
                raise RuntimeError("a bug")
            return real(by=by, question=question, kind=kind)

        monkeypatch.setattr("reports.services.making.queue_export", fail_for_the_first)
        with come_to(schedule, timedelta(minutes=1)):
            assert services.run_schedules(by=BY) == 1
        other.refresh_from_db()
        assert other.is_running
        assert not other.runs.exists()

    def test_those_that_are_not_due_cost_no_question(self, schedule, django_assert_num_queries):
        for _ in range(5):
            ScheduleFactory(saved__owner=schedule.saved.owner, next_at=schedule.next_at + timedelta(hours=2))
        with django_assert_num_queries(2):
            services.run_schedules(by=BY)


class TestSetting:
    def test_a_report_of_a_fixed_moment_is_refused(self, relations):
        saved = SavedReportFactory(owner=relations, query={"as_of": "2026-01-31"})
        with pytest.raises(InvalidInput, match="fixed moment"):
            services.set_schedule(
                by=Actor.of_person(relations),
                saved=saved,
                timing=EVERY_MORNING,
            )

    def test_the_file_of_another_is_opened_with_a_reason_each_time(self, relations, world):
        saved = SavedReportFactory(owner=relations, report="person-file", query={"number": world.city.owner.number})
        with pytest.raises(InvalidInput, match="opened with a reason"):
            services.set_schedule(
                by=Actor.of_person(relations),
                saved=saved,
                timing=EVERY_MORNING,
            )
        own = SavedReportFactory(owner=relations, report="person-file")
        services.set_schedule(by=Actor.of_person(relations), saved=own, timing=EVERY_MORNING)

    def test_stopped_and_set_again(self, schedule):
        by = Actor.of_person(schedule.saved.owner)
        services.stop_schedule(by=by, saved=schedule.saved)
        services.stop_schedule(by=by, saved=schedule.saved)
        schedule.refresh_from_db()
        assert (schedule.next_at, schedule.stopped_why) == (None, "You stopped it.")
        timing = services.Timing(rhythm="weekly", weekday=4, hour=16, kind="pdf")
        services.set_schedule(by=by, saved=schedule.saved, timing=timing)
        schedule.refresh_from_db()
        assert schedule.is_running
        assert [one.act for one in Entry.objects.filter(act__startswith="reports.schedule").order_by("id")] == [
            "reports.scheduled",
            "reports.schedule_stopped",
            "reports.scheduled",
        ]

    def test_a_deleted_report_is_not_made_and_its_exports_stay(self, schedule):
        with come_to(schedule, timedelta(minutes=1)):
            services.run_schedules(by=BY)
        services.delete_saved(by=Actor.of_person(schedule.saved.owner), saved=schedule.saved)
        assert not SavedReport.objects.exists()
        assert not Schedule.objects.exists()
        assert Export.objects.count() == 1

    def test_saved_and_scheduled_in_one_go(self, client, relations):
        client.force_login(relations)
        page = client.post(reverse("reports:save", args=["powers"]), {"name": "Mine", "then": "schedule"})
        saved = SavedReport.objects.get()
        assert page.url == reverse("reports:schedule", args=[saved.pk])
        assert (
            client.post(page.url, {"rhythm": "weekly", "hour": "7", "as_of": "run", "kind": "csv"}).status_code == 400
        )
        answered = client.post(
            page.url, {"rhythm": "weekly", "weekday": "0", "hour": "7", "as_of": "day", "kind": "xlsx"}, follow=True
        )
        assert "Every week on Monday at 7:00 AM, as XLSX, as of the end of the day before" in answered.text

    def test_a_save_sent_twice_saves_once_and_a_long_export_is_one_job(self, client, relations, monkeypatch):
        client.force_login(relations)
        twice = {"name": "Mine", "once": str(uuid4())}
        assert {client.post(reverse("reports:save", args=["powers"]), twice).status_code for _ in range(2)} == {302}
        assert SavedReport.objects.count() == 1
        monkeypatch.setattr("reports.views.exporting.is_long", lambda rows, kind: True)
        export = {"file_kind": "csv", "once": str(uuid4())}
        led_to = {client.post(reverse("reports:export", args=["powers"]), export).url for _ in range(2)}
        assert len(led_to) == 1
        assert Export.objects.count() == Job.objects.count() == 1


@pytest.mark.django_db
class TestTheDatabase:
    def test_one_time_is_made_once(self, schedule, world):
        with come_to(schedule, timedelta(minutes=1)):
            services.run_schedules(by=BY)
        run = ScheduleRun.objects.get()
        again = Export.objects.get(pk=run.export_id)
        again.pk, again.job = uuid4(), None
        again.save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            ScheduleRun.objects.create(schedule=schedule, due_at=run.due_at, ran_at=run.ran_at, export=again)

    @pytest.mark.parametrize(
        "broken",
        [
            {"weekday": 3},
            {"rhythm": Rhythm.WEEKLY},
            {"hour": 24},
            {"next_at": None},
            {"stopped_at": MONDAY},
        ],
    )
    def test_no_schedule_without_sense(self, broken):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScheduleFactory(**broken)
