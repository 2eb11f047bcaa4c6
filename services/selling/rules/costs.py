"""What a lot would cost its buyer and leave its seller, at the prices its form names so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.bidding import DEFAULT_BRL, IncrementTable
from services.billing import Bill, FeeSchedule, bill
from services.selling.rules.lot_form import type_of
from services.selling.rules.reading import Fields
from services.selling.rules.terms import Terms, read_terms

_NAMED = ("min_bid", "reserve", "estimate_low", "estimate_high", "buy_now")
_FIRST_BIDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The bill at each price named, by its field, and the first bids as increments make them."""

    bills: tuple[tuple[str, Bill], ...]
    first_bids: tuple[Decimal, ...]
    step: Decimal | None
    buyer_rate: Decimal
    seller_rate: Decimal
    admin_fee: Decimal


def costs_of(
    form: Mapping[str, str], fees: FeeSchedule, table: IncrementTable = DEFAULT_BRL
) -> Costs:
    """Work out the bills at what can be read of a form; what cannot is left out."""
    auction_type = type_of(form)
    fields = Fields(form)
    amounts = {name: fields.money(name) for name in _NAMED}
    own = fields.money("increment") if fields.given("increments") == "own" else None
    steps = IncrementTable.flat(own) if own else table
    opening = amounts["min_bid"]
    terms = read_terms(Fields(form), auction_type=auction_type)
    charged = _charged(terms, fees)
    return Costs(
        bills=tuple(
            (name, bill(amount, charged, judicial=auction_type == "judicial"))
            for name, amount in amounts.items()
            if amount is not None
        ),
        first_bids=() if opening is None else _first_bids(opening, steps),
        step=None if opening is None else steps.step_at(opening),
        buyer_rate=charged.buyer_rate,
        seller_rate=Decimal(0) if auction_type == "judicial" else charged.seller_rate,
        admin_fee=charged.admin_fee,
    )


def _charged(terms: Terms | None, fees: FeeSchedule) -> FeeSchedule:
    if terms is None or terms.commission is None:
        return fees
    return FeeSchedule(
        buyer_rate=terms.commission, seller_rate=fees.seller_rate, admin_fee=fees.admin_fee
    )


def _first_bids(opening: Decimal, table: IncrementTable) -> tuple[Decimal, ...]:
    bids = [opening]
    while len(bids) < _FIRST_BIDS:
        bids.append(bids[-1] + table.step_at(bids[-1]))
    return tuple(bids)
