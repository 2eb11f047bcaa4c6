"""The chronograph: opens and closes auctions when their rows say so.

The row is the timer. One alarm wakes at the earliest start or end; a wake-up takes whatever is due.
An extension is an UPDATE and never touches the alarm: a wake-up that comes too early finds nothing
and sets the next. A sweep heals what an alarm missed.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from models import Status
from services.administration import audit
from services.bidding.outage import end_after_outage
from services.closing import ClosingService
from services.database import Database, is_away
from services.errors import NotFound
from services.events import RoomChanged
from services.heartbeat import Heartbeats
from services.ports import Alarm, Clock

log = structlog.get_logger(__name__)
_OPEN_DUE = text("""
    update products set product_status_id = :open, version = version + 1
    where product_id in (
        select product_id from products
        where product_status_id = :waiting and start_datetime <= :now
        order by start_datetime limit :most for no key update skip locked)
    returning product_id, version
""")
_NEXT = text("""
    select least(
        (select min(start_datetime) from products where product_status_id = :waiting),
        (select min(end_datetime) + :grace from products where product_status_id = :open))
""")
_ADD = text("""
    update products set end_datetime = end_datetime + :longer, version = version + 1
    where product_id = :id and product_status_id = :open and end_datetime > :now
    returning end_datetime, version
""")
_EXTENDED = text("""
    insert into extensions (product_id, ends_from, ends_to, cause, at)
    values (:id, :before, :after, :cause, :at)
""")
_OPEN_LOTS = text("""
    select product_id, end_datetime, soft_close_seconds from products
    where product_status_id = :open and end_datetime <= :horizon
    order by product_id for no key update
""")
_PROLONG = text("""
    update products set end_datetime = :after, version = version + 1
    where product_id = :id returning version
