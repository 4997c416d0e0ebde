"""What somebody may do and may not, at a moment: the decision asked about everything that is near at hand.

Every line is an answer of `decisions.decide_each`; nothing is concluded here. At most a handful of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.models import OfficialAccount, State
from authorizations.acts_asked import PERSONAL_DEVICE, Act, Speaker
from authorizations.decisions import Answer, Decision, Requirement, decide_each
from authorizations.kinds import ON_ACCOUNTS, Kind
from authorizations.models import Authorization
from authorizations.reading import for_lists, speaker_of, spoken_for
from directory.models import Employee, SpeechRule
from foundation import dates
from powers.picture import Picture

MOST_ACCOUNTS = 25
ANYWHERE = "site.invalid"
"""A site that is nobody's, for what does not depend on the place: the device, disclosure, the work e-mail address."""


@dataclass(frozen=True)
class May:
    """Something that somebody may do, or may not (yet), with its reason and the next step."""

    what: str
    answer: Answer
    why: str
    basis: str = ""
    instruments: tuple[str, ...] = ()
    to_do: str = ""
    ask: str = ""
    kind: str = ""
    """Which kind of authorization to ask for, where that helps."""
    notes: tuple[str, ...] = ()


@dataclass
class Possibilities:
    """Both lists, and the accounts that stand near somebody."""

    may: list[May] = field(default_factory=list)
    may_not: list[May] = field(default_factory=list)
    accounts: list[OfficialAccount] = field(default_factory=list)


def possibilities_of(person: Employee, picture: Picture) -> Possibilities:
    """What somebody may do today, and what they may not although it lies near."""
    at = picture.at
    picture.presence.load([person.pk])
    home = _home(person, at)
    rows = list(for_lists(Authorization.objects.within_dates(at).filter(grantee=person)).order_by("effective_until"))
    accounts = _accounts(rows, home, picture)
    posts = [*_posts(rows, accounts), *_own_accounts(rows, accounts, home, at)]
    probes = _probes(rows, home, picture)
    answers = decide_each(person, [act for act, _ in [*posts, *probes]], at)
    found = Possibilities(accounts=accounts)
    named = {account.pk: account for account in accounts}
    _sort_posts(found, posts, answers[: len(posts)], named, picture)
    for (_, about), decision in zip(probes, answers[len(posts) :], strict=True):
        _sort_probe(found, about, decision)
    return found


def _home(person: Employee, at: datetime) -> int | None:
    return person.assignments.in_effect(at).values_list("department_id", flat=True).first()


def _accounts(rows: list[Authorization], home: int | None, picture: Picture) -> list[OfficialAccount]:
    """Active accounts that instruments name or reach by platform, and those of the own department."""
    at = picture.at
    active = OfficialAccount.objects.as_of(at).in_states(State.ACTIVE, State.SUSPENDED)
    ids = {one.account_id for row in rows for one in row.named_accounts.all()}
    departments = {home} | {row.voice_department_id or row.department_id for row in rows if row.platforms}
    near = active.used_by({one for one in departments if one is not None}, at)
    return list((active.filter(pk__in=ids) | near).by_name()[:MOST_ACCOUNTS])


Post = tuple[Act, Authorization | None]


def _posts(rows: list[Authorization], accounts: list[OfficialAccount]) -> list[Post]:
    found: list[Post] = []
    for row in rows:
        voice, subjects = speaker_of(row), tuple(row.subjects_covered)
        if row.kind in ON_ACCOUNTS:
            ids = {one.account_id for one in row.named_accounts.all()}
            reached = [one for one in accounts if one.pk in ids or one.now.platform.code in row.platforms]
            found += [(Act(voice=voice, account=one, subjects=subjects), row) for one in reached]
        if row.voice and row.hosts:
            found += [(Act(voice=voice, host=host, subjects=subjects), row) for host in row.hosts]
    return found


def _own_accounts(
    rows: list[Authorization], accounts: list[OfficialAccount], home: int | None, at: datetime
) -> list[Post]:
    named = {one.account_id for row in rows for one in row.named_accounts.all()}
    reached = {code for row in rows for code in row.platforms}
    own = [one for one in accounts if one.pk not in named and one.now.platform.code not in reached]
    return [(Act(account=one), None) for one in own]


Probe = tuple[Act, tuple[Kind, str]]


