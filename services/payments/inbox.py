"""The inbox: every message of the gateway's, kept as it came before anybody reads it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import RowMapping, text
from sqlalchemy.exc import SQLAlchemyError

from services.billing.statuses import TRANSFER_EVENTS
from services.database import Database
from services.errors import Unavailable
from services.events import GatewayWanted
from services.handlers.dispatch import switched_off
from services.handlers.gateway import APPLY_TRANSFERS, CLEAR_CHARGES
from services.handlers.noting import note_events
from services.ports import Clock, Runner

MOST_KEPT = 1_000_000  # bytes of one message; the longest seen has two thousand
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
_LARGEST_BATCH = 256
_MOST_TRIES = 30_000  # the column is a small one
_KEEP = text("""
    insert into gateway_events (event_id, event, subject, reference, body, received_at,
                                next_try_at, handled_at, result, note)
    select a, b, c, d, e, :now, :now, case when f is not null then cast(:now as timestamptz) end,
           case when f is not null then 'malformed' end, f
    from unnest(cast(:ids as varchar[]), cast(:events as varchar[]), cast(:subjects as varchar[]),
                cast(:references as varchar[]), cast(:bodies as bytea[]), cast(:notes as varchar[]))
         rows (a, b, c, d, e, f)
    order by a on conflict (event_id) do nothing
    returning event
""")
_TAKE = text("""
    update gateway_events set tries = least(tries + 1, :most), next_try_at = :lease
    where gateway_event_id in (
        select gateway_event_id from gateway_events
        where handled_at is null and next_try_at <= :now
          and not (cast(:no_charges as boolean) and starts_with(event, 'PAYMENT_'))
          and not (cast(:no_transfers as boolean) and event = any(:transfers))
        order by next_try_at, gateway_event_id limit :most_at_once for update skip locked
    )
    returning gateway_event_id, event_id, event, subject, reference, body, tries
""")
_HANDLED = text("""
    update gateway_events set handled_at = :now, result = :result, note = :note
    where gateway_event_id = any(:ids) and handled_at is null
""")
_LATER = text("""
    update gateway_events set next_try_at = :at, note = :note
    where gateway_event_id = any(:ids) and handled_at is null
""")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it is kept; `fault` says why it can be read by nobody."""

    event_id: str
    event: str
    body: bytes
    subject: str | None = None
    reference: str | None = None
    fault: str | None = None


