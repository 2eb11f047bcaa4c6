"""Declarations: what a person says before the first bid on a court's or an official lot.

That nothing bars them from it (CPC art. 890), that they have read its notice, and that they know it
is sold as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from services.database import Database
from services.errors import NotFound
from services.ports import Clock
from services.prepared import Prepared

WORDS = "2026-11"  # of the sentences that are declared; with other words everybody is asked again
_DECLARED = Prepared(
    "bid_declared",
    ("int[]", "int[]", "varchar"),
    """
    select d.product_id, d.user_id
    from unnest($1, $2) asked (product_id, user_id)
    join declarations d using (product_id, user_id)
    join products p on p.product_id = d.product_id and p.notice = d.notice
    where d.words = $3
    """,
)
DECLARE = Prepared(
    "bid_declare",
    ("int[]", "int[]", "int[]", "varchar[]", "timestamptz[]", "text[]"),
    """
    insert into declarations (product_id, user_id, notice, words, at, ip)
    select a, b, c, d, e, cast(f as inet)
    from unnest($1, $2, $3, $4, $5, $6) rows (a, b, c, d, e, f)
    on conflict do nothing
    """,
)
_LOT = text("select auction_type, notice from products where product_id = :lot")


class Declarations:
    """Keeps what people declare by a form of its own; with a bid, the bid's transaction does."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def declare(self, user_id: int, auction_id: int, *, notice: int, ip: str | None) -> bool:
        """Keep that a person declares to have read this notice; said twice it is kept once.

        Tells whether it is the one in force: of one that was changed nothing is kept, and the
        person is asked again. Raises NotFound, for lots too on which nothing is declared.
        """
        with self._database.transaction() as work:
            lot = work.connection.execute(_LOT, {"lot": auction_id}).mappings().one_or_none()
            in_force = None if lot is None else notice_of(lot)
            if in_force is None:
                raise NotFound
            if in_force != notice:
                return False
            now = self._clock.now()
            DECLARE.run(work.connection, [auction_id], [user_id], [notice], [WORDS], [now], [ip])
        return True


def notice_of(lot: Mapping[Any, Any]) -> int | None:
    """Give the number of the notice a bidder on a lot declares to have read; None on lots of
    commerce, on which nothing is declared."""
    if lot["auction_type"] == "commercial":
        return None
    number: int = lot["notice"]
    return number


def read_declared(
    connection: Connection,
    lots: Mapping[int, Mapping[str, Any]],
    pairs: Sequence[tuple[int, int]],
) -> dict[int, set[int]]:
    """Read who has declared on which of these lots, as to the notice and the words in force.

    Lots of commerce cost no query.
    """
    asked = [(lot, person) for lot, person in pairs if notice_of(lots[lot]) is not None]
    declared: dict[int, set[int]] = {}
    if asked:
        numbers, people = [lot for lot, _ in asked], [person for _, person in asked]
        for row in _DECLARED.run(connection, numbers, people, WORDS):
            declared.setdefault(row.product_id, set()).add(row.user_id)
    return declared
