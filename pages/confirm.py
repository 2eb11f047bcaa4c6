"""A letter opened: what its link does is said, and done only by a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.confirm import confirm_response, has_screen, not_confirmed_response
from pages.routing import PUBLIC, page
from services.email_changes import new_address
from services.errors import AlreadyMember, TokenRefused
from services.people.opened_letters import find
from services.tokens import TokenKind
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

Reading = Callable[["Services", str], Mapping[str, object]]


def account_to_be(services: Services, token: str) -> Mapping[str, object]:
    """Read the account that would be opened."""
    return {"account": services.sign_up.pending(token)}


def address_to_be(services: Services, token: str) -> Mapping[str, object]:
    """Read which e-mail the account would have."""
    return {"new_email": new_address(services.tokens.look(token))}


# What the screen of a kind of token shows beside its words, read by the token.
SHOWN: dict[TokenKind, Reading] = {
    TokenKind.CREATE: account_to_be,
    TokenKind.EMAIL_OLD: address_to_be,
}


def register(services: Services) -> None:
    """Serve `/auth/letter/{mark}`."""
    cookie = "__Host-letters" if services.config.secure else "letters"

    @page("/auth/letter/{mark}", context=PUBLIC)
    async def letter_page(request: Request, visitor: Visitor, mark: str) -> Response:
        client = ui.context.client
        try:
            token = find(request.cookies.get(cookie, ""), mark)
            if not token:
                raise TokenRefused(reason="closed")
            opened = await services.run(services.tokens.look, token)
            if not has_screen(opened.kind):
                raise TokenRefused(reason="unknown")
            shown = SHOWN.get(opened.kind)
            more = await services.run(shown, services, token) if shown else {}
        except (TokenRefused, AlreadyMember) as refusal:
            client.delete()
            return not_confirmed_response(request, visitor, refusal)
        client.delete()  # a button keeps no live connection
        return confirm_response(
            request, visitor, opened.kind, mark=mark, email=opened.email, more=more
        )
