"""A seller's own lots: how each stands, what it would bring, and what it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import way_out
from services.billing import bill
from services.database import Database
from services.errors import NotFound
from services.listings import ListingService
from services.lots import fees_of
from services.photos.showing import photo
from services.views import CardView
from services.views.conduct import (
    SELLER_TABS,
    DraftLine,
    Happening,
    OwnLot,
    OwnLotPage,
    OwnLots,
    PricePoint,
)

PAGE_SIZE = 20
UNSOLD = ("defaulted", "reserve_not_met", "no_bids", "cancelled")
STATES: Mapping[str, tuple[Status, ...]] = {
    "scheduled": (Status.NOT_STARTED,),
    "live": (Status.IN_OCCURRENCE, Status.SUSPENDED),
    "ended": (Status.FINISHED, Status.CANCELED),
}
ORDERS = {
    "scheduled": "p.start_datetime",
    "live": "p.end_datetime",
    "ended": "p.closed_at desc",
}
_COUNTS = text(f"""
    select count(*) filter (where product_status_id = {Status.NOT_STARTED:d}) as scheduled,
           count(*) filter (where product_status_id in
               ({Status.IN_OCCURRENCE:d}, {Status.SUSPENDED:d})) as live,
           count(*) filter (where product_status_id in
               ({Status.FINISHED:d}, {Status.CANCELED:d})) as ended,
           (select count(*) from drafts
            where user_id = :user and published_at is null) as drafts,
           (select count(*) from questions q join products o using (product_id)
            where o.user_id = :user and q.answer is null and q.hidden_at is null
              and o.product_status_id in
               ({Status.NOT_STARTED:d}, {Status.IN_OCCURRENCE:d})) as waiting
    from products where user_id = :user
""")  # noqa: S608  numbers of ours
_DRAFTS = text("""
    select d.draft_id, d.product_id, d.changed_at, d.fields ->> 'product_name' as name,
           i.image, i.alt, i.width, i.height
    from drafts d
    left join lateral (
        select image, alt, width, height from images where draft_id = d.draft_id
        order by principal_image desc, position, image_id limit 1) i on true
    where d.user_id = :user and d.published_at is null
    order by d.changed_at desc, d.draft_id desc limit 100
""")
_COLUMNS = """
    select p.*,
           (select count(*) from bidders b
            where b.product_id = p.product_id and b.maximum is not null) as bidding,
           (select count(*) from watches w where w.product_id = p.product_id) as watchers,
           (select count(*) from questions q
            where q.product_id = p.product_id and q.answer is null
              and q.hidden_at is null) as questions,
           exists (select from withdrawals w
                   where w.product_id = p.product_id and w.decided_at is null) as asked,
           again.product_id as relisted_as, sale.payment_id, sale.defaulted_at
    from products p
    left join products again on again.relisted_of = p.product_id
    left join lateral (
        select payment_id, defaulted_at from payments y
        where y.product_id = p.product_id and y.kind = 'sale'
        order by y.payment_id desc limit 1) sale on true
"""
_TAB = f"""
    {_COLUMNS} where p.user_id = :user and p.product_status_id = any(:states)
    order by {{order}}, p.product_id limit :most offset :skip
"""
_ONE = text(f"{_COLUMNS} where p.product_id = :lot and p.user_id = :user")
_PRICES = text("""
    select bid_datetime, bid_value from bids
    where product_id = :lot and kind <> 'annulled' order by sequence desc limit 200
""")
_HAPPENINGS = text("""
    select * from (
        select created_at as at, 'listed' as kind, null::numeric as amount,
               null::timestamptz as until, null as note
        from products where product_id = :lot
        union all
        select start_datetime, 'opened', min_bid, null, null from products
        where product_id = :lot and product_status_id not in (1, 5)
          and (closed_at is null or closed_at > start_datetime)
        union all
        (select bid_datetime, 'first_bid', bid_value, null, null from bids
         where product_id = :lot order by sequence limit 1)
        union all
        select at, 'extended_' || cause, null, ends_to, null from extensions
        where product_id = :lot
        union all
        select at, kind, null, null, null from annulments where product_id = :lot
        union all
        select asked_at, 'withdrawal_asked', null, null, reason from withdrawals
        where product_id = :lot and decided_at is distinct from asked_at
        union all
        select decided_at, case when granted then 'withdrawn' else 'withdrawal_refused' end,
               null, null, case when decided_at = asked_at then reason else note end
        from withdrawals where product_id = :lot and decided_at is not null
        union all
        select closed_at, 'closed_' || outcome, price, null, null from products
        where product_id = :lot and closed_at is not null and outcome <> 'cancelled'
        union all
        select y.confirmation_datetime, 'paid', y.amount, null, null from payments y
        where y.product_id = :lot and y.kind = 'sale' and y.confirmation_datetime is not null
        union all
        select d.handed_over_at, 'handed_over', null, null, d.handed_over_how
        from deliveries d join payments y using (payment_id)
        where y.product_id = :lot and d.handed_over_at is not null
        union all
        select d.freed_at, 'freed', null, null, null
        from deliveries d join payments y using (payment_id)
        where y.product_id = :lot and d.freed_at is not null
    ) story order by at desc limit 60
