"""Pictures: bounded by their header, decoded, turned upright, brought to sRGB, and encoded anew from pixels alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageFile, JpegImagePlugin

from foundation.errors import InvalidInput
from reviews.media import gif, jpeg, png, webp
from reviews.media.camera import told_by
from reviews.media.colours import in_srgb
from reviews.media.facts import FURTHER, INSIDE, TAIL, Damaged, Examined, in_words
from reviews.media.shapes import Shape, refuse_size

_TURNED = "It was turned upright."
_GOOD = 92
_FURTHER = "Further pictures in the file (depth, brightness, a preview) were left out; the picture itself is whole."
_TAIL = "After the end of the picture the file held something else: it is not in what the public will see."


@dataclass(frozen=True)
class _Form:
    """One form of picture: how it is walked through, and what it is called."""

    walk: Callable[[bytes], Shape]
    decoder: str
    mime: str
    extension: str


_FORMS = {
    "jpeg": _Form(jpeg.walk, "JPEG", "image/jpeg", ".jpg"),
    "png": _Form(png.walk, "PNG", "image/png", ".png"),
    "gif": _Form(gif.walk, "GIF", "image/gif", ".gif"),
    "webp": _Form(webp.walk, "WEBP", "image/webp", ".webp"),
}


def examine_picture(content: bytes, kind: str) -> Examined:
    """A picture as the public may have it. Raises `Damaged`, or `InvalidInput` for one that is not decoded."""
    form = _FORMS[kind]
    shape = form.walk(content)
    refuse_size(shape.width, shape.height, shape.frames, shape.pixels)
    turn, told = told_by(shape.exif)
    try:
        made = _Made(shape, form, turn)
        made.encode(content)
    except (InvalidInput, Damaged):
        raise
    except Exception as error:  # whatever a decoder raises: the file is not what its header says
        raise Damaged(stops="truncated" in str(error)) from error
    if form.walk(made.result).removed:
        raise InvalidInput(
            "The picture could not be cleaned.",
            why="It would still say more than it shows.",
            remedy="Save it again in a program for pictures, and attach that.",
        )
    removed = shape.removed | told
    asides = [words for found, words in ((FURTHER, _FURTHER), (TAIL, _TAIL)) if found in removed]
    width, height = made.size
    return Examined(
        kind="image",
        mime=form.mime,
        extension=form.extension,
        publishable=made.result,
        width=width,
        height=height,
        seconds=sum(shape.durations) / 1000 if shape.frames > 1 else None,
        removed=in_words(removed),
        notes=[*made.notes, *asides],
    )


class _Made:
    """A picture made anew of the pixels of another one."""

    def __init__(self, shape: Shape, form: _Form, turn: Image.Transpose | None) -> None:
        self.shape = shape
        self.form = form
        self.turn = turn
        self.size = (shape.width, shape.height)
        self.notes: list[str] = []
        self.result = b""

    def encode(self, content: bytes) -> None:
        """Decode and encode; sets `result`, `size` and `notes`. A picture that stops half-way is never filled up.

        What makes documents lets the decoder fill it up, for the whole process and from when it is first used.
        """
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        if self.form.decoder == "GIF":
            self.result = gif.rewritten(content)
            return
        target = BytesIO()
        with Image.open(BytesIO(self.shape.lean), formats=(self.form.decoder,)) as opened:
            if opened.size != self.size:
                raise Damaged
            if self.shape.frames > 1:
                self._moving(opened, target)
            else:
                self._still(opened, target)
        self.result = target.getvalue()

    def _still(self, opened: Image.Image, target: BytesIO) -> None:
        opened.load()
        tables = _tables(opened)
        picture = self.finished(opened)
        if self.form.decoder == "JPEG":
            _save_jpeg(picture, target, tables if picture.mode == opened.mode else {}, "progressive" in opened.info)
        elif self.form.decoder == "WEBP":
            picture.save(target, "WEBP", lossless=self.shape.is_lossless, quality=_GOOD)
        else:
            picture.save(target, "PNG")

    def _moving(self, opened: Any, target: BytesIO) -> None:
        has_still = bool(opened.info.get("default_image", False))
        if opened.n_frames != self.shape.frames + has_still:
            raise Damaged
        frames = _Following(self, opened)
        if self.form.decoder == "WEBP" and self.turn is None and not self.shape.icc:
            self._as_packed(frames, target)
            return
        first = frames.frame(0)
        options: dict[str, Any] = {"default_image": has_still} if self.form.decoder == "PNG" else {}
        if self.form.decoder == "WEBP":
            options = {"lossless": self.shape.is_lossless, "quality": _GOOD, "method": 2}
        first.save(
            target,
            self.form.decoder,
            save_all=True,
            append_images=frames,
            duration=self.shape.durations,
            loop=self.shape.loop or 0,
            **options,
        )

    def _as_packed(self, frames: _Following, target: BytesIO) -> None:
        """Frames that need no change stay as they are packed: packing them anew would take a minute, and blur them."""
        for _frame in frames:
            pass
        self.notes = [INSIDE]
        target.write(self.shape.lean)

    def finished(self, picture: Image.Image) -> Image.Image:
        """The picture upright and in sRGB, with nothing noted beside its pixels."""
        transparent = picture.info.get("transparency")
        turned = picture if self.turn is None else picture.transpose(self.turn)
        turned.info = {} if transparent is None else {"transparency": transparent}
        finished, notes = in_srgb(turned, self.shape.icc, self.shape.gamma)
        if finished is not turned:
            finished.info = {}
        if self.turn is not None:
            notes = [_TURNED, *notes]
        self.size, self.notes = finished.size, notes
        return finished


class _Following:
    """The frames after the first, decoded one at a time: encoders go through them more than once."""

    def __init__(self, made: _Made, opened: Any) -> None:
        self.made = made
        self.opened = opened

    def __iter__(self) -> Iterator[Image.Image]:
        return (self.frame(number) for number in range(1, self.opened.n_frames))

    def frame(self, number: int) -> Image.Image:
        """One frame as it is shown, upright and in sRGB."""
        self.opened.seek(number)
        return self.made.finished(self.opened.convert("RGBA"))


def _tables(opened: Image.Image) -> dict[str, Any]:
    """How coarsely a JPEG picture was packed, so that it is packed neither worse nor larger."""
    if not isinstance(opened, JpegImagePlugin.JpegImageFile):
        return {}
    tables = opened.quantization
    if sorted(tables) != list(range(len(tables))):
        return {}
    sampling = JpegImagePlugin.get_sampling(opened)
    return {"qtables": tables, **({"subsampling": sampling} if sampling >= 0 else {})}


def _save_jpeg(picture: Image.Image, target: BytesIO, tables: dict[str, Any], progressive: bool) -> None:
    try:
        picture.save(target, "JPEG", progressive=progressive, **(tables or {"quality": _GOOD}))
    except (OSError, ValueError):
        target.seek(0)
        target.truncate()
        picture.save(target, "JPEG", quality=_GOOD)
