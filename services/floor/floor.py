"""What an auctioneer does in a live session: speaks to the room, stops its clock, calls the next.

Nothing here bids. A bid is typed by the person who bids, straight into the system, and published at
once; nobody takes or records one for somebody else (CNJ 236 art. 22).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.administration import audit
from services.authority import rights_in
from services.database import Database, Transaction
from services.errors import FloorRefused, Forbidden, NotFound
from services.events import RoomChanged
from services.floor.reading import read_line
from services.people.rights import Right
from services.ports import Clock
from services.throttles import Throttles
from services.views import HYBRID_SECONDS, FloorView, LineLot

Lot = Mapping[str, Any]

SAYINGS = ("floor_open", "once", "twice", "last_call", "words")
LONGEST_WORDS, SHORTEST_REASON, LONGEST_REASON = 200, 10, 300
_MOST_SAID, _WITHIN = 60, timedelta(minutes=1)
_LOT = """
    select p.product_id, p.product_name, p.user_id, p.product_status_id, p.auction_type,
           p.end_datetime, p.hard_end_datetime, p.soft_close_seconds, p.extend_mode, p.bid_count,
           p.suspended_at, p.announced,
           exists (select from auctioneers a join users u using (user_id)
                   where a.user_id = p.user_id and a.verified_at is not null
                     and u.blocked_at is null) as by_auctioneer,
           exists (select from announcements said where said.product_id = p.product_id
                   and said.kind = 'paused' and said.at = p.suspended_at) as paused_here
    from products p where p.product_id = :lot
"""
_READ, _LOCK = text(_LOT), text(f"{_LOT} for no key update of p")
_SAY = text("""
    insert into announcements (product_id, number, kind, words, next_id, actor_id, at)
    values (:lot, :number, :kind, :words, :next, :actor, :at)
""")
_SAID = text("""
    update products set announced = :number, version = version + 1
    where product_id = :lot returning version
""")
_PAUSE = text("""
    update products set product_status_id = :suspended, suspended_at = :now where product_id = :lot
""")
_RESUME = text("""
    update products set product_status_id = :open, suspended_at = null, end_datetime = :after,
        hard_end_datetime = hard_end_datetime + cast(:stood as interval)
    where product_id = :lot
""")
_EXTENDED = text("""
    insert into extensions (product_id, ends_from, ends_to, cause, at)
    values (:lot, :before, :after, 'pause', :now)
""")
_HYBRID = text("""
    update products set extend_mode = 'add', soft_close_seconds = :seconds where product_id = :lot
""")
_ACTIVE = text("""
    update users set active_auction_number = active_auction_number + :more where user_id = :seller
