"""Colours as every screen shows them: converted to sRGB, so that the picture needs no profile to look right."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

CONVERTED = "Its colours were converted to sRGB, which every screen shows."
UNREADABLE = "Its colour profile could not be read: look whether the colours are right."
NO_PROFILE = "It is meant for printing and says nothing of its inks: look whether the colours are right."
_USUAL_GAMMA = 0.45455
_SPACES = {"RGB": "RGB", "CMYK": "CMYK", "L": "GRAY"}


def in_srgb(picture: Image.Image, icc: bytes, gamma: float) -> tuple[Image.Image, list[str]]:
    """The picture in sRGB, with notes for who attaches it."""
    if icc and not _is_srgb(icc):
        return _by_profile(picture, icc)
    if picture.mode == "CMYK":
        return picture.convert("RGB"), [] if icc else [NO_PROFILE]
    if 0.05 < gamma < 5 and abs(gamma - _USUAL_GAMMA) > 0.02:
        return _by_gamma(picture, gamma)
    return picture, []


def _is_srgb(icc: bytes) -> bool:
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        return ImageCms.getProfileDescription(profile).strip().startswith("sRGB")
    except Exception:  # a profile that cannot be read is no sRGB; the conversion says so
        return False


def _by_profile(picture: Image.Image, icc: bytes) -> tuple[Image.Image, list[str]]:
    plain, alpha = _apart(picture)
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        if profile.profile.xcolor_space.strip() != _SPACES[plain.mode]:
            raise ImageCms.PyCMSError("another colour space")
        converted = ImageCms.profileToProfile(
            plain,
            profile,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except Exception:
        return (plain.convert("RGB") if plain.mode == "CMYK" else picture), [UNREADABLE]
    if converted is None:
        return picture, [UNREADABLE]
    return _together(converted.convert("L") if plain.mode == "L" else converted, alpha), [CONVERTED]


def _by_gamma(picture: Image.Image, gamma: float) -> tuple[Image.Image, list[str]]:
    plain, alpha = _apart(picture)
    curve = [round(255 * (value / 255) ** (_USUAL_GAMMA / gamma)) for value in range(256)]
    return _together(plain.point(curve * len(plain.getbands())), alpha), [CONVERTED]


def _apart(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colours and transparency apart; palettes resolved."""
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
    if picture.mode in {"RGBA", "LA"}:
        return picture.convert("RGB"), picture.getchannel("A")
    if picture.mode.startswith("I"):
        return Image.frombytes("L", picture.size, picture.convert("I;16").tobytes()[1::2]), None
    return (picture if picture.mode in _SPACES else picture.convert("RGB")), None


def _together(colours: Image.Image, alpha: Image.Image | None) -> Image.Image:
    if alpha is not None:
        colours.putalpha(alpha)
    return colours
