"""Keeping what a person chooses about being seen and being told: one plain form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form
from api.routing import door
from components.account import Refused, settings_response
from components.admission import COMMON
from services.errors import BadField

if TYPE_CHECKING:
    from services.bootstrap import Services

PAGE = "/account/settings"
HOURS, NO_HOUR = frozenset(map(str, range(24))), -1


def register(app: FastAPI, services: Services) -> None:
    """Serve the form of `/account/settings`."""

    @door(app, "POST", PAGE, context=COMMON)
    async def choose(request: Request) -> Response:
        """Keep the whole form; boxes that are not sent are not ticked."""
        person, visitor, form = await own_form(request)
        ticked: dict[str, set[str]] = {}
        for name, value in form.items():
            kind, _, channel = name.partition(":")
            if channel and value == "on":
                ticked.setdefault(kind, set()).add(channel)
        channels = {kind: frozenset(chosen) for kind, chosen in ticked.items()}
        anonymous = form.get("anonymous_mode") == "on"
        quiet = hours(form) if form.get("quiet") == "on" else None
        try:
            await services.run(
                services.preferences.choose,
                person,
                anonymous=anonymous,
                channels=channels,
                quiet=quiet,
            )
        except BadField as error:
            kept = await services.run(services.preferences.settings, person)
            typed = replace(
                kept,
                anonymous=anonymous,
                quiet=quiet,
                news=tuple(
                    one
                    if one.necessary
                    else replace(one, channels=channels.get(one.name, frozenset()))
                    for one in kept.news
                ),
            )
            refused = Refused(form="settings", error=error)
            return settings_response(request, visitor, typed, refused=refused)
        return RedirectResponse(f"{PAGE}?done=saved", 303)


def hours(form: Mapping[str, str]) -> tuple[int, int]:
    """Read the hours of a form; what is none of a day is told as such by whoever keeps it."""
    begin, end = (form.get(f"quiet_{name}", "") for name in ("from", "until"))
    return (
        int(begin) if begin in HOURS else NO_HOUR,
        int(end) if end in HOURS else NO_HOUR,
    )
