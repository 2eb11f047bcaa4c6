"""A person's wallet: what is free, what is held, how it came to be, and the way out of it."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.money_pages import top_up_response, withdrawal_response
from components.payments import SCREENS
from components.statement import number_of, read_filter
from components.wallet import wallet_response, way_back, withdraw_response
from pages.routing import COMMON, page
from services.errors import AccountIncomplete, NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST_AMOUNT = 40


def register(services: Services) -> None:
    """Serve `/wallet` and `/wallet/withdraw`, and draw top-ups and withdrawals."""
    SCREENS["top_up"] = top_up_response
    SCREENS["withdrawal"] = withdrawal_response

    @page("/wallet", context=COMMON)
    async def wallet_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a statement keeps no live connection
        if visitor.user_id is None:
            raise NotLoggedIn
        asked = request.query_params
        before = number_of(asked.get("before", ""))
        return wallet_response(
            request,
            visitor,
            await services.run(
                services.wallet.wallet, visitor.user_id, read_filter(asked), before=before
            ),
            key=token_urlsafe(18),
            demo=bool(services.config.demo),
            typed={name: asked.get(name, "")[:LONGEST_AMOUNT] for name in ("amount", "way")},
            topped_up="topped_up" in asked,
        )

    @page("/wallet/withdraw", context=COMMON)
    async def withdraw_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        if visitor.user_id is None:
            raise NotLoggedIn
        typed = request.query_params.get("amount", "")[:LONGEST_AMOUNT]
        withdrawals = services.payments.withdrawals
        try:
            form = await services.run(withdrawals.form, visitor.user_id, visitor.session_key)
        except AccountIncomplete:
            return RedirectResponse(way_back("/account/complete", "/wallet/withdraw"), 303)
        if form.proof is not None and (form.proof.app or form.proof.letter):
            here = way_back("/wallet/withdraw", amount=typed) if typed else "/wallet/withdraw"
            return RedirectResponse(way_back("/account/verify", here), 303)
        return withdraw_response(request, visitor, form, key=token_urlsafe(18), typed=typed)
