"""A house with another beside it that says whatever a test wants."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from services.errors import (
    NotVouched,
)
from services.identities import Arrival
from services.people.passwords import hashed
from tests.house import House
from tests.services.other_house import OtherHouse

PASSWORD = "cavalo correto bateria"
HASH = hashed(PASSWORD)


@pytest.fixture
def other() -> OtherHouse:
    return OtherHouse()


@pytest.fixture
def house(fresh_database: str, other: OtherHouse) -> Iterator[House]:
    standing = House(fresh_database, provider=other)
    yield standing
    standing.leave()


def come(house: House, going_to: str = "/auction/7") -> Arrival:
    """Leave for the other house and come back, in one browser."""
    departure = house.identities.depart(going_to=going_to)
    state = departure.url.partition("state=")[2]
    back = {"state": state, "code": "c"}
    return house.identities.arrive(departure.attempt, back, language="en", ip="203.0.113.9")


def refused(house: House) -> str:
    with pytest.raises(NotVouched) as refusal:
        come(house)
    return refusal.value.reason


def do(house: House, statement: str) -> None:
    with house.database.transaction() as work:
        work.connection.execute(text(statement))


def letters(house: House) -> list[tuple[str, str]]:
    rows = house.rows("select email, subject from mails order by mail_id")
    return [(row["email"], row["subject"]) for row in rows]


def token_of(house: House) -> str:
    latest = house.one("select text from mails order by mail_id desc limit 1")
    found = re.search(r"/auth/confirm/(\S+)", latest)
    assert found
    return found[1]
