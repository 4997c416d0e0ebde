"""WebM: everything is blanked in place that is neither picture, sound, nor needed to play them."""

from __future__ import annotations

import struct

from foundation.errors import InvalidInput
from reviews.media.elements import VOID, Element, element_at, number_at, void
from reviews.media.facts import CAMERA, INSIDE, OTHER, TAIL, TEXTS, TRACKS, Damaged, Examined, in_words
from reviews.media.patches import Patches

MOST_ELEMENTS = 3_000_000
_EBML, _DOCTYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _SEEK_HEAD, _INFO, _TRACKS, _CLUSTER, _CUES = (
    0x18538067,
    0x114D9B74,
    0x1549A966,
    0x1654AE6B,
    0x1F43B675,
    0x1C53BB6B,
)
_TAGS, _CHAPTERS, _ATTACHMENTS = 0x1254C367, 0x1043A770, 0x1941A469
_PARTS = frozenset({_SEEK_HEAD, _INFO, _TRACKS, _CLUSTER, _CUES})
_OF_SEGMENT = _PARTS | {_TAGS, _CHAPTERS, _ATTACHMENTS}
_SEEK, _SEEK_ID = 0x4DBB, 0x53AB
_SCALE, _DURATION, _MADE_BY, _MADE_ON = 0x2AD7B1, 0x4489, frozenset({0x4D80, 0x5741}), 0x4461
_TRACK, _TRACK_NUMBER, _TRACK_TYPE, _CODEC, _VIDEO, _WIDTH, _HEIGHT = 0xAE, 0xD7, 0x83, 0x86, 0xE0, 0xB0, 0xBA
_OF_TRACK = frozenset(
    {_TRACK_NUMBER, 0x73C5, _TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x55EE, 0x22B59C, _CODEC}
    | {0x63A2, 0x56AA, 0x56BB, _VIDEO, 0xE1, 0x41E4}
)
_TIME, _SIMPLE, _GROUP, _BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_OF_CLUSTER = frozenset({_TIME, _SIMPLE, _GROUP, 0xA7, 0xAB})
_OF_GROUP = frozenset({_BLOCK, 0x9B, 0xFB, 0x75A1, 0x75A2, 0xA4})
_PICTURE, _SOUND = 1, 2
_CODECS = frozenset({b"V_VP8", b"V_VP9", b"V_AV1", b"A_VORBIS", b"A_OPUS"})
_AS_MP4 = "Save it as MP4 (H.264) and attach that."
_TELLS = {_TAGS: TEXTS, _CHAPTERS: TEXTS, _MADE_ON: CAMERA, 0x7BA9: TEXTS, 0x536E: TEXTS}


