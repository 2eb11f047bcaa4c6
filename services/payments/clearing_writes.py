"""What is found at the gateway, applied under lock: charge, ledger, payment, audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import Connection, RowMapping, text

from models import Method, PaymentState
from models.lookups import word_of
from services.administration import audit
from services.billing.clearance import Books, next_step
from services.billing.due import BRASILIA
from services.billing.gateway import BillingType, Charge
from services.billing.statuses import (
    Flag,
    Reading,
    Standing,
    next_status,
    state_of,
    with_hints,
)
from services.database import Transaction
from services.events import MoneyMoved
from services.payments.charging import reference
from services.payments.clearing_ledger import Deal, books_of_payment, left_to_pay, record
from services.payments.hooks import Hooks
from services.wallets import lock_wallets

METHODS = {
    "PIX": Method.PIX,
    "BOLETO": Method.TICKET,
    "CREDIT_CARD": Method.CREDIT_CARD,
    "DEBIT_CARD": Method.DEBIT_CARD,
}
_WHO = text("""
    select p.payment_id, p.user_id, p.product_id from charges c join payments p using (payment_id)
    where c.charge_id = :charge
""")
_LOT = text("select product_id from products where product_id = :lot for no key update")
_PAYMENT = text("""
    select p.*, u.api_token from payments p join users u using (user_id)
    where p.payment_id = :payment for no key update of p
""")
_CHARGE = text("""
    select c.*, cast(cast(c.xmin as text) as bigint) as version,
           exists (select from charges o where o.payment_id = c.payment_id
                   and o.charge_id > c.charge_id) as followed,
           exists (select from charges o where o.payment_id = c.payment_id
                   and o.charge_id <> c.charge_id and o.closed_at is null) as replaced,
           array(select distinct e.event from gateway_events e
                 where e.subject = :gateway_id) as events
    from charges c where c.charge_id = :charge for no key update of c
""")
_WRITE_CHARGE = text("""
    update charges set gateway_id = :gateway_id, gateway_status = :gateway_status,
        paid_value = :paid_value, net_value = :net_value, settled_on = :settled_on,
        credit_on = :credit_on, invoice_url = :invoice_url, bank_slip_url = :bank_slip_url,
        state = :state, closed_at = :closed_at
    where charge_id = :charge
""")
_WRITE_PAYMENT = text("""
    update payments set payment_status_id = :payment_status_id, flag = :flag,
        payment_method_id = :payment_method_id, confirmation_datetime = :confirmation_datetime
    where payment_id = :payment returning *
""")
_FROZEN = {Flag.REFUND_PENDING, Flag.DISPUTED, Flag.QUARANTINED}
_IN = (Standing.PAID, Standing.REVERSED)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of a reading: `outdated` if the charge was written while it was being read.

    `unwanted` if the charge stands open at the gateway and nobody is to pay it any more.
    """

    standing: Standing | None = None
    changed: bool = False
    outdated: bool = False
    unwanted: bool = False
    doubts: tuple[str, ...] = ()


