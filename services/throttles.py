"""How often something may be tried: counted in PostgreSQL, so that all processes count together."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import text

from services.database import Database, Transaction
from services.errors import TooManyAttempts
from services.ports import Clock

_LONGEST = 120
_REMEMBERED = timedelta(days=2)
_HIT = text("""
    insert into throttles (subject, window_start, hits) values (:subject, :now, 1)
    on conflict (subject) do update set
        hits = case when throttles.window_start <= :since then 1 else throttles.hits + 1 end,
        window_start = case when throttles.window_start <= :since then :now
                            else throttles.window_start end
    returning hits, window_start
""")
_CALM = text("delete from throttles where subject = :subject")
_FORGET = text("delete from throttles where window_start < :before")


class Throttles:
    """Counts tries of one subject, as `login:ana` or `mail-from:203.0.113.9`, in fixed windows.

    A try is counted in a transaction of its own: it counts even if what follows is undone.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count(self, subject: str, *, most: int, within: timedelta) -> None:
        """Count a try; raises TooManyAttempts, with the minutes to wait, past `most`."""
        wait = self._hit(subject, most, within)
        if wait is not None:
            raise TooManyAttempts(minutes=max(1, -(-int(wait.total_seconds()) // 60)))

    def allows(self, subject: str, *, most: int, within: timedelta) -> bool:
        """Count a try and tell whether it is within `most`, for what is refused in silence."""
        return self._hit(subject, most, within) is None

    def calm(self, work: Transaction, subject: str) -> None:
        """Forget the tries of a subject, in the transaction of what went well."""
        work.connection.execute(_CALM, {"subject": _key(subject)})

    def forget_old(self) -> None:
        """Let go of counts whose window is long over."""
        with self._database.transaction() as work:
            work.connection.execute(_FORGET, {"before": self._clock.now() - _REMEMBERED})

    def _hit(self, subject: str, most: int, within: timedelta) -> timedelta | None:
        now = self._clock.now()
        with self._database.transaction() as work:
            tried = work.connection.execute(
                _HIT, {"subject": _key(subject), "now": now, "since": now - within}
            ).one()
        return None if tried.hits <= most else tried.window_start + within - now


def _key(subject: str) -> str:
    """Shorten what is too long for the column, without two subjects becoming one."""
    plain = subject.replace("\0", "")
    if len(plain) <= _LONGEST:
        return plain
    return plain[: _LONGEST - 65] + "#" + sha256(plain.encode()).hexdigest()
