"""What many ask for is made once, is never old, and never somebody else's."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from components.shelf import Shelf


class Maker:
    """Makes numbered values when it is let."""

    def __init__(self) -> None:
        self.now = 0.0
        self.made: list[str] = []
        self.let = asyncio.Event()
        self.broken = False
        self.shelf: Shelf[str] = Shelf(seconds=1, places=2, now=lambda: self.now)

    def of(self, name: str) -> Callable[[], Awaitable[str]]:
        async def make() -> str:
            self.made.append(name)
            await self.let.wait()
            if self.broken:
                raise ConnectionError
            return f"{name}{len(self.made)}"

        return make

    async def get(self, name: str) -> str:
        return await self.shelf.get(name, self.of(name))


@pytest.fixture
def maker() -> Maker:
    made = Maker()
    made.let.set()
    return made


async def test_many_at_once_wait_for_one(maker: Maker) -> None:
    maker.let.clear()
    waiting = [asyncio.ensure_future(maker.get("a")) for _ in range(5)]
    await asyncio.sleep(0)
    maker.let.set()
    assert await asyncio.gather(*waiting) == ["a1"] * 5


async def test_the_age_counts_from_when_the_making_began(maker: Maker) -> None:
    maker.let.clear()
    first = asyncio.ensure_future(maker.get("a"))
    await asyncio.sleep(0)
    maker.now = 0.9
    maker.let.set()
    assert await first == "a1"
    assert await maker.get("a") == "a1"
    maker.now = 1.0
    assert await maker.get("a") == "a2"


async def test_keys_are_apart_and_the_least_asked_for_gives_way(maker: Maker) -> None:
    assert [await maker.get(name) for name in "abac"] == ["a1", "b2", "a1", "c3"]
    assert await maker.get("a") == "a1"
    assert await maker.get("b") == "b4"


async def test_a_failure_is_told_and_not_kept(maker: Maker) -> None:
    maker.broken = True
    with pytest.raises(ConnectionError):
        await maker.get("a")
    maker.broken = False
    assert await maker.get("a") == "a2"


async def test_who_hangs_up_takes_it_from_nobody(maker: Maker) -> None:
    maker.let.clear()
    first, second = (asyncio.ensure_future(maker.get("a")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    maker.let.set()
    assert await second == "a1"
