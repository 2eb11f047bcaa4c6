"""Sales as people see them: one with all its parts, and what somebody bought or sold."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, text

from models import PaymentState
from services.database import Database
from services.errors import NotFound
from services.payments.checkout import payable_from_wallet
from services.payments.sale_rows import FROZEN
from services.people.phones import format_phone
from services.photos.showing import photo
from services.ports import Clock
from services.views import Visitor
from services.views.sales import ChargeView, DeliveryView, PartyView, SalesView, SaleView

MOST = 500
_COLUMNS = """
    select p.*, l.product_name as title, l.user_id as seller_id, l.auction_type, photo.image,
           d.delivery_id, d.confirm_by, d.handed_over_at, d.handed_over_how, d.received_at,
           d.received_by, d.disputed_at, d.dispute, d.ruling, d.freed_at, d.returned_at,
           books.owed, booked.share, came.by_charge, u.wallet - u.held - debts.debt as free
    from payments p
    join products l using (product_id)
    join users u on u.user_id = p.user_id
    left join deliveries d using (payment_id)
    left join lateral (
        select i.image from images i where i.product_id = l.product_id
        order by i.principal_image desc, i.position, i.image_id limit 1
    ) photo on true
    cross join lateral (
        select coalesce(-sum(e.amount), 0) as owed
        from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
        where t.product_id = l.product_id and e.account = 'receivable' and e.user_id = p.user_id
    ) books
    cross join lateral (
        select coalesce(sum(e.amount), 0) as share
        from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
        where t.product_id = l.product_id and t.kind in ('sale', 'unsold')
          and e.account = 'pending' and e.user_id = l.user_id
    ) booked
    cross join lateral (
        select coalesce(sum(e.amount), 0) as by_charge
        from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
        where t.payment_id = p.payment_id and e.account = 'receivable' and e.user_id = p.user_id
          and t.kind <> 'wallet-pays'
    ) came
    cross join lateral (
        select coalesce(-sum(e.amount), 0) as debt from ledger_entries e
        where e.user_id = p.user_id and e.account = 'debt'
    ) debts
"""
_ONE = text(f"{_COLUMNS} where p.payment_id = :payment and p.kind = 'sale'")
_BOUGHT = text(f"""
    {_COLUMNS} where p.user_id = :user and p.kind = 'sale' order by p.payment_id desc limit :most
""")
_SOLD = text(f"""
    {_COLUMNS} where l.user_id = :user and p.kind = 'sale' order by p.payment_id desc limit :most
""")
_CHARGE = text("""
    select * from charges where payment_id = :payment order by charge_id desc limit 1
""")
_PARTY = text("select name, email, cellphone1 from users where user_id = :user")


class Sales:
    """Shows sales; codes that pay go to the buyer alone, and people meet once it is paid."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def sale(self, payment_id: int, visitor: Visitor) -> SaleView:
        """Show a sale to its buyer, its seller or the house; to others it is not there."""
        with self._database.transaction() as work:
            asked = {"payment": payment_id}
            row = work.connection.execute(_ONE, asked).mappings().one_or_none()
            if row is None:
                raise NotFound
            role = _role(row, visitor)
            more: dict[str, Any] = {}
            if role == "buyer":
                charge = work.connection.execute(_CHARGE, asked).mappings().one_or_none()
                more = _to_pay(row, charge)
            other = {"buyer": row["seller_id"], "seller": row["user_id"]}.get(role)
            if other is not None and row["delivery_id"] is not None:
                party = work.connection.execute(_PARTY, {"user": other}).one()
                more["other"] = PartyView(
                    name=party.name,
                    email=party.email,
                    phone=format_phone(party.cellphone1) if party.cellphone1 else "",
                )
        return _view(row, role, self._clock.now(), **more)

    def bought(self, user_id: int) -> SalesView:
        """List what somebody won, the newest first."""
        return self._list(user_id, "buyer")

    def sold(self, user_id: int) -> SalesView:
        """List what somebody sold, the newest first."""
        return self._list(user_id, "seller")

    def _list(self, user_id: int, role: str) -> SalesView:
        query = _BOUGHT if role == "buyer" else _SOLD
        with self._database.transaction() as work:
            rows = work.connection.execute(query, {"user": user_id, "most": MOST}).mappings().all()
        now = self._clock.now()
        return SalesView(role=role, sales=tuple(_view(row, role, now) for row in rows))


