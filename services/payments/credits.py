"""What a person gains or loses: a debt is paid before anything else, and grows only for want."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, text

from services.wallets import Leg

_STANDING = text("""
    select u.wallet - u.held as free,
           -coalesce((select sum(e.amount) from ledger_entries e
                      where e.user_id = u.user_id and e.account = 'debt'), 0) as owed
    from users u where u.user_id = :user
""")


def credit(connection: Connection, user_id: int, amount: Decimal) -> tuple[Leg, ...]:
    """Give the legs by which somebody gains `amount`, in reais: what is owed is paid of it first.

    What lies free beside a debt pays it, too. Should be called with the wallet locked, and the
    movement made before the next is worked out.
    """
    return _change(connection, user_id, amount)


def debit(connection: Connection, user_id: int, amount: Decimal) -> tuple[Leg, ...]:
    """Give the legs by which somebody loses `amount`, in reais: what is not free becomes a debt.

    Money on hold is not touched. Should be called as `credit`.
    """
    return _change(connection, user_id, -amount)


def standing(connection: Connection, user_id: int) -> tuple[Decimal, Decimal]:
    """Tell what of a wallet is on no hold, and what its owner owes the house, both in reais."""
    free, owed = connection.execute(_STANDING, {"user": user_id}).one()
    return free, owed


def _change(connection: Connection, user_id: int, amount: Decimal) -> tuple[Leg, ...]:
    free, owed = standing(connection, user_id)
    left = free - owed + amount
    wallet = Leg(account="wallet", amount=max(left, Decimal(0)) - free, user_id=user_id)
    debt = Leg(account="debt", amount=owed - max(-left, Decimal(0)), user_id=user_id)
    return tuple(leg for leg in (wallet, debt) if leg.amount)
