"""All that has to do with people's conduct, made once a process."""

from __future__ import annotations

from services.conduct.lookout import Lookout
from services.conduct.own_lots import OwnLotsService
from services.conduct.ratings import Ratings
from services.conduct.reported import Reported
from services.conduct.retractions import Retractions
from services.conduct.withdrawals import Withdrawals
from services.database import Database
from services.listings import ListingService
from services.lots import Increments
from services.news import Herald
from services.payments.cashier import Cashier
from services.ports import Clock, Runner
from services.sessions import SessionService
from services.throttles import Throttles

REMIND_SECONDS, WATCH_SECONDS = 900.0, 60.0


class Conduct:
    """A seller's own lots, and what is taken back, said and flagged around sales."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        increments: Increments,
        *,
        listings: ListingService,
        herald: Herald,
        sessions: SessionService,
    ) -> None:
        self.own_lots = OwnLotsService(database, listings)
        self.withdrawals = Withdrawals(database, clock, sessions)
        self.retractions = Retractions(database, clock, increments)
        self.ratings = Ratings(database, clock, herald, listings)
        self.reported = Reported(database, clock, Throttles(database, clock))
        self.lookout = Lookout(database, clock, increments)

    def work_for(self, cashier: Cashier, run: Runner) -> None:
        """Have done in the background what is due: reminders of ratings, and looking for abuse."""
        cashier.job("ratings", lambda: run(self.ratings.remind_due), every=REMIND_SECONDS)
        cashier.job("flags", lambda: run(self.lookout.look), every=WATCH_SECONDS)
