"""The counter where lots are taken in: all that selling needs, made once a process."""

from __future__ import annotations

from services.catalogue.catalogue import Catalogue
from services.database import Database
from services.lots import Increments
from services.ports import Alarm, Clock
from services.selling.drafts import Drafts
from services.selling.publishing import Publishing
from services.selling.writing import Writing


class Selling:
    """Builds the capabilities of who sells."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        alarm: Alarm,
        catalogue: Catalogue,
        increments: Increments,
    ) -> None:
        self.drafts = Drafts(database, clock)
        self.writing = Writing(database, clock, catalogue, increments)
        self.publishing = Publishing(database, clock, alarm)
