"""What the check marks and what it lets pass, one sentence a rule."""

import pytest

from reviews.checks.engine import check
from reviews.checks.facts import Context, Post

POLICE = Context(criminal_justice=True, police=True)
COURTS = Context(criminal_justice=True)


def clauses(text, context=POLICE):
    return {one.clause for one in check(Post(text), context)}


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("This photo was grabbed off Getty with the watermark still on.", "IV.E"),
        ("Vote for Ann Lee, the Democrat running for sheriff.", "IV.G"),
        ("Our own Sgt. Pat Kerr runs a catering company on weekends, call for a quote.", "IV.H"),
        ("Carla Voss starts chemo on Monday.", "IV.I"),
        ("Refund done on 4111 1111 1111 1111.", "IV.I"),
        ("The case is still open, and the lab report names his knife.", "IV.K.1.a"),
        ("The victim's body was found in three pieces.", "IV.K.1.b"),
        ("The only witness, Ana Ruiz, works at the diner on Vail.", "IV.K.1.c"),
        ("Dale Rusnak in B Pod told us who had the phones.", "IV.K.1.d"),
        ("The 911 caller said her ex was in the attic.", "IV.K.1.e"),
        ("The rape victim is Chloe Adams, a nurse at the clinic.", "IV.K.1.f"),
        ("We arrested Abel Voss in 2019, the charge was dismissed.", "IV.K.1.g"),
        ("Devin Marsh, 14, was handed over to juvenile officers.", "IV.K.1.h"),
        ("Gil Prosser owns two pistols, his permit file says.", "IV.K.1.i"),
        ("Detectives expect arrests in the robbery case by Friday.", "IV.K.2.a"),
        ("Our DWI checkpoint is on Gravois from 10 p.m.", "IV.K.2.b"),
        ("Swipe for the mugshot of our drunk passenger.", "IV.K.2.c"),
        ("Officer Penn fired because he had no other choice.", "IV.K.2.d"),
        ("The suspect is guilty and the jury will say so.", "IV.K.2.e"),
        ("How we catch dealers: controlled buys with marked bills.", "IV.K.2.f"),
        ("Women can't drive a ladder truck.", "V.C"),
        ("Come back here and we will put you in the hospital.", "V.D"),
        ("In the closed session the board voted to pay $40,000.", "V.E.2"),
    ],
)
def test_each_clause_is_seen_in_a_plain_case(text, clause):
    assert clause in clauses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Photo by Yusuf Attar, used with permission.",
        "Polling places are open from 6 to 7. Vote early if you can.",
        "If you saw the crash, call the tip line at 866-555-0148.",
        "Call 911 if you smell gas.",
        "Free gun locks at every station.",
        "An arrest is not a conviction. Every person is presumed innocent.",
        "The Board will hold a closed session on Thursday, as the posted notice says.",
        "Happy Pride! To our gay and transgender neighbors: welcome.",
        "Charity hockey on Saturday: we are going to bury you.",
        "Use-of-force policy can be read on our website.",
        "Project 219-26-0417 starts Monday; call our office at 314-555-0128.",
    ],
)
def test_near_misses_that_the_guideline_names_pass(text):
    assert clauses(text) == set()


def test_criminal_justice_clauses_are_asked_only_where_the_department_has_access():
    text = "The 911 caller said the suspect is guilty."
    assert {"IV.K.1.e", "IV.K.2.e"} <= clauses(text)
    assert "IV.K.1.e" in clauses(text, COURTS) and "IV.K.2.e" not in clauses(text, COURTS)
    assert clauses(text, Context()) == set()


def test_a_published_number_is_no_private_telephone():
    text = "Reach her on her cell, 314-555-0191."
    assert clauses(text, Context()) == {"IV.I"}
    assert clauses(text, Context(public_numbers=("+1 (314) 555-0191",))) == set()


def test_a_card_number_with_a_wrong_check_digit_is_no_card():
    assert clauses("Order 4111 1111 1111 1112 is ready.") == set()


@pytest.mark.parametrize("mention", ["@StoneForAll", "https://www.stone.example/", "stone.example/water"])
def test_an_account_on_the_list_of_parties_and_candidates_is_marked_word_for_word(mention):
    context = Context(party_accounts=("@stoneforall", "stone.example"))
    text = f"More at {mention} today"
    (finding,) = check(Post(text), context)
    assert (finding.clause, finding.rule) == ("IV.G", "listed party or candidate account")
    assert text[finding.start : finding.end].strip("/") == mention.strip("/")


def test_alternative_texts_link_texts_and_hashtags_are_read_too():
    post = Post(
        "Photos from the picnic.",
        alternative_texts=("A lawn.", "A sign: Vote for Ann Lee, the Democrat for sheriff."),
        link_texts=("Vote for Ann Lee",),
        hashtags=("VoteStone",),
    )
    parts = {one.part for one in check(post, Context(party_accounts=("votestone",)))}
    assert parts >= {"alternative text 2", "link text 1"}
    assert "text" not in parts


def test_rules_for_personal_use_say_that_the_city_applies_them_as_its_procedure():
    (finding,) = [one for one in check(Post("Women can't drive a ladder truck."), Context()) if one.clause == "V.C"]
    assert "personal use" in finding.better and "procedure" in finding.better
