"""Lengths as the platforms count them, on texts of our own."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Counting
from reviews.counting import count
from reviews.counting.marks import addresses
from reviews.counting.methods import METHODS

FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇺🇸"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ADDRESS = "https://www.stlouis-mo.gov/government/departments/parks/"


def test_every_method_of_the_register_is_known():
    assert set(Counting.values) <= set(METHODS)


WEIGHTED = {
    "": 0,
    "Good morning": 12,
    "Grüße из Москвы": 15,
    "café": 4,
    "cafe\u0301": 4,
    "日本語": 6,
    "한국": 4,
    "“quotes” – and … dots": 22,
    "2 × 3 ≠ 7": 10,
    "👍": 2,
    "👍🏽": 2,
    FAMILY: 2,
    FAMILY * 140: 280,
    FLAG: 2,
    ENGLAND: 2,
    "🏳️‍🌈": 2,
    "1️⃣": 2,
    "©": 1,
    "©️": 2,
    "☺": 2,
    "a🔥b": 4,
    ADDRESS: 23,
    f"Read {ADDRESS}.": 29,
    "Read (https://x.co/a_(b))!": 31,
    "https://a.co https://b.co": 47,
    "stlouis-mo.gov": 23,
    "stlouis-mo.gov/parks?day=3": 23,
    "Open daily.See you": 18,
    "version 1.2.3": 13,
    "mail parks@stlouis-mo.gov": 25,
    "日本example.com語": 29,
    "http://nowhere": 14,
}


@pytest.mark.parametrize("text", WEIGHTED)
def test_x_weighs_letters_emoji_and_addresses(text):
    assert count(text, "weighted") == WEIGHTED[text]


GRAPHEMES = {
    "": 0,
    "café": 4,
    "cafe\u0301": 4,
    FAMILY: 1,
    FLAG * 2: 2,
    "नमस्ते": 3,
    "각": 1,
    "a\r\nb": 3,
    ADDRESS: len(ADDRESS),
}


@pytest.mark.parametrize("text", GRAPHEMES)
def test_bluesky_counts_what_a_reader_sees(text):
    assert count(text, "graphemes") == GRAPHEMES[text]


MASTODON = {
    "Good morning": 12,
    FAMILY: 1,
    ADDRESS: 23,
    f"Read {ADDRESS}!": 29,
    "stlouis-mo.gov": 14,
    "@ana@mastodon.example says": 9,
    "@ana says": 9,
    "Ask @ana@mastodon.example, @bo@example.org.": 14,
    "mail ana@example.org": 20,
    "https://mastodon.example/@ana@example.org/1": 23,
}


@pytest.mark.parametrize("text", MASTODON)
def test_mastodon_counts_addresses_and_names_of_other_servers_short(text):
    assert count(text, "url_is_23") == MASTODON[text]


def test_threads_counts_the_bytes_of_an_emoji_and_nothing_else_so():
    assert count("日本 café", "emoji_as_bytes") == 7
    assert count("👍", "emoji_as_bytes") == 4
    assert count(f"a{FAMILY}b", "emoji_as_bytes") == 2 + len(FAMILY.encode())
    assert count("7 #1", "emoji_as_bytes") == 4


def test_bytes_units_and_hashtags():
    assert count("café 👍", "characters") == 6
    assert count("café 👍", "utf8_bytes") == 10
    assert count("café 👍", "utf16_units") == 7
    assert count("#Parks and #rec2026, #1 a&#39; x#y /#z", "pieces") == 2


@pytest.mark.parametrize("method", METHODS)
def test_a_line_end_counts_one_however_the_browser_sends_it(method):
    assert count("one\r\ntwo", method) == count("one\ntwo", method)


def test_an_unknown_method_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        count("text", "furlongs")


TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(blacklist_categories=["Cs"]), st.sampled_from("a.:/@#-_👍👨\u200d\ufe0f🇺🇸🏽é日1\u0301\r\n (")
    ),
    max_size=60,
)


@given(TEXTS, st.characters(blacklist_categories=["Cs"]), st.sampled_from(["characters", "utf8_bytes", "utf16_units"]))
def test_one_more_character_counts_more(text, more, method):
    if not (text.endswith("\r") and more == "\n"):
        assert count(text + more, method) > count(text, method)


@given(TEXTS, st.characters(blacklist_categories=["Cs"]))
def test_one_more_character_never_makes_fewer_graphemes(text, more):
    assert count(text + more, "graphemes") >= count(text, "graphemes")


@given(st.text(alphabet="abc déß日語한🔥🐟", max_size=60), st.sampled_from("abé日🔥 "))
def test_one_more_character_never_weighs_less(text, more):
    for method in ("weighted", "emoji_as_bytes", "url_is_23"):
        assert count(text + more, method) > count(text, method)


@given(TEXTS)
def test_composed_and_decomposed_weigh_the_same(text):
    assert count(unicodedata.normalize("NFD", text), "weighted") == count(
        unicodedata.normalize("NFC", text), "weighted"
    )


@given(TEXTS, st.sampled_from(list(METHODS)))
def test_every_text_is_counted_by_every_method(text, method):
    assert 0 <= count(text, method) <= 4 * len(text) + 23 * text.count(".")


@given(TEXTS)
def test_addresses_lie_in_the_text_one_after_the_other(text):
    last = 0
    for start, end in addresses(text, bare=True):
        assert last <= start < end <= len(text)
        last = end


SLOW = ["a" * 50_000, "a." * 25_000, "é" * 50_000, "http://a.b/((" * 4_000, "@a" * 25_000, "x.co/" + "(" * 50_000]


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_no_text_makes_counting_slow(text):
    import time

    began = time.perf_counter()
    for method in METHODS:
        count(text, method)
    assert time.perf_counter() - began < 3
