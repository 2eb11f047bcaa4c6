"""The house's rounds: that it is alive, what may be thrown away, what was missed in a silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.clock import DatabaseClock
from services.database import Database
from services.events import RoomChanged
from services.figures import Watch
from services.heartbeat import EVERY_SECONDS, Heartbeats
from services.hub import Hub

TIDY_SECONDS = 3600.0
log = structlog.get_logger(__name__)
_OPEN = text("select product_id, version from products where product_status_id = 2")


class Books(Protocol):
    """What somebody keeps for a time."""

    def forget_old(self) -> None:
        """Drop what is past its time."""


class Caretaker:
    """Goes the rounds of one process, in threads of the scheduler."""

    def __init__(
        self,
        database: Database,
        clock: DatabaseClock,
        hub: Hub,
        heartbeats: Heartbeats,
        watch: Watch,
        *,
        books: Iterable[Books],
    ) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._heartbeats = heartbeats
        self._watch = watch
        self._books = tuple(books)

    def start(self, every: Callable[..., None]) -> None:
        """Say that the house is open, and go round from now on; `every` sets what rings again."""
        self.beat()
        every(EVERY_SECONDS, self.beat, name="heartbeat")
        every(TIDY_SECONDS, self.tidy, name="tidy")

    def beat(self) -> None:
        """Set the clock by the database's, and write that this process is alive and how it is."""
        try:
            self._clock.set_by_database()
            self._heartbeats.beat(self._watch.told())
        except Exception as error:  # noqa: BLE001  a beat missed is what the outage rule reads
            log.warning("heartbeat_missed", error=repr(error))

    def tidy(self) -> None:
        """Have all books drop what is past its time; one that cannot waits another hour."""
        for books in self._books:
            try:
                books.forget_old()
            except DBAPIError as error:
                log.warning("not_tidied", books=type(books).__name__, error=str(error.orig).strip())

    def catch_up(self) -> None:
        """Tell every open room its version, where news of other processes may have been missed."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_OPEN).all()
        for auction_id, version in rows:
            self._hub.publish(RoomChanged(auction_id=auction_id, version=version))
