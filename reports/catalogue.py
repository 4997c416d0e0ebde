"""Every report, once: pages, exports and the API draw from this list and know no report by name."""

from __future__ import annotations

from itertools import groupby

from reports.asking import Scope
from reports.questions.account_file import AccountFile
from reports.questions.acts_by_office import ActsByOffice
from reports.questions.authorizations import Authorizations
from reports.questions.coverage import AcknowledgementCoverage
from reports.questions.decisions import Decisions
from reports.questions.exceptions import Exceptions
from reports.questions.findings_disposed import FindingsDisposed
from reports.questions.mutual import Mutual
from reports.questions.night_appointments import NightAppointments
from reports.questions.person_file import PersonFile
from reports.questions.post_file import PostFile
from reports.questions.powers_held import PowersHeld
from reports.questions.register import Register
from reports.questions.turnaround import Turnaround
from reports.questions.waits import Waits
from reports.questions.who_may_speak import WhoMaySpeak
from reports.report import Report

REPORTS: tuple[Report, ...] = (
    AcknowledgementCoverage(),
    Authorizations(),
    WhoMaySpeak(),
    PowersHeld(),
    ActsByOffice(),
    NightAppointments(),
    Register(),
    Turnaround(),
    Exceptions(),
    FindingsDisposed(),
    Decisions(),
    Mutual(),
    Waits(),
    PersonFile(),
    AccountFile(),
    PostFile(),
)
"""In the order of the catalogue; those of one group stand together."""
_BY_CODE = {report.code: report for report in REPORTS}


def report_named(code: str) -> Report | None:
    """The report of a code; None where there is none."""
    return _BY_CODE.get(code)


def offered(scope: Scope) -> list[tuple[str, list[Report]]]:
    """The reports that somebody may run, by group."""
    open_to = [report for report in REPORTS if report.is_listed and report.may_run(scope)]
    return [(group, list(found)) for group, found in groupby(open_to, key=lambda report: report.group)]
