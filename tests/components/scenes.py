"""A room whose every version is one bid, and a broadcaster that keeps what it would have sent."""

import asyncio
from decimal import Decimal
from typing import Any

from components.room import RoomBroadcaster
from services.events import RoomChanged
from services.hub import Hub
from services.views import (
    BidRow,
    Label,
    PublicRoom,
)
from tests.components.rooms import NOW, room_at


class House:
    """One auction whose every version is one bid."""

    def __init__(self) -> None:
        self.version = 1
        self.reads: list[int] = []
        self.trouble: list[Exception] = []
        self.gate: asyncio.Event | None = None

    async def read(self, auction_id: int, row: int) -> PublicRoom:
        version = self.version
        self.reads.append(row)
        if self.trouble:
            raise self.trouble.pop(0)
        if self.gate is not None:
            await self.gate.wait()
        rows = tuple(
            BidRow(number=n, bidder=Label(paddle=1), value=Decimal(n), kind="direct", at=NOW)
            for n in range(version, row, -1)
        )
        return room_at(version, rows=rows, auction_id=auction_id)


class Told(RoomBroadcaster):
    """Keeps what would have been sent, and when."""

    def __init__(self, house: House, hub: Hub) -> None:
        super().__init__(house.read, hub, now=lambda: 1000.0)
        self.news: list[tuple[str, dict[str, Any]]] = []
        self.heard = asyncio.Event()

    async def tell(self, auction_id: int, event: str, message: dict[str, Any]) -> None:
        self.news.append((event, message))
        if event == "room":
            self.heard.set()

    def rooms(self) -> list[dict[str, Any]]:
        return [message for event, message in self.news if event == "room"]

    def presences(self) -> list[tuple[int, Any]]:
        return [(m["present"], m["joined"]) for event, m in self.news if event == "presence"]


class Scene:
    def __init__(self) -> None:
        self.hub, self.house = Hub(), House()
        self.told = Told(self.house, self.hub)

    def bid(self) -> None:
        self.house.version += 1
        self.hub.publish(RoomChanged(auction_id=7, version=self.house.version))

    def watch(self, client: str = "c1", person: str = "user:1", **more: Any) -> None:
        self.told.join(7, client, person, **more)


async def settled() -> None:
    await asyncio.sleep(0.02)
