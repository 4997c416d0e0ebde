"""What somebody is to be authorized for, as a form fills it, and the rules that it keeps before anybody decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import RESTS_ON_APPROVAL, OfficialAccount
from authorizations.acts_asked import Speaker
from authorizations.kinds import ON_ACCOUNTS, ON_HOSTS, POWERS, SPEAKS, Kind, Voice
from authorizations.models import Condition, Consent
from authorizations.models.scope import Scope
from authorizations.subjects import host_of, words
from directory.models import Assignment, Department, DepartmentProfile, Employee, EmployeeStatus, SpeechRule, Status
from foundation import clock, dates
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import value
from foundation.errors import InvalidInput
from foundation.plain_text import require_plain
from powers.picture import Picture

TERM = "term.authorization_months"
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Plan:
    """Kind, grantee and scope. `starts` is an instant (None: at once), `until` the last day on which it holds."""

    kind: str
    grantee: Employee
    until: date
    starts: datetime | None = None
    speaker: Speaker | None = None
    accounts: tuple[OfficialAccount, ...] = ()
    platforms: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    device: str = ""
    subjects_covered: tuple[str, ...] = ()
    subjects_excluded: tuple[str, ...] = ()
    purpose: str = ""
    matter: str = ""
    is_class_of_records: bool = False
    statute: str = ""
    opinion: str = ""
    conditions: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The columns of `Scope`, as they are stored."""
        speaker = self.speaker if self.kind in SPEAKS else None
        return {
            "kind": self.kind,
            "voice": speaker.voice if speaker else "",
            "voice_department_id": speaker.department_id if speaker else None,
            "voice_official": speaker.official.strip() if speaker else "",
            "platforms": sorted(set(self.platforms)) if self.kind in ON_ACCOUNTS else [],
            "hosts": sorted({host_of(host) for host in self.hosts} - {""}) if self.kind in ON_HOSTS else [],
            "device": self.device.strip() if self.kind == Kind.DEVICE else "",
            "subjects_covered": _phrases(self.subjects_covered) if self.kind in SPEAKS else [],
            "subjects_excluded": _phrases(self.subjects_excluded) if self.kind in SPEAKS else [],
            "purpose": self.purpose.strip(),
            "matter": self.matter.strip() if self.kind == Kind.DISCLOSURE else "",
            "is_class_of_records": self.is_class_of_records and self.kind == Kind.DISCLOSURE,
            "statute": self.statute.strip() if self.kind == Kind.DISCLOSURE else "",
            "opinion": self.opinion.strip() if self.kind == Kind.DISCLOSURE else "",
        }

    def for_grantee(self, grantee: Employee) -> Plan:
        """The same for somebody else."""
        return replace(self, grantee=grantee)


def plan_of(row: Scope, grantee: Employee, until: date, accounts: tuple[OfficialAccount, ...]) -> Plan:
    """The plan that a request or an instrument says."""
    speaker = Speaker(row.voice, row.voice_department_id, row.voice_official) if row.voice else None
    more: dict[str, Any] = {
        name: tuple(getattr(row, name)) for name in ("platforms", "hosts", "subjects_covered", "subjects_excluded")
    }
    for name in ("device", "purpose", "matter", "is_class_of_records", "statute", "opinion"):
        more[name] = getattr(row, name)
    return Plan(row.kind, grantee, until, None, speaker, accounts, **more)


def usual_conditions(kind: str) -> tuple[str, ...]:
    """The ready sentences that stand on a letter of a kind unless somebody chooses others."""
    return tuple(row.sentence for row in Condition.objects.filter(is_usual=True) if kind in row.kinds)


def _phrases(texts: tuple[str, ...]) -> list[str]:
    return [text.strip() for text in dict.fromkeys(texts) if words(text)]


def check_scope(plan: Plan) -> None:
    """Raise `InvalidInput` for a scope that does not say what its kind must say."""
    if plan.kind not in POWERS:
        raise InvalidInput("Say what kind of authorization it is.", field="kind")
    said = plan.columns()
    _check_signs(plan, said)
    if plan.kind in SPEAKS and plan.speaker is None:
        raise InvalidInput("Say for whom it lets somebody speak.", clause=POWERS[plan.kind].basis, field="speaker")
    _check_speaker(plan)
    named = bool(plan.accounts or said["platforms"]) and plan.kind in ON_ACCOUNTS
    if plan.kind in ON_ACCOUNTS and not named and not said["hosts"]:
        raise InvalidInput(
            "Name at least one account, or a platform.", clause=POWERS[plan.kind].basis, field="accounts"
        )
    if plan.kind in {Kind.OUTSIDE_SITE, Kind.EMAIL} and not said["hosts"]:
        raise InvalidInput("Name the site by its host, such as example.org.", field="hosts")
    missing = {
        Kind.DEVICE: ("device", "Describe the device."),
        Kind.EMAIL: ("purpose", "Say for what job-related purpose."),
        Kind.DISCLOSURE: ("matter", "State one matter, or a class of records."),
    }
    name, sentence = missing.get(Kind(plan.kind), ("", ""))
    if name and not said[name]:
        raise InvalidInput(sentence, clause=POWERS[plan.kind].basis, field=name)
    if said["statute"] and not said["opinion"]:
        raise InvalidInput(
            "Name the Law Department's opinion.",
            why=f"{said['statute']} closes this record. An approval lifts the regulation's bar only.",
            clause=POWERS[plan.kind].basis,
            field="opinion",
        )


