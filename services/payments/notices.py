"""What tells people what became of their money."""

from __future__ import annotations

from sqlalchemy import text

from services.database import Transaction
from services.news.herald import Herald

_OWNER = text("""
    select user_id, amount, opening_datetime from payments where payment_id = :payment
""")


def tell_owner(
    work: Transaction, herald: Herald, kind: str, payment_id: int, **values: object
) -> None:
    """Tell whose payment it is, in the transaction of what it tells.

    The places of its words: amount and when it was asked for, beside `values`.
    """
    owner = work.connection.execute(_OWNER, {"payment": payment_id}).one()
    herald.tell(
        work,
        owner.user_id,
        kind,
        path=f"/payments/{payment_id}",
        amount=owner.amount,
        when=owner.opening_datetime,
        **values,
    )
