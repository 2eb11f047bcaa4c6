"""Hands what has happened to whoever hears of it; one that fails harms nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import DBAPIError

from services.database import Transaction, asks_again
from services.handlers.registry import HANDLERS, Handler, Happening, heard_by
from services.handlers.topics import LASTING
from services.ports import Clock

if TYPE_CHECKING:
    from services.news.herald import Herald

FAMILY = "handler"
LONGEST_ERROR = 500
# A fact of the outbox, with its lot as it is now; not every message of the gateway's is of one.
COLUMNS = """
    o.outbox_id, o.topic, o.user_id, o.product_id, o.payload, o.created_at,
    p.product_name as title, p.price, p.end_datetime, p.answer_by, p.outcome, p.leader_id,
    p.product_status_id = 2 as live,
    exists (select from outbox x
            where x.product_id = o.product_id and x.topic in ('to_answer', 'answer_refused')
              and x.user_id = o.user_id) as was_asked
    from outbox o left join products p using (product_id)
"""
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
# What was never tried waits for its handler to be on again.
_WAITS = text("""
    insert into handler_failures (outbox_id, handler, error, at, tries)
    values (:outbox, :handler, '', :now, 0)
    on conflict (outbox_id, handler) do nothing
""")
_WAITING = text(f"""
    select f.handler_failure_id, f.handler, {COLUMNS}
    join handler_failures f using (outbox_id)
    where f.settled_at is null and f.tries = 0 and f.handler = any(:on)
    order by f.outbox_id limit :most for update of f skip locked
""")
SETTLED = text("""
    update handler_failures set settled_at = :now where handler_failure_id = :failure
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

    What one could not do is written down, to be done again from the desk. Of what happens while a
    handler is off, news are never told by it; what lasts waits until it is on again.
    """
    if not rows:
        return
    off = switched_off(work.connection)
    for row in rows:
        happening = Happening(work=work, row=row, herald=herald, clock=clock)
        for handler in heard_by(happening.topic):
            if handler.name not in off:
                attempt(happening, handler)
            elif happening.topic in LASTING:
                work.connection.execute(_WAITS, _values(happening, handler))


def catch_up(work: Transaction, herald: Herald, clock: Clock, *, most: int) -> int:
    """Have done what waited for handlers that are on again, the oldest first; returns how many."""
    off = switched_off(work.connection)
    on = [name for name, one in HANDLERS.items() if one.act is not None and name not in off]
    waiting = work.connection.execute(_WAITING, {"on": on, "most": most}).mappings().all()
    for row in waiting:
        happening = Happening(work=work, row=row, herald=herald, clock=clock)
        if not attempt(happening, HANDLERS[row["handler"]]):
            settled = {"failure": row["handler_failure_id"], "now": clock.now()}
            work.connection.execute(SETTLED, settled)
    return len(waiting)


def attempt(happening: Happening, handler: Handler) -> str:
    """Have one handler do its work; returns what went wrong, empty if nothing did.

    A database that is away, a deadlock or a lock that was refused is nobody's mistake: it rises,
    and the whole work is to be done again.
    """
    assert handler.act is not None
    connection = happening.work.connection
    try:
        with connection.begin_nested():
            handler.act(happening)
    except Exception as mistake:
        if isinstance(mistake, DBAPIError) and asks_again(mistake):
            raise
        error = repr(mistake)[:LONGEST_ERROR].replace("\0", "")
        log.exception("handler_failed", handler=handler.name, topic=happening.topic)
        connection.execute(_FAILED, {**_values(happening, handler), "error": error})
        return error
    return ""


def _values(happening: Happening, handler: Handler) -> Mapping[str, Any]:
    return {
        "outbox": happening.row["outbox_id"],
        "handler": handler.name,
        "now": happening.clock.now(),
    }
