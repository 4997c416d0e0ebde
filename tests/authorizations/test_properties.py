"""The decision agrees with an independent restatement, over random cities, acts and moments; and never changes."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from authorizations.decisions import decide, decide_all
from authorizations.models import Authorization
from tests.authorizations import restatement
from tests.authorizations.worlds import PEOPLE, City, act, changes, words
from tests.powers.test_properties import careful
from tests.powers.worlds import DAYS, day, moment

question = st.tuples(
    st.sampled_from([4, 5, 6, 4, 5, 6, *range(PEOPLE)]),
    act,
    day,
    st.booleans(),
    st.sampled_from([DAYS, DAYS, *range(DAYS)]),
)
questions = st.lists(question, min_size=3, max_size=6)


class AgreesWithTheRestatement(TestCase):
    answers: Counter = Counter()
    reasons: Counter = Counter()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        assert all(cls.answers[said] > 20 for said in ("yes", "no", "not yet")), (cls.answers, cls.reasons)

    @careful(80)
    @given(changes, questions)
    def test_what_is_answered(self, written, asked):
        city = City()
        city.write(written)
        for number, said, on_day, just_before, known in asked:
            person = city.people[number]
            at, known_at = moment(on_day, just_before), moment(known, more=False)
            world = restatement.World(known_at)
            what = city.act(said, person)
            expected = restatement.Question(world, person, what, at)
            found = decide(person, what, at, known_at)
            type(self).answers[found.answer.value] += 1
            type(self).reasons.update(one.code for one in found.unmet)
            assert {one.code: one.weight.value for one in found.unmet} == expected.unmet
            assert found.answer.value == expected.answer
            self.check_instruments(found, expected, world, at)

    def check_instruments(self, found, expected, world, at):
        """Never a *yes* without every instrument in effect, and every *yes* names them."""
        standing = {row.reference for row in world.authorizations if restatement.holds_now(world, row, at)}
        for one in found.requirements:
            if one.met and one.code in restatement.POWER_FOR:
                said = "office" if one.by_office else set(one.instruments)
                assert said and (said == expected.met_by[one.code] or said <= expected.met_by[one.code])
        assert set(found.instruments) <= standing

    @careful(15)
    @given(changes, st.lists(words, min_size=1, max_size=4), questions)
    def test_words_given_aloud_change_no_answer(self, written, aloud, asked):
        city = City()
        city.write(written)
        at = city.recorded_at
        cases = [(city.people[number], city.act(said, city.people[number])) for number, said, *_ in asked]
        before = [decide(*case, at).as_json() for case in cases]
        city.write(aloud)
        for case, earlier in zip(cases, before, strict=True):
            found = decide(*case, at, city.recorded_at)
            assert (found.answer.value, list(found.instruments)) == (earlier["answer"], earlier["instruments"])
            assert [one.code for one in found.requirements] == [one["code"] for one in earlier["requirements"]]
            assert [one.met for one in found.requirements] == [one["met"] for one in earlier["requirements"]]

    @careful(10)
    @given(changes, questions)
    def test_asked_of_everybody_at_once_each_gets_the_own_answer(self, written, asked):
        city = City()
        city.write(written)
        for number, said, on_day, just_before, known in asked:
            what = city.act(said, city.people[number])
            at, known_at = moment(on_day, just_before), moment(known, more=False)
            with self.assertNumQueries(1):
                found = decide_all(city.people, what, at, known_at)
            each = [decide(one, what, at, known_at).as_json() for one in city.people]
            assert [one.as_json() for one in found] == each

    @careful(30)
    @given(changes, changes, questions)
    def test_a_past_answer_never_changes(self, first, later, asked):
        city = City()
        city.write(first)
        known = city.recorded_at
        cases = [
            (
                city.people[number],
                city.act(said, city.people[number]),
                moment(on_day, more),
                min(moment(day_, False), known),
            )
            for number, said, on_day, more, day_ in asked
        ]
        before = [decide(*case).as_json() for case in cases]
        city.write(later)
        assert [decide(*case).as_json() for case in cases] == before

    def test_the_city_begins_with_people_who_may(self):
        City()
        assert Authorization.objects.count() == 16
