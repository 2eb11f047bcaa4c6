"""Photos as strangers send them, and drafts to send them to."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

from tests.forms import picture
from tests.house import House

MARK = b"PAYLOAD-9f3b"  # stands in everything hostile; in nothing that is served
SCRIPT = b"<script>alert('" + MARK + b"')</script>"
GPS = 0x8825


def draft_of(house: House, person: int) -> int:
    """Begin a lot, of which nothing is written yet."""
    with house.database.transaction() as work:
        number: int = work.connection.exec_driver_sql(
            "insert into drafts (user_id, step, created_at, changed_at)"
            " values (%(user)s, 'photos', %(now)s, %(now)s) returning draft_id",
            {"user": person, "now": house.clock.now()},
        ).scalar_one()
    return number


def png_chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def vast_png(width: int, height: int) -> bytes:
    """Write the few bytes of a PNG that claims to be as large as that."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    packed = png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + packed + png_chunk(b"IEND", b"")


def with_place(kind: str = "JPEG") -> bytes:
    """Take a photo whose file says where, with what, and more."""
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif[0x0112] = 6  # a quarter to the right
    exif[GPS] = {1: "S", 2: (23.0, 33.0, 1.0), 3: "W", 4: (46.0, 38.0, 2.0), 29: MARK.decode()}
    return picture(kind, (600, 400), exif=exif.tobytes())


def with_profile(kind: str = "JPEG") -> bytes:
    """Take a photo with a profile of its colours, in which somebody has written."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return picture(kind, (600, 400), icc_profile=bytes(profile) + MARK)


def as_file(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "lime", "blue")]
    return as_file(frames[0], kind, save_all=True, append_images=frames[1:], duration=80)


def zipped() -> bytes:
    """A photo that is an archive too: its end is read first by what opens archives."""
    out = io.BytesIO(picture(size=(300, 200)))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.js", MARK)
    return out.getvalue()


def commented() -> bytes:
    """A JPEG with a page in its comment, before the picture."""
    whole = picture(size=(300, 200))
    comment = SCRIPT + b"<?php system('" + MARK + b"'); ?>"
    return whole[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + whole[2:]


def told_png() -> bytes:
    """A PNG with a page in its text."""
    whole = picture("PNG", (300, 200))
    return whole[:33] + png_chunk(b"tEXt", b"Comment\0" + SCRIPT) + whole[33:]


def gif_bomb() -> bytes:
    """A GIF that claims 60,000 by 60,000."""
    return b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + b"\x80\0\0" + b"\0" * 6 + MARK


def heic() -> bytes:
    """The first bytes of an iPhone's photo."""
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + MARK * 100


REFUSED: dict[str, tuple[bytes, str]] = {
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "unknown"),
    "html": (b"<!doctype html>" + SCRIPT, "unknown"),
    "php": (b"\xff\xd8<?php system('" + MARK + b"'); ?>", "unknown"),
    "gif": (animated("GIF"), "unknown"),
    "gif-bomb": (gif_bomb(), "unknown"),
    "bmp": (picture("BMP"), "unknown"),
    "tiff": (picture("TIFF"), "unknown"),
    "pdf": (b"%PDF-1.7\n" + MARK, "unknown"),
    "nothing": (b"", "empty"),
    "zeros": (b"\0" * 5000, "unknown"),
    "heic": (heic(), "heic"),
    "half": (picture(size=(900, 900))[:9000], "damaged"),
    "png-bomb": (vast_png(50_000, 50_000), "too_large"),
    "41-megapixels": (vast_png(6_410, 6_400), "too_large"),
    "16-megabytes": (picture() + b"\0" * 15_000_000, "too_heavy"),
}


def harmless() -> dict[str, bytes]:
    """What is a photo whatever else it is: all of it is made anew."""
    noise = Image.linear_gradient("L").resize((400, 300))
    see_through = Image.new("P", (300, 200), 3)
    see_through.putpalette([200, 30, 30] * 256)
    return {
        "place": with_place(),
        "place-webp": with_place("WEBP"),
        "place-png": with_place("PNG"),
        "profile": with_profile(),
        "profile-png": with_profile("PNG"),
        "page-after": picture(size=(300, 200)) + SCRIPT,
        "page-inside": commented(),
        "text": told_png(),
        "archive": zipped(),
        "moving-webp": animated("WEBP"),
        "moving-png": animated("PNG"),
        "moving-avif": animated("AVIF"),
        "printers-jpeg": as_file(noise.convert("CMYK"), "JPEG"),
        "sixteen-bits": as_file(noise.convert("I").point(lambda v: v * 257).convert("I;16"), "PNG"),
        "palette": as_file(see_through, "PNG", transparency=3),
        "grey-and-clear": as_file(noise.convert("LA"), "PNG"),
        "one-bit": as_file(noise.convert("1"), "PNG"),
        "avif": picture("AVIF", (300, 200)),
        "needle": picture("PNG", (3000, 2)),
        "point": picture(size=(1, 1)),
    }
