"""Text in which a reader sees what it holds."""

import pytest

from foundation.errors import InvalidInput
from foundation.plain_text import require_plain


@pytest.mark.parametrize("text", ["abc\u202edef", "\u2067x", "a\x00", "bell\x07", "\u0085"])
def test_a_sign_that_shows_other_words_or_nothing_is_refused_by_its_place(text):
    with pytest.raises(InvalidInput, match="At place") as refused:
        require_plain(text, "reason")
    assert refused.value.field == "reason"


@pytest.mark.parametrize("text", ["", "Two lines\nand a tab\t.", "שלום", "👩🏽‍🚒 Fire", "naïve café"])
def test_words_of_any_language_stand(text):
    assert require_plain(text, "reason") is None
