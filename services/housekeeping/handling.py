"""The handlers on the desk: who hears of what, which are off, and what is to be done again."""

from __future__ import annotations

from sqlalchemy import text

from services.administration import audit
from services.authority import demand
from services.database import Database
from services.errors import NotFound, Overtaken
from services.handlers import HANDLERS, Happening, find_all
from services.handlers.dispatch import COLUMNS, FAMILY, SETTLED, attempt, switched_off
from services.handlers.topics import LASTING
from services.housekeeping import versions
from services.news.herald import Herald
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views import FailureView, HandlerView

MOST = 100
_COUNTS = text("""
    select handler, count(*) filter (where tries > 0) as failed,
           count(*) filter (where tries = 0) as waiting
    from handler_failures where settled_at is null group by handler
""")
_FAILURES = text("""
    select f.handler_failure_id as id, f.handler, o.topic, f.error, f.at, f.tries,
           o.product_id as auction_id
    from handler_failures f join outbox o using (outbox_id)
    where f.settled_at is null and f.tries > 0 order by f.handler_failure_id desc limit :most
""")
_LOCKED = text("""
    select outbox_id, handler, settled_at from handler_failures
    where handler_failure_id = :failure and tries > 0 for update
""")
_FACT = text(f"select {COLUMNS} where o.outbox_id = :outbox")


class Handling:
    """Shows the handlers, switches them, and has done again what one failed at."""

    def __init__(
        self, database: Database, clock: Clock, herald: Herald, sessions: SessionService
    ) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald
        self._sessions = sessions
        find_all()

    def handlers(self, actor_id: int | None) -> tuple[HandlerView, ...]:
        """Show every handler, by name. Raises Forbidden."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            said = versions.newest(work.connection, FAMILY)
            counts = {row.handler: row for row in work.connection.execute(_COUNTS)}
        views = []
        for name, handler in sorted(HANDLERS.items()):
            version = said.get(f"{FAMILY}:{name}")
            views.append(
                HandlerView(
                    name=name,
                    topics=handler.topics,
                    place=handler.place,
                    off=bool(version and version.content.get("off")),
                    version=version.version if version else 0,
                    failed=counts[name].failed if name in counts else 0,
                    waiting=counts[name].waiting if name in counts else 0,
                    sentence=handler.sentence,
                    lasting=LASTING.issuperset(handler.topics),
                )
            )
        return tuple(views)

    def failures(self, actor_id: int | None) -> tuple[FailureView, ...]:
        """Show the last hundred things that are to be done again. Raises Forbidden."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            rows = work.connection.execute(_FAILURES, {"most": MOST}).mappings()
            off = switched_off(work.connection)
            return tuple(FailureView(**row, off=row["handler"] in off) for row in rows)

    def switch(
        self, actor_id: int, name: str, *, off: bool, seen: int, why: str, session_key: str
    ) -> None:
        """Have a handler hear of nothing from now on, or hear again.

        News of what happens while it is off are not told later; facts and the gateway's events
        wait. Raises Forbidden, NotFound, Overtaken, BadField of `why`, and
        ProofNeeded without a proof of the last five minutes.
        """
        if name not in HANDLERS:
            raise NotFound
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            versions.write(
                work,
                f"{FAMILY}:{name}",
                {"off": off},
                before={"off": False},
                actor=actor_id,
                seen=seen,
                why=why,
                now=self._clock.now(),
            )

    def replay(self, actor_id: int, failure_id: int, *, session_key: str) -> bool:
        """Have a thing done again; tells whether it was done.

        Raises Forbidden, NotFound, Overtaken for one that has been done meanwhile or whose handler
        is off: off is off, whoever asks; ProofNeeded without a proof of the last five minutes.
        """
        return self._database.retried(lambda: self._replay(actor_id, failure_id, session_key))

    def _replay(self, actor_id: int, failure_id: int, session_key: str) -> bool:
        now = self._clock.now()
        with self._database.transaction() as work:
            demand(work, actor_id, Right.SYSTEM)
            self._sessions.demand_proof(work, session_key)
            failure = work.connection.execute(_LOCKED, {"failure": failure_id}).one_or_none()
            handler = HANDLERS.get(failure.handler) if failure else None
            if failure is None or handler is None or handler.act is None:
                raise NotFound
            if failure.settled_at is not None:
                raise Overtaken(reason="handled")
            if handler.name in switched_off(work.connection):
                raise Overtaken(reason="handler_off")
            row = work.connection.execute(_FACT, {"outbox": failure.outbox_id}).mappings().one()
            happening = Happening(work=work, row=row, herald=self._herald, clock=self._clock)
            error = attempt(happening, handler)
            if not error:
                work.connection.execute(SETTLED, {"failure": failure_id, "now": now})
            audit.record(
                work,
                "handler_replayed",
                f"handler:{handler.name}",
                actor=actor_id,
                at=now,
                fact=failure.outbox_id,
                error=error,
            )
        return not error
