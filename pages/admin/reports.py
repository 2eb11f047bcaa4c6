"""Where the house reads what it sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.exports import FORMATS, exported
from components.admin.reports import question_of, report_response, shown_of
from components.format import HERE
from pages.routing import ADMIN, Right, still_page
from services.people.places import UFS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/reports`; `?format=csv` or `xlsx` gives the file."""

    @still_page("/admin/reports", context=ADMIN, right=Right.REPORTS)
    async def reports_page(request: Request, visitor: Visitor) -> Response:
        today = services.clock.now().astimezone(HERE).date()
        categories = await services.run(services.catalogue.tree, retired=True)
        question = question_of(request.query_params, today, categories)
        reports = services.administration.reports
        report = await services.run(reports.sales, question, visitor.user_id)
        kind = request.query_params.get("format", "")
        if kind in FORMATS:
            shown = shown_of(report, request.url.path, request.query_params)
            rows = iter([list(shown.rows)])
            return await exported(kind, shown, shown.columns, rows, services.run)
        return report_response(request, visitor, report, categories=categories, states=UFS)
