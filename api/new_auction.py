"""The seed's door: a whole auction in one form, photos and court case included."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.errors import wants_json
from api.forms import person_of
from api.photos import photos_form
from api.routing import door
from api.security.csrf import demand
from components.admission import COMMON, visitor_of
from components.selling import drafts_response, writing_response
from services.errors import BadField, BadForm, DomainError, PhotoRefused, SellingRefused
from services.selling.rules.lot_form import is_field
from services.views import MOST_PHOTOS, STEPS, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

MOST_FIELDS, LONGEST = 120, 60_000
# A machine's number, 1500.5: with one or two decimals it can mean nothing else in Portuguese.
DECIMAL = re.compile(r"[0-9]{1,10}\.[0-9]{1,2}")
SUMS = ("min_bid", "reserve", "buy_now", "increment", "estimate_low", "estimate_high", "appraisal")
BESIDE = {"state": "stat"}  # as the seed's forms spell it
STARTS = {"not started": "at", "in occurrence": "now"}


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /new/auction`."""
    door(app, "POST", "/new/auction", context=COMMON)(AuctionDesk(services).offer)


class AuctionDesk:
    """Takes an auction whole: it is on sale, or nothing is but what is wrong with it."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def offer(self, request: Request) -> Response:
        """Publish an auction from the seed's form values; `duration` counts minutes.

        A machine is told all that is wrong; a person goes on from a draft with all that was sent.
        """
        visitor = visitor_of(request)
        person = person_of(visitor)
        form = await photos_form(request, fields=MOST_FIELDS, longest=LONGEST)
        try:
            demand(request, visitor, form.get("csrf"))
            fields, wrong = lot_in(form, person)
            draft = await self.services.run(self.services.selling.drafts.create, person, fields)
            try:
                number = await self._published(person, draft, form, wrong)
            except DomainError as refusal:
                return await self._refused(request, visitor, draft, refusal)
        finally:
            await form.close()
        if wants_json(request):
            return JSONResponse({"auction": number, "next": f"/auction/{number}"}, 201)
        return RedirectResponse(f"/auction/{number}", 303)

    async def _published(
        self, person: int, draft: int, form: FormData, wrong: list[BadField]
    ) -> int:
        selling = self.services.selling
        sent = [one for one in form.getlist("photos") if isinstance(one, UploadFile)]
        sent = [one for one in sent if one.filename or one.size]
        found = await self.services.run(selling.publishing.check, person, draft)
        wrong += [one for one in found if one.field != "photos" or not sent]
        if len(sent) > MOST_PHOTOS:
            wrong.append(BadField("photos", "photos.many", most=MOST_PHOTOS))
        if wrong:
            raise BadForm(wrong)
        for photo in sent:
            try:
                await self.services.studio.lots.add(person, draft, photo.file)
            except BadField as problem:
                bad = BadField("photos", problem.problem, **problem.values)
                raise BadForm([bad]) from None
            except PhotoRefused:
                raise BadForm([BadField("photos", "photo.not_a_photo")]) from None
        publish = partial(selling.publishing.publish, once=True)
        return await self.services.run(publish, person, draft)

    async def _refused(
        self, request: Request, visitor: Visitor, draft: int, refusal: DomainError
    ) -> Response:
        person, selling = person_of(visitor), self.services.selling
        twice = isinstance(refusal, SellingRefused) and refusal.reason == "twice"
        if wants_json(request) or twice:
            await self.services.run(selling.drafts.delete, person, draft)
        if wants_json(request):
            raise refusal
        if twice:
            drafts = await self.services.run(selling.drafts.unfinished, person)
            return drafts_response(request, visitor, drafts, refusal=refusal)
        view = await self.services.run(selling.writing.look, person, draft)
        bad = isinstance(refusal, BadForm) and bool(view.problems)
        return writing_response(
            request,
            visitor,
            view,
            STEPS[-1],
            checked=bad,
            refusal=None if bad else refusal,
        )


def lot_in(form: FormData, person: int) -> tuple[dict[str, str], list[BadField]]:
    """Read the seed's form values as the fields of a lot, and what only they can have wrong."""
    words = {name: text for name, text in form.items() if isinstance(text, str)}
    fields = {name: text for name, text in words.items() if is_field(name)}
    for name, theirs in BESIDE.items():
        fields.setdefault(name, words.get(theirs, ""))
    for name in SUMS:
        if DECIMAL.fullmatch(fields.get(name, "").strip()):
            fields[name] = fields[name].strip().replace(".", ",")
    wrong = []
    status = words.get("product_status", "").strip().lower().replace("_", " ")
    if status in STARTS:
        fields.setdefault("starts", STARTS[status])
    elif status:
        wrong.append(BadField("product_status", "not_offered"))
    if words.get("user_id", "").strip() not in ("", str(person)):
        wrong.append(BadField("user_id", "not_yours"))
    return fields, wrong
