"""GIF files, still or moving: taken apart and put together again, each frame's pixels decoded and encoded anew.

Palettes, timing and how frames cover one another stay exactly; comments, texts and whatever programs added do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from reviews.media.facts import COMMENT, OTHER, TEXTS, Damaged
from reviews.media.shapes import MOST_PARTS, Shape, part, refuse_size, words_of_tail, words_of_xmp

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _COMMENT, _TEXT, _APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_INTERLACED = 0x40


@dataclass
class Frame:
    """One picture with its place on the canvas; `control` says how long it stands and what shows through."""

    descriptor: bytes
    control: bytes = b""
    palette: bytes = b""
    pixels: bytes = b""
    """Packed, with the size of a code before them, as the file has them."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return int.from_bytes(self.descriptor[4:6], "little"), int.from_bytes(self.descriptor[6:8], "little")


@dataclass
class Gif:
    """A file taken apart."""

    shape: Shape = field(default_factory=Shape)
    screen: bytes = b""
    """The canvas and its palette."""
    frames: list[Frame] = field(default_factory=list)


class _Walk:
    """One walk from the signature to the trailer."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.gif = Gif()
        self.at = 13
        self.control = b""

    def through(self) -> Gif:
        """All blocks to the trailer; what follows it is named, not read."""
        self._screen()
        for _ in range(MOST_PARTS):
            introducer = self._take(1)[0]
            if introducer == _TRAILER:
                break
            if introducer == _IMAGE:
                self._image()
            elif introducer == _EXTENSION:
                self._extension(self._take(1)[0])
            elif introducer:
                raise Damaged
        if not self.gif.frames:
            raise Damaged
        self.gif.shape.removed |= words_of_tail(self.content[self.at :])
        return self.gif

    def _take(self, length: int) -> bytes:
        self.at += length
        return part(self.content, self.at - length, length)

    def _palette(self, packed: int) -> bytes:
        return self._take(3 << (packed & 0x07) + 1) if packed & 0x80 else b""

    def _screen(self) -> None:
        screen, shape = part(self.content, 6, 7), self.gif.shape
        shape.width, shape.height = int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little")
        refuse_size(shape.width, shape.height)
        self.gif.screen = screen + self._palette(screen[4])

    def _image(self) -> None:
        descriptor = self._take(9)
        frame = Frame(descriptor, self.control, self._palette(descriptor[8]))
        refuse_size(*frame.size)
        shape = self.gif.shape
        shape.durations.append(10 * int.from_bytes(self.control[1:3], "little"))
        shape.pixels += frame.size[0] * frame.size[1]
        refuse_size(shape.width, shape.height, shape.frames, shape.pixels)
        start = self.at
        self._take(1)
        self._blocks()
        frame.pixels = self.content[start : self.at]
        self.gif.frames.append(frame)
        self.control = b""

    def _blocks(self) -> bytes:
        """The blocks from here to the empty one, joined."""
        found = []
        while length := self._take(1)[0]:
            found.append(self._take(length))
        return b"".join(found)

    def _extension(self, label: int) -> None:
        shape = self.gif.shape
        if label == _APPLICATION:
            self._application()
            return
        body = self._blocks()
        if label == _CONTROL:
            if len(body) != 4:
                raise Damaged
            self.control = body
        elif label == _TEXT:
            self.control = b""
            shape.removed.add(TEXTS)
        else:
            shape.removed.add(COMMENT if label == _COMMENT else OTHER)

    def _application(self) -> None:
        name = self._take(self._take(1)[0])
        start = self.at
        body = self._blocks()
        if name in _LOOPS:
            if len(body) >= 3 and body[0] == 1:
                self.gif.shape.loop = int.from_bytes(body[1:3], "little")
        elif name.startswith(b"XMP Data"):
            self.gif.shape.removed |= words_of_xmp(self.content[start : self.at])
        else:
            self.gif.shape.removed.add(OTHER)


def walk(content: bytes) -> Shape:
    """The shape of a GIF file. Raises `Damaged`, or `InvalidInput` for one that is too large to decode."""
    return _Walk(content).through().shape


def rewritten(content: bytes) -> bytes:
    """The file again with nothing in it but its frames; raises whatever the decoder does where one is damaged."""
    gif = _Walk(content).through()
    made = [b"GIF89a", gif.screen]
    if gif.shape.loop is not None:
        made.append(b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + gif.shape.loop.to_bytes(2, "little") + b"\x00")
    for frame in gif.frames:
        if frame.control:
            made.append(b"\x21\xf9\x04" + frame.control + b"\x00")
        made.append(b"\x2c" + frame.descriptor[:8] + bytes((frame.descriptor[8] & ~_INTERLACED,)))
        made += [frame.palette, _packed_anew(frame)]
    made.append(b"\x3b")
    return b"".join(made)


def _packed_anew(frame: Frame) -> bytes:
    """A frame's pixels, packed by our own encoder: nothing can stand behind them."""
    size = frame.descriptor[4:8]
    alone = b"GIF89a" + size + b"\x00\x00\x00" + b"\x2c\x00\x00\x00\x00" + size
    alone += bytes((frame.descriptor[8] & _INTERLACED,)) + frame.pixels + b"\x3b"
    with Image.open(BytesIO(alone), formats=("GIF",)) as opened:
        places = Image.frombytes("P", opened.size, opened.tobytes())
    places.putpalette(bytes(value for place in range(256) for value in (place, place // 2, 255 - place)))
    packed = BytesIO()
    places.save(packed, "GIF", interlace=0, optimize=False)
    return _Walk(packed.getvalue()).through().frames[0].pixels
