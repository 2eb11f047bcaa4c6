"""A person's activity: what is being bid on, watched, won, lost and offered, and one tap to bid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import Outcome, commitment, minimum_bid
from services.billing.bills import bill
from services.database import Database
from services.listings import ListingService
from services.lots import Increments, fees_of, terms_of
from services.ports import Clock
from services.views import TABS, ActivityView, CardView, MyBid, OfferCard

MOST = 100  # no more cards are told news of on one page
# One bids on what is not decided, or waits for the seller's word on the own bid below the reserve.
_UNDER_WAY = f"""(p.product_status_id in ({Status.IN_OCCURRENCE:d}, {Status.SUSPENDED:d})
    or p.product_status_id = {Status.FINISHED:d}
       and p.outcome = '{Outcome.CONDITIONAL}' and p.leader_id = b.user_id)"""
_BOUGHT = """exists (select from payments y where y.product_id = p.product_id
                     and y.user_id = b.user_id and y.kind = 'sale')"""
_COUNTS = text(f"""
    select count(*) filter (where {_UNDER_WAY}) as bidding,
           count(*) filter (where not {_UNDER_WAY} and not {_BOUGHT}) as lost,
           (select count(*) from watches w join products p using (product_id)
            where w.user_id = :user and p.product_status_id <> {Status.DRAFT:d}) as watching,
           (select count(*) from payments y where y.user_id = :user and y.kind = 'sale') as won,
           (select count(*) from offers o where o.user_id = :user) as offers
    from bidders b join products p using (product_id)
    where b.user_id = :user and b.maximum is not null
""")  # noqa: S608  nothing of anybody's is in it
_MONEY = text("""
    select coalesce((select sum(h.amount) from holds h
                     where h.user_id = u.user_id and h.ended_at is null
                       and h.product_id is not null), 0) as committed,
           u.wallet - u.held + coalesce((select sum(e.amount) from ledger_entries e
               where e.user_id = u.user_id and e.account = 'debt'), 0) as available
    from users u where u.user_id = :user
""")
_BIDS = f"""
    select p.*, b.maximum as own_maximum,
           (select y.payment_id from payments y where y.product_id = p.product_id
            and y.user_id = b.user_id and y.kind = 'sale'
            order by y.payment_id desc limit 1) as payment_id
    from bidders b join products p using (product_id)
    where b.user_id = :user and b.maximum is not null and {{which}} order by {{order}} limit {MOST}
"""  # noqa: S608  nothing of anybody's is in it
_BIDDING = text(
    _BIDS.format(
        which=_UNDER_WAY,
        order="p.product_status_id, p.leader_id is not distinct from b.user_id, p.end_datetime",
    )
)
_LOST = text(
    _BIDS.format(
        which=f"not {_UNDER_WAY} and not {_BOUGHT}",
        order="coalesce(p.closed_at, p.end_datetime) desc",
    )
)
_THESE = text(_BIDS.format(which="p.product_id = any(:lots)", order="p.product_id"))
_WATCHED = text(f"""
    select p.product_id, w.alerts from watches w join products p using (product_id)
    where w.user_id = :user and p.product_status_id <> {Status.DRAFT:d}
    order by case p.product_status_id when {Status.IN_OCCURRENCE:d} then 1
                  when {Status.NOT_STARTED:d} then 2 when {Status.SUSPENDED:d} then 3 else 4 end,
             case when p.product_status_id = {Status.IN_OCCURRENCE:d} then p.end_datetime
                  when p.product_status_id = {Status.NOT_STARTED:d} then p.start_datetime end,
             p.end_datetime desc limit {MOST}
""")  # noqa: S608  nothing of anybody's is in it
_OFFERS = text(f"""
    select o.*, (select y.payment_id from payments y where y.product_id = o.product_id
                 and y.user_id = o.user_id and y.kind = 'sale' and y.opening_datetime >= o.made_at
                 order by y.payment_id desc limit 1) as payment_id
    from offers o where o.user_id = :user
    order by o.answered_at is not null, o.made_at desc limit {MOST}
