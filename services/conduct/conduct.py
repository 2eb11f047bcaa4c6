"""All that has to do with people's conduct, made once a process."""

from __future__ import annotations

from services.conduct.own_lots import OwnLotsService
from services.conduct.retractions import Retractions
from services.conduct.withdrawals import Withdrawals
from services.database import Database
from services.listings import ListingService
from services.lots import Increments
from services.news import Herald
from services.ports import Clock


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
    ) -> None:
        self.own_lots = OwnLotsService(database, listings)
        self.withdrawals = Withdrawals(database, clock)
        self.retractions = Retractions(database, clock, increments)
