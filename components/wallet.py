"""A person's money on screen: what is free, what is held and why, and every movement."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words, notice
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import Visitor, WalletView


def wallet_response(
    request: Request,
    visitor: Visitor,
    wallet: WalletView,
    *,
    key: str,
    demo: bool,
    typed: str = "",
    refusal: DomainError | None = None,
    topped_up: bool = False,
) -> HTMLResponse:
    """Answer with the wallet; after a refused top-up with what was typed and why it was refused.

    `key` is the idempotency key of the top-up form: sent twice, it counts once.
    """
    settle(visitor)
    body = render(
        "wallet.html",
        visitor=visitor,
        wallet=wallet,
        key=key,
        demo=demo,
        typed=typed,
        refusal=in_words(refusal) if refusal else "",
        done=topped_up,
        notice=notice("success", say("wallet.topped_up", available=wallet.available)),
    )
    status = refusal.status if refusal else 200
    title = say("wallet.title")
    return document(title, visitor, request, body, status=status, balance=wallet.available)
