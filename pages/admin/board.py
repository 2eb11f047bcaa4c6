"""Where people of the house begin: what wants attention, and what can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.board import board_response, found_response
from pages.routing import ADMIN, Right, still_page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin` and `/admin/find`."""
    board = services.administration.board

    @still_page("/admin", context=ADMIN, right=Right.DESK)
    async def board_page(request: Request, visitor: Visitor) -> Response:
        lines = await services.run(board.attention, visitor.user_id)
        own = await services.run(services.administration.examination.own, visitor.user_id)
        return board_response(request, visitor, lines, own)

    @still_page("/admin/find", context=ADMIN, right=Right.DESK)
    async def find_page(request: Request, visitor: Visitor) -> Response:
        words = request.query_params.get("find", "")
        found = await services.run(board.find, visitor.user_id, words)
        return found_response(request, visitor, words, found)
