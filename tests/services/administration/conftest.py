"""A house with its desk, and one person for every role there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.administration.board import Board
from services.administration.records import AuditLog
from services.administration.tables import Tables
from tests.house import House


@dataclass
class Desk:
    """The desk's services, and the people at it by their roles."""

    house: House
    people: dict[str, int]

    def __post_init__(self) -> None:
        database, clock = self.house.database, self.house.clock
        self.tables = Tables(database, clock)
        self.board = Board(database, clock)
        self.audit_log = AuditLog(database)

    @property
    def chief(self) -> int:
        return self.people["administrator"]


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
    return Desk(house, people)
