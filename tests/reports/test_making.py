"""The clock makes saved reports: through months and standstills, never twice, never silently not."""

from __future__ import annotations

import errno
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from directory.models import DepartmentProfile
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.calendar import WorkingDays
from foundation.dates import moment
from foundation.effective import end
from foundation.errors import InvalidInput
from foundation.jobs import running
from foundation.jobs import services as jobs
from foundation.jobs.models import Job, State
from foundation.models import Holiday
from notifications.models import Notice
from reports import services
from reports.models import AsOf, Export, Rhythm, Schedule, ScheduleRun
from reports.reading import read
from reports.services import exporting
from reports.tasks import run_schedules
from reports.timetable import latest_due, next_after
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.reports import ExportFactory, FileOpeningFactory, SavedReportFactory, ScheduleFactory

ZONE = ZoneInfo("America/Chicago")
BY = Actor.of_system("scheduled reports")
A_MINUTE = timedelta(minutes=1)
FREE = {date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1), date(2027, 2, 1)}
BEGIN, DAYS = date(2026, 10, 5), 200
"""Through the end of summer time, the new year and the beginning of the next summer time."""


class _Days(WorkingDays):
    """The holidays above, without a database."""

    def __init__(self) -> None:
        self._free = set(FREE)


def of(**fields):
    return Schedule(**{"rhythm": Rhythm.WORKDAYS, "hour": 7, "kind": "csv", "as_of": AsOf.RUN, **fields})


def restated(schedule):
    """Every time of the half year: the first minute of its days that reads so, an hour later where none does."""
    for day in (BEGIN + timedelta(days=number) for number in range(DAYS)):
        works = day.weekday() < 5 and day not in FREE
        earlier = [day.replace(day=number) for number in range(1, day.day)]
        first = works and not any(one.weekday() < 5 and one not in FREE for one in earlier)
        wanted = {Rhythm.WORKDAYS: works, Rhythm.WEEKLY: day.weekday() == schedule.weekday, Rhythm.MONTHLY: first}
        if wanted[schedule.rhythm]:
            yield _first_that_reads(day, schedule.hour)


def _first_that_reads(day, hour):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    hours = [midnight + timedelta(hours=number) for number in range(36)]
    there = [(one.astimezone(ZONE).date(), one.astimezone(ZONE).hour) for one in hours]
    wanted = (day, hour) if (day, hour) in there else (day, hour + 1)
    return hours[there.index(wanted)]


@given(
    rhythm=st.sampled_from(list(Rhythm)),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    pauses=st.lists(st.sampled_from([1, 7, 60, 60 * 24, 60 * 24 * 3, 60 * 24 * 12]), min_size=20, max_size=60),
)
def test_through_half_a_year_of_ticks_and_standstills_the_latest_time_is_made_once_and_no_other(
    rhythm, weekday, hour, pauses
):
    schedule, days = of(rhythm=rhythm, weekday=weekday if rhythm == Rhythm.WEEKLY else None, hour=hour), _Days()
    times = list(restated(schedule))
    at = datetime(2026, 10, 5, 5, tzinfo=UTC)
    schedule.next_at, made = next_after(schedule, at, days), []
    for minutes in pauses:
        before, at = at, at + timedelta(minutes=minutes)
        if at > times[-1]:
            break
        came = [one for one in times if before < one <= at]
        if schedule.next_at > at:
            assert came == []
            continue
        made.append(latest_due(schedule, at, days))
        schedule.next_at = next_after(schedule, at, days)
        assert made[-1] == came[-1]
        assert schedule.next_at == next(one for one in times if one > at)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        (date(2027, 3, 14), 2, datetime(2027, 3, 14, 8, tzinfo=UTC)),  # 2:00 is left out: 3:00 summer time
        (date(2026, 11, 1), 1, datetime(2026, 11, 1, 6, tzinfo=UTC)),  # 1:00 comes twice: the first
        (date(2026, 11, 2), 7, datetime(2026, 11, 2, 13, tzinfo=UTC)),
        (date(2027, 3, 15), 7, datetime(2027, 3, 15, 12, tzinfo=UTC)),
    ],
)
def test_an_hour_left_out_is_an_hour_later_and_one_that_comes_twice_the_first(day, hour, told):
    weekly = of(rhythm=Rhythm.WEEKLY, weekday=day.weekday(), hour=hour)
    assert next_after(weekly, told - timedelta(days=1), _Days()) == told
    assert next_after(weekly, told, _Days()) > told + timedelta(days=6)


