"""What the house knows when somebody offers a lot: categories, rights, photos, fees, limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from models import Status
from services.billing import FeeSchedule
from services.catalogue.values import read_rules
from services.errors import AccountIncomplete, NotFound, SellingRefused
from services.housekeeping.limits import limit_in_force
from services.selling.rules import Begun, Known

_CATEGORIES = text("""
    select slug, category_name, category_id from categories where retired_at is null
""")
# A lot that is changed may keep the kind it has.
_CASE_TYPES = text("""
    select case_type_name from case_types c
    where retired_at is null or exists (
        select from legal_infos l where l.case_type_id = c.case_type_id and l.product_id = :lot)
    order by case_type_id
""")
_OFFICIAL = text("""
    select admin_user or exists (
        select from auctioneers a where a.user_id = u.user_id and a.verified_at is not null)
    from users u where u.user_id = :user
""")
_PHOTOS = text("select count(*) from images where draft_id = :draft")
_FEES = text("select auction_type, buyer_rate, seller_rate, admin_fee from fee_schedules")
_SELLER = """
    select user_id, cpf, blocked_at, erased_at, email_verified_at, active_auction_number,
           auction_limit
    from users where user_id = :user
"""
_READ_SELLER, _LOCK_SELLER = text(_SELLER), text(f"{_SELLER} for no key update")
_LOT = """
    select product_id, user_id, category_id, product_status_id, auction_type, start_datetime,
           bid_count
    from products where product_id = :lot
"""
_READ_LOT, _LOCK_LOT = text(_LOT), text(f"{_LOT} for no key update")


def known_of(connection: Connection, draft: Row[Any]) -> Known:
    """Read what a draft is judged by; `begun` is of the lot it changes."""
    rows = connection.execute(_CATEGORIES).all()
    named = {row.category_name: row.category_id for row in rows}
    categories = named | {row.slug: row.category_id for row in rows}
    chosen = categories.get(draft.fields.get("category", "").strip())
    begun = None
    if draft.product_id is not None:
        lot = connection.execute(_READ_LOT, {"lot": draft.product_id}).one()
        begun = Begun(
            starts_at=lot.start_datetime, open=lot.product_status_id != Status.NOT_STARTED
        )
    return Known(
        categories=categories,
        rules=() if chosen is None else read_rules(connection, chosen),
        official=may_sell_officially(connection, draft.user_id),
        photos=connection.execute(_PHOTOS, {"draft": draft.draft_id}).scalar_one(),
        begun=begun,
        case_types=tuple(connection.execute(_CASE_TYPES, {"lot": draft.product_id}).scalars()),
    )


def may_sell_officially(connection: Connection, user_id: int) -> bool:
    """Tell whether somebody is a verified auctioneer, or an administrator."""
    return bool(connection.execute(_OFFICIAL, {"user": user_id}).scalar())


def fees_by_type(connection: Connection) -> Mapping[str, FeeSchedule]:
    """Read what the house charges for each type of auction."""
    return {
        row.auction_type: FeeSchedule(
            buyer_rate=row.buyer_rate, seller_rate=row.seller_rate, admin_fee=row.admin_fee
        )
        for row in connection.execute(_FEES)
    }


def demand_seller(connection: Connection, user_id: int, *, locked: bool) -> None:
    """Let pass who may put one more auction on sale now.

    How many is what was agreed with the person, else the house's limit `active_auctions`.

    Raises AccountIncomplete, and SellingRefused: blocked, unconfirmed, or at the limit. Where
    `locked`, nobody else adds to the count until the transaction ends.
    """
    statement = _LOCK_SELLER if locked else _READ_SELLER
    seller = connection.execute(statement, {"user": user_id}).one()
    if seller.blocked_at or seller.erased_at or seller.email_verified_at is None:
        raise SellingRefused(reason="not_seller")
    if seller.cpf is None:
        raise AccountIncomplete
    most = seller.auction_limit
    if most is None:
        most = int(limit_in_force(connection, "active_auctions"))
    if seller.active_auction_number >= most:
        raise SellingRefused(reason="limit", most=most)


def changeable(
    connection: Connection, user_id: int, auction_id: int, *, now: datetime, locked: bool = False
) -> Row[Any]:
    """Give an own lot that may still be changed: nobody has bid, a judicial one is not open yet.

    Raises NotFound, for another's too, and SellingRefused.
    """
    lot = connection.execute(_LOCK_LOT if locked else _READ_LOT, {"lot": auction_id}).one_or_none()
    if lot is None or lot.user_id != user_id:
        raise NotFound
    waits = lot.product_status_id == Status.NOT_STARTED and lot.start_datetime > now
    opened = lot.product_status_id in (Status.NOT_STARTED, Status.IN_OCCURRENCE)
    if lot.bid_count or not (waits or (opened and lot.auction_type != "judicial")):
        raise SellingRefused(reason="sold_on")
    return lot
