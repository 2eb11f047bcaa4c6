"""Hands what has happened to whoever hears of it; one that fails harms nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, RowMapping, text

from services.database import Transaction
from services.handlers.registry import Handler, Happening, heard_by
from services.ports import Clock

if TYPE_CHECKING:
    from services.news.herald import Herald

FAMILY = "handler"
LONGEST_ERROR = 500
# A handler is off if the last that was said of it says so.
_OFF = text("""
    select substr(subject, 9) from (
        select distinct on (subject) subject, content from house_versions
        where subject like 'handler:%' order by subject, version desc) newest
    where (content ->> 'off')::boolean
""")
_FAILED = text("""
    insert into handler_failures (outbox_id, handler, error, at, tries)
    values (:outbox, :handler, :error, :now, 1)
    on conflict (outbox_id, handler) do update
        set error = excluded.error, at = excluded.at, tries = handler_failures.tries + 1,
            settled_at = null
""")
log = structlog.get_logger(__name__)


def switched_off(connection: Connection) -> frozenset[str]:
    """List the handlers that hear of nothing now."""
    return frozenset(connection.execute(_OFF).scalars())


def dispatch(
    work: Transaction,
    rows: list[RowMapping],
    herald: Herald,
    clock: Clock,
) -> None:
    """Have every handler of each fact do its work, each in a savepoint of its own.

    What one could not do is written down, to be done again from the desk. What happens while a
    handler is off is never done by it.
    """
    if not rows:
        return
    off = switched_off(work.connection)
    for row in rows:
        happening = Happening(work=work, row=row, herald=herald, clock=clock)
        for handler in heard_by(happening.topic):
            if handler.name not in off:
                attempt(happening, handler)


def attempt(happening: Happening, handler: Handler) -> str:
    """Have one handler do its work; returns what went wrong, empty if nothing did.

    A database that is away, or a lock that was refused, is nobody's mistake: it rises.
    """
    assert handler.act is not None
    connection = happening.work.connection
    try:
        with connection.begin_nested():
            handler.act(happening)
    except Exception as mistake:
        if getattr(mistake, "connection_invalidated", False):
            raise
        error = repr(mistake)[:LONGEST_ERROR]
        log.exception("handler_failed", handler=handler.name, topic=happening.topic)
        failed = {
            "outbox": happening.row["outbox_id"],
            "handler": handler.name,
            "error": error,
            "now": happening.clock.now(),
        }
        connection.execute(_FAILED, failed)
        return error
    return ""
