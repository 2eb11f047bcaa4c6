"""Reporting a lot, on screen: why, in a few words, and what becomes of it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.views import LONGEST_REASON, REPORT_REASONS, ReportView, Visitor


def report_response(
    request: Request, visitor: Visitor, found: ReportView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with the form that reports a lot, or with what has become of it."""
    settle(visitor)
    body = render(
        "report.html",
        found=found,
        visitor=visitor,
        refused=refused,
        reasons=REPORT_REASONS,
        most=LONGEST_REASON,
        notice=notice("danger", refused.whole) if refused and refused.whole else "",
    )
    return document(
        say("report.title"),
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
        crumbs=[(found.title, f"/auction/{found.auction_id}"), (say("report.title"), "")],
        head=render("own_lots_head.html", moving=False),
    )
