"""Taking a bid back, on screen: what goes, what stays, for which reason, and what follows."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.lot_reasons import reasons_response
from services.views import RETRACTION_REASONS, RetractionView, Visitor


def retraction_response(
    request: Request, visitor: Visitor, found: RetractionView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with what a bidder may take back of a lot, or with why nothing may be."""
    reasons = RETRACTION_REASONS
    return reasons_response(request, visitor, found, "retraction", refused=refused, reasons=reasons)
