"""What the payment gateway says: messages kept at once and answered, and whether it may pay."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from api.routing import door
from services.errors import Unavailable
from services.payments.inbox import MOST_KEPT

if TYPE_CHECKING:
    from services.bootstrap import Services

TOKEN = "asaas-access-token"  # noqa: S105  the header's name


def register_beside(app: FastAPI, services: Services) -> None:
    """Serve `POST /payment/webhook` and `POST /payment/validate-withdrawal`.

    The gateway counts 200 alone as heard, and after fifteen failures says nothing more: whatever
    an authentic message holds, it is kept and answered 200.
    """
    config = services.config
    tellers = marks_of(config.asaas_webhook_token, config.asaas_webhook_token_old)
    askers = marks_of(config.asaas_withdrawal_token)

    @door(app, "POST", "/payment/webhook")
    async def webhook(request: Request) -> Response:
        if not knows_token(request, tellers):
            return Response(status_code=401)
        body, weight = await read(request)
        try:
            await services.payments.inbox.keep(body, weight=weight)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=200)

    @door(app, "POST", "/payment/validate-withdrawal")
    async def validate_withdrawal(request: Request) -> Response:
        if not knows_token(request, askers):
            return Response(status_code=401)
        body, _ = await read(request)
        try:
            verdict = await services.run(services.payments.validation.judge, body)
        except Unavailable:
            return Response(status_code=503)
        if verdict.approved:
            return JSONResponse({"status": "APPROVED"})
        return JSONResponse({"status": "REFUSED", "refuseReason": verdict.reason})


def marks_of(*tokens: str) -> list[bytes]:
    """Give the marks of the tokens that are set."""
    return [sha256(token.encode()).digest() for token in tokens if token]


def knows_token(request: Request, marks: list[bytes]) -> bool:
    """Tell whether a request brings one of the tokens, in a time that tells nothing of them."""
    brought = request.headers.getlist(TOKEN)
    mark = sha256("".join(brought).encode("latin-1")).digest()
    known = [hmac.compare_digest(mark, each) for each in marks]
    return len(brought) == 1 and any(known)


async def read(request: Request) -> tuple[bytes, int]:
    """Read a body, however long; gives what of it is kept, and how many bytes it had."""
    kept, weight = bytearray(), 0
    async for part in request.stream():
        weight += len(part)
        kept += part[: MOST_KEPT - len(kept)]
    return bytes(kept), weight
