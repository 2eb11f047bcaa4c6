"""Drafts: lots as far as their sellers have written them, kept whatever was typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from services.database import Database
from services.errors import NotFound, SellingRefused
from services.photos.letting_go import taking_out
from services.ports import Clock
from services.selling.rules.merging import merge
from services.views.selling import FIRST_STEP, STEPS, DraftView

MOST_DRAFTS = 20
LONGEST_FIELD, MOST_KEPT = 20_000, 200
_READ = """
    select draft_id, user_id, product_id, step, fields, created_at, changed_at, published_at
    from drafts
"""
_OWN = text(f"{_READ} where draft_id = :draft and user_id = :user")
_LOCKED = text(f"{_READ} where draft_id = :draft and user_id = :user for no key update")
_UNFINISHED = text(f"""
    {_READ} where user_id = :user and published_at is null
    order by changed_at desc, draft_id desc
""")
_ONE_WRITER = text("select from users where user_id = :user for no key update")
_COUNT = text("select count(*) from drafts where user_id = :user and published_at is null")
_CREATE = text("""
    insert into drafts (user_id, product_id, step, fields, created_at, changed_at)
    values (:user, :product, :step, cast(:fields as jsonb), :now, :now) returning draft_id
""")
_SAVE = text("""
    update drafts set step = :step, fields = fields || cast(:fields as jsonb), changed_at = :now
    where draft_id = :draft
""")
_PHOTOS = taking_out("draft_id = :draft")
_DELETE = text("delete from drafts where draft_id = :draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """When a step was kept; `clashes` are fields that another window has changed since this form
    was shown, with what they hold now: they are not overwritten. `marks` are the form's from here.
    """

    at: datetime
    clashes: Mapping[str, str] = field(default_factory=dict)
    marks: str = ""


class Drafts:
    """Keeps what a person is writing; nobody else ever sees it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, user_id: int, fields: Mapping[str, str] | None = None) -> int:
        """Begin a draft and return its number.

        Raises SellingRefused with twenty unfinished ones, of which two at once count both.
        """
        with self._database.transaction() as work:
            return begin(work.connection, user_id, fields or {}, now=self._clock.now())

    def own(self, user_id: int, draft_id: int) -> DraftView:
        """Show a person's own draft. Raises NotFound, for another's too."""
        with self._database.transaction() as work:
            return view_of(own_row(work.connection, user_id, draft_id))

    def unfinished(self, user_id: int) -> tuple[DraftView, ...]:
        """Show what a person has not published yet, what was changed last first."""
        with self._database.transaction() as work:
            return tuple(map(view_of, work.connection.execute(_UNFINISHED, {"user": user_id})))

    def save(self, user_id: int, draft_id: int, step: str, fields: Mapping[str, str]) -> datetime:
        """Keep what was typed, right or wrong, beside what is there; returns when.

        `step` is where its owner goes on next time. Raises NotFound, and SellingRefused once it
        has been published.
        """
        return self.merge(user_id, draft_id, step, fields).at

    def merge(
        self,
        user_id: int,
        draft_id: int,
        step: str,
        fields: Mapping[str, str],
        *,
        shown: str | None = None,
    ) -> Saved:
        """Keep what of a form was changed since it was `shown`, with these marks, and tell what
        another window has changed meanwhile.

        Raises what `save` does.
        """
        now = self._clock.now()
        with self._database.transaction() as work:
            stored = owned_draft(work.connection, user_id, draft_id).fields
            merged = merge(stored, fields, shown)
            kept = written(merged.changes)
            asked = {"draft": draft_id, "step": step, "fields": kept, "now": now}
            work.connection.execute(_SAVE, asked)
        return Saved(at=now, clashes=merged.clashes, marks=merged.marks)

    def delete(self, user_id: int, draft_id: int) -> None:
        """Throw a draft away with its photos, which the sweep lets go of in a day.

        Raises NotFound, and SellingRefused once it has been published.
        """
        with self._database.transaction() as work:
            owned_draft(work.connection, user_id, draft_id)
            asked = {"draft": draft_id, "now": self._clock.now()}
            work.connection.execute(_PHOTOS, asked)
            work.connection.execute(_DELETE, asked)


def begin(
    connection: Connection,
    user_id: int,
    fields: Mapping[str, str],
    *,
    now: datetime,
    product_id: int | None = None,
) -> int:
    """Begin a draft in a transaction of the caller's; `product_id` is the lot it changes."""
    connection.execute(_ONE_WRITER, {"user": user_id})
    if connection.execute(_COUNT, {"user": user_id}).scalar_one() >= MOST_DRAFTS:
        raise SellingRefused(reason="drafts", most=MOST_DRAFTS)
    values = {
        "user": user_id,
        "product": product_id,
        "step": FIRST_STEP,
        "fields": written(fields),
        "now": now,
    }
    number: int = connection.execute(_CREATE, values).scalar_one()
    return number


def own_row(connection: Connection, user_id: int, draft_id: int) -> Row[Any]:
    """Read a person's own draft. Raises NotFound, for another's too."""
    found = connection.execute(_OWN, {"draft": draft_id, "user": user_id}).one_or_none()
    if found is None:
        raise NotFound
    return found


def owned_draft(connection: Connection, user_id: int, draft_id: int) -> Row[Any]:
    """Lock a person's own unfinished draft, so that nothing is added while it is published.

    Raises NotFound, and SellingRefused once it has been published.
    """
    found = connection.execute(_LOCKED, {"draft": draft_id, "user": user_id}).one_or_none()
    if found is None:
        raise NotFound
    if found.published_at is not None:
        raise SellingRefused(reason="published", lot=found.product_id)
    return found


def view_of(row: Row[Any]) -> DraftView:
    """Give a draft as a screen shows it."""
    return DraftView(
        id=row.draft_id,
        product_id=row.product_id,
        step=row.step if row.step in STEPS else FIRST_STEP,
        fields=row.fields,
        created_at=row.created_at,
        changed_at=row.changed_at,
        published=row.published_at is not None,
    )


def written(fields: Mapping[str, str]) -> str:
    """Write fields as a row keeps them: no more and no longer ones than a form has."""
    some = list(fields.items())[:MOST_KEPT]
    kept = {_whole(name)[:80]: _whole(value)[:LONGEST_FIELD] for name, value in some}
    return json.dumps(kept, ensure_ascii=False)


def _whole(text: str) -> str:
    return text.replace("\0", "")  # the one sign PostgreSQL has no place for
