"""The demo catalogue: 52 lots in eight categories and those under them, as plain data."""

from services.demo.lots import (
    art,
    electronics,
    estates,
    furniture,
    instruments,
    jewels,
    machines,
    vehicles,
)
from services.demo.lots.words import Category, Feature, Judicial, Lot, Photo, Place, Stage

__all__ = [
    "CATEGORIES",
    "LOTS",
    "Category",
    "Feature",
    "Judicial",
    "Lot",
    "Photo",
    "Place",
    "Stage",
    "branch_of",
]

_SECTIONS = (
    vehicles,
    machines,
    estates,
    jewels,
    art,
    electronics,
    instruments,
    furniture,
)

CATEGORIES: tuple[Category, ...] = tuple(section.CATEGORY for section in _SECTIONS)
LOTS: tuple[Lot, ...] = tuple(lot for section in _SECTIONS for lot in section.LOTS)


def branch_of(key: str) -> tuple[Category, ...]:
    """Give a category by its key, after the one it stands under."""
    for root in CATEGORIES:
        for path in ((root,), *((root, twig) for twig in root.twigs)):
            if path[-1].key == key:
                return path
    raise KeyError(key)
