"""Dated facts against a slow restatement: whatever is begun, ended, corrected and asked, in any order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.effective import end, supersede
from foundation.models import DatedSetting

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, tzinfo=UTC)
days = st.integers(0, 30)


def day(number):
    return START + timedelta(days=number)


acts = st.lists(
    st.tuples(st.sampled_from(["begin", "end", "correct", "move"]), st.integers(0, 3), days, days), max_size=8
)


class Restated:
    """What was written, as a list of statements; nothing is ever taken out of it."""

    def __init__(self):
        self.statements = []

    def said(self, key, value, start, until, at):
        for statement in self.statements:
            if statement["key"] == key and statement["unsaid"] is None:
                statement["unsaid"] = at
        self.statements.append({"key": key, "value": value, "from": start, "until": until, "said": at, "unsaid": None})

    def answer(self, at, known_at):
        return sorted(
            (statement["key"], statement["value"])
            for statement in self.statements
            if statement["said"] <= known_at
            and not (statement["unsaid"] is not None and statement["unsaid"] <= known_at)
            and statement["from"] <= at
            and not (statement["until"] is not None and statement["until"] <= at)
        )


def play(script):
    """Do the acts, one a day, on both; returns the restatement."""
    restated, rows = Restated(), {}
    for number, (act, which, one, other) in enumerate(script):
        key, recorded = f"{which}", day(number)
        row = rows.get(key)
        if act == "begin" and row is None:
            row = DatedSetting.objects.create(key=key, value=number, effective_from=day(one), recorded_at=recorded)
        elif act == "end" and row is not None and day(one) > row.effective_from:
            row = end(row, until=day(one), at=recorded)
        elif act == "correct" and row is not None:
            row = supersede(row, at=recorded, value=number)
        elif act == "move" and row is not None and one < other:
            row = supersede(row, at=recorded, effective_from=day(one), effective_until=day(other))
        else:
            continue
        rows[key] = row
        restated.said(key, row.value, row.effective_from, row.effective_until, recorded)
    return restated


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.lists(st.tuples(days, days), min_size=1, max_size=6))
def test_every_pair_of_moments_is_answered_as_in_the_restatement(script, questions):
    mine = DatedSetting.objects.filter(key__in="0123")
    point = transaction.savepoint()
    try:
        restated = play(script)
        for at, known_at in questions:
            found = mine.in_effect(day(at), day(known_at)).values_list("key", "value")
            assert sorted(found) == restated.answer(day(at), day(known_at))
            as_known_then = mine.in_effect(day(at)).values_list("key", "value")
            assert sorted(as_known_then) == restated.answer(day(at), day(at))
    finally:
        transaction.savepoint_rollback(point)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, acts, days, days)
def test_the_same_pair_has_the_same_answer_for_ever(script, later, at, known_at):
    mine = DatedSetting.objects.filter(key__in="0123")
    point = transaction.savepoint()
    try:
        play(script)
        known = day(min(known_at, len(script)))
        before = sorted(mine.in_effect(day(at), known).values_list("key", "value"))
        for number, (_, which, _, _) in enumerate(later):
            row = mine.not_superseded().filter(key=f"{which}").first()
            if row is not None:
                supersede(row, at=day(40 + number), value=-number)
        assert sorted(mine.in_effect(day(at), known).values_list("key", "value")) == before
    finally:
        transaction.savepoint_rollback(point)
