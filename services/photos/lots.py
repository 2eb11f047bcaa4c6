"""The photos of a lot that is still being written: its owner's to add, order, turn and take out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, BinaryIO

import structlog
from sqlalchemy import Row

from services.catalogue.contacts import mask_contacts
from services.database import Database, Transaction
from services.errors import NoRoomForPhotos, NotFound, PhotoRefused
from services.photos import draft_rows as rows
from services.photos.darkroom import Darkroom
from services.photos.letting_go import let_go
from services.photos.prints import MASTER, Prints, develop, turned
from services.photos.reading import LARGEST_OF_LOT
from services.photos.showing import ADDRESS
from services.ports import Clock, PhotoStore, Runner
from services.throttles import Throttles
from services.views import LONGEST_ALT, MOST_PHOTOS, DraftPhotos

MOST_AN_HOUR = 300
BACK_FOR = timedelta(minutes=10)
_SHOWN = 3
log = structlog.get_logger(__name__)


class LotPhotos:
    """Changes the photos of a draft, each time under the draft's own lock, for its owner alone.

    To all others, and of a lot that is published already, there is no such draft: NotFound.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        throttles: Throttles,
        store: PhotoStore,
        *,
        darkroom: Darkroom,
        run: Runner,
    ) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles
        self._store = store
        self._darkroom = darkroom
        self._run = run

    def photos(self, user_id: int, draft_id: int) -> DraftPhotos:
        """Show the photos of a draft, and those taken out within ten minutes. Raises NotFound."""
        asked = {"draft": draft_id, "user": user_id}
        with self._database.transaction() as work:
            if work.connection.execute(rows.MINE, asked).one_or_none() is None:
                raise NotFound
            asked |= {"most": _SHOWN}
            since = {"since": self._clock.now() - BACK_FOR}
            return DraftPhotos(
                draft_id=draft_id,
                photos=tuple(rows.shown(one) for one in work.connection.execute(rows.ALL, asked)),
                dropped=tuple(
                    rows.shown(one) for one in work.connection.execute(rows.DROPPED, asked | since)
                ),
            )

    async def add(self, user_id: int, draft_id: int, sent: BinaryIO) -> int:
        """Develop a photo, keep it as the draft's last, and return its number.

        Raises BadField for what is no photo of ours to keep, PhotoRefused (`full`: twenty
        are there), PhotosBusy, NoRoomForPhotos, TooManyAttempts, NotFound. What is refused leaves
        nothing behind.
        """
        await self._run(self._admit, user_id, draft_id)
        key, prints = await self._darkroom.run(self._developed, sent)
        try:
            return await self._run(self._add, user_id, draft_id, key, prints)
        except BaseException:
            await self._run(let_go, self._store, key)
            raise

    def describe(self, user_id: int, draft_id: int, image_id: int, alt: str) -> None:
        """Say in words what a photo shows, at most 200 characters, contacts masked."""
        words = " ".join(alt.replace("\0", "").split())[:LONGEST_ALT]
        with self._database.transaction() as work:
            self._one(work, user_id, draft_id, image_id)
            said = {"alt": mask_contacts(words).text[:255], "image": image_id, "draft": draft_id}
            work.connection.execute(rows.DESCRIBE, said)

    def place(self, user_id: int, draft_id: int, image_id: int, at: int) -> int:
        """Put a photo at this place, 0 the first, or at the nearest there is; gives the place."""
        with self._database.transaction() as work:
            photos = self._locked(work, user_id, draft_id)
            order = [row.image_id for row in photos]
            if image_id not in order:
                raise PhotoRefused(reason="gone")
            order.remove(image_id)
            at = max(0, min(at, len(order)))
            order.insert(at, image_id)
            rows.settle(work.connection, draft_id, order, rows.principal_of(photos))
            return at

    def make_principal(self, user_id: int, draft_id: int, image_id: int) -> None:
        """Show this photo first wherever the lot is one of many."""
        with self._database.transaction() as work:
            photos = self._locked(work, user_id, draft_id)
            order = [row.image_id for row in photos]
            if image_id not in order:
                raise PhotoRefused(reason="gone")
            rows.settle(work.connection, draft_id, order, image_id)

    async def turn(self, user_id: int, draft_id: int, image_id: int) -> None:
        """Turn a photo clockwise by a quarter. Its address changes, as its picture does."""
        row = await self._run(self._read_one, user_id, draft_id, image_id)
        turns = (row.turns + 1) % 4
        key, prints = await self._darkroom.run(self._turned, row.image, turns)
        try:
            taken = await self._run(self._replace, user_id, draft_id, row, key, prints, turns)
        except BaseException:
            await self._run(let_go, self._store, key)
            raise
        if not taken:  # turned twice at once: once is what was seen
            await self._run(let_go, self._store, key)

    def remove(self, user_id: int, draft_id: int, image_id: int) -> None:
        """Take a photo out; for ten minutes `take_back` brings it back as it was."""
        with self._database.transaction() as work:
            photos = self._locked(work, user_id, draft_id)
            at = next((n for n, row in enumerate(photos) if row.image_id == image_id), None)
            if at is None:
                raise PhotoRefused(reason="gone")
            row = photos.pop(at)
            now = self._clock.now()
            rows.let_go_of(work.connection, row, now=now, draft_id=draft_id, position=at)
            work.connection.execute(rows.REMOVE, {"id": image_id})
            order = [one.image_id for one in photos]
            rows.settle(work.connection, draft_id, order, rows.principal_of(photos))

    def take_back(self, user_id: int, draft_id: int, dropped_id: int) -> int:
        """Put back what was taken out, at its place; gives its new number. Raises PhotoRefused."""
        with self._database.transaction() as work:
            photos = self._locked(work, user_id, draft_id)
            if len(photos) >= MOST_PHOTOS:
                raise PhotoRefused(reason="full", most=MOST_PHOTOS)
            since = self._clock.now() - BACK_FOR
            asked = {"id": dropped_id, "draft": draft_id, "since": since}
            back = work.connection.execute(rows.TAKE_BACK, asked).mappings().one_or_none()
            if back is None:
                raise PhotoRefused(reason="gone")
            added: int = work.connection.execute(rows.ADD, {**back, "draft": draft_id}).scalar_one()
            order = [row.image_id for row in photos]
            order.insert(back["position"], added)
            rows.settle(work.connection, draft_id, order, rows.principal_of(photos))
            return added

    # ---- inside ----------------------------------------------------------------------------------

    def _admit(self, user_id: int, draft_id: int) -> None:
        """Refuse early what would be refused later, before a second of a processor is spent."""
        with self._database.transaction() as work:
            if len(self._locked(work, user_id, draft_id)) >= MOST_PHOTOS:
                raise PhotoRefused(reason="full", most=MOST_PHOTOS)
        within = timedelta(hours=1)
        self._throttles.count(f"photos:{user_id}", most=MOST_AN_HOUR, within=within)

    def _developed(self, sent: BinaryIO) -> tuple[str, Prints]:
        try:
            prints = develop(sent.read(LARGEST_OF_LOT + 1))
        except OSError as error:  # no room to print in either
            log.warning("photo_not_developed", error=repr(error))
            raise NoRoomForPhotos from None
        return self._kept(prints), prints

    def _turned(self, image: str, turns: int) -> tuple[str, Prints]:
        try:
            master = self._store.read(image.removeprefix(ADDRESS), MASTER)
        except OSError as error:
            log.warning("photo_not_read", error=repr(error))
            raise NoRoomForPhotos from None
        if master is None:
            raise PhotoRefused(reason="gone")
        prints = turned(master, turns)
        return self._kept(prints), prints

    def _kept(self, prints: Prints) -> str:
        try:
            return self._store.keep(prints.files)
        except OSError as error:
            log.warning("photo_not_kept", error=repr(error))
            raise NoRoomForPhotos from None

    def _add(self, user_id: int, draft_id: int, key: str, prints: Prints) -> int:
        with self._database.transaction() as work:
            photos = self._locked(work, user_id, draft_id)
            if len(photos) >= MOST_PHOTOS:
                raise PhotoRefused(reason="full", most=MOST_PHOTOS)
            made = {
                "image": f"{ADDRESS}{key}",
                "alt": "",
                "position": len(photos) + 1,
                "width": prints.width,
                "height": prints.height,
                "turns": 0,
                "draft": draft_id,
            }
            added: int = work.connection.execute(rows.ADD, made).scalar_one()
            order = [*(row.image_id for row in photos), added]
            rows.settle(work.connection, draft_id, order, rows.principal_of(photos))
            return added

    def _replace(
        self, user_id: int, draft_id: int, row: Row[Any], key: str, prints: Prints, turns: int
    ) -> bool:
        with self._database.transaction() as work:
            self._locked(work, user_id, draft_id)
            new = {
                "new": f"{ADDRESS}{key}",
                "width": prints.width,
                "height": prints.height,
                "turns": turns,
                "id": row.image_id,
                "draft": draft_id,
                "old": row.image,
            }
            if work.connection.execute(rows.TURN, new).one_or_none() is None:
                return False
            rows.let_go_of(work.connection, row, now=self._clock.now())
            return True

    def _read_one(self, user_id: int, draft_id: int, image_id: int) -> Row[Any]:
        with self._database.transaction() as work:
            return self._one(work, user_id, draft_id, image_id)

    def _one(self, work: Transaction, user_id: int, draft_id: int, image_id: int) -> Row[Any]:
        for row in self._locked(work, user_id, draft_id):
            if row.image_id == image_id:
                return row
        raise PhotoRefused(reason="gone")

    def _locked(self, work: Transaction, user_id: int, draft_id: int) -> list[Row[Any]]:
        return rows.locked(work.connection, user_id, draft_id, self._clock.now())
