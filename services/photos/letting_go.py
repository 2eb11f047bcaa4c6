"""Dropping a photo that no row speaks of any more, after the commit that made it so."""

from __future__ import annotations

import structlog

from services.ports import PhotoStore

log = structlog.get_logger(__name__)


def let_go(store: PhotoStore, key: str) -> None:
    """Drop a photo; what a store that is away keeps for now, the sweep finds within a day."""
    try:
        store.drop(key)
    except OSError as error:
        log.warning("photo_not_dropped", error=repr(error))
