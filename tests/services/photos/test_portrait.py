"""A photo becomes a small square picture; nothing else of what was sent is kept."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from services.errors import BadField
from services.photos import LARGEST, SIDE, developed
from tests.forms import picture

PLACE = "somewhere private"
SCRIPT = b"<script>alert(1)</script>"


def problem(content: bytes) -> str:
    with pytest.raises(BadField) as refused:
        developed(content)
    assert refused.value.field == "photo"
    return refused.value.problem


def vast(width: int, height: int) -> bytes:
    """Write the few bytes of a PNG that claims to be as large as that."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_kind_it_is_it_becomes_a_square(kind: str) -> None:
    made = developed(picture(kind, (900, 300)))
    with Image.open(BytesIO(made)) as image:
        assert (image.format, image.size, image.mode) == ("WEBP", (SIDE, SIDE), "RGB")
        left, right = image.getpixel((20, 200)), image.getpixel((SIDE - 20, 200))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > left[2]
    assert right[2] > right[0]


def test_what_the_camera_wrote_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010E] = PLACE
    exif[0x0112] = 3  # held upside down
    made = developed(picture(exif=exif.tobytes()))
    assert PLACE.encode() not in made
    with Image.open(BytesIO(made)) as image:
        assert not image.getexif()
        pixel = image.getpixel((20, 200))
    assert isinstance(pixel, tuple)
    assert pixel[2] > pixel[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_second_content_is_left_behind(kind: str) -> None:
    """ASVS 5.2.2: a picture that is a page too is a picture only."""
    assert SCRIPT not in developed(picture(kind) + SCRIPT)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + SCRIPT,
        b"<?php system($_GET[0]); ?>",
        picture("GIF"),
        picture("BMP"),
        b"\0" * 5000,
        b"\x89PNG\r\n\x1a\n",
        picture()[:200],
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    """ASVS 1.3.4 and 5.2.2: no SVG, no other content under a picture's name."""
    assert problem(content) == "photo.not_a_photo"


@pytest.mark.parametrize("content", [picture("PNG")[:60], picture(size=(900, 900))[:9000]])
def test_half_a_photo_is_refused_as_damaged(content: bytes) -> None:
    assert problem(content) == "photo.damaged"


def test_nothing_is_refused_as_nothing() -> None:
    assert problem(b"") == "photo.empty"


@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 8_000), (6_400, 6_400)])
def test_a_bomb_is_not_unfolded(size: tuple[int, int]) -> None:
    """ASVS 5.2.3 and 5.2.6: too many pixels are refused by the head of the file."""
    assert problem(vast(*size)) == "photo.too_large"


def test_a_file_too_heavy_is_not_opened() -> None:
    assert problem(picture() + b"\0" * LARGEST) == "photo.too_heavy"


def test_what_can_be_seen_through_lies_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(developed(out.getvalue()))) as image:
        assert image.getpixel((100, 100)) == (255, 255, 255)