def _check_signs(plan: Plan, said: Mapping[str, Any]) -> None:
    """What a letter says is what it shows: whoever accepts it reads no other words than it holds."""
    lists = ("subjects_covered", "subjects_excluded")
    for name in ("voice_official", "device", "purpose", "matter", "statute", "opinion"):
        require_plain(said[name], name)
    for name, lines in [*((name, said[name]) for name in lists), ("conditions", plan.conditions)]:
        for line in lines:
            require_plain(line, name)


def _check_speaker(plan: Plan) -> None:
    speaker = plan.speaker
    if plan.kind not in SPEAKS or speaker is None:
        return
    if speaker.voice != Voice.CITY and speaker.department_id is None:
        raise InvalidInput("Say for which department.", field="speaker")
    if speaker.voice == Voice.CITY and speaker.department_id is not None:
        raise InvalidInput("Who speaks for the City speaks for no department.", field="speaker")
    if speaker.voice == Voice.OFFICIAL and not speaker.official.strip():
        raise InvalidInput("Name the official.", field="speaker")


def check_term(starts: datetime, until: datetime, at: datetime) -> None:
    """Raise `InvalidInput` for an end before the start, and for a term beyond the City's cap (City procedure)."""
    if until <= starts:
        raise InvalidInput("The end must lie after the beginning.", remedy="Give a later end.", field="until")
    months = int(value(TERM, at))
    longest = clock.end_of(months_after(clock.city_date(starts), months))
    if until > longest:
        raise InvalidInput(
            f"It can hold through {dates.day(clock.last_day(longest))} at most.",
            why=f"A written authorization holds {months} months at most (City procedure); it can be renewed.",
            clause=CITY_PROCEDURE,
            remedy="Give an earlier end.",
            field="until",
        )


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def assignment_of(person: Employee, at: datetime) -> Assignment:
    """Where somebody works; raises `InvalidInput` for who has left, or works nowhere."""
    gone = EmployeeStatus.objects.in_effect(at).filter(employee=person, status=Status.LEFT).exists()
    rows = Assignment.objects.in_effect(at).filter(employee=person).select_related("department")
    row: Assignment | None = None if gone else rows.first()
    if row is None:
        raise InvalidInput(
            f"{person.name} does not work for the City now.",
            why="An authorization is given to an employee.",
            field="grantee",
        )
    return row


def deciding_department(plan: Plan, at: datetime) -> Department:
    """Whose authority decides: the grantee's own department; under IV.K.2 the police department spoken for."""
    home = assignment_of(plan.grantee, at).department
    if plan.kind != Kind.POLICE_SPEECH:
        return home
    spoken_for = plan.speaker.department_id if plan.speaker else None
    profile = (
        DepartmentProfile.objects.in_effect(at).filter(department_id=spoken_for).select_related("department").first()
    )
    if profile is None or profile.speech_rule == SpeechRule.ORDINARY:
        raise InvalidInput(
            "Name the police department for which it lets somebody speak.",
            why="This kind concerns the police and the airport police alone.",
            clause=POWERS[Kind.POLICE_SPEECH].basis,
            field="speaker",
        )
    department: Department = profile.department
    return department


def check_accounts(plan: Plan, department: Department, at: datetime) -> None:
    """Raise `InvalidInput` for an account that is not official, or of a department that has not consented."""
    if not plan.accounts or plan.kind not in ON_ACCOUNTS:
        return
    standing = OfficialAccount.objects.as_of(at).filter(pk__in=[account.pk for account in plan.accounts])
    found = {account.pk: account for account in standing}
    tree = Picture(at).tree
    mine = tree.office(department.pk, at)
    for account in plan.accounts:
        row = found.get(account.pk)
        if row is None or row.standing.state not in RESTS_ON_APPROVAL:
            raise InvalidInput(
                f"{account.reference} is not an official account now.",
                why="Only an account that its authority approved can be named (IV.A).",
                remedy="Look at the account's page.",
                field="accounts",
            )
        uses = list(row.departments.in_effect(at).select_related("department"))
        if any(use.department_id == department.pk or tree.office(use.department_id, at) == mine for use in uses):
            continue
        consents = Consent.objects.in_effect(at).filter(account=row, department__in=[use.department for use in uses])
        if not any(
            one.for_department_id == department.pk or tree.office(one.for_department_id, at) == mine for one in consents
        ):
            names = " or ".join(tree.name(use.department_id, at) for use in uses)
            raise InvalidInput(
                f"{row.now.name} is an account of another department, which has not consented to its use.",
                why="It counts once that department has consented (City procedure).",
                clause=CITY_PROCEDURE,
                remedy=f"Ask the authority of {names} for its consent first.",
                field="accounts",
            )
