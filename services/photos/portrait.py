"""A person's photo: a small square picture with nothing hidden in it."""

from __future__ import annotations

import threading
from io import BytesIO

from PIL import Image, ImageOps

from services.photos.reading import OF_PEOPLE, opened, small_and_upright

LARGEST = 8_000_000
SIDE = 512
PORTRAIT = "portrait.webp"  # the name of its only print
_QUALITY = 82
# A picture unfolds to a hundred megabytes; bids need the memory too.
_FEW_AT_ONCE = threading.BoundedSemaphore(2)


def developed(content: bytes, *, field: str = "photo") -> bytes:
    """Read a JPEG, PNG or WebP, whatever its name, and return it as a square WebP of 512 pixels.

    Nothing of the file itself is kept: no EXIF, no place, no text, no second content. Turned as
    the camera was held, cut at the middle. Raises BadField as `opened` does; 8 MB at most.
    """
    with (
        _FEW_AT_ONCE,
        opened(content, OF_PEOPLE, most_bytes=LARGEST, field=field) as picture,
    ):
        # Cut before it is made smaller, a long strip would lose its sharpness for nothing.
        shape = max(picture.size) / max(1, min(picture.size))
        flat = small_and_upright(picture, min(4096, int(2 * SIDE * shape)))
        square = ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS)
        out = BytesIO()
        square.save(out, "WEBP", quality=_QUALITY)
        return out.getvalue()
