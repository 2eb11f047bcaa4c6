"""The catalogue as it is shown: its branches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryNode:
    """A category with those under it; `path` names all from the top down to this one.

    A retired one takes no new lot and stands in no list; its lots keep it.
    """

    id: int
    name: str
    slug: str
    path: tuple[str, ...]
    parent_id: int | None = None
    position: int = 0
    retired: bool = False
    children: tuple[CategoryNode, ...] = ()

    def walk(self) -> Iterator[CategoryNode]:
        """Go through this category and all under it, from the top down."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureView:
    """A technical feature as the desk shows it: what it takes, who asks for it, how many have it.

    `low` and `high` bound numbers, and dates by their ordinal.
    """

    id: int
    name: str
    kind: str
    unit: str
    choices: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    categories: tuple[str, ...]
    lots: int