""")


class OwnLotsService:
    """Shows sellers their lots; to all others these pages hold nothing."""

    def __init__(self, database: Database, listings: ListingService) -> None:
        self._database = database
        self._listings = listings

    def lots(self, user_id: int, tab: str, *, page: int = 1) -> OwnLots:
        """List one tab of a person's lots, twenty a page; an unknown one is that of live lots."""
        tab = tab if tab in SELLER_TABS else "live"
        with self._database.transaction() as work:
            counted = work.connection.execute(_COUNTS, {"user": user_id}).one()
            counts = {name: getattr(counted, name) for name in SELLER_TABS}
            pages = 1 if tab == "drafts" else max(1, -(-counts[tab] // PAGE_SIZE))
            page = min(max(1, page), pages)
            drafts = _drafts(work.connection, user_id) if tab == "drafts" else ()
            rows = _rows(work.connection, user_id, tab, page) if tab != "drafts" else []
        return OwnLots(
            tab=tab,
            counts=counts,
            waiting=counted.waiting,
            drafts=drafts,
            lots=self._own(rows),
            page=page,
            pages=pages,
        )

    def lot(self, user_id: int, auction_id: int) -> OwnLotPage:
        """Show one own lot with all its figures. Raises NotFound, for another's too."""
        asked = {"lot": auction_id, "user": user_id}
        with self._database.transaction() as work:
            row = work.connection.execute(_ONE, asked).mappings().one_or_none()
            if row is None:
                raise NotFound
            happenings = work.connection.execute(_HAPPENINGS, asked).mappings().all()
            prices = work.connection.execute(_PRICES, asked).all()
        return OwnLotPage(
            lot=self._own([dict(row)])[0],
            happenings=tuple(Happening(**one) for one in happenings),
            prices=tuple(PricePoint(at=at, price=price) for at, price in reversed(prices)),
            opening=row["min_bid"],
            starts_at=row["start_datetime"],
        )

    def _own(self, rows: Sequence[Mapping[str, Any]]) -> tuple[OwnLot, ...]:
        cards = self._listings.cards([row["product_id"] for row in rows])
        known = {card.auction_id: card for card in cards}
        return tuple(_own_lot(row, known[row["product_id"]]) for row in rows)


def _drafts(connection: Connection, user_id: int) -> tuple[DraftLine, ...]:
    return tuple(
        DraftLine(
            draft_id=row.draft_id,
            name=" ".join((row.name or "").split())[:255],
            changed_at=row.changed_at,
            product_id=row.product_id,
            photo=photo(row.image, row.alt, row.width, row.height) if row.image else None,
        )
        for row in connection.execute(_DRAFTS, {"user": user_id})
    )


def _rows(connection: Connection, user_id: int, tab: str, page: int) -> Sequence[Mapping[str, Any]]:
    asked = {
        "user": user_id,
        "states": [int(status) for status in STATES[tab]],
        "most": PAGE_SIZE,
        "skip": (page - 1) * PAGE_SIZE,
    }
    query = text(_TAB.format(order=ORDERS[tab]))
    return [dict(row) for row in connection.execute(query, asked).mappings()]


def _own_lot(row: Mapping[str, Any], card: CardView) -> OwnLot:
    judicial = row["auction_type"] == "judicial"
    net: Decimal | None = None
    if row["price"] is not None:
        net = bill(row["price"], fees_of(row), judicial=judicial).seller_net
    undecided = row["product_status_id"] in (Status.NOT_STARTED, Status.IN_OCCURRENCE)
    way = way_out(row["auction_type"], undecided=undecided, bid_on=row["price"] is not None)
    unsold = row["outcome"] in UNSOLD and row["auction_type"] == "commercial"
    sold = row["payment_id"] is not None and row["defaulted_at"] is None
    return OwnLot(
        card=card,
        auction_type=row["auction_type"],
        bidders=row["bidding"],
        watchers=row["watchers"],
        questions=row["questions"] if undecided else 0,
        net=net,
        rate=row["seller_rate"],
        reserve=row["reserve"],
        editable=undecided and row["bid_count"] == 0,
        way_out=None if way is None else way.value,
        asked=row["asked"],
        relisted_as=row["relisted_as"],
        can_relist=unsold and not sold and row["relisted_as"] is None,
        payment_id=row["payment_id"],
    )
