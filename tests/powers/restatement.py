"""The rules of authority once more: slow, readable, from the regulation's words; shares nothing but the rows.

All rows are read at once and looked through one by one. Written to be compared with `powers.decisions`.
"""

from directory.models import Assignment, DepartmentProfile, EmployeeStatus
from policy.models import ClauseMatch, Publication
from powers.models import Appointment, Designation, Reading

CLAUSES = {
    "approve_accounts": "IV.A",
    "authorize_speech": "IV.C",
    "authorize_outside_site": "IV.C",
    "authorize_police_speech": "IV.K.2",
    "approve_personal_device": "IV.J",
    "approve_disclosure": "IV.K.1",
    "approve_email_registration": "V.B.1",
    "review_posts": "City procedure",
    "request_accounts": "City procedure",
}
OR_DESIGNEE = {"IV.J", "IV.K.1", "IV.K.2"}
"""Where the clause says "or his/her designee"."""


class World:
    """Everything recorded, as somebody knew it at one moment."""

    def __init__(self, known_at):
        self.profiles = self._known(DepartmentProfile, known_at)
        self.appointments = self._known(Appointment, known_at)
        self.designations = self._known(Designation, known_at)
        self.readings = self._known(Reading, known_at)
        self.statuses = self._known(EmployeeStatus, known_at)
        self.assignments = self._known(Assignment, known_at)
        self.publications = self._known(Publication, known_at)
        self.matches = self._known(ClauseMatch, known_at)

    @staticmethod
    def _known(model, known_at):
        return [
            row
            for row in model.objects.order_by("pk")
            if row.recorded_at <= known_at and not (row.superseded_at is not None and row.superseded_at <= known_at)
        ]


def during(row, at):
    return row.effective_from <= at and (row.effective_until is None or at < row.effective_until)


def profile_of(world, department_id, at):
    rows = [row for row in world.profiles if row.department_id == department_id and during(row, at)]
    return rows[0] if rows else None


def reading_of_office(world, power, department_id, at):
    for row in world.readings:
        if row.kind == "office_means" and (row.power, row.department_id) == (power, department_id) and during(row, at):
            return row.office_id
    return None


def way_to_office(world, department_id, at, power=None):
    """Departments passed on the way, and the office at its end (None: nobody's)."""
    if power == "authorize_police_speech":
        here = profile_of(world, department_id, at)
        if here is None or here.speech_rule not in ("police", "airport_police"):
            return [department_id], None
        read = reading_of_office(world, power, department_id, at)
        return [department_id], read or here.speech_office_id or department_id
    here = profile_of(world, department_id, at)
    if here is None:
        return [department_id], None
    read = reading_of_office(world, power, department_id, at) if power else None
    if read:
        return [department_id], read
    if here.head_title:
        return [department_id], department_id
    if here.parent_id is None:
        return [department_id], None
    passed, office = way_to_office(world, here.parent_id, at, power)
    return [department_id, *passed], office


def status_of(world, employee_id, at):
    for row in world.statuses:
        if row.employee_id == employee_id and during(row, at):
            return row.status
    return "active"


def every_moment(world, start, at):
    """Every moment from `start` to `at` at which anything may have changed."""
    moments = {start, at}
    for row in [*world.profiles, *world.assignments, *world.statuses, *world.appointments]:
        moments |= {row.effective_from, row.effective_until}
    return sorted(moment for moment in moments if moment is not None and start <= moment <= at)


def has_been_gone(world, employee_id, start, at):
    return any(status_of(world, employee_id, moment) == "left" for moment in every_moment(world, start, at))


def works_under(world, employee_id, at):
    for row in world.assignments:
        if row.employee_id == employee_id and during(row, at):
            return way_to_office(world, row.department_id, at)[1]
    return None


def heads(world, employee_id, office_id, at):
    return any(
        row.holder_id == employee_id and row.department_id == office_id and during(row, at)
        for row in world.appointments
    )


