"""What a camera notes beside a picture (EXIF): which way is up, and in words what else it tells."""

from __future__ import annotations

from PIL import ExifTags, Image

from reviews.media.facts import CAMERA, EXIF, PEOPLE, PLACE, THUMBNAIL, UNREADABLE

_UPRIGHT = 1
_ORIENTATION, _GPS = 0x0112, 0x8825
_CAMERA = (0x010F, 0x0110, 0x0131, 0x0132)
_PEOPLE = (0x013B, 0x8298, 0x9C9D, 0x010E)
_BY_CAMERA = 0x8769
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def told_by(exif: bytes) -> tuple[Image.Transpose | None, set[str]]:
    """How the picture must be turned to stand upright, and what its notes tell, in words."""
    if not exif:
        return None, set()
    found = {EXIF}
    turn = None
    try:
        notes = Image.Exif()
        notes.load(b"Exif\x00\x00" + exif)
        turn = _TURNS.get(notes.get(_ORIENTATION, _UPRIGHT))
        if notes.get_ifd(_GPS):
            found.add(PLACE)
        if any(tag in notes for tag in _CAMERA) or notes.get_ifd(_BY_CAMERA):
            found.add(CAMERA)
        if any(tag in notes for tag in _PEOPLE):
            found.add(PEOPLE)
        if notes.get_ifd(ExifTags.IFD.IFD1):
            found.add(THUMBNAIL)
    except Exception:  # the decoder raises whatever it stumbles on; these notes are removed like all others
        found.add(UNREADABLE)
    return turn, found
