"""What keeps somebody out of a page, as far as axe can tell: WCAG 2.0 to 2.2, levels A and AA."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
ALL = {"type": "tag", "values": LEVELS}
COLOURS = {"type": "rule", "values": OF_COLOUR}


def barriers(page: Page) -> list[tuple[str, str]]:
    """List the rules a page breaks, each with the first place that does."""
    return _broken(page, ALL)


def barriers_of_colour(page: Page) -> list[tuple[str, str]]:
    """List what another theme can break: all else hangs on words and order, the same in each."""
    return _broken(page, COLOURS)


def barriers_of_words(page: Page) -> list[tuple[str, str]]:
    """List what another language can break: all but the colours, which it leaves alone."""
    return _broken(page, ALL, but=OF_COLOUR)


def _broken(page: Page, rules: dict[str, Any], *, but: Sequence[str] = ()) -> list[tuple[str, str]]:
    asked = {
        "runOnly": rules,
        "rules": {rule: {"enabled": False} for rule in but},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=asked).response
    assert found["passes"], "axe has looked at nothing"
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
