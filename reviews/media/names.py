"""The name of an attachment: never trusted for the type, and refused where it deceives whoever reads it."""

from __future__ import annotations

import unicodedata

from foundation.errors import InvalidInput

LONGEST = 255
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of reading: with them `gpj.exe` is shown as `exe.jpg`."""
_RENAME = "Rename it and attach it again."
_WORDS = """
jpg jpeg jpe jfif png apng gif webp heic heif avif tif tiff bmp ico svg svgz psd ai eps raw dng cr2 nef
mp4 m4v mov qt webm mkv avi wmv mp3 m4a wav ogg flac aac vtt srt txt csv md pdf doc docx docm xls xlsx xlsm
ppt pptx pptm odt ods rtf zip rar 7z gz tgz bz2 xz tar iso dmg exe com scr pif bat cmd ps1 psm1 vbs vbe js mjs
jse wsf wsh hta msi msp jar apk app deb rpm sh bash py pl rb php php3 php5 phtml asp aspx jsp cgi htm html
xhtml shtml mht mhtml xml xsl css json lnk url reg dll so sys cpl
"""
_ENDINGS = frozenset(_WORDS.split())


def check_name(name: str) -> None:
    """Raise `InvalidInput` for a name that hides what it names, or that no file can have."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not last:
        raise InvalidInput("The file has no name.", remedy="Give it one and attach it again.")
    if len(last) > LONGEST:
        raise InvalidInput(f"The name of the file is longer than {LONGEST} characters.", remedy=_RENAME)
    if "\x00" in name:
        raise InvalidInput(
            "The name of the file holds a NUL.",
            why="What stands after this character is hidden from some programs.",
            remedy=_RENAME,
        )
    if _TURNING & set(name):
        raise InvalidInput(
            "The name of the file holds a character that turns the direction of reading.",
            why="With it, a name is shown as another one than it is.",
            remedy=_RENAME,
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in name):
        raise InvalidInput("The name of the file holds a character that cannot be shown.", remedy=_RENAME)
    _refuse_two_endings(last)


def _refuse_two_endings(last: str) -> None:
    parts = [part.strip().lower() for part in last.split(".")[1:]]
    endings = [part for part in parts if part in _ENDINGS]
    if len(endings) > 1 or (endings and parts[-1] not in _ENDINGS):
        raise InvalidInput(
            f"The name of the file has the ending .{endings[0]} inside it, before another one.",
            why="Of two endings, programs and people each believe another.",
            remedy="Rename it so that only its last part is an ending, and attach it again.",
        )


def ending_of(name: str) -> str:
    """The ending that a name claims, in small letters without its dot; empty where it claims none that is known."""
    ending = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    return ending if ending in _ENDINGS else ""
