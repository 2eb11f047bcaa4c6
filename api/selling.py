"""Selling by form: drafts saved step by step, published, thrown away; a lot changed; the seed's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.errors import wants_json
from api.forms import our_form, own_form, person_of
from api.routing import door
from components.admission import COMMON, visitor_of
from components.format import hour
from components.selling import aside, drafts_response, elsewhere, said_problems, writing_response
from components.words import say, speak
from services.errors import (
    AccountIncomplete,
    BadField,
    BadForm,
    DomainError,
    NotFound,
    SellingRefused,
    TooManyAttempts,
    Unavailable,
)
from services.selling.drafts import Saved
from services.selling.rules.lot_form import typed_on
from services.views import STEPS, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
LONGEST = 20_000


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /drafts`, what is under it, a lot's `edit` and `duplicate`, `/api/categories`."""
    desk = SellDesk(services)
    one = "/drafts/{draft_id}"
    door(app, "POST", "/drafts", context=COMMON)(desk.begin)
    door(app, "POST", one, context=COMMON)(desk.save)
    door(app, "POST", f"{one}/autosave", context=COMMON)(desk.autosave)
    door(app, "POST", f"{one}/delete", context=COMMON)(desk.delete)
    door(app, "POST", "/auction/{auction_id}/edit", context=COMMON)(desk.edit)
    door(app, "POST", "/auction/{auction_id}/duplicate", context=COMMON)(desk.duplicate)
    door(app, "GET", "/api/categories", context=COMMON)(desk.homes)


