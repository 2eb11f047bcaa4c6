"""How a table of the house's desk is put on a page of its own: one call a table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.responses import Response

from components.admin.exports import FORMATS, exported
from components.admin.tables import Shown, ask_of, table_response
from pages.routing import ADMIN, still_page
from services.administration.tables import Source
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def table_page(
    services: Services,
    path: str,
    source: Source,
    *,
    section: str = "",
    template: str = "admin_table.html",
) -> None:
    """Serve `path` with a table, for those with its right; `?format=csv` or `xlsx` gives the file.

    `section` is the desk's section to mark, the table's own name if empty.
    """

    @still_page(path, context=ADMIN, right=source.right)
    async def screen(request: Request, visitor: Visitor) -> Response:
        return await table_answer(
            services, source, request, visitor, section=section, template=template
        )


async def table_answer(
    services: Services,
    source: Source,
    request: Request,
    visitor: Visitor,
    *,
    section: str = "",
    template: str = "admin_table.html",
    values: Mapping[str, object] = MappingProxyType({}),
    **context: Any,
) -> Response:
    """Answer with a table's page or file; `context` goes to the template.

    `values` fill what the declaration leaves open.
    """
    tables, ask = services.administration.tables, ask_of(request.query_params)
    view = await services.run(tables.page, source, visitor.user_id, ask, **values)
    kind = request.query_params.get("format", "")
    if kind in FORMATS:
        batches = tables.batches(source, visitor.user_id, ask, **values)
        shown = Shown(view, request.url.path, request.query_params)
        return await exported(kind, shown, view.shown, batches, services.run)
    return table_response(request, visitor, view, section=section, template=template, **context)
