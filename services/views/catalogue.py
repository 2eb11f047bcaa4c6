"""The catalogue as it is shown: its branches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


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
