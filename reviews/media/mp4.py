"""MP4, MOV and M4A: everything is blanked in place that is neither picture, sound, nor needed to play them."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.errors import InvalidInput
from reviews.media.boxes import MOST_BOXES, Box, box_at
from reviews.media.facts import CAMERA, INSIDE, OTHER, PLACE, TAIL, TRACKS, XMP, Damaged, Examined, in_words
from reviews.media.fragments import seconds_of_pieces
from reviews.media.patches import Patches
from reviews.media.playing import EMPTY, FORMATS, NEEDED, OF_PICTURE, PICTURES
from reviews.media.samples import gaps, spans_of_track, starts_of_chunks

IN_PIECES = "The file comes in many pieces, as from a stream: data that belongs to none of them was left in it."
_LONGEST_FTYP = 1024


@dataclass
class _Track:
    """A track that is kept: its table of samples, and the size of its picture."""

    table: Box
    is_sound: bool
    width: int = 0
    height: int = 0


class _Cleaning:
    """One walk over a file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.patches = Patches()
        self.removed: set[str] = set()
        self.boxes = 0
        self.tracks: list[_Track] = []
        self.dropped: list[Box] = []
        self.data: list[Box] = []
        self.pieces: list[Box] = []
        self.is_mov = True
        self.is_sound_only = False
        self.seconds = 0.0
        self.end = 0

    def through(self) -> None:
        """The whole file; sets what was found and collects what is blanked."""
        movie = self._top()
        self._header(movie.needed(b"mvhd"))
        self._clean(movie)
        if not self.tracks:
            raise InvalidInput(
                "The video has neither a picture nor a sound.",
                why="The file holds only other tracks.",
                remedy="Look at it where it comes from, and attach the video itself.",
            )
        if self.pieces:
            self._refuse_dropped_pieces()
            self.seconds = self.seconds or seconds_of_pieces(movie, self.pieces)
        else:
            self._blank_between_samples()

    def _top(self) -> Box:
        movie = None
        while self.end < len(self.content):
            box = box_at(self.content, self.end, len(self.content))
            if box is None:
                self._after_the_last(movie)
                break
            self.end = box.end
            self._count()
            if box.kind == b"moov" and movie is None:
                movie = box
            elif box.kind == b"moof":
                self.pieces.append(box)
                self._clean(box)
            elif box.kind == b"mdat":
                self.data.append(box)
            elif box.kind == b"ftyp":
                if box.end - box.body > _LONGEST_FTYP:
                    raise Damaged
                self.is_mov = box.part(0, 4) == b"qt  "
            elif box.kind not in NEEDED[b""]:
                self._empty(box)
        if movie is None or not self.data:
            raise Damaged(stops=True)
        return movie

    def _after_the_last(self, movie: Box | None) -> None:
        kind = self.content[self.end + 4 : self.end + 8]
        is_box = kind in NEEDED[b""] | EMPTY | {b"meta", b"udta", b"uuid"}
        if movie is None or not self.data or is_box:
            raise Damaged(stops=True)
        self.removed.add(TAIL)

    def _count(self) -> None:
        self.boxes += 1
        if self.boxes > MOST_BOXES:
            raise Damaged

    def _empty(self, box: Box) -> None:
        """Make a box one that players pass over, of the same length and without content."""
        body = self.content[box.body : box.end]
        if box.kind not in EMPTY:
            self.patches.write(box.start + 4, b"free")
            self.removed |= _words(box.kind, body)
        elif body.strip(b"\x00"):
            self.removed.add(OTHER)
        self.patches.blank(box.body, box.end)

    def _clean(self, around: Box) -> None:
        for box in around.inside():
            self._count()
            if box.kind not in NEEDED[around.kind]:
                self._refuse_packed(box)
                self._empty(box)
            elif box.kind == b"trak":
                self._track(box)
            elif box.kind in {b"tkhd", b"mdhd"}:
                self._times(box)
            elif box.kind == b"hdlr":
                self.patches.blank(min(box.body + 24, box.end), box.end)
            elif box.kind == b"stsd":
                self._descriptions(box)
            elif box.kind == b"dinf":
                self._references(box)
            elif box.kind in NEEDED:
                self._clean(box)

    def _refuse_packed(self, box: Box) -> None:
        if box.kind == b"cmov":
            raise InvalidInput(
                "The video's index is packed in a way of twenty years ago.",
                why="The portal cannot look into it.",
                remedy="Save it as MP4 (H.264) and attach that.",
            )

    def _header(self, header: Box) -> None:
        self._times(header)
        is_long = header.number(0, 1) == 1
        scale = header.number(20 if is_long else 12)
        duration = header.number(24, 8) if is_long else header.number(16)
        if scale and duration not in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF}:
            self.seconds = duration / scale

    def _times(self, header: Box) -> None:
        """When something was made, in seconds since 1904: blanked."""
        length = 16 if header.number(0, 1) == 1 else 8
        if header.part(4, length).strip(b"\x00"):
            self.removed.add(CAMERA)
        self.patches.blank(header.body + 4, header.body + 4 + length)

    def _track(self, track: Box) -> None:
        media = track.needed(b"mdia")
        handler = media.needed(b"hdlr").part(8, 4)
        table = media.needed(b"minf").needed(b"stbl")
        if handler not in FORMATS:
            self.removed.add(TRACKS)
            self.dropped.append(table)
            self._empty_track(track)
            return
        _refuse_formats(table.needed(b"stsd"), handler)
        found = _Track(table, handler == b"soun")
        if not found.is_sound:
            found.width, found.height = _size_of(track.needed(b"tkhd"), table)
        self.tracks.append(found)
        self._clean(track)

    def _empty_track(self, track: Box) -> None:
        self.patches.write(track.start + 4, b"free")
        self.patches.blank(track.body, track.end)

    def _descriptions(self, descriptions: Box) -> None:
        """The name of the program that packed the pictures, and whatever it put beside what is needed to unpack."""
        for entry in descriptions.inside(8):
            if entry.kind not in PICTURES:
                continue
            entry.part(0, 78)
            self.patches.blank(entry.body + 42, entry.body + 74)
            for box in entry.inside(78):
                if box.kind not in OF_PICTURE:
                    self._empty(box)

    def _references(self, information: Box) -> None:
        """Where the samples are: in the file itself, never elsewhere, and no path of the computer it was made on."""
        for entry in information.needed(b"dref").inside(8):
            if not entry.number(0) & 1:
                raise InvalidInput(
                    "The video points at another file that holds its pictures or its sound.",
                    why="That file is not attached.",
                    remedy="Save it whole (not by reference), and attach that.",
                )
            self.patches.blank(entry.body + 4, entry.end)

    def _refuse_dropped_pieces(self) -> None:
        if self.dropped:
            raise InvalidInput(
                "The video holds tracks that are neither picture nor sound, in pieces.",
                why="They may say where it was taken, and cannot be taken out of a file of this form.",
                remedy="Save it as an ordinary MP4 (H.264) and attach that.",
            )

    def _blank_between_samples(self) -> None:
        starts = [starts_of_chunks(track.table) for track in self.tracks]
        others = [start for table in self.dropped for start in starts_of_chunks(table)]
        bounds = sorted({*others, *(start for found in starts for start in found), *(box.end for box in self.data)})
        if not any(starts):
            raise Damaged
        kept = [
            span
            for track, found in zip(self.tracks, starts, strict=True)
            for span in spans_of_track(track.table, found, track.is_sound, bounds)
        ]
        if max(end for _, end in kept) > self.end:
            raise Damaged(stops=True)
        kept.sort()
        for box in self.data:
            for start, end in gaps(kept, (box.body, box.end)):
                if self.content[start:end].strip(b"\x00"):
                    self.removed.add(OTHER)
                    self.patches.blank(start, end)


