"""Pictures: what the public sees is the picture, upright, in the right colours, and says nothing else."""

import pytest
from PIL import Image

from foundation.errors import InvalidInput
from reviews.media.examining import examine
from reviews.media.facts import CAMERA, COMMENT, FURTHER, IPTC, PEOPLE, PLACE, TAIL, TEXTS, XMP
from tests.reviews.media.making import (
    SECRET,
    TELLING,
    exif,
    frames,
    moving,
    opened,
    picture,
    saved,
    telling_gif,
    telling_jpeg,
    telling_png,
    wide_gamut,
    with_chunk,
)

MARKS = (SECRET, b"Exif", b"eXIf", b"EXIF", b"GPS", b"xmpmeta", b"Photoshop", b"MPF\x00", b"ICC_PROFILE", b"iCCP")


@pytest.mark.parametrize("name", TELLING)
def test_what_the_public_sees_tells_nothing_beside_its_pixels(name):
    content = TELLING[name]()
    assert SECRET in content or b"zTXt" in content
    examined = examine(content, "picture")
    assert examined.kind == "image"
    assert examined.removed
    for mark in MARKS:
        assert mark not in examined.publishable
    assert examine(examined.publishable, "picture").removed == []


def test_what_was_removed_is_said_in_words():
    assert examine(telling_jpeg(), "a.jpg").removed[:3] == [PLACE, CAMERA, PEOPLE]
    assert {XMP, IPTC, COMMENT, FURTHER} <= set(examine(telling_jpeg(), "a.jpg").removed)
    assert {PLACE, TEXTS, XMP} <= set(examine(telling_png(), "a.png").removed)
    assert examine(telling_gif(), "a.gif").removed == [XMP, COMMENT]
    assert examine(saved(picture(), "PNG"), "a.png").removed == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(form, orientation):
    made = picture(size=(40, 24))
    options = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"lossless": True}}.get(form, {})
    examined = examine(saved(made, form, exif=exif(orientation), **options), "a")
    seen = opened(examined.publishable).convert("RGB")
    assert (examined.width, examined.height) == seen.size == ((40, 24) if orientation < 5 else (24, 40))
    corner = {1: (2, 2), 2: (-3, 2), 3: (-3, -3), 4: (2, -3), 5: (2, 2), 6: (-3, 2), 7: (-3, -3), 8: (2, -3)}
    x, y = corner[orientation]
    red, green, _ = seen.getpixel((x % seen.width, y % seen.height))
    assert red > 200 > 80 > green


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_colours_stay_right_without_their_profile(form):
    made = Image.new("RGB", (32, 32), (230, 20, 20))
    examined = examine(saved(made, form, icc_profile=wide_gamut()), "a")
    red, green, _ = opened(examined.publishable).convert("RGB").getpixel((16, 16))
    assert green > 200 > 100 > red
    assert "sRGB" in examined.notes[0]


def test_transparency_outlives_the_change_of_colours():
    made = Image.new("RGBA", (32, 32), (230, 20, 20, 90))
    seen = opened(examine(saved(made, "PNG", icc_profile=wide_gamut()), "a.png").publishable)
    assert seen.getpixel((5, 5))[3] == 90


def test_a_profile_that_cannot_be_read_is_noted_and_the_picture_kept():
    examined = examine(saved(picture(), "JPEG", icc_profile=b"no profile at all" * 20), "a.jpg")
    assert "could not be read" in examined.notes[0]


def test_a_png_that_states_another_gamma_looks_as_before():
    made = with_chunk(saved(Image.new("L", (8, 8), 128), "PNG"), b"gAMA", (100_000).to_bytes(4, "big"))
    assert 183 <= opened(examine(made, "a.png").publishable).getpixel((1, 1)) <= 190


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_loses_no_pixel(mode):
    made = picture(mode)
    seen = opened(examine(saved(made, "PNG"), "a.png").publishable)
    assert seen.convert("RGBA").tobytes() == opened(saved(made, "PNG")).convert("RGBA").tobytes()


