"""A page with a listing on it, in a test: when it is live, and how to tell it something."""

from typing import Any

from playwright.sync_api import BrowserContext, Page

EAR = """
    window.WebSocket = class extends WebSocket {
        constructor(...address) {
            super(...address);
            if (String(address[0]).includes("/api/cards/news")) window.ear = this;
        }
    };
"""
HEAR = """
    ([face, changes]) => {
        const place = document.querySelector(`[data-card][data-face=${face}]`);
        const base = {auction: Number(place.dataset.card), version: 1e6, status: "open",
            outcome: null, price: "123456.50", minimum: "123500.00", bids: 77,
            starts_ms: 0, ends_ms: Date.now() + 60000};
        for (const change of changes) {
            const message = {cards: [{...base, ...change}], now_ms: Date.now()};
            window.ear.onmessage({data: JSON.stringify(message)});
        }
        return place.dataset.card;
    }
"""


def with_an_ear(context: BrowserContext) -> BrowserContext:
    """Let pages of this browser be told news that the house has not."""
    context.add_init_script(EAR)
    return context


def tell(page: Page, *changes: dict[str, Any], face: str = "live") -> str:
    """Tell a page news of its first card of that face; returns the lot's number."""
    number: str = page.evaluate(HEAR, [face, list(changes) or [{}]])
    return number
