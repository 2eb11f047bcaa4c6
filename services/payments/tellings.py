"""What the hammer left to be told about bids below the reserve, from the outbox into letters."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from services.database import Database
from services.payments.herald import Herald
from services.ports import Clock

# Whoever is told a thing that is no longer so is not told it: the lot may be answered by now.
_TAKE = text("""
    select o.outbox_id, o.topic, o.user_id, o.product_id, p.product_name, p.price, p.answer_by
    from outbox o join products p using (product_id)
    where o.handled_at is null and o.topic in ('to_answer', 'awaits_answer', 'answer_refused')
    order by o.outbox_id limit 50 for update of o skip locked
""")
_DONE = text("update outbox set handled_at = :now where outbox_id = any(:done)")


class Tellings:
    """Writes the letters of conditional sales, each once, by as many processes as there are."""

    def __init__(self, database: Database, clock: Clock, herald: Herald) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald

    def tell_due(self) -> int:
        """Write what is still to be written, fifty at most; returns how many were due."""
        with self._database.transaction() as work:
            due = work.connection.execute(_TAKE).mappings().all()
            for row in due:
                if row["topic"] == "answer_refused" or row["answer_by"] is not None:
                    self._herald.tell(work, row["user_id"], row["topic"], **_letter(row))
            done = [row["outbox_id"] for row in due]
            work.connection.execute(_DONE, {"done": done, "now": self._clock.now()})
        return len(due)


def _letter(row: Any) -> dict[str, Any]:
    seller = row["topic"] == "to_answer"
    page = "sales/lot" if seller else "auction"
    said = {"title": row["product_name"], "price": row["price"]}
    if row["answer_by"] is not None:
        said["until"] = row["answer_by"]
    return {"path": f"/{page}/{row['product_id']}", **said}
