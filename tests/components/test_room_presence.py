"""A room tells who came and how many are there, once a second at most."""

import asyncio

import pytest

from components.room import broadcast
from services.views import (
    Label,
)
from tests.components.scenes import Scene, settled


async def test_people_are_counted_not_screens_and_visitors_come_unannounced(scene: Scene) -> None:
    scene.watch("c1", "user:1", announced=True, label=Label(paddle=7, name="ana"))
    scene.watch("c2", "user:1", announced=True, label=Label(paddle=7, name="ana"))
    await settled()
    scene.watch("c3", "visitor:x")
    await asyncio.sleep(1.1)
    assert scene.told.presences() == [(1, {"paddle": 7, "name": "ana"}), (2, None)]
    assert scene.told.present(7) == 2


async def test_who_has_no_number_yet_comes_as_a_participant(scene: Scene) -> None:
    scene.watch(announced=True)
    await settled()
    assert scene.told.presences() == [(1, {"paddle": None, "name": None})]


async def test_coming_back_after_a_cut_is_no_news(scene: Scene) -> None:
    scene.watch("c1", "user:1", announced=True)
    scene.watch("c2", "user:2", announced=True)
    await settled()
    scene.told.leave(7, "c1")
    scene.watch("c1", "user:1", announced=True)
    await asyncio.sleep(1.1)
    assert [joined for _, joined in scene.told.presences() if joined] == [
        {"paddle": None, "name": None}
    ]


async def test_presence_is_told_once_a_second(scene: Scene) -> None:
    for n in range(60):
        scene.watch(f"c{n}", f"user:{n}", announced=True)
        await asyncio.sleep(0.01)
    await asyncio.sleep(1.0)
    assert len(scene.told.presences()) == 2
    assert scene.told.presences()[-1][0] == 60


async def test_a_full_room_is_counted_by_tens(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "PRESENCE_SECONDS", 0.01)
    for n in range(125):
        scene.watch(f"c{n}", f"user:{n}", announced=True)
        await asyncio.sleep(0)
        if n >= 99:
            await asyncio.sleep(0.015)
    counts = [present for present, _ in scene.told.presences() if present >= 100]
    assert sorted(set(counts)) == [100, 110, 120]
    assert counts.count(110) == 1
    assert scene.told.present(7) == 120