""")


class Floor:
    """Each act is judged under the lot's lock, written to the audit log and said to the room.

    It is for the lot's own auctioneer (verified, of an official or judicial lot) and for those who
    may act on all auctions; others are Forbidden. Acts raise NotFound, and FloorRefused for what
    cannot be done now.
    """

    def __init__(self, database: Database, clock: Clock, throttles: Throttles) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles

    def standing(self, actor_id: int, auction_id: int) -> FloorView:
        """Show what may be done with a lot now, and which lots come after it."""
        with self._database.transaction() as work:
            lot = _admitted(work, actor_id, auction_id, lock=False)
            line = read_line(work.connection, auction_id)
        return FloorView(
            auction_id=auction_id,
            title=lot["product_name"],
            judicial=lot["auction_type"] == "judicial",
            hybrid=_is_hybrid(lot),
            forced=_needs_force(lot, self._clock.now()),
            acts=_acts_on(lot, self._clock.now(), line=bool(line)),
            line=line,
        )

    def line(self, auction_id: int) -> tuple[LineLot, ...]:
        """Show everybody which lots come after one."""
        with self._database.transaction() as work:
            return read_line(work.connection, auction_id)

    def say(self, actor_id: int, auction_id: int, kind: str, words: str = "") -> None:
        """Say one of `SAYINGS` to the room, or own `words` of up to 200 signs.

        Raises TooManyAttempts beyond sixty a minute by one person.
        """
        words = " ".join(words.split()) if kind == "words" else ""
        self._throttles.count(f"floor:{actor_id}", most=_MOST_SAID, within=_WITHIN)
        with self._database.transaction() as work:
            lot = self._lot(work, actor_id, auction_id, "say")
            if kind not in SAYINGS or (kind == "words" and not 0 < len(words) <= LONGEST_WORDS):
                raise FloorRefused(reason="words")
            self._announce(work, lot, actor_id, kind, words=words)
            self._note(work, actor_id, lot, "floor_said", after={"kind": kind, "words": words})

    def pause(self, actor_id: int, auction_id: int, reason: str, *, force: bool = False) -> None:
        """Stop a lot's clock: no bid is taken and the time left is kept, to the microsecond.

        A judicial lot needs a reason of ten signs or more; within its last window nothing stops it
        but force majeure, which `force` declares (CNJ 236 art. 31). What is held stays held.
        """
        reason = " ".join(reason.split())[:LONGEST_REASON]
        with self._database.transaction() as work:
            lot = self._lot(work, actor_id, auction_id, "pause")
            now = self._clock.now()
            if lot["auction_type"] == "judicial" and len(reason) < SHORTEST_REASON:
                raise FloorRefused(reason="no_reason")
            if _needs_force(lot, now) and not force:
                raise FloorRefused(reason="last_window")
            values = {"lot": auction_id, "suspended": int(Status.SUSPENDED), "now": now}
            work.connection.execute(_PAUSE, values)
            work.connection.execute(_ACTIVE, {"seller": lot["user_id"], "more": -1})
            self._announce(work, lot, actor_id, "paused", at=now)
            left = (lot["end_datetime"] - now).total_seconds()
            self._note(
                work,
                actor_id,
                lot,
                "floor_paused",
                after={"left_seconds": left, "force_majeure": force},
                reason=reason,
            )

    def resume(self, actor_id: int, auction_id: int) -> datetime:
        """Let the clock go on with the time that was left; returns the new end."""
        with self._database.transaction() as work:
            lot = self._lot(work, actor_id, auction_id, "resume")
            now, before = self._clock.now(), lot["end_datetime"]
            stood = max(now - lot["suspended_at"], timedelta(microseconds=1))
            after: datetime = before + stood
            values = {"lot": auction_id, "before": before, "after": after, "now": now}
            work.connection.execute(
                _RESUME, {**values, "open": int(Status.IN_OCCURRENCE), "stood": stood}
            )
            work.connection.execute(_EXTENDED, values)
            work.connection.execute(_ACTIVE, {"seller": lot["user_id"], "more": 1})
            self._announce(work, lot, actor_id, "resumed")
            self._note(work, actor_id, lot, "floor_resumed", after={"ends_at": after})
        return after

    def make_hybrid(self, actor_id: int, auction_id: int) -> None:
        """Declare that the lot is sold in a room and online at once: each late bid adds 15 s.

        Terms do not change under bidders: only before the first bid.
        """
        with self._database.transaction() as work:
            lot = self._lot(work, actor_id, auction_id, "hybrid")
            work.connection.execute(_HYBRID, {"lot": auction_id, "seconds": HYBRID_SECONDS})
            self._announce(work, lot, actor_id, "hybrid")
            self._note(
                work,
                actor_id,
                lot,
                "floor_hybrid",
                after={"extend_mode": "add", "soft_close_seconds": HYBRID_SECONDS},
            )

    def call_next(self, actor_id: int, auction_id: int, next_id: int) -> None:
        """Call another lot of the line: displays and consoles of this one follow."""
        with self._database.transaction() as work:
            lot = self._lot(work, actor_id, auction_id, "next")
            line = read_line(work.connection, auction_id)
            if next_id not in {each.auction_id for each in line}:
                raise FloorRefused(reason="not_in_line")
            self._announce(work, lot, actor_id, "next", next_id=next_id)
            self._note(work, actor_id, lot, "floor_next", after={"next": next_id})

    def _lot(self, work: Transaction, actor_id: int, auction_id: int, act: str) -> Lot:
        lot = _admitted(work, actor_id, auction_id, lock=True)
        if act not in _acts_on(lot, self._clock.now(), line=True):
            raise FloorRefused(reason="not_now")
        return lot

    def _announce(
        self,
        work: Transaction,
        lot: Lot,
        actor_id: int,
        kind: str,
        *,
        words: str = "",
        next_id: int | None = None,
        at: datetime | None = None,
    ) -> None:
        number, auction_id = lot["announced"] + 1, lot["product_id"]
        work.connection.execute(
            _SAY,
            {
                "lot": auction_id,
                "number": number,
                "kind": kind,
                "words": words,
                "next": next_id,
                "actor": actor_id,
                "at": at or self._clock.now(),
            },
        )
        said = {"lot": auction_id, "number": number}
        version = work.connection.execute(_SAID, said).scalar_one()
        work.announce(RoomChanged(auction_id=auction_id, version=version))

    def _note(
        self,
        work: Transaction,
        actor_id: int,
        lot: Lot,
        action: str,
        *,
        after: Mapping[str, object],
        **details: object,
    ) -> None:
        before = {"status": lot["product_status_id"], "ends_at": lot["end_datetime"]}
        audit.record(
            work,
            action,
            f"auction:{lot['product_id']}",
            actor=actor_id,
            at=self._clock.now(),
            before=before,
            after=after,
            **details,
        )


def _admitted(work: Transaction, actor_id: int, auction_id: int, *, lock: bool) -> Lot:
    lot = _row(work.connection, auction_id, lock=lock)
    official = lot["auction_type"] in ("official", "judicial")
    own = lot["user_id"] == actor_id and official and lot["by_auctioneer"]
    if not own and Right.AUCTIONS not in rights_in(work, actor_id):
        raise Forbidden
    return lot


def _row(connection: Connection, auction_id: int, *, lock: bool) -> Lot:
    query = _LOCK if lock else _READ
    row = connection.execute(query, {"lot": auction_id}).mappings().one_or_none()
    if row is None or row["product_status_id"] == Status.DRAFT:
        raise NotFound
    return dict(row)


def _acts_on(lot: Lot, now: datetime, *, line: bool) -> tuple[str, ...]:
    status, acts = lot["product_status_id"], []
    running = status == Status.IN_OCCURRENCE and now < lot["end_datetime"]
    waiting = status == Status.NOT_STARTED
    # What the house has suspended is the house's to let go on.
    stopped = status == Status.SUSPENDED and lot["paused_here"]
    if running or waiting or stopped:
        acts.append("say")
    if running:
        acts.append("pause")
    if stopped:
        acts.append("resume")
    if (running or waiting) and not lot["bid_count"] and not _is_hybrid(lot):
        acts.append("hybrid")
    if line:
        acts.append("next")
    return tuple(acts)


def _is_hybrid(lot: Lot) -> bool:
    return bool(lot["extend_mode"] == "add" and lot["soft_close_seconds"] == HYBRID_SECONDS)


def _needs_force(lot: Lot, now: datetime) -> bool:
    """Tell whether only force majeure stops the lot now: a judicial one in its last window."""
    window = timedelta(seconds=lot["soft_close_seconds"])
    return bool(lot["auction_type"] == "judicial" and lot["end_datetime"] - now <= window)