""")  # noqa: S608  nothing of anybody's is in it


class ActivityService:
    """Shows people what they have going; maxima are read for their own owner alone."""

    def __init__(
        self, database: Database, clock: Clock, increments: Increments, listings: ListingService
    ) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments
        self._listings = listings

    def activity(self, user_id: int, tab: str = TABS[0]) -> ActivityView:
        """Show one tab; an unknown one is the first. What was won is told by the sales."""
        tab = tab if tab in TABS else TABS[0]
        asked = {"user": user_id}
        with self._database.transaction() as work:
            connection = work.connection
            found = _begun(connection, tab, asked)
            if tab in ("bidding", "lost"):
                query = _BIDDING if tab == "bidding" else _LOST
                return replace(found, bids=self._bids(connection, query, asked, found.available))
            if tab == "watching":
                rows = connection.execute(_WATCHED, asked).all()
                ids = [row.product_id for row in rows]
                return replace(
                    found,
                    watched=self._listings.cards_in(connection, ids),
                    alerting=frozenset(row.product_id for row in rows if row.alerts),
                )
            if tab == "offers":
                return replace(found, offers=self._offers(connection, asked))
            return found

    def standings(self, user_id: int, auction_ids: Sequence[int]) -> ActivityView:
        """Show how a person stands on these lots now, whichever way they have gone since."""
        asked = {"user": user_id, "lots": list(auction_ids)[:MOST]}
        with self._database.transaction() as work:
            found = _begun(work.connection, TABS[0], asked)
            bids = self._bids(work.connection, _THESE, asked, found.available)
            return replace(found, bids=bids)

    def _bids(
        self, connection: Connection, query: Any, asked: Mapping[str, Any], available: Decimal
    ) -> tuple[MyBid, ...]:
        rows = connection.execute(query, asked).mappings().all()
        cards = self._cards(connection, [row["product_id"] for row in rows])
        return tuple(
            self._bid(connection, dict(row), cards[row["product_id"]], asked["user"], available)
            for row in rows
        )

    def _bid(
        self,
        connection: Connection,
        row: Mapping[str, Any],
        card: CardView,
        user_id: int,
        available: Decimal,
    ) -> MyBid:
        standing = _standing(row, user_id)
        more: dict[str, Any] = {}
        if standing == "outbid" and card.status == "open" and self._clock.now() < card.ends_at:
            terms = terms_of(row, self._increments.of(row, connection))
            cover = minimum_bid(terms, row["price"])
            held = commitment(terms, cover)
            costs = bill(cover, fees_of(row), judicial=row["auction_type"] == "judicial")
            more = {
                "cover": cover,
                "commitment": held,
                "total": costs.total,
                "missing": max(held - available, Decimal(0)),
            }
        return MyBid(
            card=card,
            standing=standing,
            maximum=row["own_maximum"],
            payment_id=row["payment_id"],
            **more,
        )

    def _offers(self, connection: Connection, asked: Mapping[str, Any]) -> tuple[OfferCard, ...]:
        rows = connection.execute(_OFFERS, asked).mappings().all()
        cards = self._cards(connection, [row["product_id"] for row in rows])
        return tuple(
            OfferCard(
                offer_id=row["offer_id"],
                card=cards[row["product_id"]],
                price=row["price"],
                expires_at=row["expires_at"],
                answer=row["answer"],
                payment_id=row["payment_id"] if row["answer"] == "accepted" else None,
            )
            for row in rows
        )

    def _cards(self, connection: Connection, ids: Sequence[int]) -> dict[int, CardView]:
        return {card.auction_id: card for card in self._listings.cards_in(connection, ids)}


def _begun(connection: Connection, tab: str, asked: Mapping[str, Any]) -> ActivityView:
    counts = connection.execute(_COUNTS, asked).mappings().one()
    money = connection.execute(_MONEY, asked).one()
    return ActivityView(
        tab=tab,
        counts={name: counts[name] for name in TABS},
        committed=money.committed,
        available=max(money.available, Decimal(0)),
    )


def _standing(row: Mapping[str, Any], user_id: int) -> str:
    leads = row["leader_id"] == user_id
    if row["product_status_id"] in (Status.CANCELED, Status.SUSPENDED):
        return "stopped"
    if row["outcome"] is None:
        return "leading" if leads else "outbid"
    if row["outcome"] == Outcome.CONDITIONAL and leads:
        return "waiting"
    return "won" if row["payment_id"] is not None else "lost"
