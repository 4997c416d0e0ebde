"""The reports about posts: how long reviews take, what went out otherwise, what became of findings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.errors import InvalidInput
from reports.durations import measure
from reports.reading import read
from tests.access_city import found_city
from tests.factories.accounts import AccountFactory
from tests.factories.directory import LONG_AGO, EmployeeFactory
from tests.factories.posts import FindingFactory, PostFactory, PublicationFactory, sent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def city(db):
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)
    return found_city()


def answer_of(code, person, **query):
    question = read(code, query, person, clock.now())
    return question.report.answer(question.require)


def rows_of(code, person, **query):
    return [row.cells for row in answer_of(code, person, **query).rows.stream()]


def by_first_cell(sums, title):
    table = next(one for one in sums if one.title == title)
    return {row[0]: row[1:] for row in table.rows}


class TestTurnaround:
    def test_half_and_nine_in_ten_are_those_of_the_hours_counted_by_hand(self, city):
        then = clock.now() - 40 * DAY
        for hours in (1, 2, 4, 9):
            post = PostFactory(department=city.department, publisher=city.owner)
            sent(post, then, by=city.designee, after=hours * HOUR)
        PublicationFactory(post=post, published_at=then + 20 * HOUR)
        sent(PostFactory(department=city.other_department, publisher=city.stranger), then)
        answer = answer_of("turnaround", city.employee_relations)
        departments = by_first_cell(answer.sums, "By department")
        assert departments["Parks, Recreation and Forestry"] == (4, 4, 3, 3.0, 7.5, 1, 20.0, 20.0)
        assert departments["Streets"] == (1, 0, 0, None, None, 0, None, None)
        assert by_first_cell(answer.sums, "By who made the first decision")[city.designee.name][:3] == (4, 4, 3)
        decided = next(one for one in answer.sums if one.title == "By who made the first decision")
        assert sum(row[1] for row in decided.rows) == decided.total[1] == 5
        assert "5 posts were sent" in answer.sentence
        assert "within 3.0 hours" in answer.sentence

    def test_one_decision_is_no_half(self, city):
        then = clock.now() - 40 * DAY
        sent(PostFactory(department=city.department, publisher=city.owner), then, by=city.designee, after=2 * DAY)
        sentence = answer_of("turnaround", city.employee_relations).sentence
        assert "The one that was decided had its first decision within 48.0 hours." in sentence
        assert "alf of the" not in sentence

    def test_what_is_decided_after_the_moment_waits_at_it(self, city):
        then = clock.now() - 40 * DAY
        post = PostFactory(department=city.department, publisher=city.owner)
        sent(post, then, by=city.designee, after=2 * DAY, outcome="declined")
        columns = [column.code for column in read("turnaround", {}, city.owner, clock.now()).report.columns]
        before = rows_of("turnaround", city.employee_relations, at=(then + DAY).isoformat())[0]
        after = rows_of("turnaround", city.employee_relations)[0]
        ends = columns.index("outcome")
        assert (before[ends], after[ends]) == ("Waits for a reviewer", "Declined")
        assert before[columns.index("decided")] is None
        assert after[columns.index("in_time")] is False

    def test_each_sees_the_own_posts_and_an_authority_those_of_the_department(self, city):
        then = clock.now() - 2 * DAY
        sent(PostFactory(department=city.department, publisher=city.owner), then, by=city.designee)
        sent(PostFactory(department=city.other_department, publisher=city.stranger), then)
        seen = {name: len(rows_of("turnaround", city.people[name])) for name in ("owner", "stranger", "employee")}
        assert seen == {"owner": 1, "stranger": 1, "employee": 0}
        assert len(rows_of("turnaround", city.authority)) == 1
        assert len(rows_of("turnaround", city.auditor)) == 2
        with pytest.raises(InvalidInput, match="There is nobody"):
            rows_of("turnaround", city.authority, reviewer=EmployeeFactory().number)

    def test_nothing_found_says_why(self, city):
        answer = answer_of("turnaround", city.employee_relations, since="2026-01-01", through="2026-01-02")
        assert answer.rows.count() == 0
        assert answer.sums == []
        assert "another period" in answer.empty


@pytest.mark.django_db
@settings(max_examples=25)
@given(seconds=st.lists(st.integers(0, 10**7), min_size=1, max_size=30), share=st.sampled_from([0.5, 0.9]))
def test_a_percentile_lies_between_its_neighbours_in_the_order(seconds, share):
    values = " UNION ALL ".join(
        f"SELECT 'all' AS kind, '' AS thing, 'it' AS what, {one}.0 AS seconds" for one in seconds
    )
    facts = f"WITH keyed AS (SELECT 'all' AS kind, '' AS thing, 1 AS counted), measured AS ({values})"
    found = measure(facts, ()).spread("all", "", "it")
    ordered = sorted(seconds)
    place = share * (len(ordered) - 1)
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    expected = low + (place - int(place)) * (high - low)
    assert (found.half if share == 0.5 else found.ninth) == pytest.approx(expected / 3600, abs=0.051)


class TestExceptions:
    def posts(self, city):
        then = clock.now() - 10 * DAY
        account = AccountFactory(department=city.department)
        where = {"department": city.department, "publisher": city.owner}
        for authority, lane in (("emergency", "emergency"), ("differs", "ordinary"), ("approved", "ordinary")):
            post = PostFactory(lane=lane, **where)
            yield post
            sent(post, then, by=None if authority == "emergency" else city.designee)
            PublicationFactory(post=post, authority=authority, published_at=then, account=account)
        alone = PostFactory(department=city.other_department, publisher=city.stranger, is_closed=True)
        PublicationFactory(post=alone, authority="without", answer="no", published_at=then, permalink="https://x.com/1")
        yield alone

    def test_an_emergency_that_nobody_read_is_over_its_term(self, city):
        list(self.posts(city))
        answer = answer_of("exceptions", city.employee_relations)
        assert by_first_cell(answer.sums, "By kind")["Emergency posting"] == (1, 0, 0, 1, 0)
        assert "3 publications" in answer.sentence
        assert "1 waits for a reviewer, 1 over the term" in answer.sentence
        early = (clock.now() - 10 * DAY + HOUR).isoformat()
        assert "0 over the term" in answer_of("exceptions", city.employee_relations, at=early).sentence

    def test_no_words_no_reasons_and_no_addresses_are_told(self, city):
        list(self.posts(city))
        rows = rows_of("exceptions", city.employee_relations)
        told = " ".join(str(cell) for row in rows for cell in row)
        assert "A word was wrong" not in told
        assert "The pool opens" not in told
        assert "https://x.com/1" not in told

    def test_where_closed_matter_went_out_is_told_to_nobody(self, city):
        *_, closed = self.posts(city)
        publication = closed.publications.get()
        (row,) = [
            row
            for row in answer_of("exceptions", city.employee_relations).rows.stream()
            if row.cells[0] == closed.reference
        ]
        assert row.cells[1] == "closed matter"
        assert publication.account.reference not in str(row)
        assert publication.text_hash not in row.cells

    def test_one_kind_can_be_asked_for_and_others_see_their_own(self, city):
        list(self.posts(city))
        assert len(rows_of("exceptions", city.employee_relations, kind="without")) == 1
        assert len(rows_of("exceptions", city.authority)) == 2
        assert len(rows_of("exceptions", city.stranger)) == 1
        assert rows_of("exceptions", city.employee) == []


class TestFindings:
    def test_a_word_counts_from_when_it_was_said(self, city):
        then = clock.now() - 10 * DAY
        one = sent(PostFactory(department=city.department, publisher=city.owner), then)
        said = {"disposed_by": city.designee, "disposed_at": then + 2 * DAY}
        FindingFactory(round=one, disposition="acceptable", **said)
        FindingFactory(round=one, disposition="changed", start=4, end=6, **said)
        FindingFactory(round=one, clause="IV.K.1.a", rule="open_cases")
        now = rows_of("findings", city.employee_relations)
        assert [(row[0], *row[3:]) for row in now] == [
            ("IV.G", 2, 0, 1, 1, 0, 50.0),
            ("IV.K.1.a", 1, 1, 0, 0, 0, None),
        ]
        before = rows_of("findings", city.employee_relations, at=(then + DAY).isoformat())
        assert [row[3:5] for row in before] == [(2, 2), (1, 1)]
        answer = answer_of("findings", city.employee_relations)
        assert answer.sentence.startswith("3 findings, most of them under IV.G: ")
        assert answer_of("findings", city.employee_relations, clause="IV.G").sentence.startswith(
            "2 findings, under IV.G: "
        )
        assert by_first_cell(answer.sums, "By department")["Parks, Recreation and Forestry"][0] == 3

    def test_no_clause_has_most_findings_where_two_have_as_many(self, city):
        one = sent(PostFactory(department=city.department, publisher=city.owner), clock.now() - DAY)
        FindingFactory(round=one)
        FindingFactory(round=one, clause="IV.K.1.a", rule="open_cases")
        assert answer_of("findings", city.employee_relations).sentence.startswith("2 findings, under 2 clauses: ")

    def test_findings_are_counted_in_the_posts_that_one_sees(self, city):
        one = sent(PostFactory(department=city.department, publisher=city.owner), clock.now() - DAY)
        FindingFactory(round=one)
        assert len(rows_of("findings", city.authority)) == 1
        assert rows_of("findings", city.stranger) == []
        assert rows_of("findings", city.employee_relations, clause="IV.H") == []
