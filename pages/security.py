"""Where a person keeps an account their own: password, second step, sessions, and the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.security import app_response, proof_response, security_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

HERE = "/account/security"


def register(services: Services) -> None:
    """Serve `/account/security`, `/account/security/app` and `/account/verify`."""

    @page(HERE, context=COMMON)
    async def security_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # plain forms keep no live connection
        user_id = person_of(visitor)
        factor = await services.run(services.factors.standing, user_id)
        sessions = await services.run(services.sessions.of, user_id, here=visitor.session_key)
        links = await services.run(services.identity_links.of, user_id)
        done = request.query_params.get("done", "")
        return security_response(request, visitor, factor, sessions, links, done=done)

    @page(f"{HERE}/app", context=COMMON)
    async def app_page(request: Request, visitor: Visitor) -> Response:
        key = await services.run(
            services.factors.begin_app,
            person_of(visitor),
            session_key=visitor.session_key,
            anew=False,
        )
        ui.context.client.delete()
        return app_response(request, visitor, key)

    @page("/account/verify", context=COMMON)
    async def proof_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()
        asked = await services.run(services.proofs.asked, person_of(visitor))
        next_url = request.query_params.get("next", HERE)
        return proof_response(request, visitor, asked, next_url=next_url)


def person_of(visitor: Visitor) -> int:
    """Tell whose account this is. Raises NotLoggedIn."""
    if visitor.user_id is None:
        raise NotLoggedIn
    return visitor.user_id
