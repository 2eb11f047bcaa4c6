"""How a lot that was read becomes rows: product, features, photos and court case."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.billing import FeeSchedule
from services.catalogue.values import write_values
from services.housekeeping.steps import name_in_force
from services.people.places import format_cep
from services.photos.letting_go import taking_out
from services.selling.rules import Offered

_COLUMNS = (
    "product_name", "description", "category_id", "auction_type", "min_bid", "reserve", "buy_now",
    "estimate_low", "estimate_high", "increments", "increment", "extend_mode",
    "soft_close_seconds", "hold_policy", "hold_value", "conditional", "buyer_rate", "seller_rate",
    "admin_fee", "start_datetime", "original_end_datetime", "end_datetime", "product_status_id",
    "zip_code", "street_name", "street_number", "apt", "district", "city", "state", "pickup",
)  # fmt: skip
_INSERT = text(f"""
    insert into products (user_id, created_at, {", ".join(_COLUMNS)})
    values (:user, :now, {", ".join(f":{name}" for name in _COLUMNS)}) returning product_id
""")  # noqa: S608  only columns named here
_UPDATE = text(f"""
    update products set version = version + 1, notice = notice + 1,
        {", ".join(f"{n} = :{n}" for n in _COLUMNS)}
    where product_id = :lot returning version
""")  # noqa: S608  only columns named here
_CLEAR_PHOTOS = taking_out("product_id = :lot")
_TAKE_PHOTOS = text("""
    update images set product_id = :lot, draft_id = null, principal_image = false
    where draft_id = :draft
""")
_ONE_PRINCIPAL = text("""
    update images set principal_image = true where image_id = (
        select image_id from images where product_id = :lot
        order by (image_id = :chosen) desc, position, image_id limit 1)
""")
# A photo nobody has described is called what it shows: the lot.
_NAME_PHOTOS = text("""
    update images i set alt = left(:name, 240) || ' (' || placed.number || ')'
    from (select image_id, row_number() over (order by position, image_id) as number
          from images where product_id = :lot) placed
    where placed.image_id = i.image_id and i.alt = ''
""")
_CHOSEN = text("""
    select image_id from images where draft_id = :draft
    order by principal_image desc, position, image_id limit 1
""")
_CLEAR_CASE = text("delete from legal_infos where product_id = :lot")
_CASE = (
    "process_number", "court", "plaintiff", "defendant", "judge_name", "extra_notes",
    "case_type_id", "appraisal", "payment_terms", "goods_at", "visits", "second_date",
    "second_floor", "minimum_percent", "incapable", "burdens", "occupation", "debts",
)  # fmt: skip
_ADD_CASE = text(f"""
    insert into legal_infos (product_id, {", ".join(_CASE)})
    values (:product_id, {", ".join(f":{name}" for name in _CASE)})
""")  # noqa: S608  only columns named here
_KIND = text("select case_type_id from case_types where case_type_name = :name")


def add_lot(
    connection: Connection, user_id: int, lot: Offered, fees: FeeSchedule, *, now: datetime
) -> int:
    """Write a lot that is new and return its number; one that starts now is open at once."""
    values = {**_values(connection, lot, fees, now), "user": user_id, "now": now}
    number: int = connection.execute(_INSERT, values).scalar_one()
    _add_details(connection, number, lot)
    return number


def change_lot(
    connection: Connection, auction_id: int, lot: Offered, fees: FeeSchedule, *, now: datetime
) -> int:
    """Write a lot over what it was, in the caller's lock; returns its new version."""
    values = {**_values(connection, lot, fees, now), "lot": auction_id}
    version: int = connection.execute(_UPDATE, values).scalar_one()
    connection.execute(_CLEAR_CASE, {"lot": auction_id})
    _add_details(connection, auction_id, lot)
    return version


def take_photos(
    connection: Connection, draft_id: int, auction_id: int, lot: Offered, *, now: datetime
) -> None:
    """Give a draft's photos to its lot, in place of those it had.

    One of them is the principal one, and none is without words.
    """
    asked = {"lot": auction_id, "draft": draft_id, "now": now, "name": lot.name}
    chosen = connection.execute(_CHOSEN, asked).scalar()
    connection.execute(_CLEAR_PHOTOS, asked)
    connection.execute(_TAKE_PHOTOS, asked)
    connection.execute(_ONE_PRINCIPAL, {**asked, "chosen": chosen or 0})
    connection.execute(_NAME_PHOTOS, asked)


def _values(
    connection: Connection, lot: Offered, fees: FeeSchedule, now: datetime
) -> dict[str, Any]:
    terms, times = lot.terms, lot.times
    low, high = terms.estimate or (None, None)
    opens = Status.NOT_STARTED if times.starts_at > now else Status.IN_OCCURRENCE
    return {
        "product_name": lot.name,
        "description": lot.description or None,
        "category_id": lot.category_id,
        "auction_type": lot.auction_type,
        "min_bid": terms.opening,
        "reserve": terms.reserve,
        "buy_now": terms.buy_now,
        "estimate_low": low,
        "estimate_high": high,
        "increments": name_in_force(connection),
        "increment": terms.increment,
        "extend_mode": terms.extend_mode,
        "soft_close_seconds": terms.window_seconds,
        "hold_policy": terms.hold_policy,
        "hold_value": terms.hold_value,
        "conditional": terms.conditional,
        "buyer_rate": buyer_rate(lot, fees),
        "seller_rate": fees.seller_rate,
        "admin_fee": fees.admin_fee,
        "start_datetime": times.starts_at,
        "original_end_datetime": times.ends_at,
        "end_datetime": times.ends_at,
        "product_status_id": int(opens),
        **asdict(lot.place),
        "zip_code": format_cep(lot.place.zip_code) if lot.place.zip_code else None,
    }


def buyer_rate(lot: Offered, fees: FeeSchedule) -> Decimal:
    """Tell the buyer's commission: what the auctioneer asks, or else the house's."""
    asked = lot.terms.commission
    return fees.buyer_rate if asked is None else asked


def _add_details(connection: Connection, auction_id: int, lot: Offered) -> None:
    write_values(connection, auction_id, lot.category_id, lot.values)
    if lot.case is None or lot.notice is None:
        return
    written = {**asdict(lot.case), **asdict(lot.notice)}
    named = {"name": written.pop("case_type")}
    kind = connection.execute(_KIND, named).scalar_one()
    connection.execute(_ADD_CASE, {**written, "case_type_id": kind, "product_id": auction_id})
