"""The page that says how good the check is: honest figures, and what reviewers made of its findings."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from foundation import clock
from reviews import services
from reviews.checks import kept
from reviews.checks.clauses import BY_PLACE
from reviews.checks.engine import VERSION
from reviews.checks.measure import OWN_POSTS, measure, rows
from reviews.models import Finding
from reviews.quality import disposed
from tests.factories.policy import published_150
from tests.reviews.conftest import as_person

VOTE = "Vote Smith for Mayor! The pool opens on Saturday."


def test_the_kept_figures_are_those_of_the_rules_in_use():
    found = kept.kept()
    assert {one.version for one in found.values()} == {VERSION}
    now = measure(rows(OWN_POSTS))
    own = found[kept.OWN]
    assert (own.recall, own.precision) == (round(now.recall, 3), round(now.precision, 3))
    assert set(own.clauses) == set(found[kept.UNSEEN].clauses) == set(BY_PLACE)


def test_the_command_keeps_figures_where_it_is_asked_to(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "MEASURED", tmp_path / "measured.json")
    file = tmp_path / "posts.jsonl"
    file.write_text('{"id": "d1", "department": "parks", "text": "The pool opens.", "findings": []}\n')
    call_command("measure_check", str(file), "--keep", "unseen", stdout=io.StringIO())
    assert kept.kept()[kept.UNSEEN].posts == 1


def test_too_few_labels_have_no_share():
    assert kept.Counted(5, 4, 0).is_few and not kept.Counted(5, 5, 0).is_few


@pytest.mark.django_db
def test_a_reviewer_reads_what_was_measured_and_what_became_of_findings(client, parks):
    published_150()
    post = parks.sent(VOTE)
    row = Finding.objects.get(round__post=post)
    services.dispose(by=as_person(parks.reviewer), finding=row, disposition="acceptable", reason="A street's name")
    client.force_login(parks.reviewer)
    page = client.get(reverse("reviews:check")).content.decode()
    assert "What it cannot see" in page and "(too few)" in page and VERSION in page
    (one,) = disposed(parks.reviewer, clock.now())
    assert (one.place, one.found, one.acceptable, one.open) == ("IV.G", 1, 1, 0)
    assert VOTE not in page


@pytest.mark.django_db
def test_only_posts_that_one_sees_are_counted_and_in_one_query(parks, streets, relations, django_assert_num_queries):
    parks.sent(VOTE)
    at = clock.now()
    assert disposed(streets.reviewer, at) == []
    disposed(relations, at)
    with django_assert_num_queries(1):
        assert [one.found for one in disposed(relations, at)] == [1]


@pytest.mark.django_db
def test_others_are_told_that_there_is_no_such_page(client, parks):
    client.force_login(parks.publisher)
    assert client.get(reverse("reviews:check")).status_code == 404
