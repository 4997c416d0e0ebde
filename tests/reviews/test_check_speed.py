"""Work grows with the text and no faster, and what is not looked for could not have been found."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.checks.concept import concept, heard_in, mask_of
from reviews.checks.engine import RULES, check
from reviews.checks.facts import Context, Post
from reviews.checks.openings import ANY, CAPITAL, DIGIT, openings
from reviews.checks.passage import Reader
from reviews.checks.phrases import either
from reviews.checks.text import LONGEST_SENTENCE, folded, sentences
from reviews.checks.words import look_for

pytestmark = pytest.mark.once
POLICE = Context(criminal_justice=True, police=True)
PHRASES = sorted({one for rule in RULES for part in (*rule.needs, rule.unless) for one in either(part)})
PIECES = st.sampled_from(
    [*PHRASES[::7], "Ana Ruiz", "the caller", "911", "said", "$40", "\n", ". ", "!!!", "a-", "a.", "@"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map(" ".join)


def work(text):
    """Characters that were searched by all rules."""
    plain = folded(text)
    reader = Reader(plain, sentences(plain))
    for rule in RULES:
        list(rule.windows(reader))
    return reader.work


@given(TEXTS, st.integers(2, 6))
@settings(max_examples=25, deadline=None)
def test_a_text_several_times_as_long_takes_at_most_as_many_times_the_work(text, times):
    rows = [f"{text} number {n}." for n in range(times)]
    alone = sum(work(row) for row in rows)
    between = sum(rule.span for rule in RULES) * LONGEST_SENTENCE
    assert work("\n\n".join(rows)) <= 4 * alone + between


@pytest.mark.parametrize("unit", ["a", "a-", "a.", "!", ".", "1 ", "Ab Cd ", "a@", "\"'", "x\n", "#AbCd ", "(at)", " "])
def test_no_passage_is_longer_than_a_few_sentences(unit):
    plain = folded(unit * (20_000 // len(unit)))
    assert all(len(one.words) <= LONGEST_SENTENCE for one in sentences(plain))
    assert check(Post(plain), POLICE) is not None


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_phrase_is_passed_over_only_where_it_cannot_stand(text):
    heard = heard_in(text)
    for phrases in random.Random(len(text)).sample([need for rule in RULES for need in rule.needs], 25):
        one = concept(phrases)
        there = bool(one.bit & mask_of(heard)) and any(
            search is None or search.search(text) for search in one.searches(heard)
        )
        assert there == bool(look_for(phrases).search(text)), phrases[:60]


@pytest.mark.parametrize(
    ("phrase", "begins"),
    [
        ("rally", {"rally"}),
        ("elect*", {"elect*"}),
        ("vote (for/against) <name>", {"vote"}),
        ("(grab/lift*) it", {"grab", "lift*"}),
        ("{the }boss", {"the", "boss"}),
        ("<name>'s salary", {"<name>"}),
        ("shots? fired", {"shot*"}),
        ("mug ?shot*", {"mug*"}),
        ("(be )?walk", {"be*", "walk"}),
        ("\\d+ de", {DIGIT}),
        ("(?-i:[A-Z])\\w+ owns", {CAPITAL}),
        ("\\$\\d+", {"$"}),
        ("\\w+ seconds", {ANY}),
    ],
)
def test_how_a_phrase_begins(phrase, begins):
    assert openings(phrase) == begins
