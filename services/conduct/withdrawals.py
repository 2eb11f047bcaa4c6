"""Lots taken off sale by their seller: freely before the first bid, later only by the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.administration import audit
from services.authority import demand
from services.bidding import Way, way_out
from services.database import Database, Transaction
from services.errors import ConductRefused, NotFound
from services.events import RoomChanged
from services.moot import end_annulments
from services.people.fields import parse_text
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views.conduct import LONGEST_REASON
from services.wallets import lock_wallets

_LOCK = text("""
    select product_id, user_id, auction_type, product_status_id, price, bid_count, annulled_count,
           version, end_datetime, leader_id
    from products where product_id = :lot for no key update
""")
_WAITS = text("""
    select exists (select from withdrawals where product_id = :lot and decided_at is null)
""")
_WRITE = text("""
    insert into withdrawals (product_id, user_id, reason, bids, asked_at, decided_at, decided_by,
                             granted)
    values (:lot, :user, :reason, :bids, :now, :decided, :by, :granted)
""")
_REQUEST = text("select product_id from withdrawals where withdrawal_id = :request")
_OPEN = text("""
    select * from withdrawals where withdrawal_id = :request for no key update
""")
_DECIDE = text("""
    update withdrawals set decided_at = :now, decided_by = :by, granted = :granted, note = :note
    where withdrawal_id = :request
""")
_WAITING = text("""
    select w.withdrawal_id, w.product_id, p.product_name as title, u.username, w.reason, w.bids,
           w.asked_at
    from withdrawals w join products p using (product_id) join users u on u.user_id = w.user_id
    where w.decided_at is null order by w.asked_at
""")
_CANCEL = text(f"""
    update products set product_status_id = {Status.CANCELED:d}, outcome = 'cancelled',
        closed_at = :now, version = version + 1
    where product_id = :lot returning version
""")  # noqa: S608  a number of ours
_MOOT = text("""
    update withdrawals set decided_at = :now, decided_by = :by, granted = true
    where product_id = :lot and decided_at is null
""")
_ACTIVE = text("""
    update users set active_auction_number = active_auction_number - 1 where user_id = :seller
""")
_FREE = text("""
    with freed as (
        update holds set ended_at = :now, ending = 'released'
        where product_id = :lot and ended_at is null returning user_id, amount)
    update users u set held = u.held - freed.amount from freed where u.user_id = freed.user_id
""")
# Who bids or watches is told; the seller whose own word it was is not.
_TELL = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select 'withdrawn', 'withdrawn:' || :lot || ':' || user_id, user_id, :lot, '{}', :now
    from (select user_id from bidders where product_id = :lot and maximum is not null
          union select user_id from watches where product_id = :lot) concerned
    where user_id <> :seller
    on conflict (unique_key) do nothing
""")
_ANSWERED = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    values (:topic, :topic || ':' || :request, :seller, :lot, '{}', :now)
    on conflict (unique_key) do nothing
