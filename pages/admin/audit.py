"""Where the audit log is read, and proved to be whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.audit import proof_response
from pages.admin.tables import table_page
from pages.routing import ADMIN, Right, still_page
from services.administration.records import RECORDS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST_HEAD = 64


def register(services: Services) -> None:
    """Serve `/admin/audit` and `/admin/audit/proof`."""
    log = services.administration.audit_log
    table_page(services, "/admin/audit", RECORDS, template="admin_audit.html")

    @still_page("/admin/audit/proof", context=ADMIN, right=Right.AUDIT)
    async def proof_page(request: Request, visitor: Visitor) -> Response:
        noted = request.query_params.get("noted", "").strip().lower()[:LONGEST_HEAD]
        found = await services.run(log.prove, visitor.user_id, noted=noted)
        return proof_response(request, visitor, found, noted=noted)
