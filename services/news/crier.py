"""The crier: what the hammer and the desk left to be told, from the outbox to the people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, text

from services.database import Database, Transaction
from services.events import RoomChanged
from services.hub import Hub
from services.news.concerned import tell_concerned
from services.news.herald import About, Herald
from services.ports import Clock
from services.worker import Worker

EVERY_SECONDS = 5.0
_MOST = 100
_PAUSE_SECONDS = 0.1
_BETWEEN_LETTERS = timedelta(minutes=10)
_TAKE = text("""
    select o.outbox_id, o.topic, o.user_id, o.product_id, o.created_at,
           p.product_name as title, p.price, p.end_datetime, p.answer_by, p.outcome, p.leader_id,
           p.product_status_id = 2 as live,
           exists (select from outbox x
                   where x.product_id = o.product_id and x.topic in ('to_answer', 'answer_refused')
                     and x.user_id = o.user_id) as was_asked
    from outbox o join products p using (product_id)
    where o.handled_at is null and (o.user_id is null) = :all
    order by o.outbox_id limit :most for update of o skip locked
""")
_DONE = text("update outbox set handled_at = :now where outbox_id = any(:done)")
_LETTERS_OF_LATE = text("""
    select exists (
        select from notifications
        where user_id = :user and product_id = :lot and topic = 'outbid' and created_at > :since)
""")
_TOLD_OF_LOSS = text("""
    select coalesce((select topic = 'outbid' from notifications
                     where user_id = :user and product_id = :lot and shown
                       and topic in ('outbid', 'leading_again')
                     order by notification_id desc limit 1), false)
""")
# Who watches a lot or leads it is told when a day, an hour and ten minutes are left, each once and
# none that is already past when the next is due.
_ENDING = text("""
    select p.product_id, p.product_name as title, p.price, p.end_datetime, w.user_id,
           case when p.end_datetime <= :now + interval '10 minutes' then 'ending_minutes'
                when p.end_datetime <= :now + interval '1 hour' then 'ending_hour'
                else 'ending_day' end as topic
    from products p join watches w using (product_id)
    where w.alerts and p.product_status_id = 2 and p.end_datetime > :now
      and p.end_datetime <= :now + interval '1 day'
      and p.start_datetime < p.end_datetime - case
            when p.end_datetime <= :now + interval '10 minutes' then interval '10 minutes'
            when p.end_datetime <= :now + interval '1 hour' then interval '1 hour'
            else interval '1 day' end
      and not exists (
          select from notifications n
          where n.unique_key = case
                when p.end_datetime <= :now + interval '10 minutes' then 'ending_minutes'
                when p.end_datetime <= :now + interval '1 hour' then 'ending_hour'
                else 'ending_day' end || ':' || p.product_id || ':' || w.user_id)
    order by p.end_datetime, w.user_id limit :most
