"""A house with its desk, and one person for every role there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.administration.annulment import Annulments
from services.administration.approvals import Approvals
from services.administration.auctioneers import Auctioneers
from services.administration.auctions import AuctionActs
from services.administration.board import Board
from services.administration.examination import Examination
from services.administration.orders import Order
from services.administration.person_sheets import PersonSheets
from services.administration.records import AuditLog
from services.administration.sheets import AuctionSheets
from services.administration.tables import Tables
from services.administration.users import UserActs
from tests.house import House

WHY = Order(reason="Pedido do comitente, por ofício")


@dataclass
class Desk:
    """The desk's services, and the people at it by their roles; the auditor's lot is `lot`."""

    house: House
    people: dict[str, int]
    lot: int

    def __post_init__(self) -> None:
        house, database, clock = self.house, self.house.database, self.house.clock
        self.tables = Tables(database, clock)
        self.approvals = Approvals(database, clock, house.sessions)
        self.annulments = Annulments(
            database, self.approvals, house.conduct.retractions, house.sessions
        )
        self.board = Board(database, clock, self.approvals)
        self.audit_log = AuditLog(database)
        self.acts = AuctionActs(database, clock, house.closing, house.herald, house.sessions)
        self.sheets = AuctionSheets(database, clock, house.closing, house.sessions)
        self.users = UserActs(database, clock, house.herald, house.sessions)
        self.persons = PersonSheets(database, house.sessions)
        self.auctioneers = Auctioneers(database, clock)
        self.examination = Examination(database)

    @property
    def chief(self) -> int:
        return self.people["administrator"]

    def key(self, person: int) -> str:
        """Log somebody in; a log-in is a proof for five minutes."""
        return self.house.key(person)

    def records(self) -> list[str]:
        """List what was written into the audit log."""
        rows = self.house.rows("select action from audit_records order by position")
        return [row["action"] for row in rows]

    def told(self, person: int) -> list[str]:
        """List what somebody has been told at once."""
        rows = self.house.rows(
            "select topic from notifications where user_id = :p order by notification_id", p=person
        )
        return [row["topic"] for row in rows]


@pytest.fixture
def desk(house: House) -> Desk:
    people = {
        "administrator": house.person("chief", admin=True),
        "operator": house.person("operator"),
        "finance": house.person("finance"),
        "auditor": house.person("auditor"),
        "nobody": house.person("plain"),
    }
    lot = house.lot()
    for role in ("operator", "finance", "auditor"):
        house.change(
            "insert into roles (user_id, role, product_id, granted_at, granted_by)"
            " values (:user, :role, :lot, now(), :chief)",
            user=people[role],
            role=role,
            lot=lot if role == "auditor" else None,
            chief=people["administrator"],
        )
    return Desk(house, people, lot)


def typed(confirmation: object) -> Order:
    """Give the order with what must be typed."""
    return Order(reason=WHY.reason, confirmation=str(confirmation))
