"""Looking into the books of a house, and changing them behind its back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from services.database import Database
from services.handlers.topics import TOPICS
from tests.invariants import OF_A_RUNNING_HOUSE, broken


class Books:
    """What a test may ask of a database."""

    database: Database

    def rows(self, query: str, **values: Any) -> list[Mapping[str, Any]]:
        """Ask the database."""
        with self.database.transaction() as work:
            return [dict(row) for row in work.connection.execute(text(query), values).mappings()]

    def one(self, query: str, **values: Any) -> Any:
        """Ask the database for one value."""
        with self.database.transaction() as work:
            return work.connection.execute(text(query), values).scalar_one()

    def change(self, query: str, **values: Any) -> None:
        """Change the database behind the house's back."""
        with self.database.transaction() as work:
            work.connection.execute(text(query), values)

    def auction(self, lot: int) -> Mapping[str, Any]:
        """Look at a lot's row."""
        return self.rows("select * from products where product_id = :lot", lot=lot)[0]

    def money(self, person: int) -> tuple[Decimal, Decimal]:
        """Count what is in a wallet and what of it is held."""
        row = self.rows("select wallet, held from users where user_id = :person", person=person)[0]
        return row["wallet"], row["held"]

    def history(self, lot: int) -> list[tuple[int, Decimal, str]]:
        """Read what was published: who, how much, how."""
        rows = self.rows("select * from bids where product_id = :lot order by sequence", lot=lot)
        return [(row["user_id"], row["bid_value"], row["kind"]) for row in rows]

    def told_to(self, person: int) -> list[str]:
        """Read what a person is to be told, in order."""
        rows = self.rows("select topic from outbox where user_id = :u order by outbox_id", u=person)
        return [row["topic"] for row in rows]

    def broken_promises(self, *, running: bool = False) -> list[str]:
        """Ask every invariant; returns the numbers of those that do not hold.

        A topic of the outbox that no handler could be written for is one of them.
        """
        with self.database.transaction() as work:
            written = work.connection.execute(text("select distinct topic from outbox")).scalars()
            return sorted(set(written) - TOPICS) + [
                number
                for number in broken(work.connection)
                if running or number != OF_A_RUNNING_HOUSE
            ]