class Inbox:
    """Keeps messages, hands them out under a lease, and notes what became of each.

    Whatever arrives while one commit is in flight goes into the next, together.
    """

    def __init__(self, database: Database, clock: Clock, run: Runner) -> None:
        self._database = database
        self._clock = clock
        self._run = run
        self._waiting: list[tuple[Message, asyncio.Future[None]]] = []
        self._committer: asyncio.Task[None] | None = None

    async def keep(self, body: bytes, *, weight: int | None = None) -> None:
        """Keep a message; it is durable when this returns. One that was kept before is kept once.

        `weight` is how many bytes came, where `body` is only the first of them. Raises Unavailable
        while the books are out of reach: nothing was kept, and the sender is to try again.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((message_of(body, weight=weight), future))
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit())
        await future

    def take(self, *, most: int = 100) -> list[RowMapping]:
        """Take messages that are due, the oldest first; nobody else gets them within the lease.

        Those of a handler that is off wait until it is on again.
        """
        now = self._clock.now()
        values: dict[str, object] = {
            "now": now,
            "lease": now + LEASE,
            "most": _MOST_TRIES,
            "most_at_once": most,
        }
        with self._database.transaction() as work:
            off = switched_off(work.connection)
            values |= {
                "no_charges": CLEAR_CHARGES in off,
                "no_transfers": APPLY_TRANSFERS in off,
                "transfers": list(TRANSFER_EVENTS),
            }
            taken = work.connection.execute(_TAKE, values).mappings().all()
        return sorted(taken, key=lambda row: int(row["gateway_event_id"]))

    def handled(self, ids: Sequence[int], result: str, note: str | None = None) -> None:
        """Note what became of messages, in one word of `GatewayEvent.result`.

        Who hears of their events by name is to be told in the same transaction.
        """
        now = self._clock.now()
        values = {"ids": list(ids), "now": now, "result": result, "note": note}
        with self._database.transaction() as work:
            work.connection.execute(_HANDLED, values)
            note_events(work.connection, ids, now)

    def put_off(self, rows: Sequence[RowMapping], why: str) -> None:
        """Hand messages out again later, each time after longer."""
        tries = max(row["tries"] for row in rows)
        wait = min(FIRST_WAIT * 2 ** min(tries - 1, 12), LONGEST_WAIT)
        ids = [row["gateway_event_id"] for row in rows]
        with self._database.transaction() as work:
            values = {"ids": ids, "at": self._clock.now() + wait, "note": why[:500]}
            work.connection.execute(_LATER, values)

    async def _commit(self) -> None:
        while self._waiting:
            batch = self._waiting[:_LARGEST_BATCH]
            del self._waiting[:_LARGEST_BATCH]
            try:
                await self._run(self._store, [message for message, _ in batch])
            except SQLAlchemyError as error:
                log.error("events_not_kept", events=len(batch), error=str(error))
                self._answer(batch, failed=True)
            except BaseException:
                self._answer(batch, failed=True)
                raise
            else:
                self._answer(batch, failed=False)

    def _answer(
        self, batch: Sequence[tuple[Message, asyncio.Future[None]]], *, failed: bool
    ) -> None:
        for _, future in batch:
            if future.done():  # hung up; what was kept is kept all the same
                continue
            if failed:
                future.set_exception(Unavailable())
            else:
                future.set_result(None)

    def _store(self, messages: Sequence[Message]) -> None:
        def attempt() -> Counter[str]:
            with self._database.transaction() as work:
                kept = work.connection.execute(
                    _KEEP,
                    {
                        "now": self._clock.now(),
                        "ids": [message.event_id for message in messages],
                        "events": [message.event for message in messages],
                        "subjects": [message.subject for message in messages],
                        "references": [message.reference for message in messages],
                        "bodies": [message.body for message in messages],
                        "notes": [message.fault for message in messages],
                    },
                )
                work.announce(GatewayWanted())
                return Counter(kept.scalars())

        kept = self._database.retried(attempt)
        if kept:
            log.info("events_kept", **{name or "malformed": n for name, n in kept.items()})


def message_of(body: bytes, *, weight: int | None = None) -> Message:
    """Read of a message what it is called by; whatever cannot be read is kept by its own mark."""
    weight = len(body) if weight is None else weight
    if weight > len(body):
        return _unread(body, f"{weight} bytes, of which the first {len(body)} are kept")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as fault:
        return _unread(body, f"not JSON: {type(fault).__name__}")
    if not isinstance(said, dict):
        return _unread(body, "not an object")
    event_id, event = _word(said.get("id"), 255), _word(said.get("event"), 80)
    if event_id is None or event is None:
        return _unread(body, "without id or event")
    about = next((said[name] for name in ("payment", "transfer") if name in said), None)
    named = about if isinstance(about, dict) else {}
    return Message(
        event_id=event_id,
        event=event,
        body=body,
        subject=_word(named.get("id"), 64),
        reference=_word(named.get("externalReference"), 100),
    )


def _unread(body: bytes, fault: str) -> Message:
    mark = hashlib.sha256(body).hexdigest()
    return Message(event_id=f"sha256:{mark}", event="", body=body, fault=fault)


def _word(value: object, longest: int) -> str | None:
    """Take a short word that any column can hold: one with a NUL or half a letter is no number."""
    fits = isinstance(value, str) and 0 < len(value) <= longest
    return str(value) if fits and str(value).isascii() and str(value).isprintable() else None
