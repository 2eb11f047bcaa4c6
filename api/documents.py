"""Handing out the papers of a sale as PDF, to those they concern."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import Response

from api.forms import person_of
from api.routing import door
from components.admission import COMMON, visitor_of

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.documents import Paper

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `/payments/{id}/receipt.pdf`, `statement.pdf`, `auto.pdf`; a lot's `ranking.pdf`."""
    papers = services.payments.documents

    @door(app, "GET", "/payments/{payment_id}/receipt.pdf", context=COMMON)
    async def receipt(request: Request, payment_id: Number) -> Response:
        """Give the buyer the receipt of a paid sale."""
        visitor = visitor_of(request)
        person, admin = person_of(visitor), visitor.admin
        return await handed(
            services.run(papers.receipt, payment_id, person, admin=admin, language=visitor.language)
        )

    @door(app, "GET", "/payments/{payment_id}/statement.pdf", context=COMMON)
    async def statement(request: Request, payment_id: Number) -> Response:
        """Give the seller what the sale brings."""
        visitor = visitor_of(request)
        person, admin = person_of(visitor), visitor.admin
        return await handed(
            services.run(
                papers.statement, payment_id, person, admin=admin, language=visitor.language
            )
        )

    @door(app, "GET", "/payments/{payment_id}/auto.pdf", context=COMMON)
    async def deed(request: Request, payment_id: Number) -> Response:
        """Give the deed of a judicial sale, to be signed."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        return await handed(services.run(papers.deed, payment_id, person, admin=visitor.admin))

    @door(app, "GET", "/sales/lot/{auction_id}/ranking.pdf", context=COMMON)
    async def ranking(request: Request, auction_id: Number) -> Response:
        """Give the bids behind one that was not paid, for the court."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        return await handed(services.run(papers.ranking, auction_id, person, admin=visitor.admin))


async def handed(written: Awaitable[Paper]) -> Response:
    """Hand a paper out under its name; nobody on the way keeps a copy."""
    paper = await written
    headers = {
        "Content-Disposition": f'attachment; filename="{paper.name}"',
        "Cache-Control": "no-store",
    }
    return Response(paper.content, media_type="application/pdf", headers=headers)
