"""A house by the real clock, for tests in which processes come and go."""

from collections.abc import Iterator

import pytest

from services.clock import DatabaseClock
from services.database import Database
from tests.house import House


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    """A house to look at what the others do; every invariant is asked at the end."""
    database = Database(fresh_database, pool_size=2)
    clock = DatabaseClock(database)
    clock.set_by_database()
    standing = House(fresh_database, clock=clock)
    yield standing
    broken = standing.broken_promises()
    standing.leave()
    database.close()
    assert not broken