""")
_UNDECIDED = (Status.NOT_STARTED, Status.IN_OCCURRENCE, Status.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequest:
    """A withdrawal the house is to decide on: whose lot, why, and how many bids stand on it."""

    withdrawal_id: int
    product_id: int
    title: str
    username: str
    reason: str
    bids: int
    asked_at: datetime


class Withdrawals:
    """Takes lots off sale; every reason is kept."""

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def withdraw(self, user_id: int, auction_id: int, reason: str) -> Way:
        """Take an own lot off sale, or ask the house to where it has bids; returns which it was.

        Judged under the lot's lock, so that a bid that came first is seen. Raises BadField,
        NotFound (also for another's lot) and ConductRefused.
        """
        reason = parse_text(reason, field="reason", longest=LONGEST_REASON)
        with self._database.transaction() as work:
            lot = _locked(work.connection, auction_id)
            if lot["user_id"] != user_id or lot["product_status_id"] == Status.DRAFT:
                raise NotFound
            now = self._clock.now()
            way = _way(lot, now)
            bids = lot["bid_count"] - lot["annulled_count"]
            values = {"lot": auction_id, "user": user_id, "reason": reason, "bids": bids}
            if way is Way.FREE:
                cancel(work, lot, at=now, by=user_id)
                answer = {"decided": now, "by": user_id, "granted": True}
                audit.record(work, "lot.withdrawn", f"auction:{auction_id}", actor=user_id, at=now)
            else:
                if work.connection.execute(_WAITS, {"lot": auction_id}).scalar_one():
                    raise ConductRefused(reason="asked_already")
                answer = {"decided": None, "by": None, "granted": None}
            work.connection.execute(_WRITE, {**values, **answer, "now": now})
        return way

    def waiting(self) -> tuple[WithdrawalRequest, ...]:
        """List the withdrawals that wait for the house's word, the oldest first."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_WAITING).mappings()
            return tuple(WithdrawalRequest(**row) for row in rows)

    def decide(
        self, actor_id: int, request_id: int, *, grant: bool, why: str, session_key: str
    ) -> None:
        """Grant or refuse a withdrawal as an administrator, with a reason; the seller is told.

        Granted, the lot is canceled: holds are let go, bidders and watchers told. Raises
        Forbidden, NotFound, BadField, ConductRefused for one that is decided already, and to grant
        it ProofNeeded without a proof of the last five minutes.
        """
        why = parse_text(why, field="note", longest=LONGEST_REASON)
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            asked = {"request": request_id}
            auction_id = work.connection.execute(_REQUEST, asked).scalar_one_or_none()
            if auction_id is None:
                raise NotFound
            lot = _locked(work.connection, auction_id)
            request = work.connection.execute(_OPEN, asked).mappings().one()
            if request["decided_at"] is not None:
                raise ConductRefused(reason="decided")
            now = self._clock.now()
            if grant:
                if lot["product_status_id"] not in _UNDECIDED:
                    raise ConductRefused(reason="decided")
                self._sessions.demand_proof(work, session_key)
                cancel(work, lot, at=now, by=actor_id)
            values = {**asked, "now": now, "by": actor_id, "granted": grant, "note": why}
            work.connection.execute(_DECIDE, values)
            action = "withdrawal.granted" if grant else "withdrawal.refused"
            audit.record(work, action, f"auction:{auction_id}", actor=actor_id, at=now, reason=why)
            told = {
                "topic": "withdrawal_granted" if grant else "withdrawal_refused",
                "request": request_id,
                "seller": lot["user_id"],
                "lot": auction_id,
                "now": now,
            }
            work.connection.execute(_ANSWERED, told)


def cancel(work: Transaction, lot: Mapping[str, Any], *, at: datetime, by: int) -> None:
    """Take a lot off sale in the caller's transaction; its row is locked and not decided yet.

    Its holds are let go, its seller gets the place back, who bids or watches is told, and the room
    learns of it after the commit. Wallets are locked here, after the lot.
    """
    number, seller = lot["product_id"], lot["user_id"]
    lock_wallets(work.connection, [who for who in (seller, lot["leader_id"]) if who is not None])
    values = {"lot": number, "seller": seller, "now": at, "by": by}
    if lot["product_status_id"] in (Status.NOT_STARTED, Status.IN_OCCURRENCE):
        work.connection.execute(_ACTIVE, values)
    work.connection.execute(_FREE, values)
    version = work.connection.execute(_CANCEL, values).scalar_one()
    work.connection.execute(_MOOT, values)
    end_annulments(work, [number], at=at)
    work.connection.execute(_TELL, values)
    work.announce(RoomChanged(auction_id=number, version=version))


def _locked(connection: Connection, auction_id: int) -> Mapping[str, Any]:
    row = connection.execute(_LOCK, {"lot": auction_id}).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def _way(lot: Mapping[str, Any], now: datetime) -> Way:
    undecided = (
        lot["product_status_id"] in (Status.NOT_STARTED, Status.IN_OCCURRENCE)
        and now < lot["end_datetime"]
    )
    way = way_out(lot["auction_type"], undecided=undecided, bid_on=lot["price"] is not None)
    if way is None:
        reason = "decided" if not undecided else "not_yours_to_end"
        raise ConductRefused(reason=reason)
    return way
