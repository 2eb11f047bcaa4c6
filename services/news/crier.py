"""The crier: brings what waits in the outbox to its handlers, and tells what is about to end."""

from __future__ import annotations

from sqlalchemy import text

from services.database import Database
from services.events import GatewayWanted, RoomChanged
from services.handlers import find_all
from services.handlers.dispatch import COLUMNS, catch_up, dispatch
from services.handlers.topics import LASTING
from services.hub import Hub
from services.news.herald import About, Herald
from services.ports import Clock
from services.worker import Worker

EVERY_SECONDS = 5.0
_MOST = 100
_PAUSE_SECONDS = 0.1
_OF_ONE, _OF_MANY, _LASTING = "persons", "crowds", "facts"  # whom a thing concerns
_LANES = {
    _OF_ONE: "o.topic <> all(:lasting) and o.user_id is not null",
    _OF_MANY: "o.topic <> all(:lasting) and o.user_id is null",
    _LASTING: "o.topic = any(:lasting)",
}
_TAKE = {
    lane: text(f"""
        select {COLUMNS}
        where o.handled_at is null and {which}
        order by o.outbox_id limit :most for update of o skip locked
    """)
    for lane, which in _LANES.items()
}
_DONE = text("update outbox set handled_at = :now where outbox_id = any(:done)")
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
        find_all()
        self.worker = Worker(
            "crier", self.tell_persons, hub, wakes=(RoomChanged,), pause=_PAUSE_SECONDS
        )
        self.crowds = Worker(
            "crowds", self.tell_crowds, hub, wakes=(RoomChanged,), pause=_PAUSE_SECONDS
        )

        self.facts = Worker(
            "facts",
            self.tell_facts,
            hub,
            wakes=(RoomChanged, GatewayWanted),
            pause=_PAUSE_SECONDS,
        )

    def tell_all(self) -> None:
        """Tell everything that is due now."""
        self.tell_persons()
        self.tell_crowds()
        self.tell_facts()

    def tell_persons(self) -> None:
        """Tell what concerns one person each: nobody's lost lead waits for a crowd."""
        while not self.worker.stopped and self.tell_due():
            pass

    def tell_crowds(self) -> None:
        """Tell what concerns all who bid on a lot or watch it, one thing at a time."""
        while not self.crowds.stopped and self.tell_due(_OF_MANY):
            pass
        while not self.crowds.stopped and self.tell_ending():
            pass

    def tell_facts(self) -> None:
        """Bring facts and the gateway's events to who hears of them; nobody's news wait for it."""
        while not self.facts.stopped and (self.catch_up() or self.tell_due(_LASTING)):
            pass

    def catch_up(self) -> int:
        """Have done what waited for handlers that were off; returns how many."""

        def attempt() -> int:
            with self._database.transaction() as work:
                return catch_up(work, self._herald, self._clock, most=_MOST)

        return self._database.retried(attempt)

    def tell_due(self, lane: str = _OF_ONE) -> int:
        """Tell what waits in the outbox, for one person each, a crowd or handlers; returns how
        many."""

        def attempt() -> int:
            with self._database.transaction() as work:
                most = 1 if lane == _OF_MANY else _MOST
                asked = {"lasting": sorted(LASTING), "most": most}
                due = work.connection.execute(_TAKE[lane], asked).mappings().all()
                dispatch(work, list(due), self._herald, self._clock)
                done = [row["outbox_id"] for row in due]
                if done:
                    work.connection.execute(_DONE, {"done": done, "now": self._clock.now()})
            return len(due)

        return self._database.retried(attempt)

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
