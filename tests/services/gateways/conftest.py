"""Asaas's simulator, and the house's way to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from services.gateways.asaas import AsaasGateway, Breaker
from tests.asaas import Pauses, RunningTwin, opened


@pytest.fixture
def twin() -> Iterator[RunningTwin]:
    with opened() as running:
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def gateway(twin: RunningTwin, pauses: Pauses) -> AsyncIterator[AsaasGateway]:
    opened_gateway = twin.gateway(pause=pauses, breaker=Breaker(failures=100))
    yield opened_gateway
    await opened_gateway.close()