""")
_LONGEST_WINDOW = timedelta(hours=1)
_ONE_RESTART = text("select pg_advisory_xact_lock(727403)")


class Chronograph:
    """Keeps every auction on the clock, in this process and beside others."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        alarm: Alarm,
        closing: ClosingService,
        heartbeats: Heartbeats,
        *,
        sweep_seconds: float = 1.0,
    ) -> None:
        self._database = database
        self._clock = clock
        self._alarm = alarm
        self._closing = closing
        self._heartbeats = heartbeats
        self._sweep_seconds = sweep_seconds
        self._ringing = threading.Lock()
        self._was_away = self._running = False
        self._well_at: datetime | None = None

    @property
    def trouble(self) -> str | None:
        """Say that it has not rung well for too long, if so: nothing is opened or closed."""
        if not self._running or self._well_at is None:
            return None
        ago = (self._clock.now() - self._well_at).total_seconds()
        return f"no ring for {ago:.0f} s" if ago > max(20 * self._sweep_seconds, 20) else None

    def start(self) -> None:
        """Put all auctions on the clock; safe to call twice."""
        self.restart()
        self._running, self._well_at = True, self._clock.now()
        self._alarm.start(self.ring, sweep_seconds=self._sweep_seconds)
        self.ring()

    def stop(self) -> None:
        """Ring no more; what is being decided is finished. Safe to call twice."""
        self._running = False
        self._alarm.stop()
        with self._ringing:
            pass

    def ring(self) -> None:
        """Open and close what is due, then set the alarm for what comes next.

        Rings at once from two threads are one; a database that is away is asked again by the sweep.
        """
        if not self._ringing.acquire(blocking=False):
            return
        try:
            if self._was_away:
                self.restart(away_since=self._well_at)
                self._was_away = False
            while (
                self._open_due() or self._closing.close_due() or self._closing.lapse_conditionals()
            ):
                continue
            if (next_due := self._next_due()) is not None:
                self._alarm.set(next_due)
            self._well_at = self._clock.now()
        except DBAPIError as error:
            self._was_away = self._was_away or is_away(error)
            log.warning("chronograph_waits_for_database", error=str(error.orig).strip())
        finally:
            self._ringing.release()

    def start_auction_timer(self, auction_id: int, seconds: float) -> None:
        """Wake up when the auction, which ends in `seconds`, is to be closed.

        Its row decides: a wake-up before its end and grace closes nothing.
        """
        log.debug("auction_timer", auction=auction_id, seconds=seconds)
        self._alarm.set(self._clock.now() + timedelta(seconds=seconds) + self._closing.grace)

    def add_time_to_auction(self, auction_id: int, seconds: float) -> datetime:
        """Move the end of an open auction `seconds` later and return the new end.

        Raises `NotFound` when it is not open any more.
        """
        longer, now = timedelta(seconds=seconds), self._clock.now()
        with self._database.transaction() as work:
            moved = work.connection.execute(
                _ADD,
                {"id": auction_id, "open": Status.IN_OCCURRENCE, "longer": longer, "now": now},
            ).one_or_none()
            if moved is None:
                raise NotFound
            ends_at: datetime = moved.end_datetime
            self._record(work.connection, auction_id, ends_at - longer, ends_at, "administrator")
            work.announce(RoomChanged(auction_id=auction_id, version=moved.version))
        return ends_at

    def restart(self, *, away_since: datetime | None = None) -> int:
        """Apply the outage rule to every open auction after the house was down; returns how many
        were given more time.

        An auction whose last part fell into the outage goes on; one that had ended before is
        closed at its old end by the next ring. One process does this at a time. `away_since` is
        when the database last answered, if it was the database that was away.
        """
        with self._database.transaction() as work:
            work.connection.execute(_ONE_RESTART)
            now = self._clock.now()
            outages = self._heartbeats.record_outage(work.connection, now, away_since=away_since)
            if not outages:
                return 0
            prolonged = 0
            asked = {"open": Status.IN_OCCURRENCE, "horizon": now + _LONGEST_WINDOW}
            for lot in work.connection.execute(_OPEN_LOTS, asked).all():
                window = timedelta(seconds=lot.soft_close_seconds)
                ends_at = end_after_outage(lot.end_datetime, window, outages=outages, now=now)
                if ends_at is None or ends_at <= lot.end_datetime:
                    continue
                prolonged += 1
                version = work.connection.execute(
                    _PROLONG, {"id": lot.product_id, "after": ends_at}
                ).scalar_one()
                self._record(work.connection, lot.product_id, lot.end_datetime, ends_at, "outage")
                audit.record(
                    work,
                    "extended_by_outage",
                    f"auction:{lot.product_id}",
                    at=now,
                    ends_at=ends_at.isoformat(),
                )
                work.announce(RoomChanged(auction_id=lot.product_id, version=version))
        log.info("restarted_after_outage", prolonged=prolonged)
        return prolonged

    def _record(
        self, connection: Connection, auction_id: int, before: datetime, after: datetime, cause: str
    ) -> None:
        connection.execute(
            _EXTENDED,
            {
                "id": auction_id,
                "before": before,
                "after": after,
                "cause": cause,
                "at": self._clock.now(),
            },
        )

    def _open_due(self, *, most: int = 200) -> int:
        with self._database.transaction() as work:
            opened = work.connection.execute(
                _OPEN_DUE,
                {
                    "open": Status.IN_OCCURRENCE,
                    "waiting": Status.NOT_STARTED,
                    "now": self._clock.now(),
                    "most": most,
                },
            ).all()
            for auction_id, version in opened:
                work.announce(RoomChanged(auction_id=auction_id, version=version))
        return len(opened)

    def _next_due(self) -> datetime | None:
        with self._database.transaction() as work:
            due: datetime | None = work.connection.execute(
                _NEXT,
                {
                    "open": Status.IN_OCCURRENCE,
                    "waiting": Status.NOT_STARTED,
                    "grace": self._closing.grace,
                },
            ).scalar_one()
        return due
