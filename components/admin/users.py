"""Somebody's account on the house's desk, on screen."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.frame import Crumb, settle
from components.words import say
from services.errors import DomainError
from services.views import PersonSheet, Visitor


def person_response(
    request: Request, visitor: Visitor, sheet: PersonSheet, *, refused: DomainError | None = None
) -> HTMLResponse:
    """Answer with an account: how it stands, what can be done to it, what was done."""
    settle(visitor)
    return console(
        request,
        visitor,
        sheet.name or sheet.username,
        "admin_person.html",
        section="users",
        crumbs=users_crumbs(visitor),
        refused=refused,
        done="admin.done.user",
        person=sheet,
    )


def users_crumbs(visitor: Visitor) -> list[Crumb]:
    """Give the way to an account."""
    settle(visitor)
    return [(say("admin.section.users"), "/admin/users")]
