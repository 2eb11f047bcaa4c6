"""The clock of the house: this machine's, set by the database's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from services.database import Database

STALE_SECONDS = 60.0


class DatabaseClock:
    """Tells the database's wall clock without asking it each time.

    All processes on one database agree within a round trip, however their machines' clocks stand.
    Between two settings it runs on the monotonic clock, so that a jump of this machine's wall
    clock moves nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._setting = datetime.now(UTC), time.monotonic()

    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        zero, started = self._setting  # read as one: it is set in another thread
        return zero + timedelta(seconds=time.monotonic() - started)

    @property
    def trouble(self) -> str | None:
        """Say that it has not been set for too long, if so: it goes on, and may go wrong."""
        ago = time.monotonic() - self._setting[1]
        return f"not set for {ago:.0f} s" if ago > STALE_SECONDS else None

    def set_by_database(self) -> None:
        """Read the database's clock; half the round trip is taken for the way back."""
        with self._database.engine.connect() as connection:
            asked = time.monotonic()
            told: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
            answered = time.monotonic()
        self._setting = told.astimezone(UTC), (asked + answered) / 2
