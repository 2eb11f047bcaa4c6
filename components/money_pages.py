"""The page of a top-up and of a withdrawal: where it stands, and what is to be done."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.codes import bar_code, qr_code
from components.frame import document, settle
from components.payments import Told, mark_of
from components.templates import render
from components.words import say, vocabulary
from services.views import TopUpView, Visitor, WithdrawalView

BAR_CODE_DIGITS = 44
LINE = re.compile(r"(\d{5})(\d{5})(\d{5})(\d{6})(\d{5})(\d{6})(\d)(\d{14})", re.ASCII)


def top_up_response(
    request: Request, visitor: Visitor, view: TopUpView, told: Told
) -> HTMLResponse:
    """Answer with a top-up: what pays it, until when, and what became of it."""
    settle(visitor)
    again = urlencode({"amount": f"{view.amount:.2f}".replace(".", ","), "way": view.way})
    body = render(
        "top_up.html",
        visitor=visitor,
        view=view,
        mark=mark_of(view),
        words=vocabulary("clock"),
        again=f"/wallet?{again}#top-up",
        picture=qr_code(view.code) if view.code else "",
        bars=_bars(view.bar_code),
        line=_grouped(view.line),
        invoice=_address(view.invoice_url),
        simulated=urlsplit(view.invoice_url).netloc == request.url.netloc,
        slip=_address(view.slip_url),
    )
    return _answer(request, visitor, say(f"topup.title.{view.way}"), body)


def withdrawal_response(
    request: Request, visitor: Visitor, view: WithdrawalView, told: Told
) -> HTMLResponse:
    """Answer with a withdrawal and where it stands."""
    settle(visitor)
    body = render("withdrawal.html", visitor=visitor, view=view, mark=mark_of(view))
    return _answer(request, visitor, say("withdrawal.title"), body)


def _answer(request: Request, visitor: Visitor, title: str, body: Markup) -> HTMLResponse:
    head = render("money_head.html")
    crumbs = [(say("wallet.title"), "/wallet"), (title, "")]
    return document(title, visitor, request, body, head=head, crumbs=crumbs)


def _bars(digits: str) -> Markup:
    fits = len(digits) == BAR_CODE_DIGITS and digits.isascii() and digits.isdigit()
    return bar_code(digits) if fits else Markup()


def _grouped(line: str) -> str:
    """Write the line of a boleto in the groups banks print; any other as it is."""
    found = LINE.fullmatch(line)
    return "{}.{} {}.{} {}.{} {} {}".format(*found.groups()) if found else line


def _address(url: str) -> str:
    """Let a link of the gateway's lead to a place of the web, and run nothing."""
    return url if url.startswith(("https://", "http://")) else ""