""")


class Crier:
    """Tells each thing once, by as many processes as there are.

    Whoever is told a thing that is no longer so is not told it: a lost lead that was won back, a
    bid below the reserve that has been answered.
    """

    def __init__(self, database: Database, clock: Clock, hub: Hub, herald: Herald) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald
        self.worker = Worker(
            "crier", self.tell_persons, hub, wakes=(RoomChanged,), pause=_PAUSE_SECONDS
        )
        self.crowds = Worker(
            "crowds", self.tell_crowds, hub, wakes=(RoomChanged,), pause=_PAUSE_SECONDS
        )

    def tell_all(self) -> None:
        """Tell everything that is due now."""
        self.tell_persons()
        self.tell_crowds()

    def tell_persons(self) -> None:
        """Tell what concerns one person each: nobody's lost lead waits for a crowd."""
        while not self.worker.stopped and self.tell_due():
            pass

    def tell_crowds(self) -> None:
        """Tell what concerns all who bid on a lot or watch it, one thing at a time."""
        while not self.crowds.stopped and self.tell_due(crowd=True):
            pass
        while not self.crowds.stopped and self.tell_ending():
            pass

    def tell_due(self, *, crowd: bool = False) -> int:
        """Tell what waits in the outbox, for one person each or for a crowd; returns how many."""
        with self._database.transaction() as work:
            asked = {"all": crowd, "most": 1 if crowd else _MOST}
            due = work.connection.execute(_TAKE, asked).mappings().all()
            for row in due:
                tell = _TOPICS.get(row["topic"])
                if tell is not None:
                    tell(self, work, row)
            done = [row["outbox_id"] for row in due]
            if done:
                work.connection.execute(_DONE, {"done": done, "now": self._clock.now()})
        return len(due)

    def tell_ending(self) -> int:
        """Tell the watchers of lots that are about to end; returns how many were told."""
        asked = {"now": self._clock.now(), "most": _MOST}
        with self._database.transaction() as work:
            due = work.connection.execute(_ENDING, asked).mappings().all()
            for row in due:
                lot, topic = row["product_id"], row["topic"]
                self._herald.tell(
                    work,
                    row["user_id"],
                    topic,
                    About(
                        lot=lot,
                        key=f"{topic}:{lot}:{row['user_id']}",
                        letter=topic != "ending_minutes",  # it would come too late
                    ),
                    path=f"/auction/{lot}",
                    title=row["title"],
                    price=row["price"],
                    until=row["end_datetime"],
                )
        return len(due)

    def _tell(
        self,
        work: Transaction,
        row: RowMapping,
        path: str = "",
        *,
        until: datetime | None = None,
        letter: bool = True,
    ) -> None:
        lot = row["product_id"]
        self._herald.tell(
            work,
            row["user_id"],
            row["topic"],
            About(lot=lot, key=f"outbox:{row['outbox_id']}", letter=letter),
            path=path or f"/auction/{lot}",
            title=row["title"],
            price=row["price"],
            until=until,
        )

    def _outbid(self, work: Transaction, row: RowMapping) -> None:
        if not row["live"] or row["leader_id"] == row["user_id"]:
            return
        since = self._clock.now() - _BETWEEN_LETTERS
        asked = {"user": row["user_id"], "lot": row["product_id"], "since": since}
        self._tell(work, row, letter=not work.connection.execute(_LETTERS_OF_LATE, asked).scalar())

    def _leading_again(self, work: Transaction, row: RowMapping) -> None:
        if not row["live"] or row["leader_id"] != row["user_id"]:
            return
        asked = {"user": row["user_id"], "lot": row["product_id"]}
        if work.connection.execute(_TOLD_OF_LOSS, asked).scalar():  # to others it is no news
            self._tell(work, row)

    def _leads_since(self, work: Transaction, row: RowMapping) -> None:
        if row["live"] and row["leader_id"] == row["user_id"]:
            self._tell(work, row)

    def _of_the_lot(self, work: Transaction, row: RowMapping) -> None:
        if not row["live"]:
            return
        tell_concerned(
            self._herald,
            work,
            self._clock,
            row["topic"],
            lot=row["product_id"],
            key=f"outbox:{row['outbox_id']}",
            seller=row["topic"] == "reserve_met",
            title=row["title"],
            price=row["price"],
            until=row["end_datetime"],
        )

    def _released(self, work: Transaction, row: RowMapping) -> None:
        self._tell(work, row, "/wallet")

    def _as_it_is(self, work: Transaction, row: RowMapping) -> None:
        self._tell(work, row)

    def _in_the_bell(self, work: Transaction, row: RowMapping) -> None:
        self._tell(work, row, letter=False)

    def _lost(self, work: Transaction, row: RowMapping) -> None:
        if not row["was_asked"]:  # a bid that was refused is told as such
            self._tell(work, row)

    def _of_the_seller(self, work: Transaction, row: RowMapping) -> None:
        sold = row["topic"] == "sold"
        if row["was_asked"] and not sold:  # by the own word, or a silence that was said to be one
            return
        self._tell(work, row, "/sales" if sold else f"/sales/lot/{row['product_id']}")

    def _withdrawal(self, work: Transaction, row: RowMapping) -> None:
        self._tell(work, row, f"/selling/{row['product_id']}")

    def _conditional(self, work: Transaction, row: RowMapping) -> None:
        if row["answer_by"] is None:
            return
        page = "sales/lot" if row["topic"] == "to_answer" else "auction"
        self._tell(work, row, f"/{page}/{row['product_id']}", until=row["answer_by"])


# Of a lot that was won its payment tells, with what is due and until when.
_TOPICS: dict[str, Callable[[Crier, Transaction, RowMapping], None]] = {
    "outbid": Crier._outbid,  # noqa: SLF001  the class's own table
    "leading_again": Crier._leading_again,  # noqa: SLF001
    "reserve_met": Crier._of_the_lot,  # noqa: SLF001
    "extended": Crier._of_the_lot,  # noqa: SLF001
    "released": Crier._released,  # noqa: SLF001
    "lost": Crier._lost,  # noqa: SLF001
    "lot_changed": Crier._as_it_is,  # noqa: SLF001
    "answer_refused": Crier._as_it_is,  # noqa: SLF001
    "sold": Crier._of_the_seller,  # noqa: SLF001
    "not_sold": Crier._of_the_seller,  # noqa: SLF001
    "withdrawn": Crier._as_it_is,  # noqa: SLF001
    "bids_retracted": Crier._as_it_is,  # noqa: SLF001
    "bid_annulled": Crier._as_it_is,  # noqa: SLF001
    "bids_lapsed": Crier._as_it_is,  # noqa: SLF001
    "leads_since": Crier._leads_since,  # noqa: SLF001
    "price_again": Crier._in_the_bell,  # noqa: SLF001
    "no_bids_again": Crier._in_the_bell,  # noqa: SLF001
    "withdrawal_granted": Crier._withdrawal,  # noqa: SLF001
    "withdrawal_refused": Crier._withdrawal,  # noqa: SLF001
    "to_answer": Crier._conditional,  # noqa: SLF001
    "awaits_answer": Crier._conditional,  # noqa: SLF001
}
