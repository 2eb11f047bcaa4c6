"""A seller's wish to take a lot off sale, on the house's desk."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import sheet_console
from components.frame import settle
from services.errors import DomainError
from services.views import Visitor, WithdrawalSheet


def withdrawal_response(
    request: Request,
    visitor: Visitor,
    sheet: WithdrawalSheet,
    *,
    refused: Refused | DomainError | None = None,
) -> HTMLResponse:
    """Answer with what was asked and why, and the two answers."""
    settle(visitor)
    shown = {"one": sheet, "done": "admin.done.withdrawal"}
    return sheet_console(
        request,
        visitor,
        sheet.title,
        "admin_withdrawal.html",
        section="withdrawals",
        refused=refused,
        **shown,
    )
