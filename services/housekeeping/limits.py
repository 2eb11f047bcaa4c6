"""Limits of the house: what each is, between which values it may be set, and what it is now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from services.authority import demand
from services.billing.money import round_half_up
from services.database import Database
from services.errors import BadField, NotFound
from services.housekeeping import versions
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views.housekeeping import LimitView, VersionView

FAMILY = "limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit; of `money` in R$, else a whole number."""

    default: Decimal
    low: Decimal
    high: Decimal
    money: bool = False


LIMITS = {
    # How many auctions one seller has on sale at once, where nothing else was agreed with them.
    "active_auctions": Limit(default=Decimal(20), low=Decimal(1), high=Decimal(10_000)),
    "questions_an_hour": Limit(default=Decimal(10), low=Decimal(1), high=Decimal(100)),
    # Above it a withdrawal needs two people of the house.
    "payout_approval": Limit(
        default=Decimal(50_000), low=Decimal(0), high=Decimal(9_999_999), money=True
    ),
}


class Limits:
    """Shows and sets the limits; whoever keeps to one reads it in its own transaction."""

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def all(self) -> tuple[LimitView, ...]:
        """Show every limit as it stands."""
        with self._database.transaction() as work:
            written = versions.newest(work.connection, FAMILY)
        return tuple(
            LimitView(
                name=name,
                value=_value(limit, written.get(f"{FAMILY}:{name}")),
                default=limit.default,
                low=limit.low,
                high=limit.high,
                money=limit.money,
                version=written[f"{FAMILY}:{name}"].version if f"{FAMILY}:{name}" in written else 0,
            )
            for name, limit in LIMITS.items()
        )

    def history(self, name: str) -> tuple[VersionView, ...]:
        """Show what a limit has been before, the newest first."""
        with self._database.transaction() as work:
            return versions.history(work.connection, f"{FAMILY}:{name}")

    def change(
        self,
        actor_id: int,
        name: str,
        value: Decimal,
        *,
        seen: int,
        why: str,
        session_key: str,
    ) -> None:
        """Set a limit.

        Raises Forbidden, NotFound, Overtaken, BadField of `value` or `why`, and ProofNeeded without
        a proof of the last five minutes.
        """
        limit = LIMITS.get(name)
        if limit is None:
            raise NotFound
        if not limit.low <= value <= limit.high:
            raise BadField("value", "limit.between", low=limit.low, high=limit.high)
        if value != (round_half_up(value) if limit.money else value.to_integral_value()):
            raise BadField("value", "limit.whole")
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            versions.write(
                work,
                f"{FAMILY}:{name}",
                {"value": str(value)},
                before={"value": str(limit.default)},
                actor=actor_id,
                seen=seen,
                why=why,
                now=self._clock.now(),
            )


def limit_in_force(connection: Connection, name: str) -> Decimal:
    """Read a limit as it stands now."""
    found = versions.history(connection, f"{FAMILY}:{name}")
    return _value(LIMITS[name], found[0] if found else None)


def _value(limit: Limit, written: VersionView | None) -> Decimal:
    return Decimal(written.content["value"]) if written else limit.default
