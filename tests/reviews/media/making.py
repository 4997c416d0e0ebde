"""Files to attach, made here: pictures that tell more than they show, and files that are not what they say."""

import zlib
from io import BytesIO

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"SECRET-that-nobody-may-read"
PLACE_BYTES = b"N\x00\x00\x00"


def picture(mode="RGB", size=(48, 32)):
    """A picture of one mode whose corners differ, so that one sees which way is up."""
    made = Image.effect_noise(size, 40).convert("RGB")
    made.paste((250, 10, 10), (0, 0, size[0] // 2, size[1] // 2))
    if mode == "I;16":
        return made.convert("L").convert("I").convert("I;16")
    return made.convert(mode)


def exif(orientation=1):
    """What a telephone notes: camera, time, author, and the place in degrees, minutes and seconds."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F] = "Acme " + SECRET.decode()
    notes[0x0132] = "2026:05:01 10:00:00"
    notes[0x013B] = SECRET.decode()
    place = notes.get_ifd(0x8825)
    place.update({1: "N", 2: (38.0, 37.0, 30.25), 3: "W", 4: (90.0, 11.0, 50.5), 29: "2026:05:01"})
    return notes


def xmp():
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>' + SECRET + b"</exif:GPSLatitude></x:xmpmeta>"


def saved(made, form, **options):
    target = BytesIO()
    made.save(target, form, **options)
    return target.getvalue()


def opened(content):
    found = Image.open(BytesIO(content))
    found.load()
    return found


def telling_jpeg(orientation=1, mode="RGB", **options):
    """A JPEG with everything in it that a picture can tell beside its pixels."""
    whole = saved(picture(mode), "JPEG", exif=exif(orientation), comment=SECRET, xmp=xmp(), quality=90, **options)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x20" + SECRET
    further = b"MPF\x00" + SECRET
    segments = b"".join(
        b"\xff" + bytes((marker,)) + (len(body) + 2).to_bytes(2, "big") + body
        for marker, body in ((0xED, iptc), (0xE2, further), (0xE5, SECRET))
    )
    return whole[:2] + segments + whole[2:]


def telling_png(orientation=1, mode="RGB", **options):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_text("Comment", SECRET.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", xmp().decode())
    whole = saved(picture(mode), "PNG", exif=exif(orientation), pnginfo=texts, **options)
    return with_chunk(with_chunk(whole, b"tIME", b"\x07\xea\x05\x01\x0a\x00\x00"), b"prVt", SECRET)


def telling_webp(orientation=1, mode="RGB", **options):
    return saved(picture(mode), "WEBP", exif=exif(orientation), xmp=xmp(), **options)


def frames(number, size=(24, 16)):
    return [Image.effect_noise(size, 60 + place).convert("RGB").quantize(32) for place in range(number)]


def moving(form, number=4, **options):
    """A moving picture whose frames stand 100, 200, 300 … milliseconds."""
    shown = frames(number) if form == "GIF" else [frame.convert("RGBA") for frame in frames(number)]
    durations = [100 * place for place in range(1, number + 1)]
    return saved(shown[0], form, save_all=True, append_images=shown[1:], duration=durations, loop=3, **options)


def telling_gif():
    whole = moving("GIF", comment=SECRET)
    packet = b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\x00"
    return whole[:-1] + packet + b"\x3b"


def chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def with_chunk(png, kind, body):
    """A PNG with one more chunk before its pixels."""
    at = png.index(b"IDAT") - 4
    return png[:at] + chunk(kind, body) + png[at:]


def wide_gamut():
    """A profile whose red and green are swapped: nobody overlooks whether it was honoured."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    entries = {bytes(profile[132 + 12 * place : 136 + 12 * place]): 132 + 12 * place for place in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile).replace(b"s\x00R\x00G\x00B", b"x\x00Q\x00H\x00C")


TELLING = {
    "JPEG": telling_jpeg,
    "progressive JPEG": lambda: telling_jpeg(progressive=True),
    "grey JPEG": lambda: telling_jpeg(mode="L"),
    "JPEG of inks": lambda: telling_jpeg(mode="CMYK"),
    "PNG": telling_png,
    "PNG with a palette": lambda: telling_png(mode="P"),
    "PNG of 16 bits": lambda: telling_png(mode="I;16"),
    "transparent PNG": lambda: telling_png(mode="RGBA"),
    "WebP": telling_webp,
    "WebP without loss": lambda: telling_webp(mode="RGBA", lossless=True),
    "GIF": telling_gif,
    "moving PNG": lambda: with_chunk(moving("PNG"), b"tEXt", b"Author\x00" + SECRET),
    "moving WebP": lambda: moving("WEBP", xmp=xmp(), exif=exif()),
}
