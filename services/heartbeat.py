"""The heartbeat: how the house knows afterwards when it was not there."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime, timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from services.database import ORIGIN, Database
from services.ports import Clock

EVERY_SECONDS = 5.0
_SHORTEST_OUTAGE = timedelta(seconds=1)
_REMEMBERED = timedelta(hours=2)
_ALIVE = text("select pg_advisory_lock_shared(727404)")
_ALONE = text("select pg_try_advisory_xact_lock(727404)")
_BEAT = text("""
    insert into heartbeats (process, beat_at, figures)
    values (:process, :now, cast(:figures as jsonb))
    on conflict (process) do update set beat_at = excluded.beat_at,
        figures = coalesce(excluded.figures, heartbeats.figures)
""")
_LAST = text("select max(beat_at) from heartbeats")
_FORGET = text("delete from heartbeats where beat_at < :before")
_RECORDED = text("select max(up_at) from outages")
_DOWN = text("insert into outages (down_from, up_at) values (:down_from, :now)")
_OUTAGES = text("select down_from, up_at from outages where up_at >= :since order by down_from")


class Heartbeats:
    """Writes every five seconds that this process is alive (docs/bidding rules 2.4).

    Its connection holds a shared lock for as long as the process lives, by which a starting
    process sees at once whether it is the only one.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._connection: Connection | None = None
        self._one = threading.Lock()

    def beat(self, figures: str | None = None) -> None:
        """Write that this process is alive now; a lost connection is made anew at the next beat.

        `figures` is how it is doing, as JSON, for the others to read.
        """
        with self._one:
            try:
                if self._connection is None:
                    options = {"isolation_level": "AUTOCOMMIT"}
                    self._connection = self._database.engine.connect().execution_options(**options)
                    self._connection.execute(_ALIVE)
                beat = {"process": ORIGIN, "now": self._clock.now(), "figures": figures}
                self._connection.execute(_BEAT, beat)
            except DBAPIError:
                self._let_go()
                raise

    def stop(self) -> None:
        """Beat a last time, if the database hears it, and let the lock go; safe to call twice."""
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self.beat()
            with self._one:
                self._let_go()

    def record_outage(
        self, connection: Connection, now: datetime, *, away_since: datetime | None = None
    ) -> list[tuple[datetime, datetime]]:
        """Write down how long no process was alive, and return the outages of the last hours.

        The time since the last beat counts as down, to the bidders' benefit. Returns nothing where
        another process was alive or the pause was under a second. With `away_since` it is the
        database that was away, from then on, whoever was alive and has beaten since; the part
        another process has recorded is not counted twice.
        """
        last: datetime | None = connection.execute(_LAST).scalar_one()
        alone = bool(connection.execute(_ALONE).scalar_one())
        if away_since is not None:
            recorded: datetime | None = connection.execute(_RECORDED).scalar_one()
            last, alone = max(away_since, recorded or away_since), True
        connection.execute(_BEAT, {"process": ORIGIN, "now": now, "figures": None})
        connection.execute(_FORGET, {"before": now - _REMEMBERED})
        if last is None or not alone or now - last < _SHORTEST_OUTAGE:
            return []
        connection.execute(_DOWN, {"down_from": last, "now": now})
        rows = connection.execute(_OUTAGES, {"since": now - _REMEMBERED}).all()
        return [(row.down_from, row.up_at) for row in rows]

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # the lock ends with its session, which is not reused
            self._connection.close()
            self._connection = None
