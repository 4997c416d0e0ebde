"""The answers about powers agree with an independent restatement, over random cities and moments."""

from datetime import timedelta
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from powers.catalogue import POWERS
from powers.decisions import all_holders, authority_of, holders, holdings
from powers.explanation import explain
from powers.picture import Picture
from tests.powers import restatement
from tests.powers.worlds import DAYS, DEPARTMENTS, City, changes, day, moment

asked = st.lists(st.tuples(day, st.booleans(), st.integers(0, DAYS)), min_size=1, max_size=2)


def careful(examples):
    return settings(
        derandomize=True,
        deadline=None,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def answers(at, known_at):
    """Every answer at a moment as known at a moment, in a form that can be compared."""
    return {(one.power, one.department_id, one.holder_id, one.capacity, one.basis) for one in all_holders(at, known_at)}


class AgreesWithTheRestatement(TestCase):
    @careful(25)
    @given(changes, asked)
    def test_who_holds_what(self, written, questions):
        city = City()
        city.write(written)
        for number, just_before, known in questions:
            at, known_at = moment(number, just_before), moment(known, more=False)
            world = restatement.World(known_at)
            expected = {
                (power, department.pk, holder)
                for power in POWERS
                for department in city.departments
                for holder in restatement.who_holds(world, power, department.pk, at)
            }
            self.compare(city, expected, at, known_at)
            for power, _, _, _, basis in answers(at, known_at):
                assert basis == restatement.clause_for(world, power, at)
            self.compare_authorities(city, world, at, known_at)

    def compare(self, city, expected, at, known_at):
        assert {answer[:3] for answer in answers(at, known_at)} == expected
        picture = Picture(at, known_at)
        for person in city.people:
            own = {(power, department) for power, department, holder in expected if holder == person.pk}
            assert {(one.power, one.department_id) for one in holdings(person, at, known_at, picture)} == own
        for department in city.departments:
            for power in POWERS.values():
                found = {one.holder_id for one in holders(power, department, at, known_at, picture)}
                assert found == {h for p, d, h in expected if (p, d) == (power.code, department.pk)}
                for person in city.people[2:]:
                    yes = explain(person, power, department, at, known_at, picture).yes
                    assert yes == ((power.code, department.pk, person.pk) in expected)

    def compare_authorities(self, city, world, at, known_at):
        picture = Picture(at, known_at)
        for department in city.departments:
            for power in (None, *POWERS.values()):
                found = authority_of(department, at, known_at, power, picture).holder
                expected = restatement.authority(world, power.code if power else None, department.pk, at)
                assert (found.pk if found else None) == expected

    @careful(20)
    @given(changes, st.integers(0, 4 * DAYS), st.integers(0, DEPARTMENTS - 1))
    def test_has_perm_is_right_to_the_second(self, written, hours, number):
        city = City()
        city.write(written)
        now = city.recorded_at + timedelta(hours=6 * hours)
        world = restatement.World(now)
        with mock.patch("foundation.clock.now", return_value=now):
            for power in POWERS.values():
                asked_of = city.departments[number]
                expected = restatement.who_holds(world, power.code, asked_of.pk, now)
                found = {one.pk for one in city.people if one.has_perm(power.permission, asked_of)}
                assert found == expected

    @careful(30)
    @given(changes, changes, asked)
    def test_a_past_answer_never_changes(self, first, later, questions):
        city = City()
        city.write(first)
        known = city.recorded_at
        pairs = [
            (moment(number, more), min(moment(known_day, more=False), known)) for number, more, known_day in questions
        ]
        before = [answers(*pair) for pair in pairs]
        city.write(later)
        assert [answers(*pair) for pair in pairs] == before
