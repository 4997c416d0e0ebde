"""Small files that become large ones are refused by their header, within little memory and time."""

import time
import tracemalloc
import zlib

import pytest
from PIL import Image, ImageFile

from foundation.errors import InvalidInput
from reviews.media.examining import examine
from tests.reviews.media.making import chunk, moving, picture, saved, with_chunk

MEGABYTE = 1024 * 1024


def declared_png(width, height):
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\x00\x00\x00"
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def declared_jpeg(width, height):
    content = saved(picture(), "JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + content[at + 4 :]


def declared_gif(width, height):
    content = saved(picture("P"), "GIF")
    return content[:6] + width.to_bytes(2, "little") + height.to_bytes(2, "little") + content[10:]


def declared_webp(width, height):
    content = saved(picture("RGB"), "WEBP", lossless=True)
    bits = (width - 1) | (height - 1) << 14
    at = content.index(b"VP8L") + 9
    return content[:at] + bits.to_bytes(4, "little") + content[at + 4 :]


def many_frames(number):
    """A moving GIF of which each frame is the same few bytes."""
    content = moving("GIF", 2)
    first = content.index(b"\x21\xf9\x04")
    second = content.index(b"\x21\xf9\x04", first + 3)
    return content[:first] + content[first:second] * number + b"\x3b"


def many_frames_png(number):
    content = moving("PNG", 2)
    control = content.index(b"fcTL") - 4
    frame = content[control : control + 38]
    return content[:control] + frame * number + content[control:]


SIZE = "10,000 × 10,000 pixels"
BOMBS = {
    "PNG of 10,000 by 10,000": (lambda: saved(Image.new("1", (10_000, 10_000)), "PNG"), SIZE),
    "PNG that declares it": (lambda: declared_png(10_000, 10_000), SIZE),
    "PNG that declares all it can": (lambda: declared_png(2**31 - 1, 2**31 - 1), "million pixels"),
    "JPEG that declares it": (lambda: declared_jpeg(10_000, 10_000), SIZE),
    "GIF that declares it": (lambda: declared_gif(10_000, 10_000), SIZE),
    "WebP that declares it": (lambda: declared_webp(10_000, 10_000), SIZE),
    "packed text": (
        lambda: with_chunk(saved(picture(), "PNG"), b"zTXt", b"a\x00\x00" + zlib.compress(bytes(200 * MEGABYTE))),
        "text hidden inside",
    ),
    "packed international text": (
        lambda: with_chunk(
            saved(picture(), "PNG"), b"iTXt", b"a\x00\x01\x00\x00\x00" + zlib.compress(bytes(200 * MEGABYTE))
        ),
        "text hidden inside",
    ),
    "packed profile": (
        lambda: with_chunk(saved(picture(), "PNG"), b"iCCP", b"a\x00\x00" + zlib.compress(bytes(200 * MEGABYTE))),
        "text hidden inside",
    ),
    "long text": (
        lambda: with_chunk(saved(picture(), "PNG"), b"tEXt", b"a\x00" + b"x" * 2 * MEGABYTE),
        "text hidden inside",
    ),
    "GIF of thousands of frames": (lambda: many_frames(5_000), "1,000 frames"),
    "PNG of thousands of frames": (lambda: many_frames_png(5_000), "1,000 frames"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_unpacked(name):
    make, says = BOMBS[name]
    content = make()
    tracemalloc.start()
    began = time.perf_counter()
    try:
        with pytest.raises(InvalidInput, match=says):
            examine(content, "a.png")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < len(content) * 3 + 4 * MEGABYTE
    assert time.perf_counter() - began < 2


def test_no_picture_is_decoded_that_its_header_refuses(monkeypatch):
    def decoded(*_args, **_options):
        raise AssertionError("decoded")

    monkeypatch.setattr(Image, "open", decoded)
    for declared in (declared_png, declared_jpeg, declared_gif, declared_webp):
        with pytest.raises(InvalidInput, match=SIZE):
            examine(declared(10_000, 10_000), "a.png")


def test_frames_are_counted_together():
    canvas = declared_gif(3_000, 3_000)
    frame = canvas.index(b"\x2c\x00\x00\x00\x00")
    large = canvas[: frame + 5] + (3_000).to_bytes(2, "little") * 2 + canvas[frame + 9 :]
    many = large[:frame] + large[frame:-1] * 7 + b"\x3b"
    with pytest.raises(InvalidInput, match="in all its frames"):
        examine(many, "a.gif")


def test_a_header_that_promises_more_than_the_file_has_is_refused(monkeypatch):
    # As the library that makes documents leaves it, wherever it was used before in the same process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(InvalidInput, match=r"damaged|stops"):
        examine(declared_png(6_000, 6_000), "a.png")
