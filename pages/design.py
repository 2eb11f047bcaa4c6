"""The gallery of components: the look of the house in all its states, in the demonstration only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from components.frame import frame
from components.showcase import Showcase, chosen, showcase_head, showcase_shell
from components.words import say
from pages.routing import PUBLIC, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/design`, and `/design?only=<name>` for one state alone; nothing outside the demo."""
    if not services.config.demo:
        return

    @page("/design", context=PUBLIC)
    async def design_page(request: Request, visitor: Visitor) -> None:
        only = request.query_params.get("only")
        shown = chosen(only)
        with frame(
            say("design.title"),
            visitor,
            head=showcase_head(),
            shell=showcase_shell(shown, visitor, only=only),
            wide=True,
        ):
            Showcase(shown)
