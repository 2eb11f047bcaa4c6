"""Letters to who won: what to pay and until when, and again as that time comes near."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, text

from models import PaymentState
from services.billing.due import reminders_due
from services.database import Database, Transaction
from services.news.herald import Herald
from services.payments.deliveries import tell_paid
from services.payments.sale_rows import owed, read_sale
from services.ports import Clock

KINDS = ("sale_won", "sale_reminder", "sale_last_reminder")
_DUE = text("""
    select payment_id from payments
    where kind = 'sale' and defaulted_at is null and due_datetime > :now
      and (payment_status_id = :pending and (
               reminders = 0
               or reminders = 1 and :now >= opening_datetime
                    + (due_datetime - opening_datetime) * 0.5
               or reminders = 2 and :now >= opening_datetime
                    + (due_datetime - opening_datetime) * 0.9)
           or payment_status_id = :paid and reminders = 0)
    order by payment_id limit 20 for no key update skip locked
""")
_COUNT = text("update payments set reminders = :count where payment_id = :payment")


class Reminders:
    """Writes each letter once: the payment's row, under lock, counts them."""

    def __init__(self, database: Database, clock: Clock, herald: Herald) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald

    def remind_due(self) -> int:
        """Write the letters due now; returns how many sales they were about.

        Of reminders missed only the latest is written. What was paid at the close has one letter
        to each side. Rows another process holds are left to it.
        """
        asked = {
            "now": self._clock.now(),
            "pending": PaymentState.PENDING,
            "paid": PaymentState.PAID,
        }
        with self._database.transaction() as work:
            due = [row.payment_id for row in work.connection.execute(_DUE, asked)]
            for payment_id in due:
                self._write(work, read_sale(work.connection, payment_id))
        return len(due)

    def _write(self, work: Transaction, sale: RowMapping) -> None:
        connection, path = work.connection, f"/payments/{sale['payment_id']}"
        if sale["payment_status_id"] == PaymentState.PAID:
            if sale["delivery_id"] is not None:
                tell_paid(self._herald, work, sale)
            elif sale["by_guide"]:
                self._herald.tell(
                    work,
                    sale["user_id"],
                    "sale_guide",
                    path=path,
                    title=sale["title"],
                    price=sale["by_guide"],
                )
            _count(connection, sale, len(KINDS))
            return
        due = reminders_due(sale["opening_datetime"], sale["due_datetime"], self._clock.now())
        count = max(due, sale["reminders"] + 1)
        kind = KINDS[count - 1] + ("_judicial" if sale["by_guide"] and count == 1 else "")
        self._herald.tell(
            work,
            sale["user_id"],
            kind,
            path=path,
            title=sale["title"],
            left=owed(connection, sale),
            until=sale["due_datetime"],
            price=sale["by_guide"],
        )
        _count(connection, sale, count)


def _count(connection: Connection, sale: RowMapping, count: int) -> None:
    connection.execute(_COUNT, {"count": count, "payment": sale["payment_id"]})
