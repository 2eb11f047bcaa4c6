"""The settlement of a sale: the bill owed, the part its hold pays, the seller's share pending.

Of a judicial lot the price is paid at the court: nothing of it is owed to the house, or by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from models import Method, PaymentState
from services.billing.due import end_of_day, payment_due
from services.decisions import Decision
from services.wallets import Leg, Movement, move

_PAYMENTS = text("""
    insert into payments (amount, payer, payee, opening_datetime, due_datetime,
                          confirmation_datetime, user_id, payment_method_id, payment_status_id,
                          kind, product_id, hammer, commission, admin_fee, from_wallet, by_guide)
    select a, b, c, :at, d, case when a = k + l then cast(:at as timestamptz) end, e,
           case when a = k + l then :wallet else :pix end,
           case when a = k + l then :paid else :pending end, 'sale', f, g, h, i, k, l
    from unnest(cast(:totals as numeric[]), cast(:payers as varchar[]),
                cast(:payees as varchar[]), cast(:dues as timestamptz[]), cast(:users as int[]),
                cast(:auctions as int[]), cast(:hammers as numeric[]),
                cast(:commissions as numeric[]), cast(:fees as numeric[]),
                cast(:wallets as numeric[]), cast(:guides as numeric[]))
         rows (a, b, c, d, e, f, g, h, i, k, l)
""")
_DELIVERIES = text("""
    insert into deliveries (payment_id, opened_at, confirm_by)
    select payment_id, :at, :confirm_by from payments
    where product_id = any(:auctions) and kind = 'sale' and defaulted_at is null
      and payment_status_id = :paid and by_guide = 0
    on conflict (payment_id) do nothing
""")


def settle(
    connection: Connection, sold: Sequence[Decision], at: datetime, *, silent_days: int
) -> None:
    """Record each sale in the ledger, open its payment and, once that is paid, its delivery.

    The buyer owes the total; the house earns its commissions and fees; the seller's share stays
    pending until delivery. What the hold captured pays at once; the rest is due by the payment's
    date. Silence of `silent_days` after paying counts as received. Should be called with the
    wallets locked and the holds ended; a sale settles once.
    """
    if not sold:
        return
    move(connection, [movement for decision in sold for movement in _movements(decision, at)])
    bills = [(d, d.bill) for d in sold if d.bill is not None]
    connection.execute(
        _PAYMENTS,
        {
            "at": at,
            "wallet": Method.WALLET,
            "pix": Method.PIX,
            "paid": PaymentState.PAID,
            "pending": PaymentState.PENDING,
            "totals": [b.total for _, b in bills],
            "payers": [d.row["buyer"] for d, _ in bills],
            "payees": [d.row["seller"] for d, _ in bills],
            "dues": [payment_due(at, d.row["auction_type"]) for d, _ in bills],
            "users": [d.row["leader_id"] for d, _ in bills],
            "auctions": [d.auction_id for d, _ in bills],
            "hammers": [b.hammer for _, b in bills],
            "commissions": [b.commission for _, b in bills],
            "fees": [b.admin_fee for _, b in bills],
            "wallets": [d.paid for d, _ in bills],
            "guides": [b.by_guide for _, b in bills],
        },
    )
    connection.execute(
        _DELIVERIES,
        {
            "at": at,
            "confirm_by": end_of_day(at, after=silent_days),
            "auctions": [d.auction_id for d, _ in bills],
            "paid": PaymentState.PAID,
        },
    )


def _movements(decision: Decision, at: datetime) -> list[Movement]:
    invoice = decision.bill
    assert invoice is not None
    buyer, seller = decision.row["leader_id"], decision.row["user_id"]
    earned = invoice.commission + invoice.admin_fee + invoice.seller_commission
    sale = Movement(
        kind="sale",
        business_key=f"sale:{decision.auction_id}",
        at=at,
        auction_id=decision.auction_id,
        legs=(
            Leg(account="receivable", amount=-invoice.to_house, user_id=buyer),
            Leg(account="pending", amount=invoice.seller_net, user_id=seller),
            Leg(account="revenue", amount=earned),
        ),
    )
    if not invoice.to_house:  # a commission of less than half a centavo
        return []
    if not decision.paid:
        return [sale]
    capture = Movement(
        kind="capture",
        business_key=f"capture:{decision.auction_id}",
        at=at,
        auction_id=decision.auction_id,
        legs=(
            Leg(account="wallet", amount=-decision.paid, user_id=buyer),
            Leg(account="receivable", amount=decision.paid, user_id=buyer),
        ),
    )
    return [sale, capture]
