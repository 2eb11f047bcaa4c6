"""The counter where lots are taken in: all that selling needs, made once a process."""

from __future__ import annotations

from services.database import Database
from services.ports import Clock
from services.selling.drafts import Drafts


class Selling:
    """Builds the capabilities of who sells."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.drafts = Drafts(database, clock)
