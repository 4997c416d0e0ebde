"""Random cities for property tests: departments, people, texts and what is written about them, step by step."""

from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, transaction
from hypothesis import strategies as st

from directory.models import Assignment, Department, DepartmentProfile, Employee, EmployeeStatus
from foundation.effective import end, supersede
from foundation.errors import Conflict
from policy.models import Clause, ClauseMatch, Publication, PublicationRequest, Regulation, Version
from powers.catalogue import POWERS
from powers.derivation import derive
from powers.models import Appointment, Designation, Reading

START = datetime(2026, 1, 1, 6, tzinfo=UTC)
DAYS = 12
DEPARTMENTS = 4
PEOPLE = 4

day = st.integers(0, DAYS)
length = st.one_of(st.none(), st.integers(1, DAYS))
department = st.integers(0, DEPARTMENTS - 1)
person = st.integers(0, PEOPLE - 1)
which = st.integers(0, 5)

CITED = sorted({power.basis for power in POWERS.values() if power.basis != "City procedure"})
regulation = st.integers(0, 1)
cited = st.sampled_from(CITED)
publication = st.tuples(st.just("publish"), regulation, st.lists(cited, min_size=2, unique=True), day)
match = st.tuples(st.just("match"), which, cited, st.sampled_from([None, "1", "2"]), day)

appointment = st.tuples(st.just("appointment"), department, person, st.sampled_from(["regular", "acting"]), day, length)
designation = st.tuples(
    st.just("designation"),
    department,
    which,
    person,
    st.lists(st.sampled_from(list(POWERS)), min_size=1, max_size=5, unique=True),
    st.booleans(),
    day,
    length,
)
change = st.one_of(
    appointment,
    appointment,
    designation,
    designation,
    publication,
    match,
    st.tuples(st.just("reading"), st.sampled_from(list(POWERS)), st.booleans(), day, length),
    st.tuples(st.just("office"), st.sampled_from(list(POWERS)), department, department, day, length),
    st.tuples(st.just("status"), person, st.sampled_from(["on_leave", "suspended", "left"]), day, length),
    st.tuples(st.just("move"), person, department, day),
    st.tuples(
        st.just("profile"),
        department,
        st.booleans(),
        st.sampled_from(["ordinary", "police", "airport_police"]),
        st.one_of(st.none(), department),
        st.booleans(),
        day,
    ),
    st.tuples(
        st.just("end"),
        st.sampled_from([Appointment, Designation, Reading, EmployeeStatus, Publication, ClauseMatch]),
        which,
        day,
    ),
    st.tuples(
        st.just("correct"), st.sampled_from([Appointment, Designation, EmployeeStatus, ClauseMatch]), which, day, length
    ),
)
changes = st.lists(change, min_size=6, max_size=16)


def on(number):
    return START + timedelta(days=number)


def moment(number, more):
    """A day's beginning, or the instant before it: where half-open ends go wrong."""
    return on(number) - timedelta(microseconds=1) if more else on(number)