def examine_boxes(content: bytes) -> Examined:
    """A video, or sound alone, as the public may have it."""
    cleaning = _Cleaning(content)
    cleaning.through()
    pictures = [track for track in cleaning.tracks if not track.is_sound]
    if pictures:
        mime, extension = ("video/quicktime", ".mov") if cleaning.is_mov else ("video/mp4", ".mp4")
    else:
        mime, extension = "audio/mp4", ".m4a"
    return Examined(
        kind="video" if pictures else "audio",
        mime=mime,
        extension=extension,
        publishable=cleaning.patches.applied(content, cleaning.end),
        width=pictures[0].width if pictures else None,
        height=pictures[0].height if pictures else None,
        seconds=round(cleaning.seconds, 3) or None,
        removed=in_words(cleaning.removed),
        notes=[INSIDE, *([IN_PIECES] if cleaning.pieces else [])],
    )


def _refuse_formats(descriptions: Box, handler: bytes) -> None:
    found = [entry.kind for entry in descriptions.inside(8)]
    if not found or any(kind not in FORMATS[handler] for kind in found):
        protected = {b"encv", b"enca", b"drms", b"drmi"} & set(found)
        raise InvalidInput(
            "The video is protected against copying."
            if protected
            else "The video is packed in a way that is not known.",
            why="The portal cannot tell what is in it, and platforms would not play it.",
            remedy="Save it as MP4 (H.264 with AAC) and attach that.",
        )


def _size_of(header: Box, table: Box) -> tuple[int, int]:
    """Width and height as they are shown: a telephone held upright turns the picture by its header."""
    at = 52 if header.number(0, 1) == 1 else 40
    across, aside = (int.from_bytes(header.part(at + place, 4), "big", signed=True) for place in (0, 4))
    width, height = header.number(at + 36) >> 16, header.number(at + 40) >> 16
    if not width or not height:
        entry = next(table.needed(b"stsd").inside(8))
        width, height = entry.number(24, 2), entry.number(26, 2)
    return (height, width) if abs(aside) > abs(across) else (width, height)


def _words(kind: bytes, body: bytes) -> set[str]:
    """What a box told that is blanked now."""
    found = set()
    if b"\xa9xyz" in body or b"loci" in body or b"location" in body or b"GPS" in body or kind == b"loci":
        found.add(PLACE)
    if b"\xa9mak" in body or b"\xa9mod" in body or b"\xa9day" in body or b"com.apple.quicktime.m" in body:
        found.add(CAMERA)
    if kind == b"XMP_" or b"x:xmpmeta" in body:
        found.add(XMP)
    return found or {OTHER}
