"""A house with an administrator and somebody who is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.housekeeping import Housekeeping
from tests.house import House


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    house = House(fresh_database)
    fees = house.rows("select * from fee_schedules")
    cases = house.one("select max(case_type_id) from case_types")
    yield house
    # What every new database begins with is the same for all tests.
    house.change("delete from increment_steps where table_name <> 'brl'")
    house.change("delete from case_types where case_type_id > :last", last=cases)
    for row in fees:
        house.change(
            """update fee_schedules set buyer_rate = :buyer_rate, seller_rate = :seller_rate,
               admin_fee = :admin_fee where auction_type = :auction_type""",
            **row,
        )
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
