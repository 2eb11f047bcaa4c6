"""Letting go of photos nobody will see again, and of files that belong to no photo."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import text

from services.database import Database
from services.photos.showing import ADDRESS
from services.ports import Clock, PhotoStore

KEPT = timedelta(days=1)  # what was taken out, or kept and never shown
ABANDONED = timedelta(days=30)  # since a draft was last touched
EVERY = timedelta(hours=24)  # between two looks at all that the store has
_SOME = 200
_ABANDON = text("""
    with gone as (
        delete from images using drafts d
        where images.draft_id = d.draft_id and d.published_at is null and d.changed_at < :before
        returning images.image, images.alt, images.position, images.width, images.height,
                  images.turns, images.draft_id
    )
    insert into dropped_images (image, alt, position, width, height, turns, draft_id, dropped_at)
    select image, alt, position, width, height, turns, draft_id, :now from gone
""")
_TAKEN_OUT = text("""
    select dropped_image_id as number, image,
           exists (select from images i where i.image = d.image) as shown
    from dropped_images d where dropped_at < :before order by dropped_image_id limit :some
""")
_DONE = text("delete from dropped_images where dropped_image_id = :number")
_KNOWN = text("""
    select key from unnest(cast(:keys as text[])) as key
    where exists (select from images where image = :address || key)
       or exists (select from dropped_images where image = :address || key)
       or exists (select from users where photo = key)
""")
log = structlog.get_logger(__name__)


class PhotoSweep:
    """Empties the store of what no row speaks of; several processes may do it at once."""

    def __init__(self, database: Database, clock: Clock, store: PhotoStore) -> None:
        self._database = database
        self._clock = clock
        self._store = store
        self._looked_at = clock.now()

    def forget_old(self) -> None:
        """Take the photos out of drafts untouched for 30 days, and drop what was taken out a day
        ago; once a day, drop also what the store has and no row speaks of.

        A store that does not answer is asked again the next time.
        """
        self.abandon()
        try:
            while self.drop_taken_out() == _SOME:
                pass
            if self._clock.now() - self._looked_at >= EVERY:
                self._looked_at = self._clock.now()
                self.drop_unknown()
        except OSError as error:
            log.warning("photos_not_swept", error=repr(error))

    def abandon(self) -> None:
        """Take the photos out of abandoned drafts; their words stay."""
        now = self._clock.now()
        with self._database.transaction() as work:
            work.connection.execute(_ABANDON, {"before": now - ABANDONED, "now": now})

    def drop_taken_out(self) -> int:
        """Drop the files of some photos taken out a day ago; tells how many were looked at.

        A photo that another lot shows too keeps its files. Raises OSError.
        """
        asked = {"before": self._clock.now() - KEPT, "some": _SOME}
        with self._database.transaction() as work:
            found = work.connection.execute(_TAKEN_OUT, asked).all()
        for one in found:
            if not one.shown:
                self._store.drop(one.image.removeprefix(ADDRESS))
            with self._database.transaction() as work:
                work.connection.execute(_DONE, {"number": one.number})
        return len(found)

    def drop_unknown(self) -> int:
        """Drop what was kept over a day ago and is nobody's; tells how many. Raises OSError."""
        dropped, some = 0, []
        for key in self._store.keys(self._clock.now() - KEPT):
            some.append(key)
            if len(some) == _SOME:
                dropped += self._drop_unknown_of(some)
                some = []
        return dropped + self._drop_unknown_of(some)

    def _drop_unknown_of(self, keys: list[str]) -> int:
        if not keys:
            return 0
        asked = {"keys": keys, "address": ADDRESS}
        with self._database.transaction() as work:
            known = set(work.connection.execute(_KNOWN, asked).scalars())
        for key in keys:
            if key not in known:
                self._store.drop(key)
        return len(set(keys) - known)
