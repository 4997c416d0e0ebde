"""Every part of a post that the public sees is checked in the portal, and what was not read is said."""

import json

import pytest
from django.urls import reverse

from foundation import clock
from powers.tree import Tree
from reviews import services
from reviews.checks.engine import check, unread_of
from reviews.checks.facts import TEXT, Context, Post
from reviews.looking_at import context_for, findings_of, unread_in
from reviews.sealed import Sealed
from tests.factories.directory import EmployeeFactory
from tests.factories.pages import PartyAccountFactory
from tests.reviews.conftest import as_person

ORDINARY = Context()


def sealed(text="The pool opens.", identification="Dana Reed, Clerk", **attachment):
    file = {"alternative_text": "", "transcript": ""} | attachment
    said = {"accounts": [{"account": "A", "text": text}], "attachments": [file], "identification": identification}
    return Sealed(json.dumps(said))


def found(post, context=ORDINARY):
    return {(part, one.clause) for part, one in findings_of(post, context)}


VOTE = "Vote for Ann Lee, the Democrat running for sheriff."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "part"),
    [
        ({"text": VOTE}, "A"),
        ({"alternative_text": VOTE}, "alternative text 1"),
        ({"transcript": f"WEBVTT\n\n00:00.000 --> 00:02.000\n{VOTE}\n"}, "transcript 1"),
        ({"identification": f"Dana Reed. {VOTE}"}, "identification line"),
    ],
)
def test_each_part_is_checked(said, part):
    assert found(sealed(**said)) == {(part, "IV.G")}


@pytest.mark.django_db
def test_a_post_with_nothing_in_it_has_no_findings():
    assert found(sealed()) == set()


@pytest.mark.django_db
def test_links_and_mentions_of_the_list_are_found_in_every_part(parks):
    PartyAccountFactory(url="https://www.facebook.com/stoneforall")
    context = context_for([parks.department.pk], clock.now(), Tree(clock.now()))
    link = "More: facebook.com/stoneforall"
    assert found(sealed(text=link), context) == {("A", "IV.G")}
    assert found(sealed(alternative_text=link), context) == {("alternative text 1", "IV.G")}


@pytest.mark.django_db
def test_an_employee_is_known_by_name_in_lower_case(django_assert_num_queries):
    text = "so sorry, beatrix quillfeather starts chemo on monday"
    assert found(sealed(text=text)) == set()
    EmployeeFactory(name="Beatrix Quillfeather")
    with django_assert_num_queries(1):
        assert found(sealed(text=text)) == {("A", "IV.I")}


@pytest.mark.django_db
def test_a_number_that_the_city_publishes_is_not_private(parks, settings):
    settings.CITY_PUBLIC_NUMBERS = ["314-555-0191"]
    context = context_for([parks.department.pk], clock.now(), Tree(clock.now()))
    assert found(sealed(text="Reach her on her cell, (314) 555-0191."), context) == set()
    assert found(sealed(text="Reach her on her cell, (314) 555-0192."), context) == {("A", "IV.I")}


@pytest.mark.parametrize("tag", ["#VoteSmithForMayor", "#vote_Smith_for_mayor"])
def test_a_hashtag_is_read_as_its_words(tag):
    text = f"The pool opens. {tag} See you!"
    marked = {text[one.start : one.end] for one in check(Post(text), Context()) if one.clause == "IV.G"}
    assert marked == {tag}
    assert {one.part for one in check(Post("Pool", hashtags=(tag[1:],)), Context())} == {"hashtag 1"}


@pytest.mark.parametrize("tag", ["#BeatTheHeat", "#StLouisParks", "#VoteEarly", "#PublicWorksWeek"])
def test_a_harmless_hashtag_passes(tag):
    assert check(Post(f"The pool opens. {tag}"), Context()) == []


def test_what_is_too_long_is_said_in_a_sentence():
    assert unread_of(TEXT, "a" * 70_000) == ""
    assert unread_of(TEXT, "a" * 70_005) == (
        "The check read the first 70,000 characters of the text; nobody has looked at the last 5."
    )
    assert unread_in(sealed(transcript="a " * 40_000)) == [
        "The check read the first 70,000 characters of the transcript 1; nobody has looked at the last 10,000."
    ]


@pytest.mark.django_db
def test_the_panel_and_the_round_say_what_was_not_read(client, parks, monkeypatch):
    monkeypatch.setattr("reviews.checks.engine.LONGEST", 40)
    post = parks.sent("The pool in Fairground Park opens on Saturday at noon.")
    client.force_login(parks.reviewer)
    page = client.get(reverse("reviews:review", args=[post.reference])).content.decode()
    assert "nobody has looked at the last" in page
    services.take_back(by=as_person(parks.drafter), post=post)
    client.force_login(parks.drafter)
    page = client.get(reverse("reviews:edit", args=[post.reference])).content.decode()
    assert "nobody has looked at the last" in page