class _Cleaning:
    """One walk over a file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.patches = Patches()
        self.removed: set[str] = set()
        self.elements = 0
        self.kept: dict[int, int] = {}
        """Tracks that stay, by their number: picture or sound."""
        self.dropped: set[int] = set()
        self.width = self.height = 0
        self.scale, self.duration, self.last = 1_000_000, 0.0, 0
        self.end = len(content)

    def through(self) -> None:
        """The whole file; sets what was found and collects what is blanked."""
        head = element_at(self.content, 0, len(self.content))
        kind = next((one for one in head.inside() if one.number == _DOCTYPE), None)
        if head.number != _EBML or kind is None:
            raise Damaged
        if self.content[kind.body : kind.end].strip(b"\x00") != b"webm":
            raise InvalidInput("A Matroska video cannot be attached.", why="Platforms do not take it.", remedy=_AS_MP4)
        segment = element_at(self.content, head.end, len(self.content))
        if segment.number != _SEGMENT:
            raise Damaged
        self._segment(segment)
        if not self.kept:
            raise Damaged(stops=True)

    def _segment(self, segment: Element) -> None:
        at = segment.body
        while at < segment.end:
            at = self._part(element_at(self.content, at, segment.end))
        self.end = segment.end
        if self.content[self.end :].strip(b"\x00"):
            self.removed.add(TAIL)

    def _part(self, part: Element) -> int:
        """One of the main parts; returns where it ends."""
        self._count()
        if part.number == _CLUSTER:
            return self._cluster(part)
        if part.is_open:
            raise Damaged
        if part.number == _SEEK_HEAD:
            self._only(part, {_SEEK})
            self._index(part)
        elif part.number == _INFO:
            self._information(part)
        elif part.number == _TRACKS:
            self._only(part, {_TRACK})
            self._tracks(part)
        elif part.number == _CUES:
            self._only(part, {0xBB})
        else:
            self._void(part)
        return part.end

    def _count(self) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise Damaged

    def _void(self, element: Element) -> None:
        body = self.content[element.body : element.end]
        if element.number not in {VOID, 0xBF} or (element.number == VOID and body.strip(b"\x00")):
            self.removed.add(_TELLS.get(element.number, OTHER))
        void(element, self.patches, element.end)

    def _only(self, around: Element, needed: set[int] | frozenset[int]) -> None:
        """Void what is not needed in an element; sums over it do not hold any more and go too."""
        for one in around.inside():
            self._count()
            if one.number not in needed:
                self._void(one)

    def _index(self, index: Element) -> None:
        for entry in index.inside():
            if entry.number != _SEEK:
                continue
            target = next((one.value() for one in entry.inside() if one.number == _SEEK_ID), 0)
            if target not in _PARTS:
                void(entry, self.patches, entry.end)

    def _information(self, information: Element) -> None:
        for one in information.inside():
            self._count()
            if one.number == _SCALE:
                self.scale = one.value()
            elif one.number == _DURATION:
                form = {4: ">f", 8: ">d"}.get(one.end - one.body)
                if form is None:
                    raise Damaged
                (self.duration,) = struct.unpack(form, self.content[one.body : one.end])
            elif one.number in _MADE_BY:
                self.patches.blank(one.body, one.end)
            else:
                self._void(one)

    def _tracks(self, tracks: Element) -> None:
        for track in tracks.inside():
            if track.number != _TRACK:
                continue
            said = {one.number: one for one in track.inside()}
            if not {_TRACK_NUMBER, _TRACK_TYPE, _CODEC} <= set(said):
                raise Damaged
            number, kind = said[_TRACK_NUMBER].value(), said[_TRACK_TYPE].value()
            if kind not in {_PICTURE, _SOUND}:
                self.dropped.add(number)
                self.removed.add(TRACKS)
                void(track, self.patches, track.end)
                continue
            codec = self.content[said[_CODEC].body : said[_CODEC].end].strip(b"\x00")
            if codec not in _CODECS:
                raise InvalidInput(
                    "The video is packed in a way that WebM does not know.",
                    why="The portal cannot tell what is in it, and platforms would not play it.",
                    remedy=_AS_MP4,
                )
            self.kept[number] = kind
            self._only(track, _OF_TRACK)
            if _VIDEO in said and not self.width:
                sizes = {one.number: one for one in said[_VIDEO].inside()}
                self.width, self.height = (sizes[one].value() if one in sizes else 0 for one in (_WIDTH, _HEIGHT))

    def _cluster(self, cluster: Element) -> int:
        at, time = cluster.body, 0
        while at < cluster.end:
            one = element_at(self.content, at, cluster.end)
            if cluster.is_open and one.number in _OF_SEGMENT:
                break
            self._count()
            if one.is_open:
                raise Damaged
            if one.number == _TIME:
                time = one.value()
            elif one.number == _SIMPLE:
                self._block(one, one, time)
            elif one.number == _GROUP:
                self._group(one, time)
            elif one.number not in _OF_CLUSTER:
                self._void(one)
            at = one.end
        return at

    def _group(self, group: Element, time: int) -> None:
        block = next((one for one in group.inside() if one.number == _BLOCK), None)
        if block is None:
            raise Damaged
        if self._block(block, group, time):
            self._only(group, _OF_GROUP)

    def _block(self, block: Element, around: Element, time: int) -> bool:
        """Keep a block of a track that stays, void any other; returns whether it was kept."""
        number, at = number_at(self.content, block.body)
        if number not in self.kept:
            if number not in self.dropped:
                self.removed.add(OTHER)
            void(around, self.patches, around.end)
            return False
        self.last = max(self.last, time + int.from_bytes(self.content[at : at + 2], "big", signed=True))
        return True


def examine_webm(content: bytes) -> Examined:
    """A WebM video, or sound alone, as the public may have it."""
    cleaning = _Cleaning(content)
    cleaning.through()
    has_picture = _PICTURE in cleaning.kept.values()
    length = (cleaning.duration if cleaning.duration > 0 else cleaning.last) * cleaning.scale / 1e9
    return Examined(
        kind="video" if has_picture else "audio",
        mime="video/webm" if has_picture else "audio/webm",
        extension=".webm",
        publishable=cleaning.patches.applied(content, cleaning.end),
        width=cleaning.width or None if has_picture else None,
        height=cleaning.height or None if has_picture else None,
        seconds=round(length, 3) if 0 < length < 1e6 else None,
        removed=in_words(cleaning.removed),
        notes=[INSIDE],
    )
