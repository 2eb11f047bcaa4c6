"""Browsers fetch a room, the answer to their own bid, and what moves on cards; nothing else."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api import auctions, errors
from services.errors import NotFound
from services.views import Answer, CardView, Personal, PublicRoom, Visitor

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
KEY = "6f1c0a5b"


class Rooms:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def public(self, auction_id: int, *, rows_after: int = 0) -> PublicRoom:
        self.asked.append("public")
        if auction_id != 7:
            raise NotFound
        return PublicRoom(
            auction_id=7,
            version=12,
            status="open",
            outcome=None,
            price=Decimal("1250.00"),
            minimum=Decimal("1270.00"),
            quick=(Decimal(1270), Decimal(1290), Decimal(1350)),
            bids=3,
            leader=None,
            reserve="none",
            buy_now=None,
            starts_at=NOW,
            ends_at=NOW + timedelta(hours=1),
            original_ends_at=NOW + timedelta(hours=1),
            window_seconds=120,
            extend_mode="reset",
        )

    def personal(self, auction_id: int, user_id: int | None) -> Personal:
        self.asked.append("personal")
        if user_id is None:
            return Personal(standing="visitor")
        return Personal(standing="leading", paddle=4, maximum=Decimal(2000))


class Bids:
    def find_answer(self, user_id: int, auction_id: int, key: str) -> Answer | None:
        if (user_id, auction_id, key) != (1, 7, KEY):
            return None
        return Answer(accepted=True, code="accepted", message_key="bid.ok", standing="leading")


class Listings:
    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def cards(self, ids: Sequence[int]) -> tuple[CardView, ...]:
        self.asked.append(list(ids))
        return ()


class House(SimpleNamespace):
    """The services these doors call, under their names."""

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)


@pytest.fixture
def house() -> House:
    clock = SimpleNamespace(now=lambda: NOW)
    hearts = SimpleNamespace(watchers=lambda auction_id: 3)
    return House(rooms=Rooms(), bids=Bids(), listings=Listings(), clock=clock, watching=hearts)


def caller(house: House, visitor: Visitor) -> httpx.AsyncClient:
    """A client whose session has been looked up already."""
    doors = FastAPI()
    auctions.register(doors, house)  # type: ignore[arg-type]
    errors.install(doors)

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        scope["visitor"] = visitor
        await doors(scope, receive, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(known), base_url="http://house")


@pytest.fixture
def ana(house: House) -> httpx.AsyncClient:
    return caller(house, Visitor(user_id=1))


@pytest.fixture
def nobody(house: House) -> httpx.AsyncClient:
    return caller(house, Visitor())


async def test_a_room_comes_with_the_askers_own_standing_and_the_time(
    ana: httpx.AsyncClient, nobody: httpx.AsyncClient
) -> None:
    mine = (await ana.get("/api/auctions/7/room")).json()
    theirs = (await nobody.get("/api/auctions/7/room")).json()
    assert (mine["room"]["version"], mine["room"]["price"]) == (12, "1250.00")
    assert mine["you"]["maximum"] == "2000.00"
    assert mine["now_ms"] == NOW.timestamp() * 1000
    assert theirs["you"]["standing"] == "visitor"
    assert "2000.00" not in str(theirs)


async def test_what_is_personal_is_read_before_the_room_so_that_it_is_never_the_newer(
    ana: httpx.AsyncClient, house: House
) -> None:
    await ana.get("/api/auctions/7/room")
    assert house.rooms.asked == ["personal", "public"]


async def test_nothing_of_a_room_is_kept_on_the_way(ana: httpx.AsyncClient) -> None:
    for path in ("/api/auctions/7/room", f"/api/auctions/7/bids/{KEY}", "/api/cards?ids=7"):
        assert (await ana.get(path)).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("number", ["8", "0", "-1", "seven", "9" * 30])
async def test_a_room_that_is_not_there_is_not_found(ana: httpx.AsyncClient, number: str) -> None:
    assert (await ana.get(f"/api/auctions/{number}/room")).status_code == 404


async def test_a_bidder_learns_what_became_of_a_bid_by_its_key(ana: httpx.AsyncClient) -> None:
    answer = await ana.get(f"/api/auctions/7/bids/{KEY}")
    assert (answer.status_code, answer.json()["message_key"]) == (200, "bid.ok")


@pytest.mark.parametrize(
    "path", [f"8/bids/{KEY}", "7/bids/unknown0", "7/bids/" + "a" * 65, "7/bids/%00", "7/bids/é"]
)
async def test_a_key_without_a_bid_is_not_found(ana: httpx.AsyncClient, path: str) -> None:
    assert (await ana.get(f"/api/auctions/{path}")).status_code == 404


async def test_the_answer_to_a_bid_is_its_bidders_alone(
    house: House, nobody: httpx.AsyncClient
) -> None:
    bruno = caller(house, Visitor(user_id=2))
    assert (await bruno.get(f"/api/auctions/7/bids/{KEY}")).status_code == 404
    assert (await nobody.get(f"/api/auctions/7/bids/{KEY}")).status_code == 401


async def test_cards_are_asked_for_by_number_each_once(
    nobody: httpx.AsyncClient, house: House
) -> None:
    answer = await nobody.get("/api/cards?ids=3,1,3,2")
    assert answer.json() == {"cards": [], "now_ms": NOW.timestamp() * 1000}
    assert house.listings.asked == [[3, 1, 2]]


@pytest.mark.parametrize(
    "ids",
    ["", "1,", "1;2", "-1", "0", "1.5", "²", "9999999999", ",".join(["1"] * 101), "1," * 700],
)
async def test_numbers_that_cannot_be_read_are_refused_and_nothing_is_looked_up(
    nobody: httpx.AsyncClient, house: House, ids: str
) -> None:
    assert (await nobody.get("/api/cards", params={"ids": ids})).status_code in (404, 422)
    assert house.listings.asked == []
