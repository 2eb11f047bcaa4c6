"""Forms about one lot that ask for a reason of several: whole, or refused with nothing lost."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.views import LONGEST_REASON, Visitor


def reasons_response(
    request: Request,
    visitor: Visitor,
    found: Any,
    name: str,
    *,
    refused: Refused | None,
    **more: Any,
) -> HTMLResponse:
    """Answer with the form `name` about the lot that was `found`, or with why it is not taken.

    `name` is that of its template and of its words; `more` is what the template shows besides.
    """
    settle(visitor)
    title = say(f"{name}.title")
    body = render(
        f"{name}.html",
        found=found,
        visitor=visitor,
        refused=refused,
        most=LONGEST_REASON,
        notice=notice("danger", refused.whole) if refused and refused.whole else "",
        **more,
    )
    return document(
        title,
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
        crumbs=[(found.title, f"/auction/{found.auction_id}"), (title, "")],
        head=render("own_lots_head.html", moving=False),
    )
