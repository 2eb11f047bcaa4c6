"""A lot as the house's people read it: its row, whom it concerns, what was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, text

from models import Status
from services.administration.tables import Column, Source
from services.errors import NotFound
from services.people.rights import Right
from services.views import Kind, RecordLine

_LOT = """
    select p.*, p.product_name as title, seller.username as seller, leader.username as leader,
           p.bid_count - p.annulled_count as bids,
           (select count(*) from bidders b
            where b.product_id = p.product_id and b.maximum is not null) as bidders,
           (select y.payment_id from payments y where y.product_id = p.product_id
            and y.kind = 'sale' and y.defaulted_at is null) as payment_id
    from products p join users seller on seller.user_id = p.user_id
    left join users leader on leader.user_id = p.leader_id
    where p.product_id = :lot
"""
_READ, _LOCK = text(_LOT), text(f"{_LOT} for no key update of p")
_CONCERNED = text("""
    select array(select user_id from bidders where product_id = :lot
                 union select user_id from watches where product_id = :lot
                 union select user_id from products where product_id = :lot order by 1) as people,
           (select count(*) from watches where product_id = :lot) as watchers,
           count(h.user_id) as holds, coalesce(sum(h.amount), 0) as held
    from (select 1) one left join holds h on h.product_id = :lot and h.ended_at is null
""")
_RECORDS = text("""
    select a.at, coalesce(u.username, '') as actor, a.action,
           coalesce(a.details ->> 'reason', '') as reason
    from audit_records a left join users u on u.user_id = a.actor_id
    where a.subject = :subject order by a.position desc limit 100
""")
_STATUS = f"""
    case p.product_status_id when {Status.NOT_STARTED:d} then 'scheduled'
        when {Status.IN_OCCURRENCE:d} then 'open' when {Status.FINISHED:d} then 'finished'
        when {Status.CANCELED:d} then 'canceled' else 'suspended' end
"""
STATUSES = ("scheduled", "open", "suspended", "finished", "canceled")
AUCTIONS = Source(
    name="auctions",
    right=Right.AUCTIONS,
    rows="products p join users u on u.user_id = p.user_id"
    " left join users l on l.user_id = p.leader_id",
    where=f"p.product_status_id <> {Status.DRAFT:d}",
    key="p.product_id",
    order="-id",
    search="position(lower(:words) in lower(p.product_name)) > 0 or p.product_id = :number"
    " or lower(u.username) = lower(:words)",
    columns=(
        Column(name="id", sql="p.product_id", kind=Kind.NUMBER, link="/admin/auctions/{key}"),
        Column(name="title", sql="p.product_name", link="/admin/auctions/{key}", filtered=True),
        Column(
            name="type",
            sql="p.auction_type",
            kind=Kind.WORD,
            filtered=True,
            choices=("commercial", "official", "judicial"),
        ),
        Column(name="status", sql=f"({_STATUS})", kind=Kind.WORD, filtered=True, choices=STATUSES),
        Column(
            name="outcome",
            sql="p.outcome",
            kind=Kind.WORD,
            nullable=True,
            filtered=True,
            choices=(
                "sold",
                "conditional",
                "reserve_not_met",
                "no_bids",
                "cancelled",
                "defaulted",
            ),
        ),
        Column(name="seller", sql="u.username", filtered=True, link="/admin/users/{seller_id}"),
        Column(name="seller_id", sql="u.user_id", kind=Kind.NUMBER, shown=False),
        Column(name="price", sql="p.price", kind=Kind.MONEY, nullable=True, filtered=True),
        Column(name="bids", sql="p.bid_count - p.annulled_count", kind=Kind.NUMBER),
        Column(name="leader", sql="l.username", nullable=True, shown=False, filtered=True),
        Column(name="starts", sql="p.start_datetime", kind=Kind.MOMENT, shown=False, filtered=True),
        Column(name="ends", sql="p.end_datetime", kind=Kind.MOMENT, filtered=True),
        Column(
            name="validated",
            sql="p.validated_at is not null",
            kind=Kind.YES_NO,
            shown=False,
            filtered=True,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Whom an act on a lot concerns: seller, bidders and watchers; and what is held for it."""

    people: tuple[int, ...]
    watchers: int
    holds: int
    held: Decimal

    @classmethod
    def by(cls, connection: Connection, auction_id: int) -> Concerned:
        """Read it of a lot."""
        row = connection.execute(_CONCERNED, {"lot": auction_id}).one()
        return cls(people=tuple(row.people), watchers=row.watchers, holds=row.holds, held=row.held)


def read_lot(connection: Connection, auction_id: int, *, lock: bool = False) -> RowMapping:
    """Read a lot's row with its people's names, under its lock if wanted. Raises NotFound.

    A draft is nobody's but its seller's.
    """
    query = _LOCK if lock else _READ
    row = connection.execute(query, {"lot": auction_id}).mappings().one_or_none()
    if row is None or row["product_status_id"] == Status.DRAFT:
        raise NotFound
    return row


def records_of(connection: Connection, subject: str) -> tuple[RecordLine, ...]:
    """List what was done to a thing, the newest first."""
    rows = connection.execute(_RECORDS, {"subject": subject}).mappings()
    return tuple(RecordLine(**row) for row in rows)
