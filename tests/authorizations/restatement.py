"""May this person post this, there, then? Once more: slow, from the regulation's words and the City's procedure.

Everything recorded is read at once and looked through row by row. Shares nothing with `authorizations.decisions`.
"""

from datetime import timedelta

from accounts.models import AccountDepartment, AccountFacts, AccountState
from acknowledgements.models import Acknowledgement, Campaign, Decline
from authorizations.models import (
    Acceptance,
    Authorization,
    AuthorizedAccount,
    Consent,
    DeclineDecision,
    PaperDecision,
    Revocation,
)
from foundation.models import DatedSetting
from tests.powers import restatement as powers
from tests.powers.restatement import during, profile_of

POWER_FOR = {
    "speech": "authorize_speech",
    "outside_site": "authorize_outside_site",
    "police_speech": "authorize_police_speech",
    "device": "approve_personal_device",
    "disclosure": "approve_disclosure",
    "email": "approve_email_registration",
}


class World(powers.World):
    def __init__(self, known_at):
        super().__init__(known_at)
        self.known_at = known_at
        self.facts = self._known(AccountFacts, known_at)
        self.states = self._known(AccountState, known_at)
        self.uses = self._known(AccountDepartment, known_at)
        self.consents = self._known(Consent, known_at)
        self.settings = self._known(DatedSetting, known_at)
        self.papers = self._told(PaperDecision)
        self.acceptances = self._told(Acceptance)
        self.revocations = self._told(Revocation)
        self.authorizations = [row for row in self._told(Authorization) if not row.is_paper or self.confirmed(row)]
        self.acknowledgements = [
            row for row in self._told(Acknowledgement) if row.annulled_at is None or row.annulled_at > known_at
        ]
        self.campaigns = [row for row in Campaign.objects.all() if row.opened_at and row.opened_at <= known_at]
        self.declines = self._told(Decline)
        self.words = {row.decline_id: row for row in DeclineDecision.objects.all()}

    def _told(self, model):
        return [row for row in model.objects.order_by("pk") if row.recorded_at <= self.known_at]

    def confirmed(self, row):
        return any(one.authorization_id == row.pk and one.outcome == "confirmed" for one in self.papers)


def holds_now(world, row, at):
    """The written instrument within its dates while its holder is there, and has been since it was given."""
    start = min(row.granted_at, row.effective_from)
    return (
        row.effective_from <= at < row.effective_until
        and not any(one.authorization_id == row.pk and one.effective_from <= at for one in world.revocations)
        and not powers.has_been_gone(world, row.grantee_id, start, at)
        and not powers.came_under_another(world, row.grantee_id, start, at, but_own_offices=False)
        and powers.is_there(world, row.grantee_id, at)
    )


def is_accepted(world, row, at):
    return any(one.authorization_id == row.pk and one.accepted_at <= at for one in world.acceptances)


def works_in(world, person, at):
    for row in world.assignments:
        if row.employee_id == person.pk and during(row, at):
            return row.department_id
    return None


def is_authority(world, person, power, department_id, at):
    return department_id is not None and powers.authority(world, power, department_id, at) == person.pk


def governing_office(world, department_id, at):
    return None if department_id is None else powers.way_to_office(world, department_id, at)[1]


def is_police(world, department_id, at):
    profile = None if department_id is None else profile_of(world, department_id, at)
    return profile is not None and profile.speech_rule in ("police", "airport_police")


def has_word(word, subject):
    return f" {word} " in f" {subject.lower()} "


