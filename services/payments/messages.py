"""The gateway's messages as administrators read them, and how one is dealt with again."""

from __future__ import annotations

import json

from sqlalchemy import text

from services.administration import audit
from services.authority import demand
from services.database import Database
from services.errors import NotFound, Overtaken
from services.events import GatewayWanted
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views import MessageLine, MessageList, MessageView

PAGE = 50
_LONGEST_SHOWN = 100_000
# What is to be looked at: of nothing the house knows, not borne out, unreadable, or put off.
SHOWN = {
    "wanting": "(result in ('orphan', 'quarantined', 'malformed') or result is null and tries > 1)",
    "orphan": "result = 'orphan'",
    "quarantined": "result = 'quarantined'",
    "malformed": "result = 'malformed'",
    "waiting": "result is null",
    "all": "true",
}
_LINE = """
    select gateway_event_id as id, event, subject, received_at, handled_at, result, note, tries
    from gateway_events
"""
_ONE = text("""
    select e.gateway_event_id as id, e.event_id, e.event, e.subject, e.reference, e.body,
           e.received_at, e.handled_at, e.result, e.note, e.tries,
           coalesce(c.payment_id, t.payment_id) as payment_id
    from gateway_events e left join charges c on c.gateway_id = e.subject
    left join transfers t on t.gateway_id = e.subject
    where gateway_event_id = :id
""")
_AGAIN = text("""
    update gateway_events
    set handled_at = null, result = null, note = null, tries = 0, next_try_at = :now
    where gateway_event_id = :id and result is not null and result <> 'malformed'
    returning event
""")


class Messages:
    """Shows what came from the gateway, as it came; none is ever thrown away."""

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def messages(self, shown: str = "wanting", *, before: int | None = None) -> MessageList:
        """List fifty messages, the newest first; `before` is the number the last page ended with.

        An unknown choice is the one of what is to be looked at.
        """
        shown = shown if shown in SHOWN else "wanting"
        query = text(f"""
            {_LINE} where {SHOWN[shown]}
            and (cast(:before as int) is null or gateway_event_id < :before)
            order by gateway_event_id desc limit :most
        """)
        with self._database.transaction() as work:
            rows = work.connection.execute(query, {"before": before, "most": PAGE + 1})
            lines = [MessageLine(**row) for row in rows.mappings()]
        more = len(lines) > PAGE
        return MessageList(
            shown=shown, lines=tuple(lines[:PAGE]), older=lines[PAGE - 1].id if more else None
        )

    def message(self, number: int) -> MessageView:
        """Show one message with its body, set out if it can be read. Raises NotFound."""
        with self._database.transaction() as work:
            row = work.connection.execute(_ONE, {"id": number}).mappings().one_or_none()
        if row is None:
            raise NotFound
        return MessageView(**{**row, "body": _set_out(bytes(row["body"]))})

    def again(self, number: int, actor_id: int, *, session_key: str) -> None:
        """Have a message dealt with again, as if it had just come; its charge is read anew.

        What moves money is what is found there, so this can be done as often as one likes. Raises
        Forbidden, NotFound, Overtaken for one that waits anyway or that nobody can read, and
        ProofNeeded without a proof of the last five minutes.
        """
        now = self._clock.now()
        with self._database.transaction() as work:
            demand(work, actor_id, Right.MONEY)
            self._sessions.demand_proof(work, session_key)
            asked = {"id": number, "now": now}
            event = work.connection.execute(_AGAIN, asked).scalar_one_or_none()
            if event is None:
                known = work.connection.execute(_ONE, {"id": number}).one_or_none()
                raise NotFound if known is None else Overtaken(reason="message")
            audit.record(
                work,
                "message_again",
                f"gateway_event:{number}",
                actor=actor_id,
                at=now,
                event=event,
            )
            work.announce(GatewayWanted())


def _set_out(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)[:_LONGEST_SHOWN]
    except (ValueError, RecursionError):
        return body.decode("utf-8", "backslashreplace")[:_LONGEST_SHOWN]
