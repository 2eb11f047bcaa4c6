"""The rows of a draft's photos: locked, in order, one of them the principal one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from services.errors import NotFound
from services.photos.showing import photo
from services.views import UploadedPhoto

MINE = text("select draft_id from drafts where draft_id = :draft and user_id = :user")
LOCK = text("""
    update drafts set changed_at = :now
    where draft_id = :draft and user_id = :user and published_at is null returning draft_id
""")
ALL = text("""
    select image_id, image, alt, width, height, turns, principal_image as principal
    from images where draft_id = :draft order by position, image_id
""")
DROPPED = text("""
    select dropped_image_id as image_id, image, alt, width, height, false as principal
    from dropped_images where draft_id = :draft and dropped_at > :since
    order by dropped_image_id desc limit :most
""")
ADD = text("""
    insert into images (image, alt, position, principal_image, width, height, turns, draft_id)
    values (:image, :alt, :position, false, :width, :height, :turns, :draft)
    returning image_id
""")
PLACE = text("""
    update images set position = placed.position, principal_image = image_id = :principal
    from unnest(cast(:ids as int[])) with ordinality as placed (id, position)
    where image_id = placed.id and draft_id = :draft
""")
DESCRIBE = text("update images set alt = :alt where image_id = :image and draft_id = :draft")
TURN = text("""
    update images set image = :new, width = :width, height = :height, turns = :turns
    where image_id = :id and draft_id = :draft and image = :old returning image_id
""")
LET_GO = text("""
    insert into dropped_images (image, alt, position, width, height, turns, draft_id, dropped_at)
    values (:image, :alt, :position, :width, :height, :turns, :draft, :now)
""")
REMOVE = text("delete from images where image_id = :id")
TAKE_BACK = text("""
    delete from dropped_images
    where dropped_image_id = :id and draft_id = :draft and dropped_at > :since
    returning image, alt, position, width, height, turns
""")


def locked(connection: Connection, user_id: int, draft_id: int, now: datetime) -> list[Row[Any]]:
    """Lock a draft, whose clock of abandonment starts again, and give its photos in order.

    Raises NotFound: it is not there, not this person's, or published already.
    """
    asked = {"draft": draft_id, "user": user_id, "now": now}
    if connection.execute(LOCK, asked).one_or_none() is None:
        raise NotFound
    return list(connection.execute(ALL, asked))


def let_go_of(
    connection: Connection,
    row: Row[Any],
    *,
    now: datetime,
    draft_id: int | None = None,
    position: int = 0,
) -> None:
    """Note that a photo was taken out; of a draft it may come back, at this place."""
    kept = {
        "image": row.image,
        "alt": row.alt,
        "width": row.width,
        "height": row.height,
        "turns": row.turns,
        "position": position,
        "draft": draft_id,
        "now": now,
    }
    connection.execute(LET_GO, kept)


def settle(
    connection: Connection, draft_id: int, order: Sequence[int], principal: int | None
) -> None:
    """Number the photos in this order; without a principal one, the first is it."""
    chosen = principal if principal in order else next(iter(order), None)
    asked = {"ids": list(order), "principal": chosen, "draft": draft_id}
    connection.execute(PLACE, asked)


def principal_of(rows: Sequence[Row[Any]]) -> int | None:
    """Tell which photo is the principal one, None if there are none."""
    return next((row.image_id for row in rows if row.principal), None)


def shown(row: Row[Any]) -> UploadedPhoto:
    """Show one to its owner."""
    return UploadedPhoto(
        image_id=row.image_id,
        photo=photo(row.image, row.alt, row.width, row.height),
        principal=row.principal,
    )
