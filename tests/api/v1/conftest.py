"""The doors of programs, with a house behind them in which people bid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from api import auctions as room_doors
from api.security.measures import Measure
from api.v1 import auctions, bidding, own, reference
from api.v1.manner import ProgramRoute
from services.bootstrap import Services
from tests.house import House


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    house = House(services.database.url, clock=services.clock)
    services.bids.desk.start()
    yield house
    services.bids.desk.stop()
    house.leave()


@pytest.fixture
def programs(doors: FastAPI, services: Services, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr(ProgramRoute, "measure", Measure(rate=5, burst=300))
    for part in (auctions, bidding, own, reference, room_doors):
        part.register(doors, services)
    return doors