def test_a_palette_keeps_what_shows_through():
    made = saved(picture("P"), "PNG", transparency=3)
    seen = opened(examine(made, "a.png").publishable)
    assert seen.convert("RGBA").tobytes() == opened(made).convert("RGBA").tobytes()


def test_a_jpeg_is_packed_as_finely_as_before():
    content = saved(picture(size=(200, 160)), "JPEG", quality=85)
    examined = examine(content, "a.jpg")
    before, after = opened(content), opened(examined.publishable)
    assert after.quantization == before.quantization
    difference = max(abs(one - other) for one, other in zip(before.tobytes(), after.tobytes(), strict=True))
    assert difference < 40
    assert len(examined.publishable) < 1.2 * len(content)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_a_moving_picture_keeps_moving(form):
    content = moving(form)
    examined = examine(content, "a")
    before, after = opened(content), opened(examined.publishable)
    assert after.n_frames == 4
    assert after.info["loop"] == 3
    assert examined.seconds == 1.0
    for place in range(4):
        for one in (before, after):
            one.seek(place)
            one.load()
        assert after.info["duration"] == before.info["duration"] == 100 * (place + 1)
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


def test_a_moving_picture_that_must_be_turned_or_coloured_is_packed_anew():
    content = moving("WEBP", lossless=True, exif=exif(6), icc_profile=wide_gamut())
    examined = examine(content, "a.webp")
    after = opened(examined.publishable)
    assert (after.n_frames, after.size) == (4, (16, 24))
    assert after.info["duration"] == 100
    assert b"ICCP" not in examined.publishable


def test_a_frame_that_is_damaged_is_found_even_where_frames_stay_as_packed():
    content = moving("WEBP")
    last = content.rindex(b"VP8 ") + 8
    with pytest.raises(InvalidInput, match="damaged"):
        examine(content[:last] + bytes(len(content) - last), "a.webp")


def test_a_gif_keeps_how_its_frames_cover_one_another():
    shown = [frame.convert("RGBA") for frame in frames(3)]
    shown[1].putalpha(Image.linear_gradient("L").resize((24, 16)).point(lambda value: 255 * (value > 128)))
    content = saved(shown[0], "GIF", save_all=True, append_images=shown[1:], disposal=2, duration=50)
    before, after = opened(content), opened(examine(content, "a.gif").publishable)
    for place in range(3):
        for one in (before, after):
            one.seek(place)
            one.load()
        assert after.disposal_method == before.disposal_method
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


TAILS = {
    "an archive": b"PK\x03\x04" + SECRET,
    "a page": b"<html><script>alert(1)</script>" + SECRET,
    "another picture": saved(picture(), "JPEG") + SECRET,
}


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WebP", "GIF", "moving PNG"])
def test_what_stands_behind_a_picture_does_not_reach_the_public(name, tail):
    examined = examine(TELLING[name]() + TAILS[tail], "a")
    assert TAIL in examined.removed
    assert any("After the end" in note for note in examined.notes)
    assert SECRET not in examined.publishable


def test_what_stands_behind_the_pixels_of_a_gif_does_not_reach_the_public():
    content = saved(frames(1)[0], "GIF")
    with_payload = content[:-2] + bytes((len(SECRET),)) + SECRET + content[-2:]
    assert SECRET not in examine(with_payload, "a.gif").publishable


def test_the_type_is_told_by_content_and_a_name_that_says_otherwise_is_noted():
    examined = examine(saved(picture(), "PNG"), "photo.jpg")
    assert (examined.mime, examined.extension) == ("image/png", ".png")
    assert examined.notes == ["Its name ends with .jpg, but it is image/png: it is kept as .png."]
    assert examine(saved(picture(), "JPEG"), "photo.JPEG").notes == []
