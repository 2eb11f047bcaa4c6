"""Photos of people and lots: whatever was sent becomes pictures with nothing hidden in them."""

from services.photos.lots import LotPhotos
from services.photos.portrait import LARGEST, PORTRAIT, SIDE, developed
from services.photos.reading import LARGEST_OF_LOT
from services.photos.studio import Studio

__all__ = [
    "LARGEST",
    "LARGEST_OF_LOT",
    "PORTRAIT",
    "SIDE",
    "LotPhotos",
    "Studio",
    "developed",
]
