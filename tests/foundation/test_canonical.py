import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.canonical import c1, c1_hash
from foundation.errors import InvalidInput


def test_line_ends_and_trailing_blanks_do_not_count():
    assert c1("a \t\r\nb\rc  ") == "a\nb\nc"


def test_composed_and_decomposed_letters_are_the_same_text():
    assert c1_hash("e\u0301") == c1_hash("é")


def test_nothing_else_is_changed():
    text = "\n  Two  blanks, “marks”, ‑ and\u00a0\n\n\nEND\n\n"
    assert c1(text) == text


def test_a_hash_names_its_form():
    assert c1_hash("") == "c1:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_half_a_character_is_refused_with_its_place():
    with pytest.raises(InvalidInput, match="place 2"):
        c1("a\ud800")


@given(st.text())
def test_a_canonical_text_is_its_own_canonical_form(text):
    assert c1(c1(text)) == c1(text)
