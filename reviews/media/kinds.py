"""What a file is by its content alone; and the sentence for each kind that cannot be attached."""

from __future__ import annotations

import re

from foundation.errors import InvalidInput

_HEAD = 4096
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"%PDF-", "pdf"),
    (b"PK", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"7z\xbc\xaf", "zip"),
    (b"Rar!", "zip"),
    (b"BZh", "zip"),
    (b"\xfd7zXZ", "zip"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"BM", "tiff"),
    (b"8BPS", "tiff"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\xff\xfb", "sound"),
    (b"\xff\xf3", "sound"),
    (b"\xff\xf1", "sound"),
    (b"\x00\x00\x01\xba", "film"),
    (b"0&\xb2u\x8ef\xcf\x11", "film"),
    (b"FLV\x01", "film"),
)
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"miaf"})
_AVIF = frozenset({b"avif", b"avis"})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SVG = re.compile(rb"<(?:\w+:)?svg[\s>/]", re.IGNORECASE)
_PAGE = re.compile(rb"^\s*<(?:!doctype\s+html|html|head|body|script|iframe|\?php|%|!--)", re.IGNORECASE)

_AS_PICTURE = "Open it in a program for pictures, save it as JPEG or PNG, and attach that."
_AS_VIDEO = "Save it as MP4 (H.264) and attach that."
_REFUSED: dict[str, tuple[str, str, str]] = {
    "svg": (
        "An SVG drawing cannot be attached.",
        "It is written like a page and can carry scripts and links, and no platform takes it as a picture.",
        "Export it as PNG, and attach that.",
    ),
    "page": (
        "A web page or a script cannot be attached.",
        "Whoever opened it would run what is written in it.",
        "Put its address into the text of the post, or attach a picture of it.",
    ),
    "zip": (
        "An archive cannot be attached, nor a document that is one inside.",
        "What is packed in it would not be looked at, and a small archive can hold a very large file.",
        "Attach the pictures and videos themselves, and captions or a transcript as text (.vtt, .srt, .txt).",
    ),
    "program": (
        "A program cannot be attached.",
        "Only pictures, videos, recordings, captions and transcripts are.",
        "Attach one of these.",
    ),
    "office": (
        "A document of an office program cannot be attached.",
        "It keeps who wrote it and what was deleted, and platforms do not show it.",
        "Save a transcript as text (UTF-8), and a page that is to be shown as a picture.",
    ),
    "pdf": (
        "A PDF document cannot be attached.",
        "It keeps who made it and what lies beneath its pages, and platforms do not show it.",
        "Save a transcript as text (UTF-8), and a page that is to be shown as a picture.",
    ),
    "heic": (
        "A HEIC picture cannot be attached.",
        "Most platforms and browsers do not show this form.",
        "Save it as JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible makes all new ones so.",
    ),
    "avif": ("An AVIF picture cannot be attached.", "Most platforms do not take this form.", _AS_PICTURE),
    "tiff": (
        "A picture in this form (TIFF, raw, bitmap, layers) cannot be attached.",
        "Platforms and browsers do not show it.",
        _AS_PICTURE,
    ),
    "film": ("A video in this form cannot be attached.", "The portal takes MP4, MOV and WebM.", _AS_VIDEO),
    "sound": (
        "A recording in this form cannot be attached.",
        "The portal takes sound as M4A or WAV.",
        "Save it as M4A, or as a video with a still picture, and attach that.",
    ),
    "": (
        "The portal does not know what this file is.",
        "By its content it is no picture (JPEG, PNG, GIF, WebP), no video (MP4, MOV, WebM), no sound (M4A, WAV) "
        "and no text in UTF-8.",
        "Save it in one of these forms and attach that.",
    ),
}


def kind_of(content: bytes) -> str:
    """The form of a file: `jpeg`, `png`, `gif`, `webp`, `boxes` (MP4, MOV, M4A), `webm`, `wav` or `text`.

    Raises `InvalidInput` for every other one, each with its sentence.
    """
    if not content:
        raise InvalidInput(
            "The file is empty.",
            why="It has no bytes at all.",
            remedy="Look at it where it comes from; attach it again.",
        )
    found = _found(content)
    if found in _REFUSED:
        what, why, remedy = _REFUSED[found]
        raise InvalidInput(what, why=why, remedy=remedy)
    return found


def _found(content: bytes) -> str:
    head = content[:_HEAD]
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "film"}.get(head[8:12], "")
    if head[4:8] in _BOXES:
        return _among_boxes(head)
    return _among_texts(content, head)


def _among_boxes(head: bytes) -> str:
    if head[4:8] != b"ftyp":
        return "boxes"
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if brands & _AVIF:
        return "avif"
    return "heic" if head[8:12] in _HEIC or (brands & _HEIC and not brands & {b"isom", b"mp42", b"qt  "}) else "boxes"


def _among_texts(content: bytes, head: bytes) -> str:
    for mark in _BOMS:
        head = head.removeprefix(mark)
    plain = head.replace(b"\x00", b"")
    if _SVG.search(plain):
        return "svg"
    if _PAGE.match(plain):
        return "page"
    is_utf16 = content.startswith(_BOMS[1:])
    return "text" if is_utf16 or b"\x00" not in content else ""
