"""Which of a person's authorizations cover an act, and what is said where none does."""

from __future__ import annotations

from authorizations.acts_asked import Speaker
from authorizations.facts import Facts
from authorizations.heard import Heard
from authorizations.kinds import POWERS, SPEAKS, Kind, Voice
from authorizations.models import Authorization
from authorizations.requirements import Requirement, Weight
from authorizations.standing import accepted, standing_of
from authorizations.subjects import Coverage, coverage, host_of, words
from foundation.citations import CITY_PROCEDURE
from powers.catalogue import Power


class Instruments:
    """A person's authorizations before one act."""

    def __init__(self, facts: Facts, voice: Speaker) -> None:
        self.facts, self.act, self.picture, self.voice = facts, facts.act, facts.picture, voice

    def required(self, kind: Kind, departments: list[int], asked_of: int | None) -> list[Requirement]:
        """The requirement of one kind, and of its acceptance and subjects, where an instrument meets it.

        `departments` are those for which the person may be the authority; `asked_of` the one whose authority is asked.
        """
        power = POWERS[kind]
        rows = [row for row in self.facts.authorizations if row.kind == kind and self._reaches(row, asked_of)]
        standing = [row for row in rows if standing_of(row, self.picture).in_effect]
        covering = {row.pk: self._coverage(row) for row in standing}
        good = [row for row in standing if covering[row.pk] == Coverage.COVERED]
        if any(accepted(row, self.picture) for row in good):
            return self._by_instruments(kind, power, good)
        for department_id in departments:
            appointment = self.picture.acts_by_office(power, department_id)
            if appointment is not None:
                return [self._by_office(kind, power, str(appointment.lineage), department_id)]
        if good:
            return self._by_instruments(kind, power, good)
        unstated = [row for row in standing if covering[row.pk] == Coverage.UNSTATED]
        if unstated:
            return [*self._by_instruments(kind, power, unstated), _unstated(kind, unstated)]
        return [self._missing(kind, power, rows, standing, asked_of)]

    def _by_instruments(self, kind: Kind, power: Power, rows: list[Authorization]) -> list[Requirement]:
        ready = [row for row in rows if accepted(row, self.picture)]
        used = tuple(row.reference for row in ready or rows)
        longest = max(ready or rows, key=lambda row: row.effective_until)
        said = (
            f"{kind.label}: by written authorization {longest.reference} of {longest.in_name_of_name}. "
            f"{standing_of(longest, self.picture).sentence}"
        )
        held = Requirement(kind.value, said, self.picture.basis(power).clause, met=True, instruments=used)
        terms = f"The conditions of {longest.reference} are accepted."
        if ready:
            return [held, Requirement("acceptance", terms, CITY_PROCEDURE, met=True, instruments=used)]
        open_ = Requirement(
            "acceptance",
            f"The conditions of {longest.reference} are not accepted yet.",
            CITY_PROCEDURE,
            met=False,
            weight=Weight.NOT_YET,
            instruments=used,
            to_do="Read the authorization and accept its conditions.",
            ask=f"{longest.grantee_name} accepts them.",
        )
        return [held, open_]

    def _by_office(self, kind: Kind, power: Power, appointment: str, department_id: int) -> Requirement:
        name = self.picture.tree.name(department_id, self.facts.at)
        said = f"{kind.label}: by office, as appointing authority for {name}. Such an act has a reason and is reported."
        basis = self.picture.basis(power).clause
        return Requirement(kind.value, said, basis, met=True, by_office=f"appointment {appointment}")

    def _missing(
        self, kind: Kind, power: Power, rows: list[Authorization], standing: list[Authorization], asked_of: int | None
    ) -> Requirement:
        basis = self.picture.basis(power).clause
        said = f"There is no written authorization for this in force under {basis}."
        if standing:
            said = f"{standing[-1].reference} does not cover what this is about."
        elif rows:
            said = f"{rows[-1].reference} is not in effect. {standing_of(rows[-1], self.picture).sentence}"
        to_do, ask = f"Ask for it: {kind.label.lower()}.", self.whom(power, asked_of)
        oral = self._heard(kind, asked_of)
        if oral is not None:
            said, to_do, ask = oral.sentence(basis), oral.to_do(self.facts.at), f"Ask {oral.spoken_by} to confirm it."
        return Requirement(kind.value, said, basis, met=False, to_do=to_do, ask=ask)

    def _heard(self, kind: Kind, asked_of: int | None) -> Heard | None:
        """The latest words given aloud that speak of this act: they meet nothing, and are told of."""
        voice = self.voice
        if kind == Kind.POLICE_SPEECH:
            voice = Speaker(Voice.DEPARTMENT, asked_of)
        speak = [
            one
            for one in self.facts.words
            if one.kind == kind
            and one.is_for(voice.voice, voice.department_id, voice.official)
            and self._told_of(one)
            and one.touches(self.act.subjects)
        ]
        return speak[-1] if speak else None

    def _told_of(self, one: Heard) -> bool:
        account = self.facts.account
        if self.act.account is None:
            return host_of(self.act.host) in one.hosts
        if one.account_id == self.act.account.pk:
            return True
        return account is not None and account.platform in one.platforms and one.department_id in account.departments

    def whom(self, power: Power, department_id: int | None) -> str:
        """Whom to ask for what a power gives, by office: no name is needed for that."""
        if department_id is None:
            return ""
        basis, at = self.picture.basis(power), self.facts.at
        if not basis.is_matched:
            return basis.sentence
        climb = self.picture.climb(department_id, power)
        profile = self.picture.tree.profile(climb.office_id, at) if climb.office_id is not None else None
        if profile is None:
            return climb.why
        designee = ", or a designee" if self.picture.designee_may_hold(power) else ""
        return f"Ask the {profile.head_title or 'head'}, {profile.name}{designee}."

    def _reaches(self, row: Authorization, asked_of: int | None) -> bool:
        """Whether an instrument speaks of this voice and this place, whatever the act is about."""
        kind = Kind(row.kind)
        if kind == Kind.POLICE_SPEECH:
            return row.voice_department_id == asked_of and self._place(row)
        if kind in SPEAKS:
            return self._same_voice(row) and self._place(row)
        return kind != Kind.EMAIL or self._site() in row.hosts

    def _same_voice(self, row: Authorization) -> bool:
        voice = self.voice
        if row.voice != voice.voice:
            return False
        if voice.voice == Voice.CITY:
            return True
        same_name = voice.voice != Voice.OFFICIAL or words(row.voice_official) == words(voice.official)
        return row.voice_department_id == voice.department_id and same_name

    def _place(self, row: Authorization) -> bool:
        account = self.facts.account
        if self.act.account is None:
            return host_of(self.act.host) in row.hosts
        if account is None:
            return False
        uses = row.voice_department_id or row.department_id
        on_platform = account.platform in row.platforms and uses in account.departments
        return self.facts.names_account(row) or on_platform

    def _site(self) -> str:
        if self.act.account is None:
            return host_of(self.act.host)
        return self.facts.account.host if self.facts.account else ""

    def _coverage(self, row: Authorization) -> Coverage:
        if row.kind in SPEAKS:
            return coverage(row.subjects_covered, row.subjects_excluded, self.act.subjects)
        if row.kind == Kind.DISCLOSURE:
            return coverage([row.matter], [], [self.act.matter] if self.act.matter.strip() else [])
        return Coverage.COVERED


def _unstated(kind: Kind, rows: list[Authorization]) -> Requirement:
    limits = "; ".join(dict.fromkeys(word for row in rows for word in row.subjects_covered or [row.matter]))
    what = "the matter" if kind == Kind.DISCLOSURE else "what it is about"
    return Requirement(
        "subjects",
        f"{rows[-1].reference} covers only: {limits}.",
        CITY_PROCEDURE,
        met=False,
        weight=Weight.NOT_YET,
        instruments=tuple(row.reference for row in rows),
        to_do=f"State {what}.",
    )
