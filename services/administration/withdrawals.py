"""The withdrawals that sellers have asked the house for, as a table and one by one."""

from __future__ import annotations

from sqlalchemy import text

from services.administration.tables import Column, Source
from services.authority import demand
from services.database import Database
from services.errors import NotFound
from services.people.rights import Right
from services.views import Kind, WithdrawalSheet

_STATE = """
    case when w.decided_at is null then 'waiting' when w.granted then 'granted' else 'refused' end
"""
WITHDRAWALS = Source(
    name="withdrawals",
    right=Right.AUCTIONS,
    rows="withdrawals w join products p using (product_id) join users u on u.user_id = w.user_id",
    key="w.withdrawal_id",
    order="-id",
    search="position(lower(:words) in lower(p.product_name || ' ' || u.username)) > 0"
    " or p.product_id = :number",
    columns=(
        Column(name="id", sql="w.withdrawal_id", kind=Kind.NUMBER, link="/admin/withdrawals/{key}"),
        Column(name="title", sql="p.product_name", link="/admin/withdrawals/{key}", filtered=True),
        Column(name="seller", sql="u.username", filtered=True),
        Column(name="bids", sql="w.bids", kind=Kind.NUMBER),
        Column(name="asked", sql="w.asked_at", kind=Kind.MOMENT, filtered=True),
        Column(
            name="state",
            sql=f"({_STATE})",
            kind=Kind.WORD,
            filtered=True,
            choices=("waiting", "granted", "refused"),
        ),
    ),
)
_ONE = text(f"""
    select w.withdrawal_id, w.product_id as auction_id, p.product_name as title,
           u.username as seller, w.reason, w.bids, w.asked_at, w.decided_at, w.note,
           {_STATE} as state
    from withdrawals w join products p using (product_id) join users u on u.user_id = w.user_id
    where w.withdrawal_id = :withdrawal
""")  # noqa: S608  our own words


class WithdrawalSheets:
    """Shows what a seller asked for to those who may decide on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sheet(self, actor_id: int | None, withdrawal_id: int) -> WithdrawalSheet:
        """Show one. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            found = work.connection.execute(_ONE, {"withdrawal": withdrawal_id})
            row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return WithdrawalSheet(**row)
