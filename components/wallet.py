"""A person's money on screen: what is free, what is held and why, and every movement."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.feedback import in_words, notice
from components.forms import sentences
from components.frame import document, settle
from components.statement import asked_again, kind_word
from components.templates import render
from components.words import say
from services.errors import BadField, BadForm, DomainError
from services.views import KINDS, Visitor, WalletView, WithdrawalForm

WAYS = ("pix", "boleto", "card")


def wallet_response(
    request: Request,
    visitor: Visitor,
    wallet: WalletView,
    *,
    key: str,
    demo: bool,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
    topped_up: bool = False,
) -> HTMLResponse:
    """Answer with the wallet; after a refused top-up with what was typed and why it was refused.

    `form` says which was sent: `top_up`, or `demo` for play money. `key` is the idempotency key of
    both: sent twice, it counts once.
    """
    settle(visitor)
    body = wallet_body(
        visitor,
        wallet,
        key=key,
        demo=demo,
        form=form,
        typed=typed,
        refusal=refusal,
        topped_up=topped_up,
    )
    return _answer(request, visitor, say("wallet.title"), body, wallet.available, refusal)


def wallet_body(
    visitor: Visitor,
    wallet: WalletView,
    *,
    key: str,
    demo: bool,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
    topped_up: bool = False,
) -> Markup:
    """Draw the wallet as `wallet_response` answers with it."""
    return render(
        "wallet.html",
        visitor=visitor,
        wallet=wallet,
        key=key,
        demo=demo,
        form=form,
        typed=typed or {},
        wrong=_wrong(refusal, "amount"),
        general=_general(refusal),
        ways=WAYS,
        kinds=KINDS,
        kind_word=kind_word,
        query=asked_again(wallet.asked),
        done=topped_up,
        notice=notice("success", say("wallet.topped_up", available=wallet.available)),
    )


def withdraw_response(
    request: Request,
    visitor: Visitor,
    form: WithdrawalForm,
    *,
    key: str,
    typed: str = "",
    refusal: DomainError | None = None,
) -> HTMLResponse:
    """Answer with the form of a withdrawal; after a refusal with what was typed and why."""
    settle(visitor)
    body = render(
        "withdraw.html",
        visitor=visitor,
        form=form,
        key=key,
        typed=typed,
        wrong=_wrong(refusal, "amount"),
        general=_general(refusal),
    )
    return _answer(request, visitor, say("withdraw.title"), body, form.available, refusal)


def way_back(path: str, then: str = "", **typed: str) -> str:
    """Give the address of a page that leads on to `then`, or shows again what was `typed`."""
    return f"{path}?{urlencode({'next': then} if then else typed)}"


def _answer(
    request: Request,
    visitor: Visitor,
    title: str,
    body: Markup,
    available: Decimal,
    refusal: DomainError | None,
) -> HTMLResponse:
    return document(
        title,
        visitor,
        request,
        body,
        status=refusal.status if refusal else 200,
        head=render("money_head.html"),
        balance=available,
    )


def _wrong(refusal: DomainError | None, field: str) -> dict[str, str]:
    """Say what is wrong with each field; an amount that cannot be read is the field's."""
    if refusal is not None and refusal.code == "bad_amount":
        return {field: in_words(refusal)}
    return sentences(refusal)


def _general(refusal: DomainError | None) -> str:
    beside = isinstance(refusal, BadForm | BadField) or (refusal and refusal.code == "bad_amount")
    return "" if refusal is None or beside else in_words(refusal)