class Question:
    def __init__(self, world, person, act, at):
        self.world, self.person, self.act, self.at = world, person, act, at
        self.unmet = {}  # code -> no | not yet | warning
        self.met_by = {}  # code -> references, or by office
        self.home = works_in(world, person, at)
        self.uses, self.responsible = [], None
        if act.account is not None:
            rows = [row for row in world.uses if row.account_id == act.account.pk and during(row, at)]
            self.uses = [row.department_id for row in rows]
            self.responsible = next((row.department_id for row in rows if row.is_responsible), None)
        self.voice = ("department", self.responsible if act.account else self.home, "")
        if act.voice is not None:
            self.voice = (act.voice.voice, act.voice.department_id, act.voice.official)
        self.ask()

    @property
    def answer(self):
        said = set(self.unmet.values())
        return "no" if "no" in said else "not yet" if "not yet" in said else "yes"

    def ask(self):
        act, world, at = self.act, self.world, self.at
        if self.home is None or not powers.is_there(world, self.person.pk, at):
            self.unmet["person"] = "no"
        if act.account is not None:
            state = next(row.state for row in world.states if row.account_id == act.account.pk and during(row, at))
            if state != "active":
                self.unmet["account"] = "not yet" if state == "suspended" else "no"
        of_police = [one for one in self.uses if is_police(world, one, at)]
        both = any(row.kind == "both_required" and row.value and during(row, at) for row in world.readings)
        if act.account is None:
            self.need("outside_site", self.home)
        elif not of_police or both:
            self.need("speech", self.home)
        spoken_for = [self.voice[1]] if is_police(world, self.voice[1], at) else []
        for one in sorted(set(of_police + spoken_for)):
            self.need("police_speech", one)
        if act.account is not None and not of_police and self.home is not None:
            self.consent()
        if act.device == "personal":
            self.need("device", self.home)
        if act.discloses:
            profile = None if self.home is None else profile_of(world, self.home, at)
            if profile is None or profile.has_criminal_justice_information:
                self.need("disclosure", self.home)
            else:
                self.unmet["confidential"] = "no"
        if act.uses_work_email:
            self.need("email", self.home)
        if self.home is not None:
            self.acknowledgement()

    def need(self, kind, department_id):
        rows = [
            row
            for row in self.world.authorizations
            if row.grantee_id == self.person.pk
            and row.kind == kind
            and holds_now(self.world, row, self.at)
            and self.speaks_of_it(row, department_id)
        ]
        good = [row for row in rows if self.about(row) == "covered"]
        silent = [row for row in rows if self.about(row) == "unstated"]
        own = [department_id] if kind == "police_speech" else [self.home, self.voice[1], *self.uses]
        power = POWER_FOR[kind]
        ready = any(is_accepted(self.world, row, self.at) for row in good)
        if not ready and any(is_authority(self.world, self.person, power, one, self.at) for one in own):
            self.met_by[kind] = "office"
            return
        if not good and not silent:
            self.unmet[kind] = "no"
            return
        if not good:
            self.unmet["subjects"] = "not yet"
        used = good or silent
        accepted = [row for row in used if is_accepted(self.world, row, self.at)]
        if not accepted:
            self.unmet["acceptance"] = "not yet"
        self.met_by.setdefault(kind, set()).update(row.reference for row in accepted or used)

    def speaks_of_it(self, row, department_id):
        if row.kind in ("device", "disclosure"):
            return True
        if row.kind == "email":
            return (self.act.host or "x.com") in row.hosts
        if row.kind == "police_speech":
            if row.voice_department_id != department_id:
                return False
        elif (row.voice, row.voice_department_id, row.voice_official.lower()) != (
            self.voice[0],
            self.voice[1],
            self.voice[2].lower(),
        ):
            return False
        if self.act.account is None:
            return self.act.host in row.hosts
        listed = AuthorizedAccount.objects.filter(authorization=row, account=self.act.account).exists()
        whose = row.voice_department_id or row.department_id
        return listed or ("x" in row.platforms and whose in self.uses)

    def about(self, row):
        subjects = self.act.subjects
        if row.kind == "disclosure":
            if not self.act.matter:
                return "unstated"
            return "covered" if has_word(row.matter.lower(), self.act.matter) else "not"
        if any(has_word(word, subject) for word in row.subjects_excluded for subject in subjects):
            return "not"
        if not row.subjects_covered:
            return "covered"
        if not subjects:
            return "unstated"
        return "covered" if all(has_word(row.subjects_covered[0], subject) for subject in subjects) else "not"

    def consent(self):
        world, at = self.world, self.at
        mine = governing_office(world, self.home, at)
        for one in self.uses:
            office = governing_office(world, one, at)
            acts = powers.who_acts_for(world, office, at) if office is not None else None
            if (office is not None and office == mine) or (acts is not None and acts.holder_id == self.person.pk):
                return
        for row in world.consents:
            if row.account_id == self.act.account.pk and row.department_id == self.responsible and during(row, at):
                office = governing_office(world, row.for_department_id, at)
                if row.for_department_id == self.home or (office is not None and office == mine):
                    return
        self.unmet["consent"] = "not yet"

    def acknowledgement(self):
        world, at = self.world, self.at
        profile = profile_of(world, self.home, at)
        version = powers.version_that_rules(world, at)
        if profile is None or profile.under_regulation == "no" or version is None:
            return
        regulation = next(row.regulation_id for row in world.publications if row.version_id == version)
        chain = [row for row in world.publications if row.regulation_id == regulation and row.effective_from <= at]
        for row in sorted(chain, key=lambda row: (row.effective_from, row.pk), reverse=True):
            said = self.about_version(row.version_id)
            if said == "lapsed" and profile.emergency_posting:
                self.unmet["acknowledgement"] = "warning"
            elif said == "refused":
                self.unmet["acknowledgement"] = "no"
            elif said == "waits":
                self.unmet["acknowledgement"] = "warning" if profile.emergency_posting else "not yet"
            elif said == "lapsed":
                self.unmet["acknowledgement"] = "not yet"
            if said:
                return

    def about_version(self, version_id):
        world, at, who = self.world, self.at, self.person.pk
        if any((row.person_id, row.version_id) == (who, version_id) and row.at <= at for row in world.acknowledgements):
            return "acknowledged"
        for row in world.declines:
            if (row.person_id, row.version_id) == (who, version_id) and row.recorded_at <= at:
                word = world.words.get(row.pk)
                if word is None or word.at > min(at, world.known_at):
                    return "waits"
                return "acknowledged" if word.decision == "may_go_on" else "refused"
        asked = [row for row in world.campaigns if row.version_id == version_id and row.opens_at <= at]
        if not asked:
            return ""
        campaign = max(asked, key=lambda row: (row.due_at, row.pk))
        days = next((row.value for row in world.settings if row.key == GRACE and during(row, at)), 30)
        return "lapsed" if self.time_is_over(campaign, days) else ""

    def time_is_over(self, campaign, days):
        """Walk hour by hour: the time runs only while the person is there."""
        left, moment, hour = (
            campaign.due_at + timedelta(days=days) - campaign.opens_at,
            campaign.opens_at,
            timedelta(hours=1),
        )
        while moment < self.at and left > timedelta(0):
            if powers.status_of(self.world, self.person.pk, moment) not in ("on_leave", "suspended"):
                left -= min(hour, self.at - moment)
            moment += hour
        return left <= timedelta(0)


GRACE = "term.acknowledgement_grace_days"
