"""Where people ask for an account, and where they wait for its letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.sign_up import sent_response, sign_up_response
from pages.routing import PUBLIC, page
from services.sign_up import form_of
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

SIGN_UP = "/signUp"
LONGEST_EMAIL = 254


def register(services: Services) -> None:
    """Serve `/signUp`, `/auth/resend` and `/auth/resend/{email}`."""

    @page("/signUp", context=PUBLIC)
    async def sign_up_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        if visitor.logged_in:
            return RedirectResponse("/", 303)
        asked = request.query_params
        form = form_of(
            {"userType": asked.get("userType", "")[:20]}, next_path=asked.get("next", "/")
        )
        return sign_up_response(request, visitor, form)

    @page("/auth/resend", context=PUBLIC)
    async def resend_nothing() -> Response:
        ui.context.client.delete()
        return RedirectResponse(SIGN_UP, 303)

    @page("/auth/resend/{email:path}", context=PUBLIC)
    async def resend_page(request: Request, visitor: Visitor, email: str) -> Response:
        ui.context.client.delete()
        if not email.strip():
            return RedirectResponse(SIGN_UP, 303)
        return sent_response(
            request,
            visitor,
            email[:LONGEST_EMAIL],
            demo=bool(services.config.demo),
            again="again" in request.query_params,
        )
