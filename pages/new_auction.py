"""Where people sell: their drafts, each draft step by step, and how it will look on sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from components.selling import drafts_response, preview_response, writing_response
from pages.routing import COMMON, LARGEST_ID, still_page
from services.errors import DomainError, NotFound, NotLoggedIn, SellingRefused
from services.views import STEPS, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

CEP_WORDS = ("found", "unknown", "down")


def register(services: Services) -> None:
    """Serve `/new/auction`, its drafts, their `/preview`, and the address their form is sent to."""

    @still_page("/new/auction", context=COMMON)
    async def drafts_page(request: Request, visitor: Visitor) -> Response:
        person = person_of(visitor)
        drafts = await services.run(services.selling.drafts.unfinished, person)
        changing, publishing = lot_in(request), services.selling.publishing
        try:
            if changing is not None:
                await services.run(publishing.may_change, person, changing)
        except NotFound:
            changing = None
        except SellingRefused as refusal:
            return drafts_response(request, visitor, drafts, refusal=refusal, lot=changing)
        try:
            await services.run(publishing.may_sell, person)
        except DomainError as refusal:
            return drafts_response(request, visitor, drafts, refusal=refusal, changing=changing)
        return drafts_response(request, visitor, drafts, changing=changing)

    @still_page("/new/auction/{draft_id}", context=COMMON)
    async def writing_page(request: Request, visitor: Visitor) -> Response:
        view = await services.run(
            services.selling.writing.look, person_of(visitor), number_in(request)
        )
        if view.draft.published:
            return RedirectResponse(f"/auction/{view.draft.product_id}", 303)
        asked = request.query_params.get("step", "")
        step = asked if asked in STEPS else view.draft.step
        photos = None
        if step == "photos" and visitor.user_id is not None:
            photos = await services.run(services.studio.lots.photos, visitor.user_id, view.draft.id)
        return writing_response(
            request,
            visitor,
            view,
            step,
            checked="check" in request.query_params,
            restored=not asked and bool(view.draft.fields),
            photos=photos,
            cep=found if (found := request.query_params.get("cep", "")) in CEP_WORDS else "",
        )

    @still_page("/drafts/{draft_id}", context=COMMON)
    async def sent_page(request: Request, visitor: Visitor) -> Response:
        person, number = person_of(visitor), number_in(request)
        await services.run(services.selling.writing.look, person, number)
        return RedirectResponse(f"/new/auction/{number}", 303)

    @still_page("/new/auction/{draft_id}/preview", context=COMMON)
    async def preview_page(request: Request, visitor: Visitor) -> Response:
        view = await services.run(
            services.selling.writing.look, person_of(visitor), number_in(request)
        )
        return preview_response(request, visitor, view)


def person_of(visitor: Visitor) -> int:
    """Give the number of who is asking. Raises NotLoggedIn."""
    if visitor.user_id is None:
        raise NotLoggedIn
    return visitor.user_id


def lot_in(request: Request) -> int | None:
    """Read which lot somebody comes to change; None for none."""
    text = request.query_params.get("edit", "")
    readable = text.isascii() and text.isdigit() and 0 < int(text[:10]) <= LARGEST_ID
    return int(text[:10]) if readable else None


def number_in(request: Request) -> int:
    """Read a draft's number from the address. Raises NotFound for what no row can have."""
    text = str(request.path_params["draft_id"])
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST_ID):
        raise NotFound
    return int(text)
