"""A sale under lock: its payment, lot, people and delivery, as every step of it reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from models import PaymentState
from services.database import Transaction
from services.errors import NotFound
from services.events import MoneyMoved
from services.wallets import Leg, Movement, lock_wallets, move

# What stands against a payment keeps its lot and its money where they are.
FROZEN = frozenset({"refund_pending", "disputed", "quarantined"})
_WHO = text("""
    select p.product_id, p.user_id as buyer_id, l.user_id as seller_id
    from payments p join products l using (product_id)
    where p.payment_id = :payment and p.kind = 'sale'
""")
_LOT = text("select from products where product_id = :lot for no key update")
_LOCK = text("select from payments where payment_id = :payment for no key update")
_READ = text("""
    select p.*, l.user_id as seller_id, l.product_name as title, l.auction_type,
           d.delivery_id, d.confirm_by, d.handed_over_at, d.received_at, d.received_by,
           d.disputed_at, d.ruled_at, d.ruling, d.freed_at, d.returned_at,
           (select charge_id from charges c
            where c.payment_id = p.payment_id and c.closed_at is null) as charge_id
    from payments p join products l using (product_id)
    left join deliveries d using (payment_id)
    where p.payment_id = :payment
""")
_OWED = text("""
    select coalesce(-sum(e.amount), 0)
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.product_id = :lot and e.account = 'receivable' and e.user_id = :buyer
""")
_SHARE = text("""
    select coalesce(sum(e.amount), 0)
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.product_id = :lot and e.account = 'pending' and e.user_id = :seller
""")


def locked_sale(connection: Connection, payment_id: int) -> RowMapping:
    """Take the locks of a sale (lot, its people by id, payment) and read it; raises NotFound."""
    who = connection.execute(_WHO, {"payment": payment_id}).one_or_none()
    if who is None:
        raise NotFound
    connection.execute(_LOT, {"lot": who.product_id})
    lock_wallets(connection, [who.buyer_id, who.seller_id])
    connection.execute(_LOCK, {"payment": payment_id})
    return read_sale(connection, payment_id)


def read_sale(connection: Connection, payment_id: int) -> RowMapping:
    """Read a sale as it stands in this transaction."""
    return connection.execute(_READ, {"payment": payment_id}).mappings().one()


def owed(connection: Connection, sale: RowMapping) -> Decimal:
    """Count what the buyer still owes the house for the lot, in reais."""
    asked = {"lot": sale["product_id"], "buyer": sale["user_id"]}
    left: Decimal = connection.execute(_OWED, asked).scalar_one()
    return left


def sellers_share(connection: Connection, sale: RowMapping) -> Decimal:
    """Count what of the sale is the seller's and not yet free, in reais."""
    asked = {"lot": sale["product_id"], "seller": sale["seller_id"]}
    share: Decimal = connection.execute(_SHARE, asked).scalar_one()
    return share


def book(
    connection: Connection,
    sale: Mapping[str, Any] | RowMapping,
    kind: str,
    legs: Sequence[Leg],
    *,
    at: datetime,
) -> None:
    """Move a sale's money in the ledger; each kind of movement once a sale (`freed:<payment>`)."""
    movement = Movement(
        kind=kind,
        business_key=f"{kind}:{sale['payment_id']}",
        at=at,
        auction_id=sale["product_id"],
        payment_id=sale["payment_id"],
        legs=tuple(legs),
    )
    move(connection, [movement])


def firm(sale: RowMapping) -> bool:
    """Tell whether a sale is paid and nothing stands against its payment."""
    paid: bool = sale["payment_status_id"] == PaymentState.PAID
    return paid and sale["flag"] not in FROZEN and sale["defaulted_at"] is None


def tell_screens(work: Transaction, sale: RowMapping) -> None:
    """Announce to both sides that something of theirs has changed."""
    for person in (sale["user_id"], sale["seller_id"]):
        work.announce(MoneyMoved(user_id=person, payment_id=sale["payment_id"]))
