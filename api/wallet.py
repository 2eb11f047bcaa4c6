"""The forms of a wallet: money in, money out, and the statement to take home."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import retry_after
from api.forms import person_of, read_form
from api.routing import door
from components.admission import COMMON, visitor_of
from components.format import parse_amount
from components.statement import read_filter, statement_csv
from components.wallet import wallet_response, way_back, withdraw_response
from components.words import speak
from services.errors import (
    AccountIncomplete,
    BadAmount,
    BadInput,
    DomainError,
    ProofNeeded,
    TooManyAttempts,
)

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST_AMOUNT = 40
KEY = re.compile(r"[\w-]{8,64}", re.ASCII)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve the POSTs under `/wallet` and `GET /wallet/statement.csv`."""
    desk = WalletDesk(services)
    for method, path, handler in (
        ("POST", "/wallet/demo-top-up", desk.play),
        ("POST", "/wallet/top-ups", desk.top_up),
        ("POST", "/wallet/top-ups/{payment_id}/give-up", desk.give_up),
        ("POST", "/wallet/withdrawals", desk.withdraw),
        ("GET", "/wallet/statement.csv", desk.statement),
    ):
        door(app, method, path, context=COMMON)(handler)


class WalletDesk:
    """Takes the forms of a wallet; each has a key of its own, so that sent twice it counts once."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def play(self, request: Request) -> Response:
        """Put play money into a wallet of the demonstration."""
        form, key = await self._form(request)
        user_id = person_of(visitor_of(request))
        try:
            amount = parse_amount(form["amount"])
            await self.services.run(self.services.wallet.demo_top_up, user_id, amount, key=key)
        except BadInput as refusal:
            return await self._wallet(request, "demo", form, refusal)
        return RedirectResponse("/wallet?topped_up", 303)

    async def top_up(self, request: Request) -> Response:
        """Open a top-up, and lead to what pays it."""
        form, key = await self._form(request)
        user_id, way = person_of(visitor_of(request)), form.get("way", "")
        try:
            amount = _amount(form)
            payment_id = await self.services.payments.top_ups.open(
                user_id, amount, way=way, key=key
            )
        except AccountIncomplete:
            here = way_back("/wallet", amount=form["amount"], way=way)
            return RedirectResponse(way_back("/account/complete", here), 303)
        except (BadInput, TooManyAttempts) as refusal:
            return await self._wallet(request, "top_up", form, refusal)
        return RedirectResponse(f"/payments/{payment_id}", 303)

    async def give_up(self, request: Request, payment_id: Number) -> Response:
        """Cancel a top-up that is not paid; its page then says how it stands, cancelled or not."""
        visitor = visitor_of(request)
        await read_form(request, visitor)
        await self.services.payments.top_ups.give_up(person_of(visitor), payment_id)
        return RedirectResponse(f"/payments/{payment_id}", 303)

    async def withdraw(self, request: Request) -> Response:
        """Withdraw money, and lead to where it stands."""
        form, key = await self._form(request)
        visitor = visitor_of(request)
        user_id, withdrawals = person_of(visitor), self.services.payments.withdrawals
        try:
            payment_id = await self.services.run(
                withdrawals.ask,
                user_id,
                visitor.session_key,
                _amount(form),
                key=key,
                password=form.get("password", ""),
            )
        except AccountIncomplete:
            return RedirectResponse(way_back("/account/complete", "/wallet/withdraw"), 303)
        except ProofNeeded:
            here = way_back("/wallet/withdraw", amount=form["amount"])
            return RedirectResponse(way_back("/account/verify", here), 303)
        except (BadInput, TooManyAttempts) as refusal:
            shown = await self.services.run(withdrawals.form, user_id, visitor.session_key)
            again: Response = withdraw_response(
                request,
                visitor,
                shown,
                key=token_urlsafe(18),
                typed=form["amount"],
                refusal=refusal,
            )
            again.headers.update(retry_after(refusal))
            return again
        return RedirectResponse(f"/payments/{payment_id}", 303)

    async def statement(self, request: Request) -> Response:
        """Give the statement that is asked for as CSV."""
        visitor = visitor_of(request)
        asked = read_filter(request.query_params)
        wallet = self.services.wallet
        lines = await self.services.run(wallet.statement, person_of(visitor), asked)
        speak(visitor.language)
        return Response(
            statement_csv(lines),
            media_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="martelo.csv"',
                "Cache-Control": "no-store",
            },
        )

    async def _form(self, request: Request) -> tuple[dict[str, str], str]:
        """Read a form of money and its key. Raises Forbidden, and BadInput without a key."""
        form = await read_form(request, visitor_of(request))
        if not KEY.fullmatch(form.get("key", "")):
            raise BadInput
        form["amount"] = form.get("amount", "")[:LONGEST_AMOUNT]
        return form, form["key"]

    async def _wallet(
        self, request: Request, sent: str, form: Mapping[str, str], refusal: DomainError
    ) -> Response:
        visitor = visitor_of(request)
        answer: Response = wallet_response(
            request,
            visitor,
            await self.services.run(self.services.wallet.wallet, person_of(visitor)),
            key=token_urlsafe(18),
            demo=bool(self.services.config.demo),
            form=sent,
            typed=form,
            refusal=refusal,
        )
        answer.headers.update(retry_after(refusal))
        return answer


def _amount(form: Mapping[str, str]) -> Decimal:
    """Read the amount of a form; what cannot be read is no number, and refused with the rest."""
    try:
        return parse_amount(form["amount"])
    except BadAmount:
        return Decimal("NaN")