@pytest.fixture
def morning(relations):
    """Sets a schedule for Employee Relations: every working day at seven."""

    def set_for(report="powers", kind="csv", **query):
        saved = SavedReportFactory(owner=relations, report=report, query=query, name="Mine")
        timing = services.Timing(rhythm="workdays", hour=7, kind=kind)
        return services.set_schedule(by=Actor.of_person(relations), saved=saved, timing=timing)

    return set_for


def come(schedule, later=A_MINUTE):
    return time_machine.travel(schedule.next_at + later, tick=True)


def made_at_its_time(schedule):
    with come(schedule):
        services.run_schedules(by=BY)
    schedule.refresh_from_db()
    return ScheduleRun.objects.filter(schedule=schedule).first()


def told():
    return [(one.title, one.text) for one in Notice.objects.filter(kind="reports.scheduled").order_by("id")]


class TestOnce:
    def test_who_dies_between_two_statements_leaves_nothing_and_the_next_makes_it(self, morning, monkeypatch):
        schedule = morning()
        with monkeypatch.context() as patched, come(schedule):
            patched.setattr(ScheduleRun.objects, "create", _die)
            assert services.run_schedules(by=BY) == 0
        assert (Export.objects.count(), Job.objects.count()) == (0, 0)
        assert made_at_its_time(schedule).export_id == Export.objects.get().pk

    def test_a_time_that_was_made_is_passed_over_whoever_set_the_schedule_back_to_it(self, morning):
        schedule = morning()
        due = schedule.next_at
        assert made_at_its_time(schedule)
        Schedule.objects.filter(pk=schedule.pk).update(next_at=due)
        schedule.refresh_from_db()
        made_at_its_time(schedule)
        assert ScheduleRun.objects.count() == Export.objects.count() == 1
        assert schedule.next_at > due

    def test_a_day_that_became_a_holiday_is_passed_over(self, morning):
        schedule = morning()
        day = clock.city_date(schedule.next_at)
        Holiday.objects.create(day=day, name="Declared yesterday")
        assert made_at_its_time(schedule) is None
        assert clock.city_date(schedule.next_at) > day
        assert schedule.is_running

    def test_the_trail_says_in_the_entry_of_the_file_that_the_clock_asked_for_it(self, morning):
        schedule = morning()
        run = made_at_its_time(schedule)
        with time_machine.travel(run.ran_at + A_MINUTE):
            running.run(run.export.job_id)
        entry = Entry.objects.get(act="reports.exported")
        assert (entry.after["scheduled"], entry.after["due"]) == (str(schedule.saved_id), run.due_at.isoformat())
        assert entry.request_id == Entry.objects.get(act="reports.schedule_ran").request_id


def _die(**_fields):
    raise RuntimeError("killed")


