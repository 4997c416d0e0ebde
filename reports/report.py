"""What a report is: one question, its columns and filters, who may ask it, and how it is answered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from directory.models import Employee
from foundation.citations import CITY_PROCEDURE
from reports.answer import Answer, Column, Rows
from reports.asking import Asked, Scope
from reports.forms import ReportForm


class Report(ABC):
    """One report. Instances hold nothing: the catalogue has one of each."""

    code: ClassVar[str]
    """In addresses, exports and the trail; never changed once it was used."""
    title: ClassVar[str]
    """The question."""
    about: ClassVar[str]
    """What it answers, in a sentence for the catalogue."""
    group: ClassVar[str]
    """Under which heading of the catalogue it stands."""
    basis: ClassVar[str] = CITY_PROCEDURE
    """The clause whose keeping it shows, or City procedure."""
    columns: ClassVar[tuple[Column, ...]]
    form: ClassVar[type[ReportForm]] = ReportForm
    is_public: ClassVar[bool] = False
    """Whether what it tells of a department is told to everybody in the City: any may be named then."""
    is_listed: ClassVar[bool] = True
    """Whether the catalogue names it; a report of one thing is reached from that thing's page, too."""

    is_told_in_mail: ClassVar[bool] = True
    """Whether a mail about its file may hold the answer's sentence: not where that names a person or a post."""
    tells: ClassVar[str] = ""
    """Whose matters it tells, in words, where that is not a matter of who asks."""

    def whose_matters(self, scope: Scope) -> str:
        """Whose matters somebody is told of, in words: for the page, and the statement of an export."""
        return self.tells or scope.words

    def may_run(self, scope: Scope) -> bool:
        """Whether somebody may ask at all; what is in sight of those who may is `answer`'s to narrow."""
        return True

    def form_for(self, scope: Scope) -> type[ReportForm]:
        """The filters that somebody is offered: all of them, unless one names what only a few may see."""
        return self.form

    def needs_a_reason(self, asked: Asked) -> Employee | None:
        """The person whose file is read with a reason each time, and so never by the clock; None for most questions."""
        return None

    def is_closed_to(self, asked: Asked) -> Employee | None:
        """The person whose file must be opened with a reason before this is answered; None for most questions."""
        return None

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """The answer, in a number of questions that does not grow with the rows.

        Raises `NotVisible` for a filter that names what the asker may not see, `InvalidInput` for one without sense.
        """

    def sorted(self, asked: Asked, answer: Answer) -> Rows:
        """The rows in the order asked for."""
        code = asked.sort.removeprefix("-")
        return answer.rows.sorted_by(self.columns, code, asked.sort.startswith("-")) if code else answer.rows

    @property
    def header(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(column.title for column in self.columns)
