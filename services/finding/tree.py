"""The tree of categories as the listing walks it: down from the top, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

_ALL = text("""
    select category_id, category_name, slug, parent_id, retired_at is not null as retired
    from categories order by position, category_name
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A category, the one above it and those under it, by their numbers."""

    id: int
    name: str
    slug: str
    parent: int | None
    retired: bool
    children: list[int]


class Tree:
    """All categories by number, in their order."""

    def __init__(self, branches: Mapping[int, Branch]) -> None:
        self.branches = branches
        self._by_slug = {branch.slug: branch for branch in branches.values()}

    def named(self, slug: str | None) -> Branch | None:
        """Find a category by its address."""
        return self._by_slug.get(slug or "")

    @property
    def tops(self) -> list[Branch]:
        """List the categories above which there is none."""
        return [branch for branch in self.branches.values() if branch.parent is None]

    def path(self, branch: Branch) -> list[Branch]:
        """List the categories from the top down to one."""
        above = [] if branch.parent is None else self.path(self.branches[branch.parent])
        return [*above, branch]

    def under(self, branch: Branch) -> list[Branch]:
        """List the categories directly under one."""
        return [self.branches[child] for child in branch.children]

    def whole(self, branch: Branch) -> list[int]:
        """List a category's number with those of all under it."""
        return [branch.id, *(one for child in self.under(branch) for one in self.whole(child))]


def read_tree(connection: Connection) -> Tree:
    """Read all categories."""
    branches = {
        row.category_id: Branch(
            id=row.category_id,
            name=row.category_name,
            slug=row.slug,
            parent=row.parent_id,
            retired=row.retired,
            children=[],
        )
        for row in connection.execute(_ALL)
    }
    for branch in branches.values():
        if branch.parent is not None:
            branches[branch.parent].children.append(branch.id)
    return Tree(branches)
