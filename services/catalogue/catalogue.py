"""Categories and technical features, as they are now, and how the house changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from services.authority import demand
from services.catalogue import changes
from services.catalogue.features import FeatureRule
from services.catalogue.nodes import nodes_of
from services.catalogue.values import read_rules
from services.database import Database, Transaction
from services.errors import BadField, NotFound
from services.housekeeping import versions
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.views import CategoryNode, VersionView


class Catalogue:
    """Shows the tree of categories and what each asks of its lots; administrators change both.

    Nothing is kept between calls: what is changed is what the next form asks for. Every change
    says `why`, is a version and an audit record with what was before, and raises Forbidden for
    anybody who is no administrator; `seen` is the version it was decided by (Overtaken).
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def tree(self, *, retired: bool = False) -> tuple[CategoryNode, ...]:
        """Show the top categories with all under them, in their order; `retired` ones on demand."""
        with self._database.transaction() as work:
            rows = work.connection.execute(changes.ALL).all()
        return nodes_of([row for row in rows if retired or not row.retired])

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
        self,
        actor_id: int,
        name: str,
        *,
        parent_id: int | None = None,
        position: int = 0,
        why: str,
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
            self._keep(work, actor_id, "category_added", number, None, why=why)
        return number

    def rename_category(
        self, actor_id: int, category_id: int, name: str, *, why: str, seen: int | None = None
    ) -> None:
        """Give a category another name; its address stays. Raises BadField, NotFound."""
        name = parse_text(name, field="name", longest=changes.LONGEST_NAME)
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            self._free(work.connection, name, None, category_id)
            before = self._standing(work, category_id)
            work.connection.execute(changes.RENAME, {"category": category_id, "name": name})
            self._keep(work, actor_id, "category_renamed", category_id, before, why=why, seen=seen)

    def move_category(
        self,
        actor_id: int,
        category_id: int,
        *,
        parent_id: int | None,
        position: int = 0,
        why: str,
        seen: int | None = None,
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
            before = self._standing(work, category_id)
            work.connection.execute(changes.MOVE, asked)
            self._keep(work, actor_id, "category_moved", category_id, before, why=why, seen=seen)

    def retire_category(
        self,
        actor_id: int,
        category_id: int,
        *,
        retired: bool = True,
        why: str,
        seen: int | None = None,
    ) -> None:
        """Take no new lots in a category, or take them again. Raises NotFound."""
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            before = self._standing(work, category_id)
            asked = {"category": category_id, "retired": retired, "now": self._clock.now()}
            work.connection.execute(changes.RETIRE, asked)
            self._keep(
                work,
                actor_id,
                "category_retired" if retired else "category_restored",
                category_id,
                before,
                why=why,
                seen=seen,
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
        why: str,
    ) -> int:
        """Add a technical feature, for categories to attach, and return its number.

        Raises BadField.
        """
        values = changes.read_feature(name, kind, unit, choices, low, high)
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            number: int = work.connection.execute(changes.ADD_FEATURE, values).scalar_one()
            said = values | {"choices": list(choices) or None}
            self._write(
                work, actor_id, "feature_added", f"feature:{number}", said, None, why, seen=0
            )
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
        why: str,
        seen: int | None = None,
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
            before = {name: getattr(kept, name) for name in values}
            subject = f"feature:{feature_id}"
            said = values | {"choices": list(choices) or None}
            self._write(work, actor_id, "feature_changed", subject, said, before, why, seen=seen)

    def attach(
        self,
        actor_id: int,
        feature_id: int,
        category_id: int,
        *,
        required: bool = False,
        position: int = 0,
        why: str,
        seen: int | None = None,
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
            before = self._standing(work, category_id)
            more = {"required": required, "position": position}
            work.connection.execute(changes.ATTACH, {**asked, **more})
            self._keep(work, actor_id, "feature_attached", category_id, before, why=why, seen=seen)

    def detach(
        self,
        actor_id: int,
        feature_id: int,
        category_id: int,
        *,
        why: str,
        seen: int | None = None,
    ) -> None:
        """Ask no more for a feature; what lots have for it stays. Raises NotFound."""
        with self._database.transaction() as work:
            self._let_in(work, actor_id)
            before = self._standing(work, category_id)
            asked = {"category": category_id, "feature": feature_id, "now": self._clock.now()}
            if work.connection.execute(changes.DETACH, asked).one_or_none() is None:
                raise NotFound
            self._keep(work, actor_id, "feature_detached", category_id, before, why=why, seen=seen)

    def history(self, subject: str) -> tuple[VersionView, ...]:
        """Show what a `category:7` or `feature:7` was before, the newest first."""
        with self._database.transaction() as work:
            return versions.history(work.connection, subject)

    @staticmethod
    def _let_in(work: Transaction, actor_id: int) -> None:
        demand(work, actor_id, Right.CATALOGUE)
        work.connection.execute(changes.ONE_WRITER)

    @staticmethod
    def _free(connection: Connection, name: str, slug: str | None, category: int | None) -> None:
        asked = {"name": name, "slug": slug, "category": category}
        if connection.execute(changes.TAKEN, asked).one_or_none() is not None:
            raise BadField("name", "taken")

    @staticmethod
    def _standing(work: Transaction, category_id: int) -> dict[str, Any]:
        """Read a category as its versions keep it. Raises NotFound."""
        row = work.connection.execute(changes.STANDING, {"category": category_id}).mappings()
        found = row.one_or_none()
        if found is None:
            raise NotFound
        return dict(found)

    def _keep(
        self,
        work: Transaction,
        actor_id: int,
        action: str,
        category_id: int,
        before: Mapping[str, Any] | None,
        *,
        why: str,
        seen: int | None = None,
    ) -> None:
        content = self._standing(work, category_id)
        subject = f"category:{category_id}"
        self._write(work, actor_id, action, subject, content, before, why, seen=seen)

    def _write(
        self,
        work: Transaction,
        actor_id: int,
        action: str,
        subject: str,
        content: Mapping[str, Any],
        before: Mapping[str, Any] | None,
        why: str,
        *,
        seen: int | None,
    ) -> None:
        versions.write(
            work,
            subject,
            content,
            before=before,
            actor=actor_id,
            seen=seen,
            why=why,
            now=self._clock.now(),
            action=action,
        )
