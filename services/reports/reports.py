"""The reports: what was decided in a time, summed by category, state, seller, type or period."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.authority import demand
from services.billing.due import BRASILIA
from services.catalogue.values import BRANCHES
from services.database import Database
from services.errors import BadField
from services.people.rights import Right
from services.views import GROUPINGS, LONGEST, Report, ReportLine, ReportQuestion

MOST_LINES = 500
# Of a lot, the revenue is what the ledger says the house has earned by it, reversals taken off;
# bids are those that stand, and bidders those who have one: who took back all has no maximum.
_LOTS = f"""
    with {BRANCHES},
    tops as (
        select b.category_id, c.category_id as top_id, c.category_name as top_name
        from branches b join categories c on c.category_id = b.within
        where c.parent_id is not distinct from cast(:above as int)),
    decided as materialized (
        select p.product_id, p.outcome, p.min_bid, p.bid_count - p.annulled_count as bids,
               case when p.annulled_count = 0 then p.bidder_count else (
                   select count(*) from bidders b
                   where b.product_id = p.product_id and b.maximum is not null) end as bidders,
               p.annulled_count > 0 as annulled, p.auction_type,
               p.state, p.user_id, coalesce(t.top_id, p.category_id) as top_id,
               coalesce(t.top_name, c.category_name) as top_name,
               p.closed_at at time zone 'America/Sao_Paulo' as day,
               case when p.outcome = 'sold' then p.price end as hammer,
               (coalesce(p.estimate_low, p.estimate_high)
                + coalesce(p.estimate_high, p.estimate_low)) / 2 as estimate
        from products p join categories c using (category_id)
        left join tops t using (category_id)
        where p.closed_at >= :since and p.closed_at < :until
          and p.product_status_id in ({Status.FINISHED:d}, {Status.CANCELED:d})
          and (cast(:above as int) is null or exists (
              select from branches b
              where b.category_id = p.category_id and b.within = :above))
          and (cast(:state as varchar) is null or p.state = :state)
          and (cast(:type as varchar) is null or p.auction_type = :type)
          and (cast(:seller as int) is null or p.user_id = :seller))
"""  # noqa: S608  nothing of anybody's is in it
_KEYS = {
    "category": ("cast(d.top_id as text)", "min(d.top_name)"),
    "state": ("coalesce(d.state, '')", "coalesce(min(d.state), '')"),
    "seller": (
        "cast(d.user_id as text)",
        """(select coalesce(l.trade_name, u.name) from users u
            left join legal_persons l using (user_id) where u.user_id = min(d.user_id))""",
    ),
    "type": ("d.auction_type", "min(d.auction_type)"),
    **{
        period: (f"to_char(date_trunc('{period}', d.day), 'YYYY-MM-DD')", "''")
        for period in ("month", "week", "day")
    },
}
_PERIODS = ("month", "week", "day")
_SUMS = """
    count(*) filter (where d.outcome <> 'cancelled') as lots,
    count(*) filter (where d.outcome = 'sold') as sold,
    count(*) filter (where d.outcome = 'cancelled') as cancelled,
    coalesce(sum(d.hammer), 0) as hammer,
    coalesce(sum(d.min_bid) filter (where d.outcome = 'sold'), 0) as opening,
    coalesce(sum(d.estimate) filter (where d.outcome = 'sold'), 0) as estimate,
    coalesce(sum(d.hammer) filter (where d.estimate is not null), 0) as estimated_hammer,
    coalesce(sum(r.revenue), 0) as revenue,
    coalesce(sum(d.bids) filter (where d.outcome <> 'cancelled'), 0) as bids,
    coalesce(sum(d.bidders) filter (where d.outcome <> 'cancelled'), 0) as bidders
"""
_EARNED = """,
    earned as materialized (
        select t.product_id, sum(e.amount) as revenue
        from decided d join ledger_transactions t using (product_id)
        join ledger_entries e using (ledger_transaction_id)
        where e.account = 'revenue' group by t.product_id)
"""
_PEOPLE = text(f"""{_LOTS}
    select count(distinct user_id) from (
        select b.user_id from decided d join bidders b using (product_id)
        where d.outcome <> 'cancelled' and not d.annulled
        union all
        select b.user_id from decided d join bidders b using (product_id)
        where d.outcome <> 'cancelled' and d.annulled and b.maximum is not null) standing
""")  # noqa: S608  words of this file
_CATEGORY = text("select category_id from categories where slug = :slug")


class Reports:
    """Sums what was decided; reads rows and ledger as they are, and keeps nothing of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sales(self, asked: ReportQuestion, actor_id: int | None) -> Report:
        """Report the lots decided in a time, by what is asked; amounts in R$.

        Groups of people and things stand by what was hammered, periods by their time. Raises
        Forbidden, and BadField where the time ends before it begins or is longer than five years,
        or the category is unknown.
        """
        if asked.until < asked.since:
            raise BadField("until", "report.backwards")
        if asked.until - asked.since > LONGEST:
            raise BadField("since", "report.too_long")
        by = asked.by if asked.by in GROUPINGS else GROUPINGS[0]
        key, label = _KEYS[by]
        order = "1" if by in _PERIODS else "hammer desc, lots desc, 1"
        lines = text(f"""{_LOTS}{_EARNED}
            select {key} as key, {label} as label, {_SUMS}
            from decided d left join earned r using (product_id)
            group by 1 order by {order} limit :most
        """)  # noqa: S608  words of this file
        total = text(f"""{_LOTS}{_EARNED}
            select 'total' as key, '' as label, {_SUMS}, count(distinct {key}) as groups
            from decided d left join earned r using (product_id)
        """)  # noqa: S608
        with self._database.transaction() as work:
            demand(work, actor_id, Right.REPORTS)
            values = self._values(work.connection, asked)
            found = work.connection.execute(lines, {**values, "most": MOST_LINES}).mappings().all()
            sums = dict(work.connection.execute(total, values).mappings().one())
            groups = sums.pop("groups")
            people = work.connection.execute(_PEOPLE, values).scalar_one()
        return Report(
            question=asked,
            lines=tuple(ReportLine(**row) for row in found),
            total=ReportLine(**sums),
            people=people,
            left_out=groups - len(found),
        )

    @staticmethod
    def _values(connection: Connection, asked: ReportQuestion) -> dict[str, Any]:
        above = None
        if asked.category:
            above = connection.execute(_CATEGORY, {"slug": asked.category}).scalar_one_or_none()
            if above is None:
                raise BadField("category", "not_offered")
        return {
            "above": above,
            "since": midnight(asked.since),
            "until": midnight(asked.until + timedelta(days=1)),
            "state": asked.state,
            "type": asked.auction_type,
            "seller": asked.seller_id,
        }


def midnight(day: date) -> datetime:
    """Return when a day begins in Brasília."""
    return datetime.combine(day, time(), tzinfo=BRASILIA)
