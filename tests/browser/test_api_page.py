"""The example that docs/api.md gives to screens: with the official client, on the house's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.house import House

EXAMPLE = re.findall(
    r"```html\n(.*?)```",
    (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


def test_the_example_for_screens_hears_its_own_bid(
    visit: Callable[..., Page], house: House, base_url: str
) -> None:
    (example,) = EXAMPLE
    lot = house.lot(opening=100)
    page = visit("/", who="bruno")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    screen = example.replace("room_id: 7", f"room_id: {lot}")
    assert screen.count(f"room_id: {lot}") == 2
    page.route("**/a-screen", lambda way: way.fulfill(body=screen, content_type="text/html"))
    page.goto("/a-screen")
    expected = {"accepted", f"bruno {lot} 100"}
    for _ in range(50):
        if expected <= set(said):
            break
        page.wait_for_timeout(100)
    assert expected <= set(said)
