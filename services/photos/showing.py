"""Where the prints of a photo are found: its row says which photo, its size which prints."""

from __future__ import annotations

from services.photos.prints import SIZES
from services.views import Photo

ADDRESS = "/photos/"  # of photos people sent; the demonstration's are files of the house
PARTS = ("image", "alt", "width", "height")


def photo(image: str, alt: str, width: int | None = None, height: int | None = None) -> Photo:
    """Give a stored picture with all its sizes; `image` is its address without the ending."""
    if not image.startswith(ADDRESS):
        url, thumbnail = f"{image}.webp", f"{image}-480.webp"
        return Photo(url=url, thumbnail=thumbnail, alt=alt)
    wide, high = width or SIZES[-1], height or SIZES[-1]
    return Photo(
        url=f"{image}/{SIZES[-1]}.webp",
        thumbnail=f"{image}/{SIZES[0]}.webp",
        alt=alt,
        width=wide,
        height=high,
        webp=_sizes(image, "webp", wide, high),
        jpeg=_sizes(image, "jpg", wide, high),
    )


def _sizes(image: str, ending: str, wide: int, high: int) -> tuple[tuple[str, int], ...]:
    """Tell how wide each print is; of a small photo the larger ones are the same."""
    told: dict[int, str] = {}
    for size in SIZES:
        width = max(1, round(wide * min(1.0, size / max(wide, high))))
        told.setdefault(width, f"{image}/{size}.{ending}")
    return tuple((address, width) for width, address in told.items())
