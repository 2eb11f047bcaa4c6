"""Where a Google waits to be linked: to the account of its e-mail, or to one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.google import link_response, offer_google, tie_response
from pages.routing import COMMON, PUBLIC, page
from services.errors import NotVouched
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/login/google` and `/account/security/google/link`."""
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

    @page("/account/security/google/link", context=COMMON)
    async def tie_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()
        wish = request.cookies.get(cookie, "")
        links = services.identity_links
        try:
            email = await services.run(links.wished, wish, session_key=visitor.session_key)
        except NotVouched:
            return RedirectResponse("/account/security", 303)
        return tie_response(request, visitor, email=email)
