"""The watch: reads how the whole house is doing, and says why it cannot work if it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from models import Status
from services.database import ORIGIN, Database
from services.figures.tallies import Tallies
from services.ports import Clock
from services.views import LiveFigures, Queue

log = structlog.get_logger(__name__)
FRESH = timedelta(seconds=20)  # four heartbeats: who has not told for so long is gone
CLOSING_WITHIN = timedelta(hours=1)
SEEN_WITHIN = timedelta(minutes=15)
_TOLD = text("select figures from heartbeats where process <> :me and beat_at > :since")
_HOUSE = text("""
    select (select count(*) from sessions
            where revoked_at is null and expires_at > :now and seen_at > :seen) as sessions,
           count(*) as lots_open,
           count(*) filter (where end_datetime <= :soon) as lots_closing,
           greatest(extract(epoch from cast(:now as timestamptz) - cast(:grace as interval)
                            - min(end_datetime)), 0) as overdue
    from products where product_status_id = :open
""")
_QUEUES = text("""
    select 'outbox' as name, count(*) as waiting, min(created_at) as since
    from outbox where handled_at is null
    union all
    select 'mails', count(*), min(created_at) from mails
    where sent_at is null and failed_at is null
    union all
    select 'gateway', count(*), min(received_at) from gateway_events where handled_at is null
    union all
    select 'signatures', count(*), min(closed_at) from record_signatures where signature is null
""")


class Going(Protocol):
    """What the house cannot work without; `trouble` says in a few words what is wrong, if it is."""

    @property
    def trouble(self) -> str | None:
        """Say what is wrong; None if nothing is."""


class Watch:
    """Reads figures and health. What it reads costs a bid nothing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tallies: Tallies,
        *,
        grace: timedelta,
        parts: dict[str, Going],
    ) -> None:
        self._database = database
        self._clock = clock
        self.tallies = tallies
        self._grace = grace
        self._parts = parts

    def told(self) -> str:
        """Write what this process tells the others with its heartbeat."""
        return json.dumps(self.tallies.as_message())

    def figures(self) -> LiveFigures:
        """Read how the whole house is doing now: this process, the others, and what waits."""
        now = self._clock.now()
        asked = {
            "now": now,
            "soon": now + CLOSING_WITHIN,
            "seen": now - SEEN_WITHIN,
            "grace": self._grace,
            "open": Status.IN_OCCURRENCE,
        }
        with self._database.transaction() as work:
            others = work.connection.execute(_TOLD, {"me": ORIGIN, "since": now - FRESH}).scalars()
            told: list[dict[str, Any]] = [
                self.tallies.as_message(),
                *(each or {} for each in others),
            ]
            house = work.connection.execute(_HOUSE, asked).one()
            queues = tuple(
                Queue(
                    name=row.name,
                    waiting=row.waiting,
                    oldest_seconds=0.0
                    if row.since is None
                    else max((now - row.since).total_seconds(), 0.0),
                )
                for row in work.connection.execute(_QUEUES)
            )
        in_use, size = self._database.pool()
        return LiveFigures(
            at=now,
            processes=len(told),
            rooms=_sum(told, "rooms"),
            watchers=_sum(told, "watchers"),
            sessions=house.sessions,
            lots_open=house.lots_open,
            lots_closing=house.lots_closing,
            bids_per_minute=_sum(told, "bids"),
            refusals_per_minute=_sum(told, "refused"),
            batches_per_minute=_sum(told, "batches"),
            requests_per_minute=_sum(told, "requests"),
            errors=_sum(told, "errors"),
            late_seconds=_most(told, "late"),
            overdue_seconds=float(house.overdue or 0),
            fan_out_seconds=_most(told, "fan_out"),
            pool_in_use=in_use,
            pool_size=size,
            queues=queues,
            not_ready=self.troubles(),
        )

    def troubles(self) -> tuple[str, ...]:
        """Say what the house cannot work without and has not: `database`, `bus`, `clock`, `alarm`.

        Empty when it is ready. What exactly went wrong is the log's to know.
        """
        found = {name: part.trouble for name, part in self._parts.items()}
        found["database"] = self._asked(lambda: self._database.answers())
        wrong = {name: trouble for name, trouble in found.items() if trouble}
        if wrong:
            log.warning("not_ready", **wrong)
        return tuple(sorted(wrong))

    @staticmethod
    def _asked(ask: Callable[[], bool]) -> str | None:
        try:
            return None if ask() else "no answer"
        except (DBAPIError, SQLAlchemyError, OSError) as error:
            return type(error).__name__


def _sum(told: list[dict[str, Any]], name: str) -> int:
    return int(sum(each.get(name, 0) for each in told))


def _most(told: list[dict[str, Any]], name: str) -> float:
    return float(max(each.get(name, 0.0) for each in told))
