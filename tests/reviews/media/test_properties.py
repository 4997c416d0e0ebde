"""Whatever is attached, the answer is a clean file or a sentence: never another error, never what was to be removed."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.errors import InvalidInput
from reviews.media.examining import examine
from tests.reviews.media.films import FILMS
from tests.reviews.media.making import SECRET, TELLING

MARKS = (SECRET, b"Exif", b"GPS", b"xmpmeta")
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\x00\x00\x00WEBP", b"WEBVTT\n", b"", b"1\n")
CONTAINERS = (
    b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00",
    b"\x1aE\xdf\xa3\x87\x42\x82\x84webm\x18S\x80g",
    b"RIFF\x20\x00\x00\x00WAVE",
)


@cache
def original(name):
    return (TELLING | FILMS)[name]()


def assert_clean_or_a_sentence(content, name="a.jpg"):
    try:
        examined = examine(content, name)
    except InvalidInput as refused:
        assert refused.what and str(refused).endswith(".")
        return
    assert examined.publishable
    assert examined.kind in {"image", "video", "audio", "document"}
    assert examined.extension.startswith(".")


@settings(max_examples=300)
@given(st.sampled_from(BEGINNINGS + CONTAINERS), st.binary(max_size=400))
def test_any_bytes_are_examined_or_refused(beginning, rest):
    assert_clean_or_a_sentence(beginning + rest)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_name_is_taken_or_refused(name):
    assert_clean_or_a_sentence(b"plain text", name)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused(text):
    assert_clean_or_a_sentence(text.encode(errors="surrogatepass"), "a.txt")


CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True), st.sampled_from(["set", "cut", "twice", "drop"]), st.binary(max_size=6)
    ),
    min_size=1,
    max_size=6,
)


def changed(content, changes):
    """A file with some bytes overwritten, left out, put in twice, or missing from somewhere on."""
    found = bytearray(content)
    for share, how, bytes_ in changes:
        at = int(share * len(found))
        if how == "set":
            found[at : at + len(bytes_)] = bytes_
        elif how == "drop":
            del found[at : at + len(bytes_)]
        elif how == "twice":
            found[at:at] = found[at : at + 40]
        elif share > 0.5:
            del found[at:]
    return bytes(found)


@pytest.mark.parametrize("name", [*TELLING, *FILMS])
@settings(max_examples=60)
@given(changes=CHANGES)
def test_a_file_that_was_tampered_with_is_cleaned_or_refused(name, changes):
    assert_clean_or_a_sentence(changed(original(name), changes))


@pytest.mark.parametrize("name", TELLING)
@settings(max_examples=40)
@given(payload=st.binary(min_size=12, max_size=80), place=st.sampled_from(["end", "comment", "text"]))
def test_nothing_hidden_in_a_picture_reaches_the_public(name, payload, place):
    payload = SECRET + payload
    content = original(name)
    if place == "comment" and "JPEG" in name:
        content = content[:2] + b"\xff\xfe" + (len(payload) + 2).to_bytes(2, "big") + payload + content[2:]
    else:
        content += payload
    examined = examine(content, "a.jpg")
    for mark in MARKS:
        assert mark not in examined.publishable
