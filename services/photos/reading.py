"""Opening what was sent as a photo: by what it is, never by its name, and no more of it than fits.

Everything here runs on bytes of strangers: formats are named one by one, the pixels are counted
before they are unfolded, and whatever a decoder stumbles over is a refusal in words.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from services.errors import BadField

MOST_PIXELS = 40_000_000
LARGEST_OF_LOT = 15_000_000
OF_PEOPLE = ("JPEG", "PNG", "WEBP")
OF_LOTS = (*OF_PEOPLE, "AVIF")
PAPER = (255, 255, 255)
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    OverflowError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_PHONES = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I")
_SCREEN = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class _Vast(Exception):
    """More pixels than anybody needs."""


@contextmanager
def opened(
    content: bytes, formats: Sequence[str], *, most_bytes: int, field: str
) -> Iterator[Image.Image]:
    """Open a picture of one of these formats for the block, which may decode it.

    Raises BadField: `empty`, `too_heavy`, `too_large` (over 40 million pixels, before they are
    unfolded), `heic`, `not_a_photo` or, of a lot, `unknown` (nothing we know), `damaged` (it
    begins well and goes on wrong).
    """
    if not content:
        raise BadField(field, "photo.empty")
    if len(content) > most_bytes:
        raise BadField(field, "photo.too_heavy", megabytes=most_bytes // 1_000_000)
    known = False
    try:
        with _head(content, formats) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _Vast
            known = True
            yield picture
    except _Vast:
        raise BadField(field, "photo.too_large") from None
    except _UNREADABLE:
        raise BadField(field, f"photo.{_fault(content, known, formats)}") from None


def small_and_upright(picture: Image.Image, side: int) -> Image.Image:
    """Give the picture in RGB, no longer than `side`, turned as the camera was held, on white.

    Colours of another space (a phone's P3, a printer's CMYK) become the screen's; neither profile
    nor anything else the file carried comes along.
    """
    if picture.mode in _SIXTEEN_BITS:
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode in ("P", "PA", "1"):  # what has a palette cannot be made smaller as it is
        picture = picture.convert("RGBA")
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = _turned_as_held(picture)
    if upright.mode in ("RGBA", "LA", "PA"):
        see_through = upright.convert("RGBA")
        paper = Image.new("RGBA", see_through.size, (*PAPER, 255))
        upright = Image.alpha_composite(paper, see_through).convert("RGB")
    bare = Image.new("RGB", upright.size)
    bare.paste(_on_screen(upright, picture.info.get("icc_profile")))
    return bare


def _turned_as_held(picture: Image.Image) -> Image.Image:
    """Turn by what the camera noted; notes that cannot be read are no reason to refuse a photo."""
    try:
        return ImageOps.exif_transpose(picture)
    except _UNREADABLE:
        return picture


def _head(content: bytes, formats: Sequence[str]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by the caller
        try:
            return Image.open(BytesIO(content), formats=tuple(formats))
        except Image.DecompressionBombError:
            raise _Vast from None


def _fault(content: bytes, known: bool, formats: Sequence[str]) -> str:
    if known:
        return "damaged"
    if content[4:8] == b"ftyp" and content[8:12] in _PHONES:
        return "heic"
    return "unknown" if "AVIF" in formats else "not_a_photo"


def _on_screen(picture: Image.Image, profile: object) -> Image.Image:
    """Translate colours to the screen's by the file's own profile, if it makes sense."""
    if isinstance(profile, bytes) and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            translated = ImageCms.profileToProfile(picture, source, _SCREEN, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            translated = None
        if translated is not None:
            return translated
    return picture.convert("RGB")
