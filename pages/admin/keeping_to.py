"""Has this process keep to what the house has set, a few seconds after it was set anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import app

from components.admission import close
from components.words import in_own_words

if TYPE_CHECKING:
    from services.bootstrap import Services

EVERY_SECONDS = 3.0


def register(services: Services) -> None:
    """Read changed sentences and closed routes at the start, and again when one has changed."""
    settings = services.administration.settings
    known = [-1]

    async def listen() -> None:
        mark = await services.run(settings.texts.mark)
        if mark != known[0]:
            in_own_words(await services.run(settings.texts.changed))
            close(await services.run(settings.routes.closed))
            known[0] = mark

    app.on_startup(listen)
    app.timer(EVERY_SECONDS, listen)
