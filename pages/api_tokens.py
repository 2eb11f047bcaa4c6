"""Where a person makes and revokes the keys of their own programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.api_tokens import tokens_response
from pages.routing import COMMON, still_page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/account/security/tokens`."""

    @still_page("/account/security/tokens", context=COMMON)
    async def tokens_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        tokens = await services.run(services.reception.tokens.of, visitor.user_id)
        lacking = await services.run(services.proofs.lacking, visitor.user_id, visitor.session_key)
        return tokens_response(request, visitor, tokens, lacking)
