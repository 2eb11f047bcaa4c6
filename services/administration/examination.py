"""The whole record of one lot, for who examines it: every bid, refusal, extension and act."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from services.administration.lot_rows import read_lot
from services.administration.tables import Column, Source
from services.authority import demand_examination, examined_by, rights_in
from services.database import Database, Transaction
from services.lots import STATUS_WORDS
from services.people.rights import Right
from services.views import Examined, Kind

# A maximum is nobody's to read before the hammer, the house's people's neither.
_EVENTS = """
    (select row_number() over (order by at, rank, id) as number, e.*
     from (
        select b.bid_datetime as at, 1 as rank, b.sequence as id, 'bid.' || b.kind as event,
               u.username as who, b.paddle, b.bid_value as amount, b.hash as detail,
               null as facts
        from bids b join users u using (user_id) where b.product_id = :lot
        union all
        select i.arrived_at, 0, i.sequence,
               case when i.accepted then 'intent.accepted' else 'intent.refused' end, u.username,
               d.paddle, case when p.closed_at is not null then i.maximum end, i.refusal, null
        from bid_intents i join users u using (user_id) join products p using (product_id)
        left join bidders d on d.product_id = i.product_id and d.user_id = i.user_id
        where i.product_id = :lot
        union all
        select x.at, 2, x.extension_id, 'extension.' || x.cause, null, null, null,
               to_char(x.ends_to at time zone 'America/Sao_Paulo', 'YYYY-MM-DD HH24:MI:SS'), null
        from extensions x where x.product_id = :lot
        union all
        select a.at, 3, a.position, 'act.' || a.action, u.username, null, null,
               coalesce(a.details ->> 'reason', a.after ->> 'words'), a.details::text
        from audit_records a left join users u on u.user_id = a.actor_id
        where a.subject = 'auction:' || cast(:lot as text)
     ) e) events
"""


def _guard(work: Transaction, actor_id: int | None, values: Mapping[str, object]) -> None:
    demand_examination(work, actor_id, int(str(values["lot"])))


RECORD = Source(
    name="record",
    right=Right.EXAMINE,
    guard=_guard,
    rows=_EVENTS,
    key="number",
    order="number",
    columns=(
        Column(name="number", sql="number", kind=Kind.NUMBER),
        Column(name="at", sql="at", kind=Kind.MOMENT, filtered=True),
        Column(name="event", sql="event", kind=Kind.WORD),
        Column(name="who", sql="who", nullable=True, filtered=True),
        Column(name="paddle", sql="paddle", kind=Kind.NUMBER, nullable=True, filtered=True),
        Column(name="amount", sql="amount", kind=Kind.MONEY, nullable=True, filtered=True),
        Column(name="detail", sql="detail", kind=Kind.WORD, nullable=True, sorted=False),
        Column(name="facts", sql="facts", nullable=True, sorted=False, shown=False),
    ),
)
_OWN = text("""
    select product_id, product_name, product_status_id, closed_at from products
    where product_id = any(:lots) order by product_id desc
""")


class Examination:
    """Lets in who may read the record of a lot: an auditor to the own ones, and to nothing else."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lot(self, actor_id: int | None, auction_id: int) -> Examined:
        """Show of which lot the record is. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            demand_examination(work, actor_id, auction_id)
            row = read_lot(work.connection, auction_id)
        return Examined(
            auction_id=auction_id,
            title=row["title"],
            status=STATUS_WORDS[row["product_status_id"]],
            decided=row["closed_at"] is not None,
        )

    def own(self, actor_id: int | None) -> tuple[Examined, ...]:
        """List the lots named to an auditor; nothing for who reads all, or none."""
        with self._database.transaction() as work:
            if Right.EXAMINE not in rights_in(work, actor_id):
                return ()
            lots = examined_by(work, actor_id)
            rows = work.connection.execute(_OWN, {"lots": list(lots or ())}).all()
        return tuple(
            Examined(
                auction_id=row.product_id,
                title=row.product_name,
                status=STATUS_WORDS[row.product_status_id],
                decided=row.closed_at is not None,
            )
            for row in rows
        )
