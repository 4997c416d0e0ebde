"""Videos and recordings to attach, built here box by box: they tell more than they show."""

from tests.reviews.media.making import SECRET

PICTURE = b"one picture, packed; "
SOUND = b"one sound, packed; "
TELEMETRY = b"GPS 38.6270,-90.1994 " + SECRET


def box(kind, *parts):
    body = b"".join(parts)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def full(kind, *parts):
    return box(kind, bytes(4), *parts)


def words(*numbers):
    return b"".join(number.to_bytes(4, "big") for number in numbers)


def matrix(turned):
    one = 0x10000
    return (
        words(0, one, 0, 2**32 - one, 0, 0, 0, 0, 0x40000000)
        if turned
        else words(one, 0, 0, 0, one, 0, 0, 0, 0x40000000)
    )


def movie_header(seconds=2):
    return full(b"mvhd", words(3_800_000_000, 3_800_000_000, 1000, 1000 * seconds), bytes(80))


def track_header(width, height, turned=False):
    return full(
        b"tkhd",
        words(3_800_000_000, 3_800_000_000, 1, 0, 2000),
        bytes(16),
        matrix(turned),
        words(width << 16, height << 16),
    )


def entry_of_picture(kind=b"avc1", *more):
    head = bytes(6) + b"\x00\x01" + bytes(16) + (64).to_bytes(2, "big") + (48).to_bytes(2, "big") + bytes(14)
    return box(kind, head, b"\x0b" + SECRET[:31].ljust(31, b"\x00"), bytes(4), box(b"avcC", b"\x01"), *more)


def entry_of_sound(kind=b"mp4a"):
    return box(kind, bytes(6), b"\x00\x01", bytes(20))


ENTRIES = {b"vide": entry_of_picture, b"soun": entry_of_sound, b"meta": lambda: box(b"mebx", bytes(6), b"\x00\x01")}


def track(handler, samples, at, *, entry=None, size=None, header=None, more=b"", reference=1, long=False):
    """A track whose samples lie one after the other in one chunk."""
    sizes = words(size, len(samples)) if size else words(0, len(samples), *(len(sample) for sample in samples))
    table = box(
        b"stbl",
        full(b"stsd", words(1), entry or ENTRIES[handler]()),
        full(b"stts", words(1, len(samples), 1000)),
        full(b"stsc", words(1, 1, len(samples), 1)),
        full(b"stsz", sizes),
        full(b"co64", words(1, 0, at)) if long else full(b"stco", words(1, at)),
    )
    data = box(b"dinf", full(b"dref", words(1), (12).to_bytes(4, "big") + b"url " + words(reference)))
    handling = full(b"hdlr", bytes(4), handler, bytes(12), SECRET + b"\x00")
    media = box(
        b"mdia",
        full(b"mdhd", words(3_800_000_000, 3_800_000_000, 1000, 2000), bytes(4)),
        handling,
        box(b"minf", box(b"vmhd", bytes(12)) if handler == b"vide" else b"", data, table),
    )
    return box(b"trak", header or track_header(*((64, 48) if handler == b"vide" else (0, 0))), media, more)


def place():
    """How telephones say where a video was taken."""
    return box(
        b"udta",
        box(b"\xa9xyz", b"\x00\x12\x15\xc7+38.6270-090.1994/" + SECRET),
        full(b"meta", full(b"hdlr", bytes(4), b"mdta", bytes(13)), box(b"ilst", SECRET)),
    )


def film(*tracks, between=(), brand=b"isom", before=b"", after=b"", extra=b""):
    """A file of tracks, given as functions of where their samples lie; `between` are bytes that no track knows."""
    head = box(b"ftyp", brand, words(512), b"isom", b"mp42" if brand == b"isom" else brand) + before
    at, parts, made = len(head) + 8, [], []
    for place_, (handler, samples, options) in enumerate(tracks):
        made.append(track(handler, samples, at, **options))
        gap = between[place_] if place_ < len(between) else b""
        parts += [*samples, gap]
        at += sum(len(part) for part in samples) + len(gap)
    return head + box(b"mdat", *parts) + box(b"moov", movie_header(), *made, extra) + after


PICTURES = (b"vide", [PICTURE] * 5, {})
SOUNDS = (b"soun", [SOUND] * 7, {})
PLACES = (b"meta", [TELEMETRY] * 3, {})


def telling_mp4():
    """Place and camera in the movie, in a track, in a box of its own, before the samples, and between them."""
    return film(
        (b"vide", [PICTURE] * 5, {"more": place(), "entry": entry_of_picture(b"avc1", box(b"uuid", SECRET))}),
        PLACES,
        SOUNDS,
        between=(SECRET, b"", SECRET),
        before=box(b"free", SECRET) + box(b"uuid", bytes(16), b"<x:xmpmeta GPS " + SECRET),
        extra=place() + full(b"meta", SECRET),
        after=full(b"meta", SECRET) + box(b"skip", SECRET),
    )


