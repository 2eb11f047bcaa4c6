"""All that the house's own desk does, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.administration.board import Board
from services.administration.records import AuditLog
from services.administration.tables import Tables
from services.reports import Reports

if TYPE_CHECKING:
    from services.bootstrap import Services


class Administration:
    """The services of the desk, each for those with its right."""

    def __init__(self, house: Services) -> None:
        database, clock = house.database, house.clock
        self.tables = Tables(database, clock)
        self.board = Board(database, clock)
        self.audit_log = AuditLog(database)
        self.reports = Reports(database)
