"""The statement of a wallet: its movements, newest first, each with the balance after it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, text

from services.billing.due import BRASILIA
from services.views import KINDS, StatementFilter, StatementLine

PER_PAGE = 50
# Which kinds of movements each word of the filter stands for, in the order of `KINDS`.
FAMILIES = dict(
    zip(
        KINDS,
        (
            ("deposit", "settled"),
            ("withdrawal",),
            ("capture", "wallet-pays", "penalty"),
            ("freed",),
            ("reversed", "refunded", "restored"),
        ),
        strict=True,
    )
)
_LINES = text("""
    select l.number, l.at, l.kind, l.amount, l.balance, l.lot as auction_id,
           p.product_name as title, y.payment_id
    from (
        select e.ledger_entry_id as number, t.at, t.kind, e.amount, t.payment_id,
               coalesce(t.product_id, y.product_id) as lot,
               sum(e.amount) over (order by e.ledger_entry_id) as balance
        from ledger_entries e join ledger_transactions t using (ledger_transaction_id)
        left join payments y using (payment_id)
        where e.user_id = :user and e.account = 'wallet'
    ) l
    left join products p on p.product_id = l.lot
    left join lateral (
        select payment_id from payments y
        where y.user_id = :user
          and (y.payment_id = l.payment_id or l.payment_id is null and l.kind = 'capture'
               and y.product_id = l.lot and y.kind = 'sale')
        order by y.payment_id limit 1
    ) y on true
    where (cast(:before as bigint) is null or l.number < :before)
      and (cast(:kinds as varchar[]) is null or l.kind = any(:kinds))
      and (cast(:since as timestamptz) is null or l.at >= :since)
      and (cast(:until as timestamptz) is null or l.at < :until)
      and (cast(:lot as int) is null or l.lot = :lot)
    order by l.number desc limit :most
""")
_LOTS = text("""
    select p.product_id, p.product_name from products p
    where p.product_id in (
        select coalesce(t.product_id, y.product_id)
        from ledger_entries e join ledger_transactions t using (ledger_transaction_id)
        left join payments y using (payment_id)
        where e.user_id = :user and e.account = 'wallet')
    order by p.product_name, p.product_id
""")


def read_lines(
    connection: Connection,
    user_id: int,
    asked: StatementFilter,
    *,
    before: int | None = None,
    most: int = PER_PAGE,
) -> tuple[StatementLine, ...]:
    """Read the newest movements that are asked for, those older than number `before`.

    A line names its payment to whose payment it is: a seller sees the lot, not the buyer's page.
    """
    values: dict[str, Any] = {
        "user": user_id,
        "before": before,
        "kinds": list(FAMILIES[asked.kind]) if asked.kind in FAMILIES else None,
        "since": None if asked.since is None else _begin(asked.since),
        "until": None if asked.until is None else _begin(asked.until + timedelta(days=1)),
        "lot": asked.auction_id,
        "most": most,
    }
    rows = connection.execute(_LINES, values).mappings()
    return tuple(StatementLine(**row) for row in rows)


def lots_of(connection: Connection, user_id: int) -> tuple[tuple[int, str], ...]:
    """List the lots a wallet ever moved for, with their names."""
    return tuple(
        (row.product_id, row.product_name) for row in connection.execute(_LOTS, {"user": user_id})
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BRASILIA)
