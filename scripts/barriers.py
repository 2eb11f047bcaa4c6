"""Looks for barriers on every page of the site, in all its states, themes and languages, with axe.

    python -m scripts.barriers
    python -m scripts.barriers --only account --theme dark --language en

Starts a demonstration of its own, or takes the one at BASE_URL. The rules are those of WCAG 2.0 to
2.2, levels A and AA, as in the tests. Prints how many barriers each page has in each look, then
every one of them; a page that cannot be reached counts as one. Fails if there is any. The options
may be given several times; `--only` takes the beginning of a page's name.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from scripts.places import Place, places
from scripts.visiting import LANGUAGES, THEMES, Ground, Look, arrive, ground, open_browser, prepare
from tests.browser.barriers import every_barrier

UNREACHED = "not reached"
PATIENCE_MS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """What keeps somebody out: the rule, and the element."""

    place: str
    look: Look
    rule: str
    element: str


def main() -> int:
    """Walk the site in every look asked for; returns 1 if any barrier was found."""
    wanted = arguments()
    begun = time.monotonic()
    looks = [
        Look(theme=theme, language=language)
        for theme, language in product(wanted.theme or THEMES, wanted.language or LANGUAGES)
    ]
    found: list[Barrier] = []
    with ground() as where, sync_playwright() as playwright:
        browser = open_browser(playwright.chromium)
        prepare(browser, where)
        walked = [place for place in places(where) if asked_for(place, wanted.only)]
        for look in looks:
            before = len(found)
            found += walk(browser, where, walked, look)
            passed = time.monotonic() - begun
            print(f"{look}: {len(found) - before} barriers, {passed:.0f} s", file=sys.stderr)
        browser.close()
    print_table(walked, looks, found)
    visits = len(walked) * len(looks)
    print(f"{len(walked)} pages x {len(looks)} looks = {visits}: {len(found)} barriers")
    return 1 if found or not walked else 0


def walk(browser: Browser, where: Ground, walked: Sequence[Place], look: Look) -> list[Barrier]:
    """Visit places in one look, each in a tab of its own."""
    found: list[Barrier] = []
    visitors: dict[str, BrowserContext] = {}
    for place in walked:
        if place.who not in visitors:
            visitors[place.who] = arrive(browser, where, look, who=place.who)
        page = visitors[place.who].new_page()
        page.set_default_timeout(PATIENCE_MS)
        try:
            place.reach(page, where)
            broken = every_barrier(page)
        except (AssertionError, Error) as failure:
            broken = [(UNREACHED, str(failure))]
        found += [
            Barrier(place=place.name, look=look, rule=rule, element=element)
            for rule, element in broken
        ]
        page.close()
    for visitor in visitors.values():
        visitor.close()
    return found


def print_table(walked: Sequence[Place], looks: Sequence[Look], found: Sequence[Barrier]) -> None:
    """Print the number of barriers by page and look, then each of them."""
    width = max((len(place.name) for place in walked), default=0)
    print(" " * width, *looks, sep="  ")
    for place in walked:
        counts = [
            f"{sum((one.place, one.look) == (place.name, look) for one in found):{len(str(look))}}"
            for look in looks
        ]
        print(place.name.ljust(width), *counts, sep="  ")
    for one in found:
        print(f"\n{one.place} in {one.look}: {one.rule}\n    {one.element}")


def asked_for(place: Place, only: Sequence[str]) -> bool:
    """Tell whether a place is among those asked for; all are if nothing is."""
    return not only or any(place.name.startswith(start) for start in only)


def arguments() -> argparse.Namespace:
    """Read what is asked for; whatever is not said means all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
