"""A house with an administrator and somebody who is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.housekeeping import Housekeeping
from tests.house import House


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    house = House(fresh_database)
    yield house
    house.leave()


class Keeping(Housekeeping):
    """The settings, and how somebody of this house proves to be there."""

    def __init__(self, house: House) -> None:
        super().__init__(house.database, house.clock, house.sessions)
        self.key = house.key


@pytest.fixture
def keeping(house: House) -> Keeping:
    return Keeping(house)


@pytest.fixture
def admin(house: House) -> int:
    return house.person("diretora", admin=True)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")
