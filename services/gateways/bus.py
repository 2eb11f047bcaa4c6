"""The bus between the processes of the house: PostgreSQL's LISTEN, numbers only."""

from __future__ import annotations

import contextlib
import json
import select
import threading
from collections.abc import Callable

import psycopg2
import structlog

from services.database import CHANNEL, ORIGIN, dialect_url
from services.events import TOLD_ABROAD, Event, RoomChanged

log = structlog.get_logger(__name__)
_PAUSE_SECONDS = 0.5
_KINDS = {kind.__name__: kind for kind in TOLD_ABROAD}


class PostgresBus:
    """Hears what other processes have committed; a lost connection is made anew, then resynced.

    Notes are sent in the transaction that makes them true (see `Database.transaction`), so they
    arrive after it and in its order.
    """

    def __init__(self, url: str) -> None:
        self._dsn = (
            dialect_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        )
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._hears = False

    @property
    def trouble(self) -> str | None:
        """Say that it was started and hears nothing now, if so."""
        return "not connected" if self._thread is not None and not self._hears else None

    def start(self, hear: Callable[[Event], None], *, resync: Callable[[], None]) -> None:
        """Call `hear` with the news of others, `resync` when some may be missing."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, args=(hear, resync), name="bus", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Hear no more; safe to call twice."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=3)

    def _run(self, hear: Callable[[Event], None], resync: Callable[[], None]) -> None:
        first = True
        while not self._stopping.is_set():
            try:
                with contextlib.closing(
                    psycopg2.connect(self._dsn, connect_timeout=5)
                ) as connection:
                    connection.autocommit = True
                    connection.cursor().execute(f"listen {CHANNEL}")
                    if not first:
                        resync()
                    first, self._hears = False, True
                    self._listen(connection, hear)
            except psycopg2.Error as error:
                self._hears = False
                log.warning("bus_reconnects", error=str(error).strip())
                self._stopping.wait(_PAUSE_SECONDS)

    def _listen(
        self, connection: psycopg2.extensions.connection, hear: Callable[[Event], None]
    ) -> None:
        while not self._stopping.is_set():
            if not select.select([connection], [], [], _PAUSE_SECONDS)[0]:
                continue
            connection.poll()
            while connection.notifies:
                origin, rooms, *others = json.loads(connection.notifies.pop(0).payload)
                if origin == ORIGIN:
                    continue
                for auction_id, version in rooms:
                    hear(RoomChanged(auction_id=auction_id, version=version))
                for name, facts in others[0] if others else ():
                    if name in _KINDS:
                        hear(_KINDS[name](**facts))
