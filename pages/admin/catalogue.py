"""Where the house looks after its categories and their technical features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.catalogue import (
    category_response,
    feature_response,
    features_response,
    tree_response,
)
from pages.routing import ADMIN, Right, number_in, still_page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/catalogue`, one category, `/admin/features` and one feature."""
    catalogue, drawers = services.catalogue, services.administration.drawers

    @still_page("/admin/catalogue", context=ADMIN, right=Right.CATALOGUE)
    async def tree_page(request: Request, visitor: Visitor) -> Response:
        return tree_response(request, visitor, await services.run(catalogue.tree, retired=True))

    @still_page("/admin/catalogue/{category_id}", context=ADMIN, right=Right.CATALOGUE)
    async def category_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "category_id")
        return category_response(
            request,
            visitor,
            await services.run(catalogue.category, number),
            await services.run(catalogue.tree, retired=True),
            await services.run(catalogue.rules_of, number),
            await services.run(drawers.features, visitor.user_id),
            await services.run(catalogue.history, f"category:{number}"),
        )

    @still_page("/admin/features", context=ADMIN, right=Right.CATALOGUE)
    async def features_page(request: Request, visitor: Visitor) -> Response:
        found = await services.run(drawers.features, visitor.user_id)
        return features_response(request, visitor, found)

    @still_page("/admin/features/{feature_id}", context=ADMIN, right=Right.CATALOGUE)
    async def feature_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "feature_id")
        feature = await services.run(drawers.feature, visitor.user_id, number)
        history = await services.run(catalogue.history, f"feature:{number}")
        return feature_response(request, visitor, feature, history)
