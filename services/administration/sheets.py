"""A lot on the house's desk: how it stands, and what each act on it would bring about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping

from services.administration.acts import acts_on
from services.administration.auctions import AuctionActs
from services.administration.lot_rows import Concerned, read_lot, records_of
from services.authority import demand
from services.bidding import Outcome
from services.closing import ClosingService
from services.database import Database, Transaction
from services.errors import DeskRefused
from services.lots import STATUS_WORDS
from services.people.rights import Right
from services.ports import Clock
from services.sessions import SessionService
from services.views import AuctionSheet, Consequence, OrderField, OrderView

_FIELDS = {
    "extend": (OrderField(name="minutes"),),
    "annul": (OrderField(name="number"), OrderField(name="document", required=False)),
}
GRAVE = {"finalize", "suspend", "cancel", "accept", "refuse"}


class AuctionSheets:
    """Shows lots to those who may act on them. Raises Forbidden and NotFound."""

    def __init__(
        self, database: Database, clock: Clock, closing: ClosingService, sessions: SessionService
    ) -> None:
        self._database = database
        self._clock = clock
        self._closing = closing
        self._sessions = sessions

    def sheet(self, actor_id: int | None, auction_id: int) -> AuctionSheet:
        """Show a lot, what can be done to it and what was done."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            lot = read_lot(work.connection, auction_id)
            concerned = Concerned.by(work.connection, auction_id)
            records = records_of(work.connection, f"auction:{auction_id}")
        return AuctionSheet(
            auction_id=auction_id,
            title=lot["title"],
            auction_type=lot["auction_type"],
            status=STATUS_WORDS[lot["product_status_id"]],
            outcome=lot["outcome"],
            seller_id=lot["user_id"],
            seller=lot["seller"],
            starts_at=lot["start_datetime"],
            ends_at=lot["end_datetime"],
            closed_at=lot["closed_at"],
            suspended_at=lot["suspended_at"],
            validated_at=lot["validated_at"],
            min_bid=lot["min_bid"],
            price=lot["price"],
            reserve=lot["reserve"],
            leader_id=lot["leader_id"],
            leader=lot["leader"],
            bids=lot["bids"],
            bidders=lot["bidders"],
            watchers=concerned.watchers,
            held=concerned.held,
            holds=concerned.holds,
            payment_id=lot["payment_id"],
            acts=_acts(lot),
            records=records,
        )

    def order(
        self, actor_id: int | None, auction_id: int, act: str, *, session_key: str
    ) -> OrderView:
        """Show what an act would bring about now. Raises DeskRefused, ProofNeeded to cancel."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            lot = read_lot(work.connection, auction_id)
            if act not in _acts(lot):
                raise DeskRefused(reason="not_now")
            if act == "cancel":
                self._sessions.demand_proof(work, session_key)
            consequences = self._consequences(work, lot, act, self._clock.now())
        path = f"/admin/auctions/{auction_id}"
        return OrderView(
            name=f"auction.{act}",
            about=lot["title"],
            path=f"{path}/{act}",
            back=path,
            consequences=tuple(consequences),
            confirm=str(auction_id) if act in GRAVE else "",
            fields=_FIELDS.get(act, ()),
            grave=act in GRAVE,
        )

    def _consequences(
        self, work: Transaction, lot: RowMapping, act: str, now: datetime
    ) -> list[Consequence]:
        concerned = Concerned.by(work.connection, lot["product_id"])
        told = Consequence(name="told", values={"n": len(concerned.people)})
        held = {"n": concerned.holds, "amount": concerned.held}
        released = [Consequence(name="released", values=held)] if concerned.holds else []
        if act == "finalize":
            return [*self._as_decided(work, lot, None), told]
        if act == "accept":
            return [*self._as_decided(work, lot, Outcome.SOLD), told]
        if act == "refuse":
            return [Consequence(name="not_sold"), *released, told]
        if act == "cancel":
            return [Consequence(name="off_sale"), *released, told]
        if act == "annul":
            return [Consequence(name="second_person"), Consequence(name="judged_again")]
        if act == "suspend":
            kept = [Consequence(name="kept_held", values=held)] if concerned.holds else []
            return [Consequence(name="no_bids_taken"), *kept, told]
        if act == "resume":
            until = AuctionActs.end_if_resumed(lot, now)
            return [Consequence(name="goes_on_until", values={"until": until}), told]
        if act == "extend":
            return [Consequence(name="ends_now_at", values={"until": lot["end_datetime"]}), told]
        winner = {"who": lot["leader"], "price": lot["price"]}
        return [
            Consequence(name="validated", values=winner),
            Consequence(name="told", values={"n": 2}),
        ]

    def _as_decided(
        self, work: Transaction, lot: RowMapping, outcome: Outcome | None
    ) -> list[Consequence]:
        decision = self._closing.forecast(work, lot["product_id"], outcome=outcome)
        lines = [Consequence(name=f"outcome.{decision.outcome}")]
        if decision.bill is not None:
            values = {"who": lot["leader"], "price": lot["price"], "total": decision.bill.total}
            lines.append(Consequence(name="sold_to", values=values))
            lines.append(Consequence(name="captured", values={"amount": decision.paid}))
        elif decision.held and decision.outcome is not Outcome.CONDITIONAL:
            lines.append(Consequence(name="released", values={"n": 1, "amount": decision.held}))
        return lines


def _acts(lot: RowMapping) -> tuple[str, ...]:
    validated = lot["validated_at"] is not None
    return acts_on(lot["product_status_id"], lot["outcome"], validated=validated, bids=lot["bids"])