class SellDesk:
    """Takes what a seller writes; nothing typed is lost, right or wrong."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def begin(self, request: Request) -> Response:
        """Begin a draft, of a type that the form may name, and go to its first step."""
        person, visitor, form = await own_form(request)
        fields = {"auction_type": form["auction_type"]} if form.get("auction_type") else {}
        try:
            draft = await self.services.run(self.services.selling.drafts.create, person, fields)
        except SellingRefused as refusal:
            return await self.listed(request, visitor, refusal)
        if wants_json(request):
            return JSONResponse({"draft": draft, "next": f"/new/auction/{draft}"}, 201)
        return RedirectResponse(f"/new/auction/{draft}?step={STEPS[0]}", 303)

    async def save(self, request: Request, draft_id: Number) -> Response:
        """Keep a step and go where its form says: on, back, to another step, or on sale."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        form = await lot_form(request, visitor)
        step, go = step_in(form), form.get("go", "next")
        where = STEPS.index(step)
        onward = {"back": STEPS[max(0, where - 1)], "next": STEPS[min(where + 1, len(STEPS) - 1)]}
        target = go if go in STEPS else onward.get(go, step)
        try:
            saved = await self.kept(person, draft_id, target, form)
            if saved.clashes:
                return await self.clashed(request, visitor, draft_id, step, form, saved)
            if go == "publish":
                return await self.published(request, visitor, draft_id)
            if go == "cep":
                return await self.placed(visitor, draft_id, form.get("zip_code", ""))
        except SellingRefused as refusal:
            return await self.listed(request, visitor, refusal)
        if go == "next":
            view = await self.services.run(self.services.selling.writing.look, person, draft_id)
            wrong = said_problems(view, step)
            if wrong:
                if wants_json(request):
                    raise BadForm([one for one in view.problems if one.field in wrong])
                return RedirectResponse(f"/new/auction/{draft_id}?step={step}&check=1", 303)
        return RedirectResponse(f"/new/auction/{draft_id}?step={target}", 303)

    async def clashed(
        self,
        request: Request,
        visitor: Visitor,
        draft_id: int,
        step: str,
        form: dict[str, str],
        saved: Saved,
    ) -> Response:
        """Show what another window has written where this one did, and lose neither."""
        writing = self.services.selling.writing
        view = await self.services.run(writing.look, person_of(visitor), draft_id)
        typed = {name: form.get(name, "") for name in saved.clashes}
        return writing_response(
            request, visitor, view, step, clashes=saved.clashes, typed_here=typed
        )

    async def published(self, request: Request, visitor: Visitor, draft_id: int) -> Response:
        """Put a draft on sale, or show all that keeps it from being so."""
        person = person_of(visitor)
        selling = self.services.selling
        try:
            number = await self.services.run(selling.publishing.publish, person, draft_id)
        except AccountIncomplete:
            if wants_json(request):
                raise
            return RedirectResponse("/account/complete?next=/new/auction", 303)
        except (BadForm, SellingRefused) as refusal:
            if wants_json(request) or getattr(refusal, "reason", "") == "published":
                raise
            if isinstance(refusal, BadForm):
                return RedirectResponse(f"/new/auction/{draft_id}?step={STEPS[-1]}&check=1", 303)
            view = await self.services.run(selling.writing.look, person, draft_id)
            return writing_response(request, visitor, view, STEPS[-1], refusal=refusal)
        if wants_json(request):
            return JSONResponse({"auction": number, "next": f"/auction/{number}"}, 201)
        return RedirectResponse(f"/auction/{number}", 303)

    async def placed(self, visitor: Visitor, draft_id: int, cep: str) -> Response:
        """Fill in the address of a postal code, for browsers without scripts."""
        found = "found"
        try:
            place = await self.services.run(self.services.postal_codes.look_up, cep, ip=visitor.ip)
            names = ("street_name", "district", "city", "state")
            address = {name: getattr(place, name) for name in names if getattr(place, name)}
            await self.services.run(
                self.services.selling.drafts.save, person_of(visitor), draft_id, "place", address
            )
        except (BadField, NotFound):
            found = "unknown"
        except (Unavailable, TooManyAttempts):
            found = "down"
        return RedirectResponse(f"/new/auction/{draft_id}?step=place&cep={found}", 303)

    async def autosave(self, request: Request, draft_id: Number) -> Response:
        """Keep a step while it is written; tells when, what is wrong, and how it would look."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        form = await lot_form(request, visitor)
        speak(visitor.language)
        step = step_in(form)
        saved = await self.kept(person, draft_id, step, form)
        view = await self.services.run(self.services.selling.writing.look, person, draft_id)
        return JSONResponse(
            {
                "said": say("sell.saved", time=hour(saved.at)),
                "fields": said_problems(view, step),
                "aside": str(aside(view)),
                "was": saved.marks,
                "elsewhere": str(elsewhere(view, step, saved.clashes)) if saved.clashes else "",
            }
        )

    async def delete(self, request: Request, draft_id: Number) -> Response:
        """Throw a draft away, with its photos."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        await our_form(request, visitor)
        try:
            await self.services.run(self.services.selling.drafts.delete, person, draft_id)
        except SellingRefused as refusal:
            return await self.listed(request, visitor, refusal)
        if wants_json(request):
            return JSONResponse({"next": "/new/auction"})
        return RedirectResponse("/new/auction", 303)

    async def edit(self, request: Request, auction_id: Number) -> Response:
        """Begin to change an own lot that nobody has bid on."""
        change = self.services.selling.publishing.change
        return await self.begun_from(request, auction_id, change, "review")

    async def duplicate(self, request: Request, auction_id: Number) -> Response:
        """Begin a new draft like an own lot."""
        duplicate = self.services.selling.publishing.duplicate
        return await self.begun_from(request, auction_id, duplicate, "details")

    async def begun_from(
        self, request: Request, auction_id: int, act: Callable[[int, int], int], step: str
    ) -> Response:
        """Begin a draft from an own lot and go to this step of it."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        await our_form(request, visitor)
        try:
            draft = await self.services.run(act, person, auction_id)
        except SellingRefused as refusal:
            return await self.listed(request, visitor, refusal)
        if wants_json(request):
            return JSONResponse({"draft": draft, "next": f"/new/auction/{draft}"}, 201)
        return RedirectResponse(f"/new/auction/{draft}?step={step}", 303)

    async def homes(self, request: Request) -> Response:
        """Name the categories of lots that are called so."""
        person_of(visitor_of(request))
        asked = request.query_params.get("q", "")
        slugs = await self.services.run(self.services.listings.homes, asked)
        return JSONResponse({"categories": slugs}, headers={"Cache-Control": "no-store"})

    async def kept(self, person: int, draft_id: int, next_step: str, form: dict[str, str]) -> Saved:
        """Save what was typed on the step that was sent."""
        merge = partial(self.services.selling.drafts.merge, shown=form.get("was"))
        typed = typed_on(step_in(form), form)
        return await self.services.run(merge, person, draft_id, next_step, typed)

    async def listed(self, request: Request, visitor: Visitor, refusal: DomainError) -> Response:
        """Show the list of drafts with what was refused; a machine is told by its code."""
        if wants_json(request):
            raise refusal
        drafts = await self.services.run(
            self.services.selling.drafts.unfinished, person_of(visitor)
        )
        return drafts_response(request, visitor, drafts, refusal=refusal)


async def lot_form(request: Request, visitor: Visitor) -> dict[str, str]:
    """Give the fields of a lot's form; raises Forbidden for one that is not ours."""
    form = await our_form(request, visitor)
    return {name: value[:LONGEST] for name, value in form.items() if isinstance(value, str)}


def step_in(form: dict[str, str]) -> str:
    """Tell which step was sent; one that is none is the first."""
    step = form.get("step", "")
    return step if step in STEPS else STEPS[0]
