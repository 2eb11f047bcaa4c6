"""The tree of categories, made of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from services.views import CategoryNode


def nodes_of(
    rows: Sequence[Row[Any]], parent: int | None = None, path: tuple[str, ...] = ()
) -> tuple[CategoryNode, ...]:
    """Give the categories under `parent`, in the order of the rows, with all that is under them."""
    return tuple(
        CategoryNode(
            id=row.category_id,
            name=row.category_name,
            slug=row.slug,
            path=(*path, row.category_name),
            parent_id=parent,
            position=row.position,
            retired=row.retired,
            children=nodes_of(rows, row.category_id, (*path, row.category_name)),
        )
        for row in rows
        if row.parent_id == parent
    )
