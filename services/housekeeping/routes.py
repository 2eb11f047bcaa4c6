"""Which pages and doors are out of use for a while; all are listed by what declares them."""

from __future__ import annotations

from services.authority import demand
from services.database import Database
from services.errors import BadField
from services.housekeeping import versions
from services.people.rights import Right
from services.ports import Clock
from services.views import RouteState

FAMILY = "route"
LONGEST = 110
# Without these nobody could end what was begun, or see how the house is.
ALWAYS_OPEN = ("/admin", "/login", "/logout", "/account/verify", "/healthz", "/readyz", "/metrics")


class Maintenance:
    """Takes routes out of use and puts them back, each time with a reason."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def closed(self) -> frozenset[str]:
        """List the routes that are out of use, each as `GET /wallet`."""
        with self._database.transaction() as work:
            found = versions.newest(work.connection, FAMILY)
        return frozenset(
            subject.removeprefix(f"{FAMILY}:")
            for subject, version in found.items()
            if version.content.get("closed")
        )

    def states(self) -> dict[str, RouteState]:
        """Show what was last said of each route that anything was ever said of."""
        with self._database.transaction() as work:
            found = versions.newest(work.connection, FAMILY)
        return {
            subject.removeprefix(f"{FAMILY}:"): RouteState(
                closed=bool(version.content.get("closed")),
                version=version.version,
                why=version.why,
                actor=version.actor,
                at=version.at,
            )
            for subject, version in found.items()
        }

    def set(self, actor_id: int, route: str, *, closed: bool, seen: int, why: str) -> None:
        """Take a route out of use, or put it back.

        Raises Forbidden, Overtaken, BadField of `why`, and of `route` for one that stays open.
        """
        _, _, path = route.partition(" ")
        if len(route) > LONGEST or not may_close(path):
            raise BadField("route", "route.always_open")
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            versions.write(
                work,
                f"{FAMILY}:{route}",
                {"closed": closed},
                before={"closed": False},
                actor=actor_id,
                seen=seen,
                why=why,
                now=self._clock.now(),
            )


def may_close(path: str) -> bool:
    """Tell whether a route may be taken out of use."""
    return path.startswith("/") and not path.startswith(ALWAYS_OPEN)
