"""Where the house sets its fees, limits, increments and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.settings import (
    increments_response,
    known_families,
    sentence_of,
    settings_response,
    text_response,
    texts_response,
)
from components.language import DEFAULT, LANGUAGES
from pages.routing import ADMIN, Right, still_page
from services.errors import NotFound
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/settings`, `/admin/increments`, `/admin/texts` and one text."""
    settings = services.administration.settings

    @still_page("/admin/settings", context=ADMIN, right=Right.SYSTEM)
    async def settings_page(request: Request, visitor: Visitor) -> Response:
        return settings_response(request, visitor, **await services.run(settings.overview))

    @still_page("/admin/increments", context=ADMIN, right=Right.SYSTEM)
    async def increments_page(request: Request, visitor: Visitor) -> Response:
        tables = await services.run(settings.increments.all)
        version = await services.run(settings.increments.version)
        return increments_response(request, visitor, tables, version)

    @still_page("/admin/texts", context=ADMIN, right=Right.SYSTEM)
    async def texts_page(request: Request, visitor: Visitor) -> Response:
        asked = request.query_params
        language = asked.get("language", "")
        return texts_response(
            request,
            visitor,
            await services.run(settings.texts.versions),
            language=language if language in LANGUAGES else DEFAULT,
            family=known_families(asked.get("family", "")),
        )

    @still_page("/admin/texts/{language}/{key}", context=ADMIN, right=Right.SYSTEM)
    async def text_page(request: Request, visitor: Visitor) -> Response:
        language, key = request.path_params["language"], request.path_params["key"]
        versions = await services.run(settings.texts.versions)
        sentence = sentence_of(versions, language, key)
        if sentence is None:
            raise NotFound
        history = await services.run(settings.texts.history, language, key)
        return text_response(request, visitor, sentence, history)
