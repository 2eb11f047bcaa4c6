"""Money between the house and a gateway in memory."""

from __future__ import annotations

import pytest

from services.lots import Increments
from services.payments import Office
from services.payments.charging import Charging
from services.payments.defaults import Defaults
from tests.house import House
from tests.payments import Mailroom
from tests.services.payments.counter import Counter
from tests.stand_ins import run
from tests.till import Till


@pytest.fixture
def till() -> Till:
    """The gateway, as it is on a good day."""
    return Till()


@pytest.fixture
def office(house: House, till: Till) -> Office:
    """The office of that house, at that gateway."""
    return office_of(house, till)


@pytest.fixture
def counter(house: House, office: Office) -> Counter:
    """Who agrees to what leaves that house."""
    return Counter(house, office)


@pytest.fixture
def charging(office: Office) -> Charging:
    """Charging by that gateway."""
    return office.charging


@pytest.fixture
def mailroom(house: House, till: Till) -> Mailroom:
    """The inbox and the clearing of that gateway's messages, with people who are charged."""
    return Mailroom(house, till, run)


def office_of(house: House, till: Till) -> Office:
    """Open a house's office at a gateway."""
    return Office(
        house.database,
        house.clock,
        house.hub,
        gateway=till,
        run=run,
        config=house.config,
        herald=house.herald,
        throttles=house.throttles,
        proofs=house.proofs,
        sessions=house.sessions,
        increments=Increments(),
    )


@pytest.fixture
def defaults(office: Office) -> Defaults:
    """The end of sales that nobody paid."""
    return office.defaults
