"""A withdrawal on the house's desk, on screen."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import sheet_console
from components.frame import settle
from components.words import say
from services.errors import DomainError
from services.views import PayoutSheet, Visitor


def payout_response(
    request: Request,
    visitor: Visitor,
    sheet: PayoutSheet,
    *,
    refused: Refused | DomainError | None = None,
) -> HTMLResponse:
    """Answer with whose money goes where, and the two answers while it waits for them."""
    settle(visitor)
    title = say("admin.payout.title", n=sheet.payment_id)
    shown = {"one": sheet, "done": "admin.done.payout"}
    return sheet_console(
        request, visitor, title, "admin_payout.html", section="payouts", refused=refused, **shown
    )
