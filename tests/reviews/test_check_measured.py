"""The measured quality of the check does not fall, and the kept posts are labelled as the guideline asks."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from reviews.checks.clauses import BY_PLACE
from reviews.checks.measure import OWN_POSTS, measure, rows
from reviews.checks.records import context_of

SHARED = Path(__file__).resolve().parents[3] / "shared" / "post-check" / "posts.jsonl"


def test_every_label_of_the_kept_posts_is_a_clause_asked_of_its_department_and_words_of_its_text():
    seen = set()
    for row in rows(OWN_POSTS):
        assert row["id"] not in seen
        seen.add(row["id"])
        for label in row["findings"]:
            assert label["quote"] in row["text"], row["id"]
            assert BY_PLACE[label["clause"]].applies(context_of(row["department"])), row["id"]


def test_the_kept_posts_show_every_clause():
    assert {label["clause"] for row in rows(OWN_POSTS) for label in row["findings"]} == set(BY_PLACE)


def test_the_check_is_no_worse_on_the_kept_posts_than_it_was():
    result = measure(rows(OWN_POSTS))
    assert result.recall >= 0.85
    assert result.precision >= 0.93
    assert result.post_recall >= 0.85
    assert result.false_alarm <= 0.04


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled posts given to the project are not beside it")
def test_the_check_is_no_worse_on_the_given_posts_than_it_was():
    result = measure(rows(SHARED))
    assert result.recall >= 0.85
    assert result.precision >= 0.88
    assert result.post_recall >= 0.85
    assert result.false_alarm <= 0.07


def test_a_miss_and_a_false_finding_are_counted_apart_from_a_misplaced_one():
    politics = "Vote for Oduya, the Democrat for sheriff."
    text = f"Pool opens Monday at noon. {politics}"
    row = {"id": "x", "department": "parks", "text": text, "findings": []}
    assert measure([row]).clauses["IV.G"] == {"false": 1}
    hit = measure([{**row, "findings": [{"clause": "IV.G", "quote": "Oduya"}]}])
    assert (hit.recall, hit.precision, hit.post_recall) == (1, 1, 1)
    misplaced = measure([{**row, "findings": [{"clause": "IV.G", "quote": "Pool opens"}]}])
    assert misplaced.clauses["IV.G"] == {"miss": 1, "false": 1}
    assert misplaced.posts == {"labelled": 1, "caught": 0}


def test_police_matter_under_a_neighbouring_clause_counts_neither_way():
    text = "The case is still open, and the lab report says the prints are his."
    row = {"id": "x", "department": "police", "text": text, "findings": [{"clause": "IV.K.2.a", "quote": text}]}
    assert measure([row]).clauses["IV.K.1.a"] == {"near": 1}


def test_the_command_prints_a_line_for_each_clause_and_the_four_figures():
    out = io.StringIO()
    call_command("measure_check", stdout=out)
    lines = out.getvalue().splitlines()
    assert {line.split()[0] for line in lines[2:-1]} == set(BY_PLACE)
    assert lines[-1].startswith("recall 0.") and "false alarm" in lines[-1]


def test_the_command_says_which_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match=r"none.jsonl cannot be read as labelled posts"):
        call_command("measure_check", str(tmp_path / "none.jsonl"))
