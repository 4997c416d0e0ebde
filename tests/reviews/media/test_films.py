"""Videos and recordings: what they tell beside what they show is blanked, and nothing else moves."""

import pytest

from foundation.errors import InvalidInput
from reviews.media.examining import examine
from reviews.media.facts import CAMERA, OTHER, PLACE, TAIL, TEXTS, TRACKS, XMP
from tests.reviews.media.films import (
    FILMS,
    PICTURE,
    PICTURES,
    PLACES,
    SOUND,
    SOUNDS,
    box,
    entry_of_picture,
    entry_of_sound,
    film,
    pieces,
    place,
    telling_mp4,
    telling_webm,
    track,
    track_header,
)
from tests.reviews.media.making import SECRET

MARKS = (SECRET, SECRET[:31], b"GPS", b"+38.62", b"\xa9xyz", b"xmpmeta")


@pytest.mark.parametrize("name", FILMS)
def test_what_the_public_gets_tells_nothing_beside_picture_and_sound(name):
    content = FILMS[name]()
    assert SECRET in content
    examined = examine(content, "film")
    assert examined.removed
    for mark in MARKS:
        assert mark not in examined.publishable
    assert examine(examined.publishable, "film").removed == []


@pytest.mark.parametrize("name", ["MP4", "MOV", "M4A", "MP4 in pieces", "WebM", "WebM of a stream"])
def test_no_byte_of_picture_or_sound_moves(name):
    content = FILMS[name]()
    cleaned = examine(content, "film").publishable
    assert len(cleaned) == len(content)
    for kept in (PICTURE, SOUND):
        assert cleaned.count(kept) == content.count(kept)
        assert cleaned.find(kept) == content.find(kept)


def test_what_was_removed_is_said_in_words():
    assert examine(telling_mp4(), "a.mp4").removed == [PLACE, CAMERA, XMP, TRACKS, OTHER]
    assert examine(telling_webm(), "a.webm").removed == [CAMERA, TEXTS, TRACKS, OTHER]


def test_duration_and_size_are_read():
    found = examine(film(PICTURES, SOUNDS), "a.mp4")
    assert (found.kind, found.mime, found.extension) == ("video", "video/mp4", ".mp4")
    assert (found.width, found.height, found.seconds) == (64, 48, 2.0)
    found = examine(FILMS["MOV"](), "a.mov")
    assert (found.mime, found.extension) == ("video/quicktime", ".mov")
    found = examine(FILMS["M4A"](), "a.m4a")
    assert (found.kind, found.mime, found.width, found.seconds) == ("audio", "audio/mp4", None, 2.0)
    found = examine(telling_webm(), "a.webm")
    assert (found.kind, found.mime, found.width, found.height, found.seconds) == ("video", "video/webm", 64, 48, 2.0)
    assert examine(telling_webm(is_open=True), "a.webm").seconds == 2.0
    assert examine(FILMS["WAV"](), "a.wav").seconds == round(len(SOUND) / 16, 3)


def test_the_pieces_of_a_video_are_added_up():
    assert examine(pieces(), "a.mp4").seconds == 2.0


def test_a_video_of_a_telephone_held_upright_is_higher_than_wide():
    upright = (b"vide", [PICTURE], {"header": track_header(64, 48, turned=True)})
    assert (examine(film(upright), "a.mp4").width, examine(film(upright), "a.mp4").height) == (48, 64)


def test_a_header_without_a_size_is_read_from_the_pictures():
    bare = (b"vide", [PICTURE], {"header": track_header(0, 0)})
    assert (examine(film(bare), "a.mp4").width, examine(film(bare), "a.mp4").height) == (64, 48)


def test_sound_of_one_size_for_all_samples_stays_whole():
    even = (b"soun", [SOUND] * 7, {"size": 1, "entry": entry_of_sound(b"sowt")})
    content = film(even, PLACES, PICTURES, brand=b"qt  ")
    cleaned = examine(content, "a.mov").publishable
    assert cleaned.count(SOUND) == 7 and SECRET not in cleaned


def test_offsets_of_eight_bytes_are_followed():
    content = film((b"vide", [PICTURE] * 3, {"long": True}), between=(SECRET,))
    cleaned = examine(content, "a.mp4").publishable
    assert cleaned.count(PICTURE) == 3 and SECRET not in cleaned


def test_what_stands_behind_a_video_is_cut_off():
    for content in (film(PICTURES), telling_webm()):
        examined = examine(content + b"PK\x03\x04" + SECRET, "a")
        assert TAIL in examined.removed
        assert SECRET not in examined.publishable


def test_what_cannot_be_cleaned_is_said():
    assert any("hid inside" in note for note in examine(film(PICTURES), "a.mp4").notes)
    assert any("many pieces" in note for note in examine(pieces(), "a.mp4").notes)


REFUSED = {
    "another codec": (lambda: film((b"vide", [PICTURE], {"entry": entry_of_picture(b"mjpg")})), "not known"),
    "pictures of a camera": (lambda: film((b"vide", [PICTURE], {"entry": entry_of_picture(b"jpeg")})), "not known"),
    "protection": (lambda: film((b"vide", [PICTURE], {"entry": entry_of_picture(b"encv")})), "protected"),
    "only places": (lambda: film(PLACES), "neither a picture nor a sound"),
    "another file": (lambda: film((b"vide", [PICTURE], {"reference": 0})), "another file"),
    "places in pieces": (lambda: pieces(track(b"meta", [], 0)), "in pieces"),
    "an old index": (lambda: film(PICTURES, extra=box(b"cmov", SECRET)), "twenty years"),
    "Matroska": (lambda: telling_webm(doctype=b"matroska"), "Matroska"),
    "another codec in WebM": (lambda: telling_webm(codec=b"V_MJPEG"), "WebM does not know"),
    "samples past the end": (lambda: film((b"vide", [PICTURE], {"size": 5000})), "stops half-way"),
    "no index": (lambda: film(PICTURES).split(b"moov")[0][:-4], "stops half-way"),
    "no samples": (lambda: box(b"ftyp", b"isom", bytes(4)) + box(b"moov", place()), "stops half-way"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_video_that_cannot_be_cleaned_or_played_is_refused(name):
    make, says = REFUSED[name]
    with pytest.raises(InvalidInput, match=says) as refused:
        examine(make(), "a.mp4")
    assert refused.value.remedy


@pytest.mark.parametrize("name", ["MP4", "MOV", "M4A", "MP4 in pieces", "WebM", "WAV"])
@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.95])
def test_a_video_that_stops_half_way_is_refused(name, share):
    content = FILMS[name]()
    if name == "MP4 in pieces" and share == 0.95:
        content = content[: -len(PICTURE)]
    with pytest.raises(InvalidInput, match=r"stops half-way|damaged"):
        examine(content[: int(len(content) * share)], "a.mp4")
