"""What `reports` keeps, in its states."""

from __future__ import annotations

from datetime import timedelta

import factory

from foundation import clock
from foundation.actor import Actor
from foundation.files.services import store
from reports.models import Export, FileOpening, Kind, Rhythm, SavedReport, Schedule
from tests.factories.directory import EmployeeFactory


class SavedReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedReport

    owner = factory.SubFactory(EmployeeFactory)
    name = factory.Sequence(lambda number: f"Question {number}")
    report = "powers"
    query = factory.LazyFunction(dict)
    saved_at = factory.LazyFunction(clock.now)


class ScheduleFactory(factory.django.DjangoModelFactory):
    """Every working day at seven, due in an hour."""

    class Meta:
        model = Schedule

    class Params:
        stopped = factory.Trait(next_at=None, stopped_at=factory.SelfAttribute("set_at"), stopped_why="You stopped it.")

    saved = factory.SubFactory(SavedReportFactory)
    rhythm = Rhythm.WORKDAYS
    hour = 7
    kind = Kind.CSV
    set_at = factory.LazyFunction(clock.now)
    next_at = factory.LazyAttribute(lambda made: made.set_at + timedelta(hours=1))


class ExportFactory(factory.django.DjangoModelFactory):
    """Asked for, and not made yet."""

    class Meta:
        model = Export

    class Params:
        with_file = factory.Trait(
            made_at=factory.SelfAttribute("asked_at"),
            rows=12,
            data_sha256="0" * 64,
            keep_until=factory.LazyAttribute(lambda made: made.asked_at + timedelta(days=30)),
            file=factory.LazyFunction(
                lambda: store(by=Actor.of_system("test"), name="powers.xlsx", content=b"rows", purpose="report")
            ),
        )
        let_go = factory.Trait(with_file=True, let_go_at=factory.SelfAttribute("asked_at"))

    report = "powers"
    title = "Who holds which power, for which department?"
    query = factory.LazyAttribute(lambda made: {"at": made.at.isoformat(), "known_at": made.known_at.isoformat()})
    kind = Kind.XLSX
    asked_by = factory.SubFactory(EmployeeFactory)
    asked_at = factory.LazyFunction(clock.now)
    at = factory.SelfAttribute("asked_at")
    known_at = factory.SelfAttribute("asked_at")


class FileOpeningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FileOpening

    person = factory.SubFactory(EmployeeFactory)
    opened_by = factory.SubFactory(EmployeeFactory)
    opened_at = factory.LazyFunction(clock.now)
    until = factory.LazyAttribute(lambda made: made.opened_at + timedelta(hours=1))
    reason = "A complaint of yesterday."
