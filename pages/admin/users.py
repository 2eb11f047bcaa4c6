"""Where the house's people look after accounts: all of them, one, and each act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.orders import order_response
from components.admin.users import person_response, users_crumbs
from pages.admin.tables import table_page
from pages.routing import ADMIN, Right, number_in, still_page
from services.administration.person_acts import ACTS
from services.administration.person_rows import USERS
from services.errors import DeskRefused
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/users`, `/admin/users/{user_id}` and a page for each act."""
    table_page(services, "/admin/users", USERS)
    sheets = services.administration.person_sheets

    @still_page("/admin/users/{user_id}", context=ADMIN, right=Right.PEOPLE)
    async def person_page(request: Request, visitor: Visitor) -> Response:
        sheet = await services.run(sheets.sheet, visitor.user_id, number_in(request, "user_id"))
        return person_response(request, visitor, sheet)

    for act in ACTS:
        _order_page(services, act)


def _order_page(services: Services, act: str) -> None:
    sheets = services.administration.person_sheets

    @still_page(f"/admin/users/{{user_id}}/{act}", context=ADMIN, right=Right.USERS)
    async def order_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "user_id")
        try:
            order = await services.run(
                sheets.order, visitor.user_id, number, act, session_key=visitor.session_key
            )
        except DeskRefused as refusal:
            sheet = await services.run(sheets.sheet, visitor.user_id, number)
            return person_response(request, visitor, sheet, refused=refusal)
        crumbs = users_crumbs(visitor)
        return order_response(request, visitor, order, section="users", crumbs=crumbs)
