"""Whatever is sent to the public sockets gets a refusal by name, and the house goes on."""

import asyncio
import contextlib
import json
import math
from typing import Any

import aiohttp
import pytest
import socketio
from hypothesis import given, settings
from hypothesis import strategies as st

from api.asked import read_bid, read_room
from api.security.measures import Measure
from api.sockets import desk
from api.sockets.wire import PublicWires
from services.errors import BadAmount, BadInput, NotFound
from tests.api.open_sockets.conftest import MONEY, Site

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.binary()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
BIDS = st.dictionaries(
    st.sampled_from(["room_id", "product_id", "value", "max", "key", "confirm", "user_id"]),
    ANYTHING,
)


@given(ANYTHING | BIDS)
def test_whatever_a_bid_is_made_of_is_read_or_refused_by_name(message: Any) -> None:
    for read in (read_bid, read_room):
        with contextlib.suppress(BadInput, NotFound):
            read(message)


@pytest.mark.parametrize(
    "value",
    [None, True, math.nan, math.inf, -1, 1e300, 0.1 + 0.2, "1e3", "1,50", "1.234", " 5", "٣", "",
     "NaN", "-5", "0x10", [5], {"value": 5}, 10**30, "9" * 400, b"5"],
)  # fmt: skip
def test_a_sum_that_could_be_misread_is_no_sum(value: Any) -> None:
    with pytest.raises(BadAmount):
        read_bid({"room_id": 7, "value": value})


@pytest.mark.parametrize(
    ("value", "read"), [(150, "150.00"), (150.5, "150.50"), ("150.05", "150.05"), (1e3, "1000.00")]
)
def test_a_sum_is_read_as_it_is_written(value: Any, read: str) -> None:
    assert str(read_bid({"room_id": 7, "value": value}).amount) == read


@pytest.mark.parametrize(
    ("bid", "refusal"),
    [
        ({"room_id": 7, "product_id": 8, "value": 5}, BadInput),
        ({"value": 5}, BadInput),
        ({"room_id": True, "value": 5}, BadInput),
        ({"room_id": 7.0, "value": 5}, BadInput),
        ({"room_id": "7 ", "value": 5}, BadInput),
        ({"room_id": 0, "value": 5}, NotFound),
        ({"room_id": 7, "value": 50, "max": 49}, BadAmount),
        ({"room_id": 7, "value": 5, "key": "short"}, BadInput),
        ({"room_id": 7, "value": 5, "key": "with spaces in it"}, BadInput),
        ({"room_id": 7, "value": 5, "confirm": "yes"}, BadInput),
    ],
)
def test_a_bid_that_is_not_of_its_form_is_refused(bid: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_bid(bid)


@settings(max_examples=300)
@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,3}-?\[.{0,20}\]?") | st.binary(max_size=20))
def test_a_frame_of_any_kind_can_be_judged(frame: Any) -> None:
    assert PublicWires(socketio.AsyncServer(async_mode="asgi")).readable("w", frame) in (
        True,
        False,
    )


FRAMES = [
    "",
    "x",
    "4",
    "4x",
    "49",
    "42",
    "42[]",
    "42{}",
    '42[{"a":1}]',
    '42["connect",{}]',
    '42["disconnect"]',
    '42["*",{}]',
    '42["join_room",',
    '451-["join_room",{"_placeholder":true,"num":0}]',
    "4" + "2" * 200 + "[]",
    "42" + "[" * 8000,
    "40",
    "40/admin,",
    "43123[]",
    "9",
    b"\x04\x00",
    "4" + "x" * 20_000,
]


