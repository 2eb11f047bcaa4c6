"""A person's rights over the own data, and the ways to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.account import privacy_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/account/privacy`."""

    @page("/account/privacy", context=COMMON)
    async def privacy_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        standing = await services.run(services.deletions.standing, visitor.user_id)
        ui.context.client.delete()  # a plain form keeps no live connection
        return privacy_response(request, visitor, standing)