def _role(row: RowMapping, visitor: Visitor) -> str:
    if visitor.user_id == row["user_id"]:
        return "buyer"
    if visitor.user_id == row["seller_id"]:
        return "seller"
    if visitor.admin:
        return "house"
    raise NotFound


def _to_pay(row: RowMapping, charge: RowMapping | None) -> dict[str, Any]:
    free = max(row["free"], Decimal(0))
    more: dict[str, Any] = {
        "free": free,
        "from_wallet_now": payable_from_wallet(max(row["owed"], Decimal(0)), free),
    }
    if charge is None:
        return more
    if charge["closed_at"] is not None:
        return more | {"refusal": (charge["last_error"] or "") if not charge["paid_value"] else ""}
    ready = charge["state"] == "open" and {
        "PIX": charge["pix_payload"],
        "BOLETO": charge["boleto_line"],
    }.get(charge["billing_type"], charge["invoice_url"])
    return more | {
        "charge": ChargeView(
            way=charge["billing_type"],
            value=charge["value"],
            due_on=charge["due_date"],
            ready=bool(ready),
            code=charge["pix_payload"] or "",
            line=charge["boleto_line"] or "",
            invoice_url=charge["invoice_url"] or "",
            slip_url=charge["bank_slip_url"] or "",
        )
    }


def _view(row: RowMapping, role: str, now: datetime, **more: Any) -> SaleView:
    state = _state(row, now)
    undone = state in ("defaulted", "returned", "reversed")
    delivery = None
    if row["delivery_id"] is not None:
        delivery = DeliveryView(
            confirm_by=row["confirm_by"],
            handed_over_at=row["handed_over_at"],
            how=row["handed_over_how"] or "",
            received_at=row["received_at"],
            received_by=row["received_by"] or "",
            disputed_at=row["disputed_at"],
            dispute=row["dispute"] or "",
            ruling=row["ruling"] or "",
        )
    return SaleView(
        payment_id=row["payment_id"],
        auction_id=row["product_id"],
        title=row["title"],
        photo=photo(row["image"], "").thumbnail if row["image"] else None,
        role=role,
        state=state,
        judicial=row["auction_type"] == "judicial",
        hammer=row["hammer"],
        commission=row["commission"],
        admin_fee=row["admin_fee"],
        total=row["amount"],
        from_wallet=row["from_wallet"],
        by_charge=max(row["by_charge"], Decimal(0)),
        by_guide=row["by_guide"],
        left=_left(row),
        share=Decimal(0) if undone else row["share"],
        opened_at=row["opening_datetime"],
        due_at=row["due_datetime"],
        paid_at=row["confirmation_datetime"],
        guide_paid_at=row["guide_paid_at"],
        delivery=delivery,
        **more,
    )


def _left(row: RowMapping) -> Decimal:
    undone = row["defaulted_at"] is not None or row["returned_at"] is not None
    return Decimal(0) if undone else max(row["owed"], Decimal(0))


def _state(row: RowMapping, now: datetime) -> str:
    """Name how far a sale has come, the latest word first."""
    if row["defaulted_at"] is not None:
        return "defaulted"
    if row["returned_at"] is not None:
        return "returned"
    if row["payment_status_id"] != PaymentState.PAID:
        return _unpaid_state(row, now)
    if row["flag"] in FROZEN:
        return "frozen"
    if row["by_guide"] and row["guide_paid_at"] is None:
        return "guide"
    if row["freed_at"] is not None:
        return "done"
    if row["disputed_at"] is not None:
        return "disputed"
    return "handed_over" if row["handed_over_at"] is not None else "paid"


def _unpaid_state(row: RowMapping, now: datetime) -> str:
    if row["payment_status_id"] == PaymentState.REVERSED:
        return "reversed"
    flagged = {"under_analysis": "analysis", "quarantined": "checked", "disputed": "frozen"}
    if row["flag"] in flagged:
        return flagged[row["flag"]]
    return "late" if now >= row["due_datetime"] else "to_pay"
