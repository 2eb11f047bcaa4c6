"""For how long the house keeps what, why, and the sweep that lets go of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from services.database import Database
from services.ports import Clock
from services.privacy.deletions import Deletions

ACCESS_RECORDS = timedelta(days=183)  # Marco Civil da Internet, art. 15: six months
_OLD_SESSIONS, _OLD_TOKENS = (
    text(f"delete from {table} where coalesce(revoked_at, expires_at) < :before")  # noqa: S608
    for table in ("sessions", "api_tokens")
)


class Retention:
    """Carries out what is due: accounts whose grace is over, access records past their time."""

    def __init__(self, database: Database, clock: Clock, deletions: Deletions) -> None:
        self._database = database
        self._clock = clock
        self._deletions = deletions

    def forget_old(self) -> None:
        """Erase the accounts that are due and let go of access records older than six months."""
        self._deletions.carry_out_due()
        with self._database.transaction() as work:
            before = self._clock.now() - ACCESS_RECORDS
            work.connection.execute(_OLD_SESSIONS, {"before": before})
            work.connection.execute(_OLD_TOKENS, {"before": before})
