"""New lots and the searches people keep: who is told of which, once, and not by the publisher.

A trigger notes that a lot was published. The librarian takes what was noted, a few lots at a time,
asks every saved search, and keeps what each has found; who wants to know at once is told in that
transaction, the others once a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, text

from services.database import Database, Transaction
from services.events import LotPublished
from services.finding.finder import Finder
from services.finding.question import Question
from services.news.herald import About, Herald
from services.ports import Clock

_MOST_LOTS = 100
_MOST_DIGESTS = 100
_ONE_BY_ONE = 3
_A_DAY = timedelta(days=1)
_DUE = text("""
    select p.product_id, p.product_name as title, p.user_id as seller,
           p.product_status_id in (1, 2) as shown
    from publications n join products p using (product_id)
    where n.handled_at is null
    order by n.product_id limit :most for no key update of n skip locked
""")
_HANDLED = text("update publications set handled_at = :now where product_id = any(:lots)")
_KEPT = text("""
    select s.saved_search_id as id, s.user_id, s.name, s.question, s.pace, s.stop_key
    from saved_searches s join users u using (user_id)
    where s.pace <> 'off' and u.erased_at is null and u.blocked_at is null
    order by s.saved_search_id
""")
_FOUND = text("""
    insert into search_finds (saved_search_id, product_id, found_at, told_at)
    select :search, lot, :now, case when :told then cast(:now as timestamptz) end
    from unnest(cast(:lots as int[])) lot
    on conflict do nothing returning product_id
""")
_DIGESTS = text("""
    select s.saved_search_id as id, s.user_id, s.name, s.question, s.stop_key
    from saved_searches s
    where s.pace = 'daily' and coalesce(s.digest_at, s.created_at) <= :before
      and exists (select from search_finds f
                  where f.saved_search_id = s.saved_search_id and f.told_at is null)
    order by s.saved_search_id limit :most for no key update skip locked
""")
_TOLD = text("""
    with told as (
        update search_finds f set told_at = :now
        from products p
        where f.saved_search_id = :search and f.told_at is null and p.product_id = f.product_id
        returning p.product_id, p.product_status_id in (1, 2) as shown)
    select count(*) filter (where shown) from told
""")
_DIGESTED = text("update saved_searches set digest_at = :now where saved_search_id = :search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A saved search as it is asked."""

    id: int
    user_id: int
    name: str
    question: str
    pace: str
    stop_key: str


class Matching:
    """Asks the saved searches of new lots; by as many processes as there are."""

    def __init__(
        self, database: Database, clock: Clock, herald: Herald, finder: Finder, *, base_url: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald
        self._finder = finder
        self._base_url = base_url.rstrip("/")

    def freshen(self) -> None:
        """Read what has changed among the lots, once a waking, before somebody waits for it."""
        with self._database.transaction() as work:
            self._finder.freshen(work.connection)

    def match_due(self) -> int:
        """Ask all searches of the lots published since, a hundred at most; returns how many."""
        with self._database.transaction() as work:
            due = work.connection.execute(_DUE, {"most": _MOST_LOTS}).mappings().all()
            if not due:
                return 0
            lots = {row["product_id"]: row for row in due if row["shown"]}
            if lots:
                self._match(work, lots)
            for lot in lots:
                work.announce(LotPublished(auction_id=lot))
            done = [row["product_id"] for row in due]
            work.connection.execute(_HANDLED, {"lots": done, "now": self._clock.now()})
        return len(due)

    def digest_due(self) -> int:
        """Tell who wants to know once a day, and has waited that long; returns how many."""
        now = self._clock.now()
        asked = {"before": now - _A_DAY, "most": _MOST_DIGESTS}
        with self._database.transaction() as work:
            due = work.connection.execute(_DIGESTS, asked).mappings().all()
            for row in due:
                search = {"search": row["id"], "now": now}
                found = work.connection.execute(_TOLD, search).scalar_one()
                work.connection.execute(_DIGESTED, search)
                if found:
                    self._tell_many(
                        work, dict(row), found, key=f"digest:{row['id']}:{now:%Y%m%d%H%M}"
                    )
        return len(due)

    def _match(self, work: Transaction, lots: Mapping[int, RowMapping]) -> None:
        kept = [Kept(**row) for row in work.connection.execute(_KEPT).mappings()]
        asked: defaultdict[str, list[Kept]] = defaultdict(list)
        for search in kept:
            asked[search.question].append(search)
        questions = {written: Question.kept(written).standing() for written in asked}
        found = self._finder.matching(work.connection, questions, lots)
        for written, numbers in found.items():
            for search in asked[written]:
                others = sorted(n for n in numbers if lots[n]["seller"] != search.user_id)
                if others:
                    self._keep(work, search, others, lots)

    def _keep(
        self,
        work: Transaction,
        search: Kept,
        numbers: Iterable[int],
        lots: Mapping[int, RowMapping],
    ) -> None:
        told = search.pace == "now"
        asked = {"search": search.id, "lots": list(numbers), "now": self._clock.now(), "told": told}
        new = sorted(work.connection.execute(_FOUND, asked).scalars())
        if not told or not new:
            return
        row = {"id": search.id, "user_id": search.user_id, "name": search.name,
               "question": search.question, "stop_key": search.stop_key}  # fmt: skip
        if len(new) > _ONE_BY_ONE:
            self._tell_many(work, row, len(new), key=f"searched:{search.id}:{new[0]}-{new[-1]}")
            return
        for lot in new:
            self._herald.tell(
                work,
                search.user_id,
                "search_found",
                About(lot=lot, key=f"searched:{lot}:{search.user_id}"),
                path=f"/auction/{lot}",
                title=lots[lot]["title"],
                search=search.name,
                stop=self._stop(search.stop_key),
            )

    def _tell_many(
        self, work: Transaction, search: Mapping[Any, Any], found: int, *, key: str
    ) -> None:
        self._herald.tell(
            work,
            search["user_id"],
            "search_found_many",
            About(key=key),
            path=f"/searches/{search['id']}/lots",
            n=found,
            search=search["name"],
            stop=self._stop(search["stop_key"]),
        )

    def _stop(self, key: str) -> str:
        return f"{self._base_url}/searches/off/{key}"