class TestStopsItself:
    def test_with_a_department_that_is_no_more(self, morning):
        department = DepartmentFactory(code="GONE")
        schedule = morning(departments="GONE")
        end(DepartmentProfile.objects.get(department=department), until=clock.now(), at=clock.now())
        assert made_at_its_time(schedule) is None
        assert "There was no department GONE" in schedule.stopped_why
        ((title, text),) = told()
        assert title == "“Mine” is not made by the clock any more"
        assert "There was no department GONE" in text

    def test_where_paper_holds_no_more_rows(self, morning, monkeypatch):
        schedule = morning(kind="pdf")
        monkeypatch.setattr("reports.files_out.PDF_MOST", 0)
        assert made_at_its_time(schedule) is None
        assert "A PDF holds at most" in schedule.stopped_why
        assert not Export.objects.exists()

    def test_when_its_person_left_and_says_so_to_them_without_the_answer(self, morning):
        schedule = morning()
        EmployeeStatusFactory(employee=schedule.saved.owner, status="left", effective_from=clock.now())
        assert made_at_its_time(schedule) is None
        ((title, text),) = told()
        assert title.endswith("is not made by the clock any more")
        assert "could not sign in any more" in text

    def test_but_not_for_what_may_be_otherwise_tomorrow(self, morning, monkeypatch):
        """A full disk fails the job: its person is told once, and the next time is tried."""
        schedule = morning()
        run = made_at_its_time(schedule)
        monkeypatch.setattr(exporting, "write", _full)
        with time_machine.travel(run.ran_at + A_MINUTE):
            running.run(run.export.job_id)
            assert [services.tell_of_failures(by=BY) for _ in range(2)] == [1, 0]
        ((title, text),) = told()
        assert title == "“Mine” was not made"
        assert "no room left" in text
        assert schedule.is_running

    def test_who_stopped_the_job_is_not_told_that_there_is_no_file(self, morning):
        run = made_at_its_time(morning())
        jobs.cancel(by=Actor.of_person(run.export.asked_by), job=run.export.job)
        assert [services.tell_of_failures(by=BY) for _ in range(2)] == [1, 0]
        assert told() == []


def _full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


class TestWhatIsNeverMade:
    @pytest.mark.parametrize("query", [{"through": "2026-06-30"}, {"known_at": "2026-06-30T12:00:00+00:00"}])
    def test_a_question_whose_answer_stays_where_it_is(self, morning, query):
        with pytest.raises(InvalidInput, match="fixed moment"):
            morning("acts-by-office", **query)
        assert not Schedule.objects.exists()

    def test_the_file_of_another_also_on_the_day_on_which_it_lies_open(self, morning, world, relations):
        FileOpeningFactory(opened_by=relations, person=world.city.owner)
        with pytest.raises(InvalidInput, match="opened with a reason each time"):
            morning("person-file", number=world.city.owner.number)

    def test_what_is_not_on_file(self, morning):
        with pytest.raises(InvalidInput, match="no post POS-2026-NOTHING that you may see"):
            morning("post-file", reference="POS-2026-NOTHING")

    def test_its_page_says_why_and_offers_no_form(self, client, relations):
        saved = SavedReportFactory(owner=relations, query={"as_of": "2026-01-31"})
        client.force_login(relations)
        address = reverse("reports:schedule", args=[saved.pk])
        page = client.get(address).content.decode()
        assert "It asks of a fixed moment" in page
        assert "At what time?" not in page
        sent = {"rhythm": "workdays", "hour": "7", "as_of": "run", "kind": "csv"}
        refused = client.post(address, sent)
        assert refused.status_code == 400
        assert "It asks of a fixed moment" in refused.content.decode()


@pytest.mark.parametrize(("report", "is_told"), [("powers", True), ("mutual", False)])
def test_a_mail_has_the_answer_only_where_no_pair_of_people_is_counted(morning, report, is_told):
    run = made_at_its_time(morning(report))
    with time_machine.travel(run.ran_at + A_MINUTE):
        running.run(run.export.job_id)
    question = read(report, run.export.query, run.export.asked_by, run.ran_at + A_MINUTE)
    sentence = question.report.answer(question.require).sentence
    ((_, text),) = told()
    assert (sentence in text) == is_told


