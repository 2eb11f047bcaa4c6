"""How soon a phone sees a page and how quickly it answers a finger, on slow 4G.

    python -m scripts.bench_paint [times] [URL]

Chromium at 1.6 Mbit/s down, 750 kbit/s up, 150 ms to the server and a quarter of this machine's
processor; a phone's screen, an empty cache for each visit; medians. FCP: the first content. LCP:
the largest. CLS: how much was pushed about. INP: the slowest of a few touches, until it is painted:
a menu, words typed into the search, and in a room the chosen bid. Without URL the site is started.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.bench_site import site

AIMS = {"fcp": 1200, "lcp": 2500, "cls": 0.05, "inp": 200}
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
PHONE: Any = {"width": 390, "height": 844}
SETTLED_MS = 2500
PERSON, PASSWORD = "bruno", "martelo-demo-2026"
WATCH = """
    window.seen = {lcp: 0, cls: 0, inp: 0, what: ""};
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (!entry.interactionId || entry.duration <= seen.inp) continue;
            seen.inp = entry.duration;
            seen.what = `${entry.name} ${entry.target?.className || entry.target?.tagName}`;
        }
    }).observe({type: "event", durationThreshold: 16, buffered: true});
"""
SEEN = """
    () => {
        const [visit] = performance.getEntriesByType("navigation");
        const files = performance.getEntriesByType("resource");
        const bytes = files.reduce((sum, file) => sum + file.transferSize, visit.transferSize);
        const fcp = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 1e6;
        return {...seen, fcp, bytes, files: files.length + 1};
    }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page to visit: its address, how one knows that it is live, and what one touches there."""

    name: str
    path: str
    live: str
    touches: Callable[[Page], None]
    logged_in: bool = False


def touch_menus(page: Page) -> None:
    """Open and close the menu of looks, then type into the search."""
    for _ in range(2):
        page.tap(".menu--look > summary")
        page.wait_for_timeout(400)
    page.locator("#search").press_sequentially("relógio", delay=120)
    page.wait_for_timeout(400)


def touch_bid(page: Page) -> None:
    """Choose the next bid, as far as the question whether it is meant, or its answer."""
    touch_menus(page)
    page.locator(".bid-bar button:visible, .bid-box button:visible").first.tap()
    page.wait_for_timeout(800)


def visit(browser: Browser, url: str, place: Place) -> dict[str, Any]:
    """See a page for the first time; returns what was measured."""
    context = browser.new_context(
        base_url=url, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    if place.logged_in:
        page.goto("/login")
        page.fill("#login", PERSON)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_selector(".menu--account", state="attached")
        page.goto("about:blank")
    page.add_init_script(WATCH)
    chrome = context.new_cdp_session(page)
    chrome.send("Network.enable")
    chrome.send("Network.setCacheDisabled", {"cacheDisabled": False})
    chrome.send("Network.clearBrowserCache")
    chrome.send("Network.emulateNetworkConditions", NETWORK)
    chrome.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(place.path, timeout=60_000)
    page.wait_for_function(place.live, timeout=60_000)
    live = page.evaluate("performance.now()")
    page.wait_for_timeout(SETTLED_MS)
    place.touches(page)
    seen: dict[str, Any] = page.evaluate(SEEN) | {"live": live}
    context.close()
    return seen


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    given = sys.argv[2] if len(sys.argv) > 2 else ""
    started = nullcontext() if given else site()
    with started as running, sync_playwright() as playwright:
        url = given or running.url  # type: ignore[union-attr]
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROME_PATH") or None, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(f"{url}/?state=live&sort=newest")
        lot = page.locator("[data-face=live] a").first.get_attribute("href") or ""
        page.close()
        heard = "document.querySelector('#cards[data-listening]') !== null"
        shaken = "window.did_handshake === true"
        places = (
            Place(name="home", path="/", live=heard, touches=touch_menus),
            Place(name="listing", path="/?state=live", live=heard, touches=touch_menus),
            Place(name="lot", path=lot, live=shaken, touches=touch_menus),
            Place(name="room", path=lot, live=shaken, touches=touch_bid, logged_in=True),
        )
        print(
            f"         FCP ms  LCP ms    CLS  INP ms  live ms  KB  files\n"
            f"aim     {AIMS['fcp']:7} {AIMS['lcp']:7} {AIMS['cls']:6} {AIMS['inp']:7}"
        )
        for place in places:
            seen = [visit(browser, url, place) for _ in range(times)]
            middle = {
                name: median(one[name] for one in seen)
                for name in ("fcp", "lcp", "cls", "inp", "live", "bytes", "files")
            }
            slowest = max(seen, key=lambda one: one["inp"])
            print(
                f"{place.name:8}{middle['fcp']:7.0f} {middle['lcp']:7.0f} {middle['cls']:6.3f} "
                f"{middle['inp']:7.0f} {middle['live']:8.0f} {middle['bytes'] / 1000:3.0f} "
                f"{middle['files']:6.0f}  slowest touch: {slowest['what']} {slowest['inp']:.0f}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
