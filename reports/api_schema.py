"""What the API answers about reports."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

CellOut = str | int | float | bool | None


class ColumnOut(Schema):
    """A column of a report."""

    code: str
    title: str


class ReportOut(Schema):
    """A report of the catalogue."""

    code: str
    question: str
    about: str
    group: str
    filters: list[str]
    columns: list[ColumnOut]


class CatalogueOut(Schema):
    """The reports that the caller may run."""

    reports: list[ReportOut]


class AnswerOut(Schema):
    """A page of an answer; `at` and `known_at` with the filters give the same rows for ever."""

    report: str
    question: str
    answer: str
    at: datetime
    known_at: datetime
    scope: str
    filters: dict[str, str]
    columns: list[str]
    rows: list[list[CellOut]]
    count: int
    pages: int