def apply(
    work: Transaction,
    charge: Charge,
    *,
    charge_id: int,
    version: int,
    hooks: Hooks,
    now: datetime,
) -> Applied:
    """Let a charge's row, the ledger and the payment say what was read of it at the gateway.

    `version` is the row's when the reading was asked for: a reading that may be older than what
    another has written since is not applied. What is written is the same whichever readings came
    before. Takes the locks in the house's order: auction, payer, payment.
    """
    connection = work.connection
    who = connection.execute(_WHO, {"charge": charge_id}).one()
    if who.product_id is not None:
        connection.execute(_LOT, {"lot": who.product_id})
    lock_wallets(connection, [who.user_id])
    payment = connection.execute(_PAYMENT, {"payment": who.payment_id}).mappings().one()
    asked = {"charge": charge_id, "gateway_id": charge.id}
    row = connection.execute(_CHARGE, asked).mappings().one()
    if row["version"] != version:
        return Applied(outdated=True)
    boleto = row["billing_type"] == BillingType.BOLETO
    found = with_hints(state_of(charge), row["events"], boleto=boleto)
    doubts = doubts_about(charge, found, row, payment)
    deal = Deal(row={**payment, **row}, charge=charge, found=found, now=now)
    before = books_of_payment(connection, who.payment_id)
    books = _keep(connection, deal, before, barred=bool(doubts))
    after = _payment_after(deal, books, outside=before[charge_id].outside, doubts=doubts)
    charge_after = _charge_after(deal, books, standing=after["payment_status_id"])
    changed = books[charge_id].times != before[charge_id].times or _differs(after, payment)
    if _differs(charge_after, row):
        connection.execute(_WRITE_CHARGE, {"charge": charge_id, **charge_after})
        changed = changed or charge_after["state"] != row["state"]
    if changed:
        _tell(work, deal, payment, after, hooks, doubts)
    open_there = found.standing in (Standing.PENDING, Standing.FAILED)
    return Applied(
        standing=found.standing,
        changed=changed,
        unwanted=open_there and charge_after["state"] == "closed" and not books[charge_id].paid,
        doubts=doubts,
    )


def doubts_about(
    charge: Charge, found: Reading, row: RowMapping, payment: RowMapping
) -> tuple[str, ...]:
    """Name what about a charge is not as it was asked for; no money comes in by such a one.

    What was noted as paid in cash never reached the house: it pays a sale that waits for it, and
    fills nobody's wallet.
    """
    waits = payment["payment_status_id"] == PaymentState.PENDING
    by_cash = row["paid_value"] is not None or (payment["kind"] == "sale" and waits)
    wrong = {
        "value": charge.value != row["value"],
        "customer": charge.customer_id != payment["api_token"],
        "reference": charge.reference != reference(row["charge_id"]),
        "status": found.standing is None,
        "cash": found.outside and not by_cash,
    }
    return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def _keep(
    connection: Connection, deal: Deal, books: dict[int, Books], *, barred: bool
) -> dict[int, Books]:
    """Make the movements that are due, one by one; gives the books as they are then."""
    charge_id, payment_id = deal.row["charge_id"], deal.row["payment_id"]
    waits = deal.row["payment_status_id"] == PaymentState.PENDING  # one in default has failed
    while step := next_step(books[charge_id], deal.charge, deal.found, barred=barred):
        waits = waits or step.kind == "undone"  # it was paid by this alone
        owed = deal.row["kind"] == "sale" and waits
        wanted = left_to_pay(deal.row, books.values()) if owed else Decimal(0)
        record(connection, deal, books[charge_id], step, wanted)
        books = books_of_payment(connection, payment_id)
    return books


def _payment_after(
    deal: Deal, books: dict[int, Books], *, outside: bool, doubts: Sequence[str]
) -> dict[str, Any]:
    """Give the payment's columns as they are to be."""
    row, found, own = deal.row, deal.found, books[deal.row["charge_id"]]
    columns = ("payment_status_id", "flag", "payment_method_id", "confirmation_datetime")
    after = {name: row[name] for name in columns}
    current = Standing[PaymentState(row["payment_status_id"]).name]
    of_sale = row["kind"] == "sale"
    newest = not row["followed"] and not (of_sale and current is not Standing.PENDING)
    concerned = newest or (own.for_sale > 0 if of_sale else own.paid > 0) or outside
    if found.standing is None or not concerned:
        return after
    if of_sale:
        standing = _sale_after(deal, books, current)
    elif doubts and not own.paid and found.standing in _IN:
        standing = current
    else:
        standing = next_status(current, found, outside=outside)
    if standing is Standing.PAID and current is not Standing.PAID:
        method = METHODS.get(deal.charge.billing_type)
        after["payment_method_id"] = method or row["payment_method_id"]
    if standing is Standing.PAID:
        after["confirmation_datetime"] = row["confirmation_datetime"] or deal.now
    elif standing is not Standing.REVERSED:
        after["confirmation_datetime"] = None
    after["payment_status_id"] = PaymentState[standing.name]
    after["flag"] = Flag.QUARANTINED if doubts else found.flag
    return after


