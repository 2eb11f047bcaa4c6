"""The one door to PostgreSQL: transactions that commit once, at their edge, then tell the news."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from services.errors import Overloaded
from services.events import TOLD_ABROAD, Event, RoomChanged
from services.hub import Hub
from services.prepared import Prepared

ORIGIN = f"{os.getpid()}-{os.urandom(4).hex()}"
CHANNEL = "martelo_rooms"
_RETRIED = {"40001", "40P01", "55P03"}  # serialisation, deadlock, lock not available
_STOPPED = {"57014", "25P03", "25P04"}  # a statement, an idle or a long transaction, by its limit
_AWAY = ("08", "53", "57P")  # connection lost, resources out, operator
_AGAIN_SECONDS = 5
_ROOMS_PER_NOTE, _OTHERS_PER_NOTE = 300, 50  # a NOTIFY payload holds 8,000 bytes
NOTIFY = Prepared("house_notify", ("text",), f"select pg_notify('{CHANNEL}', $1)")
log = structlog.get_logger(__name__)
T = TypeVar("T")


class Transaction:
    """Work that is done as a whole or not at all; what it announces is told after the commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.news: list[Event] = []
        self._last: list[Callable[[Connection], object]] = []
        self._told = 0
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """Give an ORM session on this transaction, for paths where a bid is not waiting."""
        if self._session is None:
            self._session = Session(
                bind=self.connection, expire_on_commit=False, join_transaction_mode="rollback_only"
            )
        return self._session

    def announce(self, event: Event) -> None:
        """Tell `event` once this is committed; never told if it is not."""
        self.news.append(event)

    def before_commit(self, write: Callable[[Connection], object]) -> None:
        """Do `write` as the last thing of this work, for what takes a lock that all wait for."""
        self._last.append(write)

    def finish(self) -> None:
        """Write what is still pending and hand the news to the other processes' bus."""
        if self._session is not None:
            self._session.flush()
        for write in self._last:
            write(self.connection)
        for note in self.take_notes():
            NOTIFY.run(self.connection, note)

    def take_notes(self) -> list[str]:
        """Give what the other processes are to be told, for whoever tells it in this transaction.

        What has been taken is not given again.
        """
        untold, self._told = self.news[self._told :], len(self.news)
        rooms = [(e.auction_id, e.version) for e in untold if isinstance(e, RoomChanged)]
        others = [
            (type(e).__name__, asdict(e))
            for e in dict.fromkeys(untold)
            if isinstance(e, TOLD_ABROAD)
        ]
        return [
            *(_note(rooms=part) for part in _parts(rooms, _ROOMS_PER_NOTE)),
            *(_note(others=part) for part in _parts(others, _OTHERS_PER_NOTE)),
        ]

    def close(self) -> None:
        """Let the ORM session go."""
        if self._session is not None:
            self._session.close()


class Database:
    """A pool of connections to one PostgreSQL and the transactions run on it."""

    def __init__(self, url: str, *, pool_size: int = 8, hub: Hub | None = None) -> None:
        self.url = url
        self.hub = hub or Hub()
        self.engine: Engine = create_engine(
            dialect_url(url),
            pool_size=pool_size,
            max_overflow=2,
            hide_parameters=True,  # a maximum is nobody's to read, not in a log either
            pool_timeout=10,
            connect_args={
                "connect_timeout": 5,
                "application_name": "martelo",
                "options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=8000"
                " -c plan_cache_mode=force_generic_plan -c jit=off",
            },
        )

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Run the block as one transaction: committed at its end, rolled back if it raises.

        News announced inside reaches this process and the others only after the commit.
        """
        with self.engine.connect() as connection:
            outer = connection.begin()
            work = Transaction(connection)
            try:
                yield work
                work.finish()
            except BaseException:
                if outer.is_active:  # a flush that failed has rolled it back already
                    outer.rollback()
                work.close()
                raise
            outer.commit()
            work.close()
        for event in work.news:
            self.hub.publish(event)

    def retried(self, operation: Callable[[], T], *, times: int = 3) -> T:
        """Run a whole transaction again when PostgreSQL asks for it, `times` in all.

        Deadlocks, serialisation failures and lost connections are tried again; the operation must
        therefore be idempotent by its own keys.
        """
        for attempt in range(1, times + 1):
            try:
                return operation()
            except DBAPIError as error:
                if attempt == times or not worth_retrying(error):
                    raise
                log.warning("transaction_retried", attempt=attempt, error=str(error.orig).strip())
        raise AssertionError("unreachable")

    def answers(self) -> bool:
        """Ask the database whether it is there."""
        with self.engine.connect() as connection:
            return bool(connection.exec_driver_sql("select true").scalar_one())

    def pool(self) -> tuple[int, int]:
        """Tell how many connections are in use, and how many there are at most."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout(), pool.size()

    def close(self) -> None:
        """Let all connections go; safe to call twice."""
        self.engine.dispose()


def _parts(whole: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    return (whole[start : start + most] for start in range(0, len(whole), most))


def _note(*, rooms: Sequence[object] = (), others: Sequence[object] = ()) -> str:
    return json.dumps([ORIGIN, rooms, *([others] if others else [])])


def worth_retrying(error: DBAPIError) -> bool:
    """Tell whether the same work may succeed if done again."""
    return error.connection_invalidated or getattr(error.orig, "pgcode", None) in _RETRIED


def asks_again(error: DBAPIError) -> bool:
    """Tell whether PostgreSQL refused only this time, or is away; a mistake of ours is neither."""
    code = getattr(error.orig, "pgcode", None)
    return worth_retrying(error) or (code is not None and code.startswith(_AWAY))


def answered(call: Callable[[], T]) -> T:
    """Do what somebody waits for; raises Overloaded if the database was too slow, busy or away.

    Any other refusal of the database's is a mistake of ours and stays one.
    """
    try:
        return call()
    except (DBAPIError, NoConnection) as error:
        if isinstance(error, DBAPIError) and not (
            worth_retrying(error)
            or is_away(error)
            or getattr(error.orig, "pgcode", None) in _STOPPED
        ):
            raise
        log.warning("database_overloaded", error=str(getattr(error, "orig", error)).strip())
        raise Overloaded(seconds=_AGAIN_SECONDS) from error


def is_away(error: DBAPIError) -> bool:
    """Tell whether the database could not be reached, rather than that it refused something."""
    code = getattr(error.orig, "pgcode", None)
    return error.connection_invalidated or code is None or code.startswith(_AWAY)


def dialect_url(url: str) -> Any:
    """Address a PostgreSQL through psycopg2, whichever way the URL was written."""
    return make_url(url.replace("postgres://", "postgresql://", 1)).set(
        drivername="postgresql+psycopg2"
    )


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`; several processes may do so at once, one does the work."""
    from alembic import command
    from alembic.config import Config

    command.upgrade(alembic_config(url, Config), revision)


def alembic_config(url: str, kind: Any) -> Any:
    """Make Alembic's configuration for the database at `url`."""
    here = Path(__file__).resolve().parent.parent
    config = kind(str(here / "alembic.ini"))
    config.set_main_option("script_location", str(here / "migrations"))
    config.attributes["url"] = url
    return config
