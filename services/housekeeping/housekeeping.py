"""All that the house sets while it is open, made once a process."""

from __future__ import annotations

from typing import Any

from services.database import Database
from services.housekeeping.case_types import CaseTypes
from services.housekeeping.fees import Fees
from services.housekeeping.limits import Limits
from services.housekeeping.routes import Maintenance
from services.housekeeping.steps import IncrementTables
from services.housekeeping.texts import Texts
from services.ports import Clock
from services.sessions import SessionService


class Housekeeping:
    """The settings of the house, each changed by those with its right and kept in versions."""

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self.fees = Fees(database, clock, sessions)
        self.increments = IncrementTables(database, clock, sessions)
        self.limits = Limits(database, clock, sessions)
        self.texts = Texts(database, clock)
        self.case_types = CaseTypes(database, clock)
        self.routes = Maintenance(database, clock)

    def overview(self) -> dict[str, Any]:
        """Show fees, limits and kinds of cases as they stand, with all they were before."""
        fees, limits = self.fees.all(), self.limits.all()
        history = {f"fees:{one.auction_type}": self.fees.history(one.auction_type) for one in fees}
        history |= {f"limit:{one.name}": self.limits.history(one.name) for one in limits}
        cases = self.case_types.all()
        history |= {f"case_type:{one.id}": self.case_types.history(one.id) for one in cases}
        return {
            "fees": fees,
            "limits": limits,
            "cases": cases,
            "history": history,
        }
