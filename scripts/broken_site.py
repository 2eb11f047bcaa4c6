"""Serves the demonstration with one page more, which breaks: so the screen of a mistake is seen."""

import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import main
from pages.routing import PUBLIC, page

BROKEN = "/broken"


def break_one() -> None:
    """Serve the page that breaks."""

    @page(BROKEN, context=PUBLIC)
    async def broken_page() -> None:
        raise RuntimeError(BROKEN)


if __name__ == "__main__":
    break_one()
    with contextlib.suppress(KeyboardInterrupt):
        main.main()