async def test_frames_that_no_library_sends_end_their_connection_and_nothing_else(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    lot = site.house.lot()
    watcher = await site.come()
    await watcher.ask("join_room", {"room_id": lot})
    url = f"{site.url}/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http:
        for frame in FRAMES:
            async with http.ws_connect(url) as wire:
                await wire.receive()
                await wire.send_str("40")
                await wire.receive()
                send = wire.send_bytes if isinstance(frame, bytes) else wire.send_str
                await send(frame)  # type: ignore[arg-type]
        for query in ("EIO=3&transport=polling", "EIO=4&transport=pigeon", "EIO=4&j=x", "sid=none"):
            async with http.get(f"{site.url}/socket.io/?{query}") as answer:
                assert answer.status == 400
    assert (await watcher.ask("join_room", {"room_id": lot}))["ok"]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("said", [b"40\x1e6", b"4" * 17_000])
async def test_a_post_that_no_library_sends_is_answered_though_nobody_waits_for_news(
    site: Site, said: bytes
) -> None:
    url = f"{site.url}/socket.io/?EIO=4&transport=polling"
    async with aiohttp.ClientSession() as http:
        async with http.get(url) as opened:
            sid = json.loads((await opened.text())[1:])["sid"]
        async with asyncio.timeout(10), http.post(f"{url}&sid={sid}", data=said) as answer:
            assert answer.status == 400
        async with asyncio.timeout(10), http.get(f"{url}&sid={sid}") as answer:
            assert answer.status == 400, "there is no such connection any more"


async def test_a_flood_is_refused_by_name_then_hung_up_on_and_harms_nobody_else(
    site: Site,
) -> None:
    lot = site.house.lot()
    flooder, watcher = await site.come(), await site.come()
    answers = await asyncio.gather(
        *(flooder.ask("leave_room", {"room_id": lot}) for _ in range(60))
    )
    assert {answer.get("code") for answer in answers} == {None, "too_many_requests"}
    assert (await watcher.ask("join_room", {"room_id": lot}))["ok"]
    for _ in range(200):
        await flooder.sio.emit("leave_room", {"room_id": lot})
    await flooder.gone()
    assert (await watcher.ask("leave_room", {"room_id": lot}))["ok"]


async def test_one_connection_follows_so_many_rooms_and_one_person_holds_so_many_sockets(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ROOMS_PER_SOCKET", 1)
    monkeypatch.setattr(desk, "SOCKETS_PER_PERSON", 1)
    ana, lots = site.house.person("ana-silva"), [site.house.lot(), site.house.lot()]
    client = await site.come(ana)
    assert (await client.ask("join_room", {"room_id": lots[0]}))["ok"]
    assert (await client.ask("join_room", {"room_id": lots[1]}))["code"] == "too_many_rooms"
    with pytest.raises(socketio.exceptions.ConnectionError):
        await site.come(ana)
    await client.sio.disconnect()
    for _ in range(100):
        try:
            await site.come(ana)
        except socketio.exceptions.ConnectionError:
            await asyncio.sleep(0.01)
        else:
            return
    pytest.fail("a place that was left stays taken")


async def test_bids_of_one_person_are_measured_over_all_connections(site: Site) -> None:
    ana, lot = site.house.person("ana-silva", money=MONEY), site.house.lot()
    clients = [await site.come(ana) for _ in range(2)]
    bid = {"room_id": lot, "value": 1}
    answers = await asyncio.gather(*(clients[n % 2].ask("emit_bid", bid) for n in range(40)))
    codes = [answer["code"] for answer in answers]
    assert set(codes) == {"below_min_next", "too_many_requests"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_a_cookie_counts_for_nothing_on_a_screen_of_another_house(
    site: Site, origin: str
) -> None:
    ana = site.house.person("ana-silva")
    for transport in ("websocket", "polling"):
        with pytest.raises(socketio.exceptions.ConnectionError):
            await site.come(ana, headers={"Origin": origin}, transport=transport)
    ours = await site.come(ana, headers={"Origin": site.services.config.base_url})
    assert (await ours.ask("emit_bid", {"room_id": 1, "value": 1}))["code"] == "not_found"


async def test_a_session_that_ends_takes_its_sockets_along(site: Site) -> None:
    ana = site.house.person("ana-silva")
    cookie = site.session_of(ana)
    client, other = await site.come(cookie=cookie), await site.come(ana)
    visitor = site.services.sessions.find(cookie)
    assert visitor is not None
    await site.services.run(site.services.sessions.end, visitor.session_key)
    await client.gone()
    assert other.sio.connected


async def test_whoever_is_blocked_is_shown_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "LOOK_SECONDS", 0.05)
    ana, bia = site.house.person("ana-silva"), site.house.person("bia-souza")
    client, other = await site.come(ana), await site.come(bia)
    site.house.change("update users set blocked_at = now() where user_id = :ana", ana=ana)
    await client.gone()
    assert other.sio.connected


async def test_a_mistake_of_ours_is_told_as_one_and_says_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("postgresql://house:hunter2@books")

    client = await site.come()
    monkeypatch.setattr(site.services.rooms, "public", broken)
    answer = await client.ask("join_room", {"room_id": 1})
    assert (answer["ok"], answer["code"]) == (False, "unexpected")
    assert "hunter2" not in json.dumps([answer, client.told])


def test_a_measure_fills_again_and_forgets_who_has_all_of_it() -> None:
    time = [0.0]
    measure = Measure(rate=2, burst=4, now=lambda: time[0])
    assert [measure.take("a") for _ in range(5)] == [0, 0, 0, 0, 0.5]
    assert (measure.left("a"), measure.whole_in("a")) == (0, 2)
    time[0] = 1.0
    assert [measure.take("a") for _ in range(3)] == [0, 0, 0.5]
    assert measure.take("b") == 0