def pieces(*more):
    """A file as a stream leaves it: the samples of each piece behind its index."""
    head = box(b"ftyp", b"iso5", words(512), b"isom")
    extends = box(b"mvex", full(b"trex", words(1, 1, 1000, 0, 0)))
    movie = box(b"moov", movie_header(0), track(b"vide", [], 0), *more, extends, place())
    run = box(b"traf", full(b"tfhd", words(1)), full(b"tfdt", words(0)), full(b"trun", words(1)), box(b"uuid", SECRET))
    long = box(b"trun", words(0x0301, 2, 0, 400, 10, 600, 10))
    last = box(b"traf", full(b"tfhd", words(1)), full(b"tfdt", words(1000)), long)
    made = [box(b"moof", full(b"mfhd", words(1)), one) + box(b"mdat", PICTURE) for one in (run, last)]
    return head + movie + b"".join(made)


def element(number, body=b"", length=None):
    """An element of WebM; `length` −1 where it shall not say how long it is."""
    head = number.to_bytes((number.bit_length() + 7) // 8, "big")
    size = b"\x01\xff\xff\xff\xff\xff\xff\xff" if length == -1 else (len(body) | 1 << 56).to_bytes(8, "big")
    return head + size + body


def whole(number, value):
    return element(number, value.to_bytes(2, "big"))


def webm_track(number, kind, codec):
    size = element(0xE0, whole(0xB0, 64) + whole(0xBA, 48)) if kind == 1 else b""
    name = element(0x536E, SECRET)
    return element(0xAE, whole(0xD7, number) + whole(0x83, kind) + element(0x86, codec) + name + size)


def block(number, packed, at=0):
    return bytes((0x80 | number,)) + at.to_bytes(2, "big") + b"\x80" + packed


def telling_webm(doctype=b"webm", is_open=False, codec=b"V_VP8"):
    """Tags, an attached file, names, the time, a track of places; whole, or as a stream leaves it."""
    head = element(0x1A45DFA3, element(0x4282, doctype))
    seeks = [
        element(0x4DBB, element(0x53AB, number) + whole(0x53AC, 40))
        for number in (b"\x12\x54\xc3\x67", b"\x15\x49\xa9\x66")
    ]
    information = element(
        0x1549A966,
        element(0xBF, b"\x01\x02\x03\x04")
        + element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
        + (b"" if is_open else element(0x4489, b"\x44\xfa\x00\x00"))
        + element(0x4461, bytes(8))
        + element(0x7BA9, SECRET)
        + element(0x4D80, SECRET)
        + element(0x5741, SECRET),
    )
    tracks = element(0x1654AE6B, webm_track(1, 1, codec) + webm_track(2, 2, b"A_OPUS") + webm_track(3, 0x21, b"M_GPS"))
    group = element(0xA0, element(0xA1, block(1, PICTURE, 1500)) + element(0xEC, SECRET))
    inside = (
        whole(0xE7, 500)
        + element(0xA3, block(1, PICTURE))
        + element(0xA3, block(2, SOUND, 20))
        + element(0xA3, block(3, TELEMETRY))
        + group
        + element(0xA0, element(0xA1, block(3, TELEMETRY)))
        + element(0xAF, SECRET)
    )
    cluster = element(0x1F43B675, inside, -1 if is_open else None)
    tags = element(0x1254C367, SECRET) + element(0x1941A469, SECRET) + element(0x1043A770, SECRET)
    body = element(0x114D9B74, b"".join(seeks)) + information + tracks + cluster + element(0xEC, SECRET) + tags
    return head + element(0x18538067, body, -1 if is_open else None)


def telling_wav():
    def chunk(kind, body):
        return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)

    form = b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") + (16000).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    inside = (
        b"WAVE" + chunk(b"bext", SECRET) + chunk(b"fmt ", form) + chunk(b"LIST", SECRET) + chunk(b"data", SOUND * 1000)
    )
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


FILMS = {
    "MP4": telling_mp4,
    "MOV": lambda: film(PICTURES, SOUNDS, PLACES, brand=b"qt  ", extra=place()),
    "M4A": lambda: film(SOUNDS, brand=b"M4A ", extra=place()),
    "MP4 in pieces": pieces,
    "WebM": telling_webm,
    "WebM of a stream": lambda: telling_webm(is_open=True),
    "WAV": telling_wav,
}
