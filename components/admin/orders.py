"""An order on screen: what would follow from it, why it is given, and what shows it is meant."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import console
from components.frame import Crumb, settle
from components.words import counted, knows, say
from services.errors import DomainError
from services.views import Consequence, OrderView, Visitor


def order_response(
    request: Request,
    visitor: Visitor,
    order: OrderView,
    *,
    section: str,
    crumbs: Sequence[Crumb] = (),
    refused: Refused | DomainError | None = None,
) -> HTMLResponse:
    """Answer with an order that is to be given, or that came back with what was typed."""
    settle(visitor)
    return console(
        request,
        visitor,
        say(f"admin.order.{order.name}"),
        "admin_order.html",
        section=section,
        crumbs=[*crumbs, (order.about, order.back)],
        refused=refused,
        order=order,
        then=[in_words(one) for one in order.consequences],
    )


def in_words(one: Consequence) -> str:
    """Say what would follow."""
    key = f"admin.then.{one.name}"
    if knows(f"{key}.one"):
        values = dict(one.values)
        number = values.pop("n", 0)
        return counted(key, number if isinstance(number, int) else 0, **values)
    return say(key, **one.values)
