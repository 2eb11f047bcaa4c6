"""Has this process say the house's own words, a few seconds after they were written anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import app

from components.words import in_own_words

if TYPE_CHECKING:
    from services.bootstrap import Services

EVERY_SECONDS = 3.0


def register(services: Services) -> None:
    """Read the changed sentences at the start, and again whenever one has changed."""
    texts = services.administration.settings.texts
    known = [-1]

    async def listen() -> None:
        mark = await services.run(texts.mark)
        if mark != known[0]:
            in_own_words(await services.run(texts.changed))
            known[0] = mark

    app.on_startup(listen)
    app.timer(EVERY_SECONDS, listen)
