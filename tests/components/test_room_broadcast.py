"""The room tells its watchers what is new: once, in order, and not too often."""

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from nicegui import core

from components.room import RoomBroadcaster, broadcast
from services.errors import NotFound
from services.events import RoomChanged, SessionEnded, WatchersChanged
from services.hub import Hub
from tests.components.scenes import House, Scene, settled


async def test_the_first_news_goes_out_at_once_with_what_a_screen_needs(scene: Scene) -> None:
    scene.watch()
    scene.bid()
    await settled()
    (message,) = scene.told.rooms()
    assert (message["since"], message["version"], message["now_ms"]) == (0, 2, 1_000_000)
    assert [row["n"] for row in message["rows"]] == [2, 1]


async def test_a_storm_is_told_five_times_a_second_and_ends_with_the_latest(scene: Scene) -> None:
    scene.watch()
    started = time.monotonic()
    while time.monotonic() - started < 0.7:
        scene.bid()
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.25)
    messages = scene.told.rooms()
    assert 4 <= len(messages) <= 6
    assert messages[-1]["version"] == scene.house.version


async def test_each_message_builds_on_the_one_before_and_repeats_no_row(scene: Scene) -> None:
    scene.watch()
    for _ in range(3):
        scene.bid()
        await asyncio.sleep(0.22)
    messages = scene.told.rooms()
    assert [m["since"] for m in messages] == [0, *(m["version"] for m in messages[:-1])]
    assert [row["n"] for m in messages[1:] for row in m["rows"]] == [3, 4]


async def test_news_may_come_from_any_thread(scene: Scene) -> None:
    scene.watch()
    thread = threading.Thread(target=scene.bid)
    thread.start()
    await asyncio.to_thread(thread.join)
    await settled()
    assert [m["version"] for m in scene.told.rooms()] == [2]


async def test_nothing_is_read_for_a_room_nobody_watches_here(scene: Scene) -> None:
    scene.bid()
    scene.watch()
    scene.hub.publish(RoomChanged(auction_id=8, version=9))
    scene.hub.publish(SessionEnded(session_key="k"))
    await settled()
    assert scene.house.reads == []


async def test_doubled_and_late_news_are_not_told_again(scene: Scene) -> None:
    scene.watch()
    scene.bid()
    await asyncio.sleep(0.25)
    for version in (2, 1, 2):
        scene.hub.publish(RoomChanged(auction_id=7, version=version))
    await asyncio.sleep(0.25)
    assert len(scene.told.rooms()) == 1


async def test_a_bid_during_the_reading_is_told_next(scene: Scene) -> None:
    scene.watch()
    scene.house.gate = asyncio.Event()
    scene.bid()
    await settled()
    scene.bid()
    await settled()
    scene.house.gate.set()
    await asyncio.sleep(0.25)
    assert [m["version"] for m in scene.told.rooms()] == [2, 3]


async def test_a_version_that_never_comes_is_let_go(scene: Scene) -> None:
    scene.watch()
    scene.hub.publish(RoomChanged(auction_id=7, version=99))
    await asyncio.sleep(0.5)
    assert len(scene.house.reads) == 1


async def test_a_reading_that_failed_is_tried_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "RETRY_SECONDS", 0.02)
    scene.house.trouble = [OSError("no database")]
    scene.watch()
    scene.bid()
    await asyncio.wait_for(scene.told.heard.wait(), 10)
    assert [m["version"] for m in scene.told.rooms()] == [2]


async def test_a_lot_that_is_gone_is_not_asked_for_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "RETRY_SECONDS", 0.01)
    scene.house.trouble = [NotFound(), NotFound()]
    scene.watch()
    scene.bid()
    await asyncio.sleep(0.1)
    assert len(scene.house.reads) == 1


async def test_the_last_to_leave_takes_the_rooms_memory_along(scene: Scene) -> None:
    scene.watch("c1")
    scene.watch("c2")
    scene.bid()
    await settled()
    for client in ("c1", "c1", "c2", "c3"):
        scene.told.leave(7, client)
    scene.bid()
    await asyncio.sleep(0.25)
    assert (scene.told._rooms, len(scene.told.rooms())) == ({}, 1)
    scene.watch("c1")
    scene.bid()
    await settled()
    assert scene.told.rooms()[-1]["since"] == 0


async def test_the_other_screens_of_a_bidder_are_told_to_look_and_nobody_elses(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[list[str], str, dict[str, Any]]] = []

    async def emit(clients: list[str], event: str, message: dict[str, Any]) -> None:
        heard.append((clients, event, message))

    monkeypatch.setattr(broadcast, "emit", emit)
    scene.watch("c1", "user:1")
    scene.watch("c2", "user:1")
    scene.watch("c3", "user:2")
    await scene.told.tell_others_of(7, "c1")
    await scene.told.tell_others_of(7, "c3")
    await scene.told.tell_others_of(7, "gone")
    await scene.told.tell_others_of(8, "c1")
    assert heard == [(["c2"], "yours", {"auction": 7})]


async def test_one_message_goes_to_all_watchers_of_the_room_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[tuple[str, Any, list[str]]] = []

    async def emit(event: str, message: Any, *, to: list[str]) -> None:
        sent.append((event, message, sorted(to)))

    monkeypatch.setattr(core, "sio", SimpleNamespace(emit=emit))
    house, hub = House(), Hub()
    told = RoomBroadcaster(house.read, hub)
    for n in (1, 2):
        told.join(7, f"c{n}", f"user:{n}")
    told.join(8, "elsewhere", "user:3")
    await told.tell(7, "room", {"version": 2})
    assert sent == [("room", {"version": 2}, ["c1", "c2"])]
    for auction_id, client in ((7, "c1"), (7, "c2"), (8, "elsewhere")):
        told.leave(auction_id, client)


async def test_the_number_of_hearts_is_told_to_who_is_there_the_latest_of_many(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "HEARTS_SECONDS", 0.05)
    counted = [3, 5]

    async def hearts(_: int) -> int:
        return counted.pop(0)

    scene.told.hearts = hearts
    scene.watch()
    for auction_id in (7, 7, 7, 8):
        scene.hub.publish(WatchersChanged(auction_id=auction_id))
    await settled()
    scene.hub.publish(WatchersChanged(auction_id=7))
    scene.hub.publish(WatchersChanged(auction_id=7))
    await asyncio.sleep(0.15)
    told = [message for event, message in scene.told.news if event == "hearts"]
    assert told == [{"auction": 7, "watchers": 3}, {"auction": 7, "watchers": 5}]
