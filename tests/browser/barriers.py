"""What keeps somebody out of a page, as far as axe can tell: WCAG 2.0 to 2.2, levels A and AA."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What axe looks for only when asked: that what one reads is in what is told (WCAG 2.5.3), and that
# a role is one its element may have.
BESIDES = ["label-content-name-mismatch", "aria-allowed-role"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
ALL = {"type": "tag", "values": LEVELS}
COLOURS = {"type": "rule", "values": OF_COLOUR}
# Colours are looked at when they have come to rest: those of a theme just chosen fade in.
SETTLED = """() => Promise.all(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map((one) => one.finished.catch(() => null)))"""


def barriers(page: Page) -> list[tuple[str, str]]:
    """List the rules a page breaks, each with the first place that does."""
    return _firsts(_broken(page, ALL))


def every_barrier(page: Page) -> list[tuple[str, str]]:
    """List every place of a page that breaks a rule, with the rule."""
    return [(rule, place) for rule, places in _broken(page, ALL) for place in places]


def barriers_of_colour(page: Page) -> list[tuple[str, str]]:
    """List what another theme can break: all else hangs on words and order, the same in each."""
    return _firsts(_broken(page, COLOURS))


def barriers_of_words(page: Page) -> list[tuple[str, str]]:
    """List what another language can break: all but the colours, which it leaves alone."""
    return _firsts(_broken(page, ALL, but=OF_COLOUR))


def _firsts(broken: Sequence[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    return [(rule, places[0]) for rule, places in broken]


def _broken(
    page: Page, rules: dict[str, Any], *, but: Sequence[str] = ()
) -> list[tuple[str, list[str]]]:
    alike = {} if rules is COLOURS else {rule: {"enabled": True} for rule in BESIDES}
    asked = {
        "runOnly": rules,
        "rules": alike | {rule: {"enabled": False} for rule in but},
        "resultTypes": ["violations"],
    }
    page.evaluate(SETTLED)
    found = Axe().run(page, options=asked).response
    assert found["passes"], "axe has looked at nothing"
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
