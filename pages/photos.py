"""Where a seller chooses the photos of a lot that is still being written, script or no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.photo_uploads import photos_response
from pages.routing import COMMON, LARGEST_ID, still_page
from services.errors import NotFound, NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/new/auction/{draft_id}/photos`."""

    @still_page("/new/auction/{draft_id}/photos", context=COMMON)
    async def photos_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        asked = request.path_params["draft_id"]
        if not (asked.isascii() and asked.isdigit() and int(asked) <= LARGEST_ID):
            raise NotFound
        read = services.studio.lots.photos
        view = await services.run(read, visitor.user_id, int(asked))
        return photos_response(request, visitor, view)
