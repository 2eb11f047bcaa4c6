"""Categories and technical features, as they are now, and how the house changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row

from services.administration import audit
from services.authority import demand
from services.catalogue import changes
from services.catalogue.features import FeatureRule
from services.catalogue.values import read_rules
from services.database import Database, Transaction
from services.errors import BadField, NotFound
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.views import CategoryNode


class Catalogue:
    """Shows the tree of categories and what each asks of its lots; administrators change both.

    Nothing is kept between calls: what is changed is what the next form asks for. Every change
    leaves an audit record, and raises Forbidden for anybody who is no administrator.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def tree(self, *, retired: bool = False) -> tuple[CategoryNode, ...]:
        """Show the top categories with all under them, in their order; `retired` ones on demand."""
        with self._database.transaction() as work:
            rows = work.connection.execute(changes.ALL).all()
        return _nodes([row for row in rows if retired or not row.retired])

    def category(self, wanted: int | str) -> CategoryNode:
        """Show a category, by number or slug, with those under it. Raises NotFound."""
        for root in self.tree(retired=True):
            for node in root.walk():
                if wanted in (node.id, node.slug):
                    return node
        raise NotFound

    def rules_of(self, category_id: int) -> tuple[FeatureRule, ...]:
        """Show what lots of a category are asked: by the top one first. Raises NotFound."""
        with self._database.transaction() as work:
            return read_rules(work.connection, category_id)

    def add_category(
        self, actor_id: int, name: str, *, parent_id: int | None = None, position: int = 0
    ) -> int:
        """Add a category and return its number. Raises BadField, NotFound for the parent."""
        name = parse_text(name, field="name", longest=changes.LONGEST_NAME)
        slug = changes.slug_of(name)
        if not slug:
            raise BadField("name", "missing")
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            self._free(work.connection, name, slug, None)
            if parent_id is not None:
                read_rules(work.connection, parent_id)
            added = {"name": name, "slug": slug, "parent": parent_id, "position": position}
            number: int = work.connection.execute(changes.ADD, added).scalar_one()
            self._note(work, actor_id, "category_added", f"category:{number}", added)
        return number

    def rename_category(self, actor_id: int, category_id: int, name: str) -> None:
        """Give a category another name; its address stays. Raises BadField, NotFound."""
        name = parse_text(name, field="name", longest=changes.LONGEST_NAME)
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            self._free(work.connection, name, None, category_id)
            self._write(
                work, actor_id, "category_renamed", changes.RENAME, category=category_id, name=name
            )

    def move_category(
        self, actor_id: int, category_id: int, *, parent_id: int | None, position: int = 0
    ) -> None:
        """Put a category under another, or at the top. Raises NotFound.

        Raises BadField of `parent_id` where it would come to stand under itself.
        """
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            asked = {"category": category_id, "parent": parent_id, "position": position}
            if parent_id is not None:
                read_rules(work.connection, parent_id)
                if work.connection.execute(changes.UNDER, asked).one_or_none() is not None:
                    raise BadField("parent_id", "category.under_itself")
            self._write(work, actor_id, "category_moved", changes.MOVE, **asked)

    def retire_category(self, actor_id: int, category_id: int, *, retired: bool = True) -> None:
        """Take no new lots in a category, or take them again. Raises NotFound."""
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            self._write(
                work,
                actor_id,
                "category_retired",
                changes.RETIRE,
                category=category_id,
                retired=retired,
            )

    def add_feature(
        self,
        actor_id: int,
        name: str,
        *,
        kind: str,
        unit: str = "",
        choices: Sequence[str] = (),
        low: Decimal | None = None,
        high: Decimal | None = None,
    ) -> int:
        """Add a technical feature, for categories to attach, and return its number.

        Raises BadField.
        """
        values = changes.read_feature(name, kind, unit, choices, low, high)
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            number: int = work.connection.execute(changes.ADD_FEATURE, values).scalar_one()
            self._note(work, actor_id, "feature_added", f"feature:{number}", values)
        return number

    def change_feature(
        self,
        actor_id: int,
        feature_id: int,
        name: str,
        *,
        kind: str,
        unit: str = "",
        choices: Sequence[str] = (),
        low: Decimal | None = None,
        high: Decimal | None = None,
    ) -> None:
        """Change a technical feature by a whole form. Raises BadField, NotFound.

        Once lots have values for it, its kind stays and no choice in use may go; bounds hold for
        what is written from now on.
        """
        values = changes.read_feature(name, kind, unit, choices, low, high)
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            asked = {"feature": feature_id, "choices": list(choices)}
            kept = work.connection.execute(changes.FEATURE, asked).one_or_none()
            if kept is None:
                raise NotFound
            if kept.used and kept.kind != kind:
                raise BadField("kind", "feature.in_use")
            if kept.used and kind == "choice":
                lost = work.connection.execute(changes.LOST_CHOICE, asked).scalar()
                if lost is not None:
                    raise BadField("choices", "feature.choice_in_use", choice=lost)
            work.connection.execute(changes.CHANGE_FEATURE, {"feature": feature_id, **values})
            self._note(work, actor_id, "feature_changed", f"feature:{feature_id}", values)

    def attach(
        self,
        actor_id: int,
        feature_id: int,
        category_id: int,
        *,
        required: bool = False,
        position: int = 0,
    ) -> None:
        """Ask lots of a category, and of those under it, for a feature. Raises NotFound.

        Said again it changes whether it is required and where it stands.
        """
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            read_rules(work.connection, category_id)
            asked = {"category": category_id, "feature": feature_id}
            if work.connection.execute(changes.FEATURE, asked).one_or_none() is None:
                raise NotFound
            more = {"required": required, "position": position}
            work.connection.execute(changes.ATTACH, {**asked, **more})
            self._note(work, actor_id, "feature_attached", f"category:{category_id}", asked | more)

    def detach(self, actor_id: int, feature_id: int, category_id: int) -> None:
        """Ask no more for a feature; what lots have for it stays. Raises NotFound."""
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            self._write(
                work,
                actor_id,
                "feature_detached",
                changes.DETACH,
                category=category_id,
                feature=feature_id,
            )

    @staticmethod
    def _let_in(work: Transaction, actor_id: int) -> None:
        demand(work, actor_id, Right.CATALOGUE)
        work.connection.execute(changes.ONE_WRITER)

    @staticmethod
    def _free(connection: Connection, name: str, slug: str | None, category: int | None) -> None:
        asked = {"name": name, "slug": slug, "category": category}
        if connection.execute(changes.TAKEN, asked).one_or_none() is not None:
            raise BadField("name", "taken")

    def _write(
        self, work: Transaction, actor_id: int, action: str, statement: Any, **values: Any
    ) -> None:
        done = work.connection.execute(statement, {"now": self._clock.now(), **values})
        if done.one_or_none() is None:
            raise NotFound
        self._note(work, actor_id, action, f"category:{values['category']}", values)

    def _note(
        self,
        work: Transaction,
        actor_id: int,
        action: str,
        subject: str,
        details: Mapping[str, Any],
    ) -> None:
        audit.record(work, action, subject, actor=actor_id, at=self._clock.now(), **details)


def _nodes(
    rows: Sequence[Row[Any]], parent: int | None = None, path: tuple[str, ...] = ()
) -> tuple[CategoryNode, ...]:
    return tuple(
        CategoryNode(
            id=row.category_id,
            name=row.category_name,
            slug=row.slug,
            path=(*path, row.category_name),
            parent_id=parent,
            position=row.position,
            retired=row.retired,
            children=_nodes(rows, row.category_id, (*path, row.category_name)),
        )
        for row in rows
        if row.parent_id == parent
    )