def _probes(rows: list[Authorization], home: int | None, picture: Picture) -> list[Probe]:
    at, held = picture.at, {row.kind for row in rows}
    profile = picture.tree.profile(home, at) if home is not None else None
    if profile is None:
        return []
    found: list[Probe] = [
        (Act(host=ANYWHERE, device=PERSONAL_DEVICE), (Kind.DEVICE, "post from your own telephone, tablet or computer"))
    ]
    if Kind.OUTSIDE_SITE not in held:
        found.append((Act(host=ANYWHERE), (Kind.OUTSIDE_SITE, f"post for {profile.name} on a site outside the City's")))
    if Kind.EMAIL not in held:
        said = "register on a site with your work e-mail address"
        found.append((Act(host=ANYWHERE, uses_work_email=True), (Kind.EMAIL, said)))
    for row in rows:
        if row.kind == Kind.EMAIL:
            said = f"register on {row.hosts[0]} with your work e-mail address"
            found.append((Act(host=row.hosts[0], uses_work_email=True), (Kind.EMAIL, said)))
        if row.kind == Kind.DISCLOSURE:
            said = f"disclose criminal justice information: {row.matter}"
            found.append((Act(host=ANYWHERE, discloses=True, matter=row.matter), (Kind.DISCLOSURE, said)))
    if profile.has_criminal_justice_information and Kind.DISCLOSURE not in held:
        said = "disclose criminal justice information"
        found.append((Act(host=ANYWHERE, discloses=True), (Kind.DISCLOSURE, said)))
    spoken = {row.voice_department_id for row in rows if row.kind == Kind.POLICE_SPEECH}
    for department_id in picture.tree.departments(at):
        other = picture.tree.profile(department_id, at)
        if other is None or other.speech_rule == SpeechRule.ORDINARY or department_id in spoken:
            continue
        voice = Speaker("department", department_id)
        found.append((Act(host=ANYWHERE, voice=voice), (Kind.POLICE_SPEECH, f"speak for {other.name}")))
    return found


def _sort_posts(
    found: Possibilities,
    posts: list[Post],
    answers: Iterable[Decision],
    named: dict[int, OfficialAccount],
    picture: Picture,
) -> None:
    """Acts with the same answer for the same reason stand in one line."""
    groups: dict[May, list[str]] = defaultdict(list)
    for (act, row), decision in zip(posts, answers, strict=True):
        account = named.get(act.account.pk) if act.account is not None else None
        place = f"{account.now.handle} on {account.now.platform.name}" if account else act.host
        groups[_line(decision, row, picture)].append(place)
    for line, places in groups.items():
        whole = replace(line, what=f"{line.what} on {', '.join(dict.fromkeys(places))}, from a device of the City")
        (found.may if line.answer == Answer.YES else found.may_not).append(whole)


def _line(decision: Decision, row: Authorization | None, picture: Picture) -> May:
    what = f"post for {spoken_for(row, picture)}" if row is not None else "post"
    if row is not None and row.subjects_covered:
        what += f" about {', '.join(row.subjects_covered)}"
    notes = tuple(one.sentence for one in decision.unmet if decision.answer == Answer.YES)
    if decision.answer == Answer.YES:
        met = next(one for one in decision.requirements if one.instruments or one.by_office)
        if not met.instruments:
            return May(what, decision.answer, "By office: say why when you do it.", met.basis, notes=notes)
        until = dates.day(row.last_day) if row is not None else ""
        by = f"By written authorization of {row.in_name_of_name}, until {until}." if row is not None else met.sentence
        return May(what, decision.answer, by, met.basis, decision.instruments, notes=notes)
    first = next(one for one in decision.unmet if one.weight == decision.answer.value)
    kind = first.code if first.code in Kind.values else ""
    return May(
        what, decision.answer, first.sentence, first.basis, first.instruments, first.to_do, first.ask, kind, notes
    )


def _sort_probe(found: Possibilities, about: tuple[Kind, str], decision: Decision) -> None:
    kind, what = about
    asked: Requirement | None = next((one for one in decision.requirements if one.code == kind), None)
    if asked is None:
        return
    why = asked.sentence
    if asked.met:
        open_ = [one for one in decision.unmet if set(one.instruments) & set(asked.instruments)]
        waits = next((one for one in open_ if one.code == "acceptance"), None)
        if waits is None:
            found.may.append(May(what, Answer.YES, why, asked.basis, asked.instruments))
        else:
            line = May(what, Answer.NOT_YET, waits.sentence, asked.basis, asked.instruments, waits.to_do)
            found.may_not.append(line)
        return
    found.may_not.append(May(what, Answer.NO, why, asked.basis, asked.instruments, "", asked.ask, kind))
