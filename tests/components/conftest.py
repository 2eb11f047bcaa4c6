"""A room that is watched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from components.room import broadcast
from tests.components.scenes import Scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    yield scene
    scene.told.stop()
    for client in [*scene.told._rooms.get(7, broadcast._Watched()).people]:
        scene.told.leave(7, client)
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(0)
