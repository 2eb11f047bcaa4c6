"""Reporting a lot, on screen: why, in a few words, and what becomes of it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.lot_reasons import reasons_response
from services.views import REPORT_REASONS, ReportView, Visitor


def report_response(
    request: Request, visitor: Visitor, found: ReportView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with the form that reports a lot, or with what has become of it."""
    reasons = REPORT_REASONS
    return reasons_response(request, visitor, found, "report", refused=refused, reasons=reasons)