class TestTheBeat:
    def asks(self):
        with CaptureQueriesContext(connection) as captured:
            run_schedules()
        return len(captured)

    def test_asks_no_more_with_more_that_are_not_due(self, world):
        ScheduleFactory()
        few = self.asks()
        ScheduleFactory.create_batch(20)
        assert self.asks() == few

    def test_asks_no_more_with_more_that_failed(self, world):
        def fail(number):
            for place in range(number):
                schedule = ScheduleFactory(saved__owner=world.city.owner)
                at = schedule.set_at - timedelta(days=1, minutes=place)
                job = Job.objects.create(
                    kind="reports.export", title="x", requested_by_name="x", requested_at=at, state=State.FAILED
                )
                export = ExportFactory(asked_by=world.city.owner, asked_at=at, job=job)
                ScheduleRun.objects.create(schedule=schedule, due_at=at, ran_at=at, export=export)

        fail(2)
        few = self.asks()
        fail(15)
        assert self.asks() == few
        assert len(told()) == 17

    def test_asks_the_same_of_each_that_is_due(self, world):
        def due(number):
            ScheduleFactory.create_batch(number, saved__owner=EmployeeFactory(), set_at=clock.now() - A_MINUTE)
            hour = clock.now().astimezone(ZONE).hour
            now = clock.now().replace(minute=0, second=0, microsecond=0)
            weekday = now.astimezone(ZONE).weekday()
            Schedule.objects.filter(runs=None).update(rhythm="weekly", weekday=weekday, hour=hour, next_at=now)

        asked = []
        for number in (1, 1, 5):
            due(number)
            asked.append(self.asks())
        nothing = self.asks()
        assert ScheduleRun.objects.count() == 7
        assert asked[2] - nothing <= 5 * (asked[1] - nothing)


class TestSentTwice:
    @pytest.fixture
    def signed_in(self, client, relations):
        client.force_login(relations)
        return client

    @pytest.mark.parametrize("is_long", [False, True])
    def test_an_export_is_one_file(self, signed_in, is_long, monkeypatch):
        monkeypatch.setattr("reports.views.exporting.is_long", lambda rows, kind: is_long)
        sent = {"file_kind": "csv", "once": str(uuid4())}
        address = reverse("reports:export", args=["powers"])
        assert len({signed_in.post(address, sent).url for _ in range(2)}) == 1
        assert Export.objects.count() == 1

    def test_each_kind_of_file_has_its_own_button_and_mark(self, signed_in):
        """Who goes back from the CSV's job and wants the XLSX is not led to the CSV."""
        page = signed_in.get(reverse("reports:run", args=["powers"])).content.decode()
        marks = [part.split('"')[0] for part in page.split('name="once" value="')[1:]]
        assert len(marks) == len(set(marks)) == 4

    def test_a_schedule_is_set_once(self, signed_in, relations):
        saved = SavedReportFactory(owner=relations)
        sent = {"rhythm": "workdays", "hour": "7", "as_of": "run", "kind": "csv", "once": str(uuid4())}
        address = reverse("reports:schedule", args=[saved.pk])
        assert [signed_in.post(address, sent).status_code for _ in range(2)] == [302, 302]
        assert Entry.objects.filter(act="reports.scheduled").count() == 1


def test_a_question_without_an_answer_today_is_saved_and_scheduled_all_the_same(client, db):
    client.force_login(EmployeeFactory())
    page = client.get(reverse("reports:run", args=["exceptions"])).content.decode()
    assert "Nothing to show" in page
    assert "Save and schedule" in page


def test_its_page_says_when_it_was_made_last_and_my_exports_which_files_the_clock_asked_for(client, morning, by):
    schedule = morning()
    run = made_at_its_time(schedule)
    client.force_login(by.person)
    page = " ".join(client.get(reverse("reports:schedule", args=[schedule.saved_id])).content.decode().split())
    assert f"Next on {moment(schedule.next_at)}. Last due on {moment(run.due_at)}." in page
    ExportFactory(asked_by=by.person, with_file=True)
    exports = client.get(reverse("reports:exports")).content.decode()
    assert exports.count("by the clock, for") == 1
