"""A lot's photo in the sizes it is shown in, as WebP and as JPEG, and one to make others from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any

from PIL import Image

from services.photos.reading import LARGEST_OF_LOT, OF_LOTS, opened, small_and_upright

SIZES = (480, 960, 1920)  # the longer edge, in pixels; a smaller photo is never made larger
MASTER = "master.jpg"  # never served; each turn is printed anew from it, so none blurs the next
CARD_BYTES = 40 * 1024  # a listing shows two dozen
_WEBP, _JPEG, _MASTER = 80, 82, 92
_WORSE = (80, 68, 56, 44, 32)
_QUARTERS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """The files of one photo by name (`480.webp`, `480.jpg`...), and its largest size in pixels."""

    files: Mapping[str, bytes]
    width: int
    height: int


def develop(content: bytes, *, field: str = "photos") -> Prints:
    """Print whatever JPEG, PNG, WebP or AVIF was sent, whatever its name.

    Nothing of the file itself is kept: no EXIF, no place, no profile, no text, no second content;
    of what moves, the first picture. Raises BadField as `opened` does; 15 MB at most. Takes a
    second of a processor and up to 400 MB: only in the darkroom.
    """
    with opened(content, OF_LOTS, most_bytes=LARGEST_OF_LOT, field=field) as picture:
        flat = small_and_upright(picture, SIZES[-1])
    return _printed(flat, _saved(flat, quality=_MASTER, subsampling=0))


def turned(master: bytes, turns: int) -> Prints:
    """Print a photo again from its master, turned clockwise by so many quarters, 0 to 3."""
    with Image.open(BytesIO(master), formats=("JPEG",)) as picture:
        flat = picture.convert("RGB")
    quarter = _QUARTERS.get(turns)
    return _printed(flat if quarter is None else flat.transpose(quarter), master)


def _printed(flat: Image.Image, master: bytes) -> Prints:
    files = {MASTER: master}
    smaller = flat
    for size in reversed(SIZES):
        smaller = smaller.copy()
        smaller.thumbnail((size, size), Image.Resampling.LANCZOS)
        files[f"{size}.webp"] = _card(smaller) if size == SIZES[0] else _webp(smaller, _WEBP)
        files[f"{size}.jpg"] = _jpeg(smaller, _JPEG)
    return Prints(files=files, width=flat.width, height=flat.height)


def _card(flat: Image.Image) -> bytes:
    """Print as small as a card must be, for the loss of some sharpness where there is much."""
    made = b""
    for quality in _WORSE:
        made = _webp(flat, quality)
        if len(made) <= CARD_BYTES:
            break
    return made


def _webp(flat: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    # The largest takes half a second less this way, and some kilobytes more.
    flat.save(out, "WEBP", quality=quality, method=2 if max(flat.size) > SIZES[1] else 4)
    return out.getvalue()


def _jpeg(flat: Image.Image, quality: int) -> bytes:
    try:
        return _saved(flat, quality=quality, optimize=True, progressive=True)
    except OSError:  # no two points alike: the encoder has no room for a second look
        return _saved(flat, quality=quality)


def _saved(flat: Image.Image, **how: Any) -> bytes:
    """Write a JPEG by way of a file: into memory, Pillow holds Python's lock for half a second."""
    with TemporaryFile() as out:
        flat.save(out, "JPEG", **how)
        out.seek(0)
        return out.read()
