"""Dropping a photo that no row speaks of any more, after the commit that made it so."""

from __future__ import annotations

import structlog
from sqlalchemy import TextClause, text

from services.ports import PhotoStore

log = structlog.get_logger(__name__)


def taking_out(which: str) -> TextClause:
    """Write the statement that takes out all photos of a condition; the sweep drops their files.

    It takes `now`; a photo that another row shows too keeps its files.
    """
    return text(f"""
        with gone as (
            delete from images where {which}
            returning image, alt, position, width, height, turns)
        insert into dropped_images (image, alt, position, width, height, turns, dropped_at)
        select image, alt, position, width, height, turns, :now from gone
    """)  # noqa: S608  a condition of ours


def let_go(store: PhotoStore, key: str) -> None:
    """Drop a photo; what a store that is away keeps for now, the sweep finds within a day."""
    try:
        store.drop(key)
    except OSError as error:
        log.warning("photo_not_dropped", error=repr(error))
