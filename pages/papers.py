"""How the house works, its terms, its privacy and its accessibility, for everyone to read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.papers import PAPERS, Paper, paper_response
from pages.routing import PUBLIC, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/how-it-works`, `/terms`, `/privacy` and `/accessibility`."""
    for path, paper in PAPERS.items():
        page(path, context=PUBLIC)(_shown(paper, services))


def _shown(paper: Paper, services: Services) -> Callable[..., Awaitable[Response]]:
    async def paper_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # what is only read keeps no live connection
        balance = None
        if visitor.user_id is not None:
            balance = await services.run(services.wallet.available, visitor.user_id)
        return paper_response(
            paper, visitor, request, base_url=services.config.base_url, balance=balance
        )

    return paper_page
