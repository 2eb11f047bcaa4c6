"""Where Google's e-mail has an account already: its password shows whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.google import link_response, offer_google
from pages.routing import PUBLIC, page
from services.errors import NotVouched
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/login/google`."""
    offer_google(services.identities.offered)
    cookie = "__Host-google" if services.config.secure else "google"

    @page("/login/google", context=PUBLIC)
    async def link_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        try:
            email = await services.run(services.identities.wished, request.cookies.get(cookie, ""))
        except NotVouched:
            return RedirectResponse("/login", 303)
        return link_response(request, visitor, email=email)
