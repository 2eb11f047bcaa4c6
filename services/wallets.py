"""How money moves: ledger transactions whose legs sum to zero, each made once by its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One side of a movement; whose an account is, a person's or the house's, says its name."""

    account: str
    amount: Decimal
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that moves: legs summing to zero under a key that lets it happen once."""

    kind: str
    business_key: str
    at: datetime
    legs: tuple[Leg, ...]
    auction_id: int | None = None
    payment_id: int | None = None


_TRANSACTIONS = text("""
    insert into ledger_transactions (kind, business_key, product_id, payment_id, at)
    select * from unnest(cast(:kinds as varchar[]), cast(:keys as varchar[]),
                         cast(:auctions as int[]), cast(:payments as int[]),
                         cast(:ats as timestamptz[]))
    on conflict (business_key) do nothing
    returning ledger_transaction_id, business_key
""")
_ENTRIES = text("""
    insert into ledger_entries (ledger_transaction_id, account, user_id, amount)
    select * from unnest(cast(:transactions as int[]), cast(:accounts as varchar[]),
                         cast(:users as int[]), cast(:amounts as numeric[]))
""")
_LOCK = text(
    "select user_id from users where user_id = any(:ids) order by user_id for no key update"
)


def lock_wallets(connection: Connection, user_ids: Sequence[int]) -> None:
    """Take the wallets' rows in id order, as everybody does, so that nobody waits in a circle."""
    connection.execute(_LOCK, {"ids": sorted(set(user_ids))})


def move(connection: Connection, movements: Sequence[Movement]) -> frozenset[str]:
    """Record movements and let the wallets follow; returns the keys that were new.

    A key seen before moves nothing. Should be called with the wallets of all legs locked.
    """
    wanted = {movement.business_key: movement for movement in movements}
    made = connection.execute(
        _TRANSACTIONS,
        {
            "kinds": [m.kind for m in wanted.values()],
            "keys": list(wanted),
            "auctions": [m.auction_id for m in wanted.values()],
            "payments": [m.payment_id for m in wanted.values()],
            "ats": [m.at for m in wanted.values()],
        },
    ).all()
    legs = [
        (number, leg)
        for number, business_key in made
        for leg in wanted[business_key].legs
        if leg.amount
    ]
    if legs:
        connection.execute(
            _ENTRIES,
            {
                "transactions": [number for number, _ in legs],
                "accounts": [leg.account for _, leg in legs],
                "users": [leg.user_id for _, leg in legs],
                "amounts": [leg.amount for _, leg in legs],
            },
        )
    return frozenset(business_key for _, business_key in made)
