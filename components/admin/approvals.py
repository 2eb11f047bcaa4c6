"""Something that takes two people, on screen."""

from __future__ import annotations

from decimal import Decimal

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.admin.orders import in_words
from components.admin.subjects import subject_of
from components.format import money
from components.frame import settle
from components.words import knows, say
from services.errors import DomainError
from services.views import ApprovalView, Visitor


def approval_response(
    request: Request,
    visitor: Visitor,
    shown: ApprovalView,
    *,
    refused: DomainError | None = None,
    note: str = "",
) -> HTMLResponse:
    """Answer with what was asked, by whom and why, what would follow, and the two answers.

    `note` is what was typed before it was refused.
    """
    settle(visitor)
    key = f"admin.approvals.action.{shown.action}"
    return console(
        request,
        visitor,
        say(key) if knows(key) else shown.action,
        "admin_approval.html",
        section="approvals",
        crumbs=[(say("admin.section.approvals"), "/admin/approvals")],
        refused=refused,
        done="admin.done.approval",
        one=shown,
        about=subject_of(shown.subject),
        details=[
            (
                say(f"admin.approval.{name}"),
                money(Decimal(str(value))) if name == "amount" else value,
            )
            for name, value in shown.payload.items()
            if value and knows(f"admin.approval.{name}")
        ],
        kind=type(shown.about).__name__,
        then=[in_words(one) for one in shown.about.then] if shown.about else [],
        note=note,
    )
