"""The librarian: learns the words of new lots, words those anew whose category has changed, and
tells whoever keeps a search for them."""

from __future__ import annotations

from sqlalchemy import text

from services.database import Database
from services.events import RoomChanged
from services.finding.matching import Matching
from services.hub import Hub
from services.worker import Worker

EVERY_SECONDS = 2.0
_MOST = 200
_PAUSE_SECONDS = 0.2
_DUE = text("""
    select product_id from lot_changes where learn
    order by product_id limit :most for no key update skip locked
""")
_LEARN = text("""
    insert into known_words (word)
    select distinct word from lot_words w,
         unnest(tsvector_to_array(w.words)) word
    where w.product_id = any(:lots) and word ~ '^[a-z0-9]{4,30}$'
    order by word on conflict do nothing
""")
_LEARNT = text("update lot_changes set learn = false where product_id = any(:lots)")
_REWORD = text("""
    select product_id from lot_changes where reword
    order by product_id limit :most for no key update skip locked
""")
_WRITE = text("select write_words(:lots)")


class Librarian:
    """Does so by as many processes as there are, a few lots a transaction."""

    def __init__(self, database: Database, hub: Hub, matching: Matching) -> None:
        self._database = database
        self._matching = matching
        self.worker = Worker(
            "librarian", self.work, hub, wakes=(RoomChanged,), pause=_PAUSE_SECONDS
        )

    def work(self) -> None:
        """Do everything that is due now."""
        matching = self._matching
        matching.freshen()
        for due in (self.reword_due, self.learn_due, matching.match_due, matching.digest_due):
            while not self.worker.stopped and due():
                pass

    def learn_due(self) -> int:
        """Learn the words of lots that are new or have others; returns of how many."""
        with self._database.transaction() as work:
            lots = list(work.connection.execute(_DUE, {"most": _MOST}).scalars())
            if lots:
                work.connection.execute(_LEARN, {"lots": lots})
                work.connection.execute(_LEARNT, {"lots": lots})
        return len(lots)

    def reword_due(self) -> int:
        """Write the words of lots anew whose category, or one above it, has another name."""
        with self._database.transaction() as work:
            lots = list(work.connection.execute(_REWORD, {"most": _MOST}).scalars())
            if lots:
                work.connection.execute(_WRITE, {"lots": lots})
        return len(lots)
