"""A small house on a real database, whose promises hold when a test is over."""

from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from tests.house import House


@pytest.fixture(autouse=True)
def said() -> Iterator[list[Any]]:
    """What the house writes into its log."""
    with structlog.testing.capture_logs() as entries:
        yield entries


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    """The house at noon, empty; every invariant is asked when the test is over."""
    standing = House(fresh_database)
    yield standing
    broken = standing.broken_promises()
    standing.leave()
    assert not broken


@pytest.fixture
def sister(house: House) -> Iterator[House]:
    """A second process of the same house, by the same clock."""
    standing = House(house.url, clock=house.clock)
    yield standing
    standing.leave()


@pytest.fixture
def ana(house: House) -> int:
    """Somebody with money."""
    return house.person("ana", money=9000)


@pytest.fixture
def bia(house: House) -> int:
    """Somebody else with money."""
    return house.person("bia", money=9000)