def came_under_another(world, employee_id, start, at, but_own_offices):
    """Whether the authority over somebody's place changed to another than the first, arrival by arrival."""
    seen = []
    for moment in every_moment(world, start, at):
        office = works_under(world, employee_id, moment)
        if office is not None and (not seen or seen[-1][1] != office):
            seen.append((moment, office))
    for moment, office in seen[1:]:
        if office != seen[0][1] and not (but_own_offices and heads(world, employee_id, office, moment)):
            return True
    return False


def appointment_stands(world, row, at):
    return (
        during(row, at)
        and not has_been_gone(world, row.holder_id, row.effective_from, at)
        and not came_under_another(world, row.holder_id, row.effective_from, at, but_own_offices=True)
    )


def is_there(world, employee_id, at):
    return status_of(world, employee_id, at) not in ("on_leave", "suspended", "left")


def who_acts_for(world, office_id, at):
    """The appointment by which an office can act: acting before regular; nobody while that holder is away."""
    profile = profile_of(world, office_id, at)
    if profile is None or profile.head_title == "":
        return None
    at_office = [row for row in world.appointments if row.department_id == office_id]
    standing = [row for row in at_office if appointment_stands(world, row, at)]
    first = [row for row in standing if row.kind == "acting"] or [row for row in standing if row.kind == "regular"]
    return first[0] if first and is_there(world, first[0].holder_id, at) else None


def designee_may(world, power, at):
    for row in world.readings:
        if row.kind == "designee_may_hold" and row.power == power and during(row, at):
            return row.value
    return CLAUSES[power] in OR_DESIGNEE or CLAUSES[power] == "City procedure"


def designation_gives(world, row, power, department_id, at):
    if power not in row.powers or not designee_may(world, power, at) or not during(row, at):
        return False
    under = [one for one in world.appointments if one.lineage == row.appointment and one.effective_from <= at]
    if not under:
        return False
    if not row.for_the_office and not appointment_stands(world, under[0], at):
        return False
    passed, office = way_to_office(world, department_id, at, power)
    if office != under[0].department_id or row.department_id not in passed:
        return False
    office_profile = profile_of(world, office, at)
    if office_profile is None or office_profile.head_title == "":
        return False
    holder, start = row.holder_id, row.effective_from
    return (
        is_there(world, holder, at)
        and not has_been_gone(world, holder, start, at)
        and not came_under_another(world, holder, start, at, but_own_offices=False)
    )


def version_that_rules(world, at):
    """The version in force of the regulation that was entered first, of those that have one."""
    running = [row for row in world.publications if during(row, at)]
    running.sort(key=lambda row: row.regulation_id)
    return running[0].version_id if running else None


def clause_for(world, power, at):
    """What a power rests on at a moment; None where the version that rules has no clause for it (or not yet)."""
    cited = CLAUSES[power]
    version = version_that_rules(world, at)
    if cited == "City procedure" or version is None:
        return cited
    for row in world.matches:
        if (row.version_id, row.citation) == (version, cited) and during(row, at):
            return None if row.clause is None else row.clause.citation
    return None


def who_holds(world, power, department_id, at):
    """Ids of everybody who holds a power for a department at a moment."""
    if clause_for(world, power, at) is None:
        return set()
    if profile_of(world, department_id, at) is None:
        return set()
    office = way_to_office(world, department_id, at, power)[1]
    acts = who_acts_for(world, office, at) if office is not None else None
    found = {acts.holder_id} if acts else set()
    for row in world.designations:
        if designation_gives(world, row, power, department_id, at):
            found.add(row.holder_id)
    return found


def authority(world, power, department_id, at):
    if power is not None and clause_for(world, power, at) is None:
        return None
    office = way_to_office(world, department_id, at, power)[1]
    acts = who_acts_for(world, office, at) if office is not None else None
    return acts.holder_id if acts else None
