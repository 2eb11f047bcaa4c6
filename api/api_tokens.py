"""The forms of a person's API tokens: one more, one less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import our_form, person_of, typed, words_in
from api.routing import door
from components.account import Refused
from components.admission import COMMON, visitor_of
from components.api_tokens import token_response, tokens_response
from services.errors import BadForm, NotFound, TooManyAttempts

if TYPE_CHECKING:
    from services.bootstrap import Services

HERE = "/account/security/tokens"


def register(app: FastAPI, services: Services) -> None:
    """Serve the POSTs under `/account/security/tokens`."""
    tokens, proofs = services.reception.tokens, services.proofs

    @door(app, "POST", f"{HERE}/new", context=COMMON)
    async def make(request: Request) -> Response:
        """Make a token, and show it this once."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        sent = await our_form(request, visitor)
        form = words_in(sent)
        scopes = [scope for scope in sent.getlist("scope") if isinstance(scope, str)]
        try:
            made = await services.run(
                tokens.make,
                person,
                name=form.get("token_name", ""),
                scopes=scopes,
                days=form.get("lasts", ""),
                session_key=visitor.session_key,
                password=form.get("password", ""),
            )
        except (BadForm, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            mine = await services.run(tokens.of, person)
            lacking = await services.run(proofs.lacking, person, visitor.session_key)
            refused = Refused(form="token", error=refusal, typed=typed(form))
            return tokens_response(request, visitor, mine, lacking, refused=refused, chosen=scopes)
        return token_response(request, visitor, made)

    @door(app, "POST", f"{HERE}/{{api_token_id}}/revoke", context=COMMON)
    async def revoke(request: Request, api_token_id: int) -> Response:
        """Revoke a token of one's own."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        await our_form(request, visitor)
        if not 0 < api_token_id < 2**31:
            raise NotFound
        await services.run(tokens.revoke, person, api_token_id)
        return RedirectResponse(f"{HERE}?done=revoked", 303)
