"""Where an account is completed: what the law asks before the first bid or sale."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.completion import completion_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

PLAIN = re.compile(r"(?:/[\w-]+)+", re.ASCII)


def register(services: Services) -> None:
    """Serve `/account/complete`."""

    @page("/account/complete", context=COMMON)
    async def completion_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        if visitor.user_id is None:
            raise NotLoggedIn
        asked = request.query_params.get("next", "/")
        form = await services.run(services.completion.asked, visitor.user_id)
        if form is None:
            return RedirectResponse(asked if PLAIN.fullmatch(asked) else "/", 303)
        return completion_response(request, visitor, replace(form, next_path=asked))
