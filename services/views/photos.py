"""Photos as they are shown: every size there is of them, and those a seller is still choosing."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PHOTOS = 20
LONGEST_ALT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of a lot: its largest and smallest address, and what it shows in words.

    `webp` and `jpeg` list its sizes as address and width, smallest first; `width` and `height` are
    the largest's. A picture of the demonstration has no JPEG.
    """

    url: str
    thumbnail: str
    alt: str
    width: int = 1280
    height: int = 960
    webp: tuple[tuple[str, int], ...] = ()
    jpeg: tuple[tuple[str, int], ...] = ()

    @property
    def srcset(self) -> str:
        """List the sizes as a browser reads them."""
        return _srcset(self.webp or ((self.thumbnail, 480), (self.url, self.width)))

    @property
    def jpeg_srcset(self) -> str:
        """List the sizes for a browser that reads no WebP; empty if there are none."""
        return _srcset(self.jpeg)

    @property
    def plain(self) -> str:
        """Give one address of middling size that every browser reads, if there is one."""
        return self.jpeg[len(self.jpeg) // 2][0] if self.jpeg else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedPhoto:
    """A photo of a lot that is still being written; one of them is the principal one."""

    image_id: int
    photo: Photo
    principal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPhotos:
    """The photos of a lot that is still being written, in their order, for its owner alone.

    `dropped` are those taken out a moment ago, which may come back.
    """

    draft_id: int
    photos: tuple[UploadedPhoto, ...] = ()
    dropped: tuple[UploadedPhoto, ...] = ()


def _srcset(sizes: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{address} {width}w" for address, width in sizes)