class City:
    """A small city to which changes are written, ten hours of recording after one another.

    It begins in order, so that each change disturbs something: three offices with their heads, designees of each;
    the third is the police, the fourth is airport police without an office of its own.
    """

    def __init__(self):
        self.written = 0
        early = START - timedelta(days=1)
        self.departments = [Department.objects.create(code=f"D{n}") for n in range(DEPARTMENTS)]
        for n, one in enumerate(self.departments):
            DepartmentProfile.objects.create(
                department=one,
                name=one.code,
                parent=self.departments[(n - 1) // 2] if n else None,
                head_title="Director" if n < DEPARTMENTS - 1 else "",
                speech_rule=["ordinary", "ordinary", "police", "airport_police"][n],
                speech_office=self.departments[1] if n == DEPARTMENTS - 1 else None,
                effective_from=early,
                recorded_at=early,
            )
        self.people = [Employee.objects.create(number=f"E{n}", name=f"Person {n}") for n in range(PEOPLE)]
        for n, one in enumerate(self.people[:-1]):  # the last works nowhere until a move says where
            Assignment.objects.create(
                employee=one, department=self.departments[n], effective_from=early, recorded_at=early
            )
        self.regulations = [Regulation.objects.create(slug=f"r{n}", title=f"Regulation {n}") for n in range(2)]
        for n in range(DEPARTMENTS - 1):
            self._appointment(n, n, "regular", -1, None)
        for n, (under, holder) in enumerate([(0, 3), (0, 2), (1, 3), (1, 0), (2, 3), (2, 1)]):
            self._designation(under, under, holder, list(POWERS), n % 2 == 1, -1, None)
        self._designation(3, 1, 2, ["authorize_police_speech"], False, -1, None)

    @property
    def recorded_at(self):
        """When what is written next is recorded; the beginning is known a day before all else."""
        if not self.written:
            return START - timedelta(days=1)
        return START + timedelta(hours=10 * self.written)

    def write(self, changes):
        for kind, *values in changes:
            self.written += 1
            try:
                with transaction.atomic():
                    getattr(self, f"_{kind}")(*values)
            except (DatabaseError, Conflict):
                continue  # the rules of the database refuse it: so does the portal

    def _dates(self, since, days):
        return {
            "effective_from": on(since),
            "effective_until": None if days is None else on(since + days),
            "recorded_at": self.recorded_at,
        }

    def _appointment(self, department, person, kind, since, days):
        row = Appointment.objects.create(
            department=self.departments[department],
            holder=self.people[person],
            kind=kind,
            instrument="letter",
            origin="set_up",
            **self._dates(since, days),
        )
        derive(row)

    def _designation(self, department, under, person, powers, for_the_office, since, days):
        given = self._pick(Appointment, under)
        if given is None:
            return
        row = Designation.objects.create(
            department=self.departments[department],
            appointment=given.lineage,
            named_by=given.holder,
            holder=self.people[person],
            powers=powers,
            for_the_office=for_the_office,
            instrument="letter",
            origin="set_up",
            **self._dates(since, days),
        )
        derive(row)

    def _read(self, since, days, **what):
        Reading.objects.create(
            reason="so",
            source="counselor",
            entered_by=self.people[0],
            confirmed_by=self.people[1],
            **what,
            **self._dates(since, days),
        )

    def _reading(self, power, value, since, days):
        self._read(since, days, kind="designee_may_hold", power=power, value=value)

    def _office(self, power, department, office, since, days):
        named = {"department": self.departments[department], "office": self.departments[office]}
        self._read(since, days, kind="office_means", power=power, **named)

    def _status(self, person, status, since, days):
        EmployeeStatus.objects.create(employee=self.people[person], status=status, **self._dates(since, days))

    def _move(self, person, department, since):
        self._turn(Assignment, {"employee": self.people[person]}, since, department=self.departments[department])

    def _profile(self, department, has_office, speech_rule, speech_office, keeps_parent, since):
        parent = self.departments[(department - 1) // 2] if department and keeps_parent else None
        self._turn(
            DepartmentProfile,
            {"department": self.departments[department]},
            since,
            name="again",
            parent=parent,
            head_title="Director" if has_office else "",
            speech_rule=speech_rule,
            speech_office=None if speech_office is None else self.departments[speech_office],
        )

    def _publish(self, number, matched, since):
        """A version from a day on (or from a day past, or to come), some citations matched by themselves."""
        at, one, two = self.recorded_at, *self.people[:2]
        version = Version.objects.create(
            regulation=self.regulations[number],
            title="A text",
            text=str(self.written),
            text_hash=f"c1:sha256:{self.written}",
            imported_at=at,
        )
        clauses = [
            Clause.objects.create(version=version, citation=str(place), place=place, depth=0) for place in (1, 2)
        ]
        request = PublicationRequest.objects.create(
            version=version,
            effective_from=on(since),
            requested_by=one,
            requested_at=at,
            decision="confirmed",
            decided_by=two,
            decided_at=at,
        )
        others = Publication.objects.not_superseded().filter(regulation=version.regulation)
        later = others.filter(effective_from__gt=on(since)).order_by("effective_from").first()
        for before in others.covering(on(since)):
            end(before, until=on(since), at=at)
        dates = {"effective_from": on(since), "effective_until": later.effective_from if later else None}
        Publication.objects.create(
            regulation=version.regulation, version=version, request=request, recorded_at=at, **dates
        )
        for citation in matched:
            ClauseMatch.objects.create(
                version=version,
                citation=citation,
                clause=clauses[len(citation) % 2],
                effective_from=min(at, on(since)),
                recorded_at=at,
            )

    def _match(self, number, citation, clause, since):
        """Somebody says what a citation means in a version, from a day on."""
        published = self._pick(Publication, number)
        if published is None:
            return
        whose = {"version": published.version, "citation": citation}
        found = published.version.clauses.filter(citation=clause or "").first()
        self._turn(ClauseMatch, whose, since, clause=found, matched_by=self.people[0], reason="so")

    def _turn(self, model, whose, since, **facts):
        """From a day on, other facts: what ran then ends, what was planned for later is in the way."""
        for row in model.objects.not_superseded().filter(**whose, effective_from__lt=on(since)):
            if row.effective_until is None:
                end(row, until=on(since), at=self.recorded_at)
        model.objects.create(**whose, **facts, effective_from=on(since), recorded_at=self.recorded_at)

    def _end(self, model, number, since):
        row = self._pick(model, number)
        if row is not None:
            self._derived(end(row, until=on(since), at=self.recorded_at))

    def _correct(self, model, number, since, days):
        row = self._pick(model, number)
        if row is not None:
            until = None if days is None else on(since + days)
            fresh = supersede(row, at=self.recorded_at, effective_from=on(since), effective_until=until)
            self._derived(fresh)

    def _derived(self, row):
        if isinstance(row, Appointment | Designation):
            derive(row)

    def _pick(self, model, number):
        rows = list(model.objects.not_superseded().order_by("pk"))
        return rows[number % len(rows)] if rows else None
