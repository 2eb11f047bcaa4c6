"""Adding demonstration money to a wallet: a plain form, answered by a redirect."""

from __future__ import annotations

import re
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.forms import our_form
from api.routing import door
from components.admission import COMMON
from components.format import parse_amount
from components.wallet import wallet_response
from services.errors import BadInput, NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST_AMOUNT = 40
KEY = re.compile(r"[\w-]{8,64}", re.ASCII)


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /wallet/demo-top-up`."""

    @door(app, "POST", "/wallet/demo-top-up", context=COMMON)
    async def demo_top_up(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        if visitor.user_id is None:
            raise NotLoggedIn
        form = await our_form(request, visitor)
        typed, key = str(form.get("amount", ""))[:LONGEST_AMOUNT], str(form.get("key", ""))
        if not KEY.fullmatch(key):
            raise BadInput
        try:
            amount = parse_amount(typed)
            await services.run(services.wallet.demo_top_up, visitor.user_id, amount, key=key)
        except BadInput as refusal:
            return wallet_response(
                request,
                visitor,
                await services.run(services.wallet.wallet, visitor.user_id),
                key=token_urlsafe(18),
                demo=True,
                typed=typed,
                refusal=refusal,
            )
        return RedirectResponse("/wallet?topped_up", 303)
