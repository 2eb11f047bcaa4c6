"""What looks like abuse, as the house reviews it: a verdict with its reason, and nothing more.

A flag punishes nobody by itself, confirmed or not: what follows is an order of its own, given by a
person (LGPD art. 20; bidding rules 2.14).
"""

from __future__ import annotations

from sqlalchemy import text

from models.conduct import FLAGS as KINDS
from services.administration import audit
from services.administration.lot_rows import records_of
from services.administration.orders import Order
from services.administration.tables import Column, Source
from services.authority import demand
from services.database import Database
from services.errors import DeskRefused, NotFound
from services.people.rights import Right
from services.ports import Clock
from services.views import FlagSheet, Kind

_ROWS = """
    flags f join users u on u.user_id = f.user_id
    left join products p on p.product_id = f.product_id
    left join users r on r.user_id = f.reviewed_by
"""
FLAGS = Source(
    name="flags",
    right=Right.AUCTIONS,
    rows=_ROWS,
    key="f.flag_id",
    order="-id",
    search="position(lower(:words) in lower(u.username || ' ' || coalesce(p.product_name, ''))) > 0"
    " or f.product_id = :number",
    columns=(
        Column(name="id", sql="f.flag_id", kind=Kind.NUMBER, link="/admin/flags/{key}"),
        Column(name="kind", sql="f.kind", kind=Kind.WORD, filtered=True, choices=tuple(KINDS),
               link="/admin/flags/{key}"),
        Column(name="person", sql="u.username", filtered=True),
        Column(name="lot", sql="f.product_id", kind=Kind.NUMBER, nullable=True, filtered=True,
               link="/admin/auctions/{lot}"),
        Column(name="title", sql="p.product_name", nullable=True, shown=False),
        Column(name="raised", sql="f.raised_at", kind=Kind.MOMENT, filtered=True),
        Column(name="status", sql="f.status", kind=Kind.WORD, filtered=True,
               choices=("open", "dismissed", "confirmed")),
        Column(name="reviewer", sql="r.username", nullable=True, filtered=True, shown=False),
        Column(name="reviewed", sql="f.reviewed_at", kind=Kind.MOMENT, nullable=True, shown=False),
        Column(name="note", sql="f.note", nullable=True, sorted=False, shown=False),
    ),
)  # fmt: skip
_ONE = text(f"""
    select f.flag_id, f.kind, f.user_id, u.username, f.product_id as auction_id,
           p.product_name as title, f.facts, f.raised_at, f.status, r.username as reviewer,
           f.reviewed_at, f.note,
           (select count(*) from flags o where o.user_id = f.user_id and o.flag_id <> f.flag_id)
               as others,
           (select count(*) from flags o where o.user_id = f.user_id and o.flag_id <> f.flag_id
            and o.status = 'confirmed') as confirmed_before
    from {_ROWS} where f.flag_id = :flag
""")  # noqa: S608  our own words
_LOCK = text("""
    select user_id, kind, status, facts from flags where flag_id = :flag for no key update
""")
_NAMES = text("select user_id, username from users where user_id = any(:people)")
_PARTS = ("seller", "winner", "buyer", "defender", "reporter")  # facts that are somebody's number
_DECIDE = text("""
    update flags set status = :status, reviewed_at = :now, reviewed_by = :actor, note = :note
    where flag_id = :flag
""")


class FlagReviews:
    """Shows flags with their facts, and keeps what somebody of the house made of each."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def sheet(self, actor_id: int | None, flag_id: int) -> FlagSheet:
        """Show a flag with what is known about it. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            row = work.connection.execute(_ONE, {"flag": flag_id}).mappings().one_or_none()
            if row is None:
                raise NotFound
            records = records_of(work.connection, f"flag:{flag_id}")
            parts = {part: row["facts"][part] for part in _PARTS if part in row["facts"]}
            found = work.connection.execute(_NAMES, {"people": list(parts.values())})
            names = {one.user_id: f"@{one.username}" for one in found}
        named = {part: names.get(number, number) for part, number in parts.items()}
        values = {**row, "facts": {**row["facts"], **named}}
        own = actor_id in (row["user_id"], *parts.values())
        return FlagSheet(**values, records=records, own=own)

    def decide(self, actor_id: int, flag_id: int, order: Order, *, confirm: bool) -> None:
        """Confirm or dismiss a flag, once, with a reason.

        Raises Forbidden, NotFound, BadForm, and DeskRefused for one decided already or that
        speaks of whoever would decide.
        """
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUCTIONS)
            reason = order.read()
            row = work.connection.execute(_LOCK, {"flag": flag_id}).one_or_none()
            if row is None:
                raise NotFound
            if actor_id in (row.user_id, *(row.facts.get(part) for part in _PARTS)):
                raise DeskRefused(reason="yourself")
            if row.status != "open":
                raise DeskRefused(reason="decided")
            status, now = "confirmed" if confirm else "dismissed", self._clock.now()
            values = {"flag": flag_id, "status": status, "now": now, "actor": actor_id}
            work.connection.execute(_DECIDE, {**values, "note": reason})
            audit.record(
                work,
                f"flag_{status}",
                f"flag:{flag_id}",
                actor=actor_id,
                at=now,
                before={"status": "open"},
                after={"status": status},
                reason=reason,
                kind=row.kind,
                user=row.user_id,
            )
