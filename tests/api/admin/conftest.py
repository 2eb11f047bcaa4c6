"""An administrator who has logged in, and the house's books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    made = House(services.database.url, clock=services.clock)
    yield made
    made.leave()


@pytest.fixture
async def admin(somebody: Browser, house: House, ana: int) -> Browser:
    await somebody.log_in()
    house.change("update users set admin_user = true where user_id = :user", user=ana)
    return somebody