def _sale_after(deal: Deal, books: dict[int, Books], current: Standing) -> Standing:
    """Tell how a sale stands: a charge that fails or goes only leaves the sale to be paid."""
    of_sale = [each for each in books.values() if each.for_sale]
    paid_up = left_to_pay(deal.row, books.values()) <= 0
    if any(each.gone for each in of_sale):
        return Standing.REVERSED
    if paid_up and of_sale and (not deal.row["by_guide"] or deal.row["guide_paid_at"]):
        return Standing.PAID
    return Standing.PENDING if current in _IN else current


def _charge_after(deal: Deal, books: dict[int, Books], *, standing: int) -> dict[str, Any]:
    """Give the charge's columns as they are to be."""
    row, charge, found, own = deal.row, deal.charge, deal.found, books[deal.row["charge_id"]]
    settled_on = charge.settled_on or deal.now.astimezone(BRASILIA).date()
    state = _state_after(deal, books, standing=standing)
    return {
        "gateway_id": charge.id,
        "gateway_status": charge.status[:40],
        "paid_value": own.paid or None,
        "net_value": charge.net_value,
        "settled_on": (row["settled_on"] or settled_on) if own.settled else None,
        "credit_on": charge.credit_date if found.standing in _IN else None,
        "invoice_url": charge.invoice_url or row["invoice_url"],
        "bank_slip_url": charge.bank_slip_url or row["bank_slip_url"],
        "state": state,
        "closed_at": (row["closed_at"] or deal.now) if state == "closed" else None,
    }


def _state_after(deal: Deal, books: dict[int, Books], *, standing: int) -> str:
    """Close what is over, open what can be paid; what was closed opens only if still wanted."""
    row, found, own = deal.row, deal.found, books[deal.row["charge_id"]]
    if own.paid or found.standing is Standing.CANCELED:
        return "closed"
    if row["state"] != "closed":
        return "open"
    owed = standing in (PaymentState.PENDING, PaymentState.FAILED) and not row["defaulted_at"]
    if row["kind"] == "sale":
        owed = owed and left_to_pay(row, books.values()) > 0
    unpaid = found.standing in (Standing.PENDING, Standing.FAILED)
    return "open" if unpaid and owed and not row["replaced"] else "closed"


def _differs(after: dict[str, Any], row: RowMapping) -> bool:
    return any(row[name] != value for name, value in after.items())


def _tell(
    work: Transaction,
    deal: Deal,
    before: RowMapping,
    after: dict[str, Any],
    hooks: Hooks,
    doubts: Sequence[str],
) -> None:
    """Write the payment as it is now, for the record too, and let those know whom it concerns."""
    payment_id = before["payment_id"]
    written = work.connection.execute(_WRITE_PAYMENT, {"payment": payment_id, **after})
    payment = written.mappings().one()
    audit.record(
        work,
        f"payment_{word_of(PaymentState(payment['payment_status_id']))}",
        f"payment:{payment_id}",
        at=deal.now,
        charge=deal.row["charge_id"],
        gateway_id=deal.charge.id,
        found=deal.charge.status,
        was=word_of(PaymentState(before["payment_status_id"])),
        flag=payment["flag"],
        doubts=list(doubts),
    )
    if doubts:
        log.error("charge_doubted", payment=payment_id, found=deal.charge.status, doubts=doubts)
    work.announce(MoneyMoved(user_id=payment["user_id"], payment_id=payment_id))
    if is_firm(payment) != is_firm(before):
        for hook in hooks.on_paid if is_firm(payment) else hooks.on_reversed:
            hook(work, payment)


def is_firm(payment: RowMapping) -> bool:
    """Tell whether a payment is paid, and nothing is known against it."""
    return payment["payment_status_id"] == PaymentState.PAID and payment["flag"] not in _FROZEN
