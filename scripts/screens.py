"""Photographs every page and every state of the gallery, in all looks, to be leafed through.

    python -m scripts.screens                          starts a demonstration of its own
    BASE_URL=http://localhost:8080 python -m scripts.screens --only lot --theme dark --width 360

The pictures go to `screens/`, with `index.html` to see them side by side. `--only`, `--theme`,
`--language` and `--width` may be given several times; `--only` takes the beginning of a name. The
pages are those of `scripts/places.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from scripts.places import Place, places
from scripts.screens_sheet import Picture, write_sheet
from scripts.visiting import (
    DESK,
    HEIGHT,
    LANGUAGES,
    THEMES,
    Ground,
    Look,
    arrive,
    ground,
    open_browser,
    prepare,
    settle,
)
from scripts.ways import posed

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (360, 768, 1280)
BARE = ".top, .foot, .demo-banner { display: none !important }"


@dataclass(slots=True, kw_only=True)
class Session:
    """What is asked for, and the pictures taken so far."""

    where: Ground
    wanted: argparse.Namespace
    taken: list[Picture]

    def wants(self, name: str) -> bool:
        """Tell whether a page is asked for."""
        only: list[str] = self.wanted.only
        return not only or any(name.startswith(start) for start in only)

    def wants_gallery(self) -> bool:
        """Tell whether any state of the gallery is asked for."""
        only: list[str] = self.wanted.only
        return self.wants("design") or any(start.startswith("design-") for start in only)

    def path(self, picture: Picture) -> Path:
        """Make the place for a picture, and note it as taken."""
        place: Path = self.wanted.out / picture.file
        place.parent.mkdir(parents=True, exist_ok=True)
        self.taken.append(picture)
        return place


def main() -> int:
    """Take the pictures asked for and write the sheet; returns 1 if a page was not reached."""
    wanted = arguments()
    begun = time.monotonic()
    missed = 0
    with ground() as where, sync_playwright() as playwright:
        session = Session(where=where, wanted=wanted, taken=[])
        browser = open_browser(playwright.chromium)
        prepare(browser, where)
        shown = [place for place in places(where) if session.wants(place.name)]
        for theme, language in product(wanted.theme, wanted.language):
            look = Look(theme=theme, language=language)
            missed += photograph(browser, session, shown, look)
            print(f"{look}: {len(session.taken)} pictures", flush=True)
        browser.close()
    sheet = write_sheet(wanted.out, session.taken)
    print(f"{len(session.taken)} pictures in {time.monotonic() - begun:.0f} s: {sheet}")
    return 1 if missed else 0


def photograph(browser: Browser, session: Session, shown: Sequence[Place], look: Look) -> int:
    """Take all pages in one look, at every width; returns how many could not be reached."""
    missed = 0
    visitors: dict[str, BrowserContext] = {}
    for place in shown:
        if place.who not in visitors:
            visitors[place.who] = arrive(browser, session.where, look, who=place.who)
        page = visitors[place.who].new_page()
        try:
            place.reach(page, session.where)
            narrow = place.width != DESK
            at_every_width(
                page, session, place.name, look, [place.width] if narrow else session.wanted.width
            )
        except (AssertionError, Error) as failure:
            missed += 1
            print(f"{place.name} in {look}: {failure}", file=sys.stderr)
        page.close()
    if session.wants_gallery():
        gallery(arrive(browser, session.where, look).new_page(), session, look)
    for context in browser.contexts:
        context.close()
    return missed


def at_every_width(
    page: Page, session: Session, name: str, look: Look, widths: Sequence[int]
) -> None:
    """Take one page whole at every width."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        settle(page)
        picture = Picture(name=name, theme=look.theme, language=look.language, width=width)
        page.screenshot(path=session.path(picture), full_page=True)


def gallery(page: Page, session: Session, look: Look) -> None:
    """Take every state of the gallery of components, each alone."""
    page.goto("/design")
    posed(page, session.where)
    page.add_style_tag(content=BARE)
    names = page.evaluate(
        "[...document.querySelectorAll('[data-specimen]')].map(e => e.dataset.specimen)"
    )
    for width in session.wanted.width:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        settle(page)
        for state in names:
            name = f"design-{state}"
            if session.wants(name):
                picture = Picture(name=name, theme=look.theme, language=look.language, width=width)
                page.locator(f"[data-specimen='{state}']").screenshot(path=session.path(picture))


def arguments() -> argparse.Namespace:
    """Read what is asked for; whatever is not said means all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--out", type=Path, default=ROOT / "screens")
    wanted = parser.parse_args()
    wanted.theme = wanted.theme or list(THEMES)
    wanted.language = wanted.language or list(LANGUAGES)
    wanted.width = wanted.width or list(WIDTHS)
    return wanted


if __name__ == "__main__":
    sys.exit(main())
