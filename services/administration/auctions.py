"""What the house's people do to lots: end, extend, stop, cancel, answer for a seller, validate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, text

from models import Status
from services.administration import audit
from services.administration.acts import acts_on, end_after_suspension
from services.administration.lot_rows import Concerned, read_lot
from services.administration.orders import Order
from services.authority import demand
from services.bidding import Outcome
from services.closing import ClosingService
from services.conduct.withdrawals import cancel
from services.database import Database, Transaction
from services.errors import DeskRefused
from services.events import RoomChanged
from services.news import Herald
from services.people.fields import Reading
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService

MOST_MINUTES = 7 * 24 * 60
_MOVE_END = text("""
    update products set end_datetime = :after, version = version + 1
    where product_id = :lot returning version
""")
_EXTENDED = text("""
    insert into extensions (product_id, ends_from, ends_to, cause, at)
    values (:lot, :before, :after, 'administrator', :now)
""")
_SUSPEND = text("""
    update products set product_status_id = :suspended, suspended_at = :now, version = version + 1
    where product_id = :lot returning version
""")
_RESUME = text("""
    update products set product_status_id = :status, end_datetime = :after, suspended_at = null,
        version = version + 1
    where product_id = :lot returning version
""")
_FINALIZE = text("update products set finalized_at = :now where product_id = :lot")
_VALIDATE = text("""
    update products set validated_at = :now, version = version + 1
    where product_id = :lot returning version
""")
_ACTIVE = text("""
    update users set active_auction_number = active_auction_number + :more where user_id = :seller
