"""What came in by a charge, in the ledger: read, and moved on until it says what is so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from services.billing.clearance import KINDS, Books, Recorded, Step, books_of
from services.billing.gateway import Charge
from services.billing.statuses import Reading
from services.payments.credits import credit, debit
from services.wallets import Leg, Movement, move

_MOVEMENTS = text("""
    select t.kind, t.business_key, e.account, sum(e.amount) as amount
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.payment_id = :payment and t.kind = any(:kinds)
    group by t.ledger_transaction_id, e.account order by t.ledger_transaction_id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One charge as it is being cleared: its row with its payment's, what was found, and when."""

    row: dict[str, Any]
    charge: Charge
    found: Reading
    now: datetime


def books_of_payment(connection: Connection, payment_id: int) -> dict[int, Books]:
    """Read what the ledger says of each charge of a payment, by the charge's number."""
    legs: dict[str, tuple[str, dict[str, Decimal]]] = {}
    for line in connection.execute(_MOVEMENTS, {"payment": payment_id, "kinds": list(KINDS)}):
        legs.setdefault(line.business_key, (line.kind, {}))[1][line.account] = line.amount
    of_charges: dict[int, list[Recorded]] = defaultdict(list)
    for key, (kind, parts) in legs.items():
        recorded = Recorded(kind=kind, business_key=key, legs=parts)
        of_charges[int(key.split(":")[1])].append(recorded)
    return defaultdict(Books, {charge: books_of(of) for charge, of in of_charges.items()})


def left_to_pay(payment: Mapping[str, Any], books: Iterable[Books]) -> Decimal:
    """Count what of a sale's payment no wallet, court guide or charge has paid yet, in reais."""
    owed: Decimal = payment["amount"] - payment["by_guide"] - payment["from_wallet"]
    return owed - sum((b.for_sale for b in books if b.taken_back is None), Decimal(0))


def record(connection: Connection, deal: Deal, books: Books, step: Step, wanted: Decimal) -> None:
    """Make the movement that is due; of what comes in, up to `wanted` pays the sale."""
    legs = {
        "paid": lambda: _paid(deal, step, wanted),
        "settled": lambda: _settled(connection, deal, books, step),
        "refunded": lambda: _back(connection, deal, books, step),
        "reversed": lambda: _back(connection, deal, books, step),
        "restored": lambda: _restored(connection, deal, books),
        "undone": lambda: _undone(deal, books),
    }[step.kind]()
    number = books.times.get(step.kind, 0) + 1
    again = "" if number == 1 and step.kind in ("paid", "settled") else f":{step.key or number}"
    movement = Movement(
        kind=step.kind,
        business_key=f"{step.kind}:{deal.row['charge_id']}{again}",
        at=deal.now,
        auction_id=deal.row["product_id"],
        payment_id=deal.row["payment_id"],
        legs=tuple(leg for leg in legs if leg.amount),
    )
    if not move(connection, [movement]):
        raise RuntimeError(f"{movement.business_key} is in the ledger for another payment")


def _paid(deal: Deal, step: Step, wanted: Decimal) -> list[Leg]:
    for_sale = min(step.amount, wanted)
    return [
        Leg(account="outside" if deal.found.outside else "clearing", amount=-step.amount),
        _theirs(deal, "receivable", for_sale),
        _theirs(deal, "incoming", step.amount - for_sale),
    ]


def _settled(connection: Connection, deal: Deal, books: Books, step: Step) -> list[Leg]:
    fee = books.paid - deal.charge.net_value
    return [
        Leg(account="clearing", amount=step.amount),
        Leg(account="cash", amount=fee - step.amount),
        Leg(account="fees", amount=-fee),
        _theirs(deal, "incoming", -books.wallet),
        *(credit(connection, deal.row["user_id"], books.wallet) if books.wallet else ()),
    ]


def _back(connection: Connection, deal: Deal, books: Books, step: Step) -> list[Leg]:
    of_wallet, of_sale = books.shared(step.amount)
    legs = [
        Leg(account=books.house, amount=step.amount),
        _theirs(deal, "receivable", -of_sale),
    ]
    if not books.settled:
        return [*legs, _theirs(deal, "incoming", -of_wallet)]
    return [*legs, *(debit(connection, deal.row["user_id"], of_wallet) if of_wallet else ())]


def _restored(connection: Connection, deal: Deal, books: Books) -> list[Leg]:
    taken = books.taken_back or {}
    of_wallet = -(taken.get("wallet", Decimal(0)) + taken.get("debt", Decimal(0)))
    legs = [
        Leg(account=name, amount=-taken[name]) for name in ("cash", "clearing") if name in taken
    ]
    legs += [
        _theirs(deal, name, -taken[name]) for name in ("receivable", "incoming") if name in taken
    ]
    return [*legs, *(credit(connection, deal.row["user_id"], of_wallet) if of_wallet else ())]


def _undone(deal: Deal, books: Books) -> list[Leg]:
    return [
        Leg(account="outside", amount=books.paid),
        _theirs(deal, "receivable", -books.sale),
        _theirs(deal, "incoming", -books.wallet),
    ]


def _theirs(deal: Deal, account: str, amount: Decimal) -> Leg:
    return Leg(account=account, amount=amount, user_id=deal.row["user_id"])
