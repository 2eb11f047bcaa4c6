"""Photos of lots: shown to whoever may see them, and those of a draft taken from its owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.errors import wants_json
from api.forms import own_form, person_of
from api.routing import door
from api.security.csrf import demand
from components.admission import COMMON, visitor_of
from components.feedback import in_words
from components.photo_uploads import Outcome, back_to, file_name, photo_list, photos_response
from components.words import counted, say, speak
from services.errors import BadField, DomainError, Forbidden, NotFound, NotLoggedIn, PhotoRefused
from services.photos import LARGEST_OF_LOT
from services.views import MOST_PHOTOS, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Act = Callable[[], Awaitable[str]]
FOR_EVER = "public, max-age=31536000, immutable"
OWN = "private, no-cache"
DRAFT = "/new/auction/{draft_id}/photos"
MOST_FILES = 3 * MOST_PHOTOS  # of a form; those over the limit of a lot are told so by name
LARGEST_FIELD = 10_000


def register(app: FastAPI, services: Services) -> None:
    """Serve `/photos/{key}/{name}` and the forms of `/new/auction/{draft_id}/photos`."""
    desk = PhotoDesk(services)
    door(app, "GET", "/photos/{key}/{name}")(desk.show)
    door(app, "POST", f"{DRAFT}/add", context=COMMON)(desk.add)
    door(app, "POST", f"{DRAFT}/{{image_id}}", context=COMMON)(desk.change)
    door(app, "POST", f"{DRAFT}/{{image_id}}/back", context=COMMON)(desk.take_back)


class PhotoDesk:
    """Shows photos, and takes, orders, turns, describes and removes those of a draft."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def show(self, request: Request, key: str, name: str) -> Response:
        """Give a print of a photo. What its address says never changes, so it may be kept."""
        visitor = visitor_of(request)
        print_of = self.services.studio.album.print_of
        found = await self.services.run(print_of, key, name, visitor.user_id)
        mark = f'"{key}-{name}"'
        headers = {
            "Cache-Control": FOR_EVER if found.public else OWN,
            "Content-Disposition": f'inline; filename="{name}"',
            "ETag": mark,
        }
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(found.content, media_type=found.kind, headers=headers)

    async def add(self, request: Request, draft_id: Number) -> Response:
        """Take one photo or many; of each that is refused its name and why are told."""
        visitor = visitor_of(request)
        person = person_of(visitor)
        speak(visitor.language)
        form = await photos_form(request)
        try:
            demand(request, visitor, form.get("csrf"))
            outcome = await self._add(person, draft_id, form)
        finally:
            await form.close()
        return await self._told(request, visitor, draft_id, str(form.get("here", "")), outcome)

    async def change(self, request: Request, draft_id: Number, image_id: Number) -> Response:
        """Do to one photo what the form's `act` names; its words are kept with every act."""
        person, visitor, form = await own_form(request)
        speak(visitor.language)
        photos = self.services.studio.lots
        act, asked = form.get("act", ""), (person, draft_id, image_id)

        async def changed() -> str:
            if "alt" in form and act != "remove":
                await self.services.run(photos.describe, *asked, form["alt"])
            if act in ("earlier", "later", "place"):
                return await self._place(asked, act, form)
            if act == "principal":
                await self.services.run(photos.make_principal, *asked)
            elif act == "turn":
                await photos.turn(*asked)
            elif act == "remove":
                await self.services.run(photos.remove, *asked)
            return say(f"uploads.said.{act if act in SAID else 'describe'}")

        return await self._done(request, visitor, draft_id, form, changed)

    async def take_back(self, request: Request, draft_id: Number, image_id: Number) -> Response:
        """Put a photo back that was taken out."""
        person, visitor, form = await own_form(request)
        speak(visitor.language)

        async def taken() -> str:
            back = self.services.studio.lots.take_back
            await self.services.run(back, person, draft_id, image_id)
            return say("uploads.said.back")

        return await self._done(request, visitor, draft_id, form, taken)

    async def _add(self, person: int, draft_id: int, form: FormData) -> Outcome:
        sent = [one for one in form.getlist("photos") if isinstance(one, UploadFile)]
        sent = [one for one in sent if one.filename or one.size]
        if not sent:
            return Outcome(refused=(("", in_words(PhotoRefused(reason="none"))),))
        added, refused = 0, []
        error: DomainError | None = None
        for one in sent:
            try:
                await self.services.studio.lots.add(person, draft_id, one.file)
                added += 1
            except (NotFound, NotLoggedIn, Forbidden):
                raise
            except DomainError as refusal:
                error = refusal
                refused.append((file_name(one.filename), in_words(refusal)))
        said = counted("uploads.said.added", added) if added else ""
        return Outcome(said=said, refused=tuple(refused), error=error)

    async def _place(self, asked: tuple[int, int, int], act: str, form: dict[str, str]) -> str:
        person, draft_id, image_id = asked
        photos = self.services.studio.lots
        order = await self.services.run(photos.photos, person, draft_id)
        numbers = [one.image_id for one in order.photos]
        now = numbers.index(image_id) if image_id in numbers else 0
        to = form.get("to", "")
        at = {"earlier": max(0, now - 1), "later": now + 1}.get(act)
        if at is None:
            at = int(to) if to.isascii() and to.isdigit() and len(to) < 4 else now
        placed = await self.services.run(photos.place, person, draft_id, image_id, at)
        return say("uploads.said.place", at=placed + 1, of=len(numbers))

    async def _done(
        self, request: Request, visitor: Visitor, draft_id: int, form: dict[str, str], act: Act
    ) -> Response:
        try:
            outcome = Outcome(said=await act())
        except (BadField, NotFound):
            raise
        except DomainError as refusal:
            outcome = Outcome(refused=(("", in_words(refusal)),), error=refusal)
        return await self._told(request, visitor, draft_id, form.get("here", ""), outcome)

    async def _told(
        self, request: Request, visitor: Visitor, draft_id: int, here: str, outcome: Outcome
    ) -> Response:
        read = partial(self.services.studio.lots.photos, person_of(visitor), draft_id)
        if wants_json(request):
            view = await self.services.run(read)
            body = {
                "html": photo_list(view, visitor, here=here),
                "said": outcome.said,
                "refused": [{"name": name, "message": why} for name, why in outcome.refused],
            }
            return JSONResponse(body, outcome.status, headers={"Cache-Control": "no-store"})
        if not outcome.refused:
            return RedirectResponse(back_to(draft_id, here), 303)
        view = await self.services.run(read)
        return photos_response(request, visitor, view, outcome=outcome)


SAID = ("principal", "turn", "remove", "describe")


class PhotoForm(MultiPartParser):
    """Reads a form with photos; of one that is too heavy no more is kept than shows that it is."""

    _weight = 0

    def on_part_begin(self) -> None:
        """Begin to weigh a part."""
        self._weight = 0
        super().on_part_begin()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Keep what came of a part, up to the first piece that makes it too heavy."""
        if self._weight <= LARGEST_OF_LOT:
            super().on_part_data(data, start, end)
        self._weight += end - start


async def photos_form(
    request: Request, *, fields: int = 10, longest: int = LARGEST_FIELD
) -> FormData:
    """Read a form of photos, each kept on disk; what is no such form is refused with 400."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.form(max_files=0, max_fields=fields)
    reader = PhotoForm(
        request.headers,
        request.stream(),
        max_files=MOST_FILES,
        max_fields=fields,
        max_part_size=longest,
    )
    try:
        return await reader.parse()
    except MultiPartException as fault:
        raise HTTPException(400) from fault
