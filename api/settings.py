"""Keeping what a person chooses about being seen and being told: one plain form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form
from api.routing import door
from components.admission import COMMON

if TYPE_CHECKING:
    from services.bootstrap import Services

PAGE = "/account/settings"


def register(app: FastAPI, services: Services) -> None:
    """Serve the form of `/account/settings`."""

    @door(app, "POST", PAGE, context=COMMON)
    async def choose(request: Request) -> Response:
        """Keep the whole form; boxes that are not sent are not ticked."""
        person, _, form = await own_form(request)
        ticked: dict[str, set[str]] = {}
        for name, value in form.items():
            kind, _, channel = name.partition(":")
            if channel and value == "on":
                ticked.setdefault(kind, set()).add(channel)
        await services.run(
            services.preferences.choose,
            person,
            anonymous=form.get("anonymous_mode") == "on",
            channels={kind: frozenset(channels) for kind, channels in ticked.items()},
        )
        return RedirectResponse(f"{PAGE}?done=saved", 303)
