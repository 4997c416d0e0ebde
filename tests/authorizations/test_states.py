"""How a register of instruments stands, asked of the database, is what `standing_of` says of each of them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from authorizations.lapses import lapsed_among
from authorizations.models import Authorization
from authorizations.standing import Why, accepted, standing_of
from authorizations.states import State, States
from powers.picture import Picture
from tests.authorizations.worlds import City, grant, own, staff
from tests.powers.test_properties import careful
from tests.powers.worlds import DAYS, day, department, length, moment, which

moments = st.lists(st.tuples(day, st.booleans(), st.sampled_from([DAYS, DAYS, 3, 6])), min_size=5, max_size=6)
stirring = st.one_of(
    grant,
    own,
    st.tuples(st.just("revoke"), which, day),
    st.tuples(st.just("status"), staff, st.sampled_from(["on_leave", "suspended", "left"]), day, length),
    st.tuples(st.just("move"), staff, department, day),
    st.tuples(st.just("profile"), department, st.booleans(), st.just("ordinary"), st.none(), st.booleans(), day),
)
changes = st.lists(stirring, min_size=6, max_size=12)


def one_by_one(picture):
    """The state of every instrument known, and which are ready: no condition but `known` is left to the database."""
    rows = Authorization.objects.known(picture.known_at).select_related("revocation", "acceptance")
    states = {}
    for row in rows:
        why = standing_of(row, picture).why
        states[row.pk] = {None: State.IN_EFFECT, Why.BEGINS_LATER: State.LATER}.get(why, State.OVER)
    lapsed = lapsed_among(picture, [row.grantee_id for row in rows])
    ready = {
        row.pk
        for row in rows
        if states[row.pk] == State.IN_EFFECT and accepted(row, picture) and row.grantee_id not in lapsed
    }
    return states, ready


class AgreesWithStanding(TestCase):
    seen: Counter = Counter()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        assert all(cls.seen[said] > 10 for said in (*State, "forfeited", "ready", "accepted, not ready")), cls.seen

    @careful(8)
    @given(changes, moments)
    def test_of_every_instrument_at_any_moment_as_known_at_any(self, written, asked):
        city = City()
        city.write(written)
        for on_day, just_before, known in asked:
            at, known_at = moment(on_day, just_before), moment(known, more=False)
            states, ready = one_by_one(Picture(at, known_at))
            found = States(Authorization.objects.all(), Picture(at, known_at))
            told = dict(found.told(found.rows).values_list("pk", "state"))
            assert told == states
            by_state = {State.IN_EFFECT: found.in_effect(), State.LATER: found.later(), State.OVER: found.over()}
            for state, rows in by_state.items():
                assert set(rows.values_list("pk", flat=True)) == {pk for pk, one in states.items() if one == state}
            assert set(found.ready().values_list("pk", flat=True)) == ready
            accepted_ones = set(found.in_effect().accepted(at, known_at).values_list("pk", flat=True))
            self.seen.update(states.values())
            self.seen.update({"forfeited": len(found.forfeited), "ready": len(ready)})
            self.seen.update({"accepted, not ready": len(accepted_ones - ready)})