""")
Change = Callable[[Transaction, RowMapping, datetime], Mapping[str, object]]


class AuctionActs:
    """Each act: judged under the lot's lock, with a reason, written down, told to who it concerns.

    All raise Forbidden, NotFound, BadForm for an order that is not whole, and DeskRefused for what
    cannot be done to this lot (any more). Open rooms show it at once.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        closing: ClosingService,
        herald: Herald,
        sessions: SessionService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._closing = closing
        self._herald = herald
        self._sessions = sessions

    def finalize(self, actor_id: int, auction_id: int, order: Order, *, session_key: str) -> None:
        """End an open lot now, by the bids there are; whoever bids after this comes too late.

        Raises ProofNeeded without a proof of the last five minutes, as `cancel` and `answer` do.
        """

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            self._sessions.demand_proof(work, session_key)
            work.connection.execute(_FINALIZE, {"lot": auction_id, "now": now})
            decision = self._closing.decide_now(work, auction_id)
            return {"outcome": decision.outcome.value, "price": lot["price"]}

        self._act(actor_id, auction_id, "finalize", order, change, typed=True)

    def extend(self, actor_id: int, auction_id: int, order: Order, minutes: str) -> datetime:
        """Move the end of a lot later by whole minutes, up to seven days; returns the new end."""
        reading = Reading()
        fits = minutes.strip().isascii() and minutes.strip().isdecimal() and len(minutes) < 9
        longer = int(minutes) if fits else 0
        if not 1 <= longer <= MOST_MINUTES:
            reading.refuse("minutes", "minutes.range", most=MOST_MINUTES)

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            before: datetime = lot["end_datetime"]
            after = before + timedelta(minutes=longer)
            if before <= now:
                raise DeskRefused(reason="ended")
            self._move_end(work, lot, after, now)
            self._tell(work, lot, "lot_extended", until=after)
            return {"ends_at": after}

        changed = self._act(actor_id, auction_id, "extend", order, change, reading=reading)
        ends_at = changed["ends_at"]
        assert isinstance(ends_at, datetime)
        return ends_at

    def suspend(self, actor_id: int, auction_id: int, order: Order) -> None:
        """Stop a lot: it takes no bids, its clock stands, what is held stays held."""

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            asked = {"lot": auction_id, "suspended": int(Status.SUSPENDED), "now": now}
            version = work.connection.execute(_SUSPEND, asked).scalar_one()
            work.connection.execute(_ACTIVE, {"seller": lot["user_id"], "more": -1})
            work.announce(RoomChanged(auction_id=auction_id, version=version))
            self._tell(work, lot, "lot_suspended")
            return {"status": "suspended"}

        self._act(actor_id, auction_id, "suspend", order, change, typed=True)

    def resume(self, actor_id: int, auction_id: int, order: Order) -> None:
        """Let a lot go on, with the time to bid it had lost, ten minutes at least."""

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            after = self.end_if_resumed(lot, now)
            begun = lot["start_datetime"] <= now
            status = Status.IN_OCCURRENCE if begun else Status.NOT_STARTED
            asked = {"lot": auction_id, "status": int(status), "after": after}
            version = work.connection.execute(_RESUME, asked).scalar_one()
            if after != lot["end_datetime"]:
                self._note_extension(work, lot, after, now)
            work.connection.execute(_ACTIVE, {"seller": lot["user_id"], "more": 1})
            work.announce(RoomChanged(auction_id=auction_id, version=version))
            self._tell(work, lot, "lot_resumed", until=after)
            return {"status": "open" if begun else "scheduled", "ends_at": after}

        self._act(actor_id, auction_id, "resume", order, change)

    def cancel(self, actor_id: int, auction_id: int, order: Order, *, session_key: str) -> None:
        """Take a lot off sale for good: its holds are let go, its bidders told."""

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            self._sessions.demand_proof(work, session_key)
            cancel(work, dict(lot), at=now, by=actor_id)
            self._herald.tell(
                work,
                lot["user_id"],
                "lot_canceled",
                path=f"/auction/{auction_id}",
                title=lot["title"],
                reason=order.reason,
            )
            return {"status": "canceled"}

        self._act(actor_id, auction_id, "cancel", order, change, typed=True)

    def answer(
        self, actor_id: int, auction_id: int, order: Order, *, accept: bool, session_key: str
    ) -> None:
        """Take or refuse a bid below the reserve for a seller who cannot answer; `order` says why.

        It is the seller's decision: the record shows who gave it in the seller's place.
        """

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            self._sessions.demand_proof(work, session_key)
            outcome = Outcome.SOLD if accept else Outcome.RESERVE_NOT_MET
            self._closing.decide_now(work, auction_id, outcome=outcome)
            return {"outcome": outcome.value, "price": lot["price"]}

        act = "accept" if accept else "refuse"
        self._act(actor_id, auction_id, act, order, change, typed=True)

    def validate(self, actor_id: int, auction_id: int, order: Order) -> None:
        """Confirm who won a lot that is sold; winner and seller are told."""

        def change(work: Transaction, lot: RowMapping, now: datetime) -> Mapping[str, object]:
            asked = {"lot": auction_id, "now": now}
            version = work.connection.execute(_VALIDATE, asked).scalar_one()
            work.announce(RoomChanged(auction_id=auction_id, version=version))
            for person in (lot["leader_id"], lot["user_id"]):
                self._herald.tell(
                    work,
                    person,
                    "winner_validated",
                    path=f"/auction/{auction_id}",
                    title=lot["title"],
                    price=lot["price"],
                )
            return {"validated": True, "winner": lot["leader_id"]}

        self._act(actor_id, auction_id, "validate", order, change)

    @staticmethod
    def end_if_resumed(lot: RowMapping, now: datetime) -> datetime:
        """Tell when a stopped lot would end if it went on now."""
        return end_after_suspension(
            starts_at=lot["start_datetime"],
            ends_at=lot["end_datetime"],
            suspended_at=lot["suspended_at"] or now,
            window=timedelta(seconds=lot["soft_close_seconds"]),
            now=now,
        )

    def _act(
        self,
        actor_id: int,
        auction_id: int,
        act: str,
        order: Order,
        change: Change,
        *,
        typed: bool = False,
        reading: Reading | None = None,
    ) -> Mapping[str, object]:
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            reason = order.read(confirm=str(auction_id) if typed else "", reading=reading)
            lot = read_lot(work.connection, auction_id, lock=True)
            validated = lot["validated_at"] is not None
            possible = acts_on(
                lot["product_status_id"],
                lot["outcome"],
                validated=validated,
                bids=lot["bids"],
            )
            if act not in possible:
                raise DeskRefused(reason="not_now")
            now = self._clock.now()
            after = change(work, lot, now)
            audit.record(
                work,
                _ACTIONS[act],
                f"auction:{auction_id}",
                actor=actor_id,
                at=now,
                before={
                    "status": int(lot["product_status_id"]),
                    "outcome": lot["outcome"],
                    "price": lot["price"],
                    "ends_at": lot["end_datetime"],
                },
                after=after,
                reason=reason,
            )
        return after

    def _move_end(self, work: Transaction, lot: RowMapping, after: datetime, now: datetime) -> None:
        asked = {"lot": lot["product_id"], "after": after}
        version = work.connection.execute(_MOVE_END, asked).scalar_one()
        self._note_extension(work, lot, after, now)
        work.announce(RoomChanged(auction_id=lot["product_id"], version=version))

    @staticmethod
    def _note_extension(work: Transaction, lot: RowMapping, after: datetime, now: datetime) -> None:
        asked: dict[str, Any] = {"lot": lot["product_id"], "before": lot["end_datetime"]}
        work.connection.execute(_EXTENDED, {**asked, "after": after, "now": now})

    def _tell(self, work: Transaction, lot: RowMapping, topic: str, **facts: object) -> None:
        for person in Concerned.by(work.connection, lot["product_id"]).people:
            self._herald.tell(
                work,
                person,
                topic,
                path=f"/auction/{lot['product_id']}",
                title=lot["title"],
                **facts,
            )


_ACTIONS = {
    "finalize": "auction_finalized",
    "extend": "auction_extended",
    "suspend": "auction_suspended",
    "resume": "auction_resumed",
    "cancel": "auction_canceled",
    "accept": "auction_answer_accepted",
    "refuse": "auction_answer_refused",
    "validate": "winner_validated",
}
