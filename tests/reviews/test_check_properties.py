"""Whatever is typed, the check answers: inside the text, the same each time, and without an error."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.checks.clauses import BY_PLACE
from reviews.checks.engine import VERSION, check
from reviews.checks.facts import TEXT, Context, Post
from reviews.checks.text import folded, sentences

POLICE = Context(criminal_justice=True, police=True)
WORDS = st.sampled_from(
    (
        *[
            "911",
            "caller",
            "said",
            "Sgt.",
            "Ana",
            "Ruiz",
            "undercover",
            "guilty",
            "vote",
            "Democrat",
            "@",
            "#",
            "$40",
            "(314)",
            "555-0122",
            "born",
            "May",
            "3",
            "2001",
        ],
        "pw: x#1",
        *[
            "closed",
            "session",
            "women",
            "can't",
            "drive",
            "you'll",
            "bleed",
            "…",
            "“",
            "”",
            "’",
            "\u202e",
            "🦝",
            "é",
            "ß",
            "ﬁ",
            "🏳️\u200d🌈",
            "lives",
            "at",
            "12",
            "Oak",
            "Street",
            "...",
        ],
        "4111-1111-1111-1111",
        "\x00",
        "\n",
    )
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS, st.booleans(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_finding_lies_inside_its_text_and_is_complete(text, criminal_justice, police):
    context = Context(criminal_justice=criminal_justice, police=police)
    found = check(Post(text), context)
    for one in found:
        assert one.part == TEXT
        assert 0 <= one.start < one.end <= len(text)
        assert BY_PLACE[one.clause].applies(context)
        assert one.rule and one.why.endswith(".") and one.better.endswith(".") and one.version == VERSION
    assert check(Post(text), context) == found
    assert found == sorted(found, key=lambda f: (f.start, f.end, f.clause, f.rule))


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_one_clause_marks_no_word_twice(text):
    spans = {}
    for one in check(Post(text), POLICE):
        spans.setdefault(one.clause, []).append((one.start, one.end))
    for marked in spans.values():
        for (_, end), (start, _) in zip(sorted(marked), sorted(marked)[1:], strict=False):
            assert end <= start


@given(TEXTS)
def test_folding_keeps_every_position_and_sentences_are_pieces_of_the_text(text):
    plain = folded(text)
    assert len(plain) == len(text)
    last = 0
    for one in sentences(plain):
        assert last <= one.start < one.end <= len(plain)
        assert plain[one.start : one.end] == one.words
        last = one.end


def test_the_longest_post_of_any_platform_is_answered():
    assert check(Post("The caller said she was afraid. " * 2500), Context()) == []
    assert check(Post("vote for Oduya " * 5000), Context())
    assert check(Post("a" * 1_000_000), POLICE) == []
