"""Photos of people: whatever was sent becomes a small square picture with nothing hidden in it."""

from __future__ import annotations

import struct
import threading
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from services.errors import BadField

LARGEST = 8_000_000
SIDE = 512
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 40_000_000
_QUALITY = 82
_PAPER = (255, 255, 255)
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    OverflowError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
# A picture unfolds to a hundred megabytes; bids need the memory too.
_FEW_AT_ONCE = threading.BoundedSemaphore(2)


def developed(content: bytes, *, field: str = "photo") -> bytes:
    """Read a JPEG, PNG or WebP, whatever its name, and return it as a square WebP of 512 pixels.

    Nothing of the file itself is kept: no EXIF, no place, no text, no second content. Turned as
    the camera was held, cut at the middle. Raises BadField: too heavy (8 MB), too many pixels
    (40 million, refused before they are unfolded), or no such picture.
    """
    if len(content) > LARGEST:
        raise BadField(field, "photo.too_heavy", megabytes=LARGEST // 1_000_000)
    with _FEW_AT_ONCE:
        try:
            return _developed(content)
        except _Vast:
            raise BadField(field, "photo.too_large") from None
        except _UNREADABLE:
            raise BadField(field, "photo.not_a_photo") from None


class _Vast(Exception):
    """More pixels than anybody's face needs."""


def _developed(content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged right below
        try:
            picture = Image.open(BytesIO(content), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise _Vast from None
    with picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise _Vast
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        paper = Image.new("RGBA", upright.size, (*_PAPER, 255))
        flat = Image.alpha_composite(paper, upright).convert("RGB")
        square = ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS)
        out = BytesIO()
        square.save(out, "WEBP", quality=_QUALITY)
        return out.getvalue()
