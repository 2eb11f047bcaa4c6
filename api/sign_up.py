"""Signing up by form: the seed's endpoint, the same for screens, scripts and machines."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.accounts import safe_next, word
from api.errors import retry_after, wants_json
from api.forms import our_form
from api.routing import door
from api.security.csrf import proven
from api.security.pace import no_sooner_than
from components.confirm import confirm_response
from components.feedback import in_words
from components.sign_up import sent_response, sign_up_response
from components.words import speak
from services.errors import (
    BadField,
    BadForm,
    Forbidden,
    NotFound,
    TooManyAttempts,
    Unavailable,
)
from services.people.applicants import FIELDS
from services.people.opened_letters import mark_of
from services.photos import LARGEST, developed
from services.sign_up import form_of
from services.tokens import TokenKind
from services.views import SignUpForm, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST = 300
LONGEST_PASSWORD = 1000
MOST_FIELDS = 60
SAME_SECONDS, SAME_SECONDS_AGAIN = 0.3, 0.15
BESIDE = {"state": "stat"}  # as the seed's form spells it


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /signUp`, `/signUp/check`, `/auth/resend/{email}` and `GET /api/cep/{cep}`."""
    desk = SignUpDesk(services)
    door(app, "POST", "/signUp")(desk.sign_up)
    door(app, "POST", "/signUp/check")(desk.check)
    door(app, "POST", "/auth/resend/{email:path}")(desk.resend)
    door(app, "POST", "/auth/resend")(desk.resend)
    door(app, "GET", "/api/cep/{cep}")(desk.place)


class SignUpDesk:
    """Takes the form of sign-up and gives it back whole where something is wrong."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def sign_up(self, request: Request) -> Response:
        """Keep the wish for an account, or show the form again; never tells who has one."""
        visitor: Visitor = request.scope["visitor"]
        async with request.form(max_files=2, max_fields=MOST_FIELDS) as form:
            typed, photo = typed_in(form), await photo_of(form)
        next_path = safe_next(word(form, "next"))
        try:
            if not proven(visitor, form.get("csrf")):
                raise Forbidden
            if word(form, "act") == "cep":
                return await self.filled(request, visitor, typed, photo, next_path)
            async with no_sooner_than(SAME_SECONDS):
                email = await self.services.run(
                    self.services.sign_up.sign_up,
                    typed | {"password": word(form, "password")[:LONGEST_PASSWORD]},
                    photo=photo,
                    language=visitor.language,
                    next_path=next_path,
                    ip=visitor.ip,
                )
        except (BadForm, Forbidden, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            problems = refusal.problems if isinstance(refusal, BadForm) else ()
            kept = await self.kept(photo)
            shown = form_of(typed, problems=problems, photo=kept, next_path=next_path)
            again: Response = sign_up_response(
                request, visitor, shown, refusal=refusal, status=refusal.status
            )
            again.headers.update(retry_after(refusal))
            return again
        onward = f"/auth/resend/{quote(email, safe='@')}"
        if wants_json(request):
            return JSONResponse({"next": onward}, 202)
        return RedirectResponse(onward, 303)

    async def check(self, request: Request) -> Response:
        """Tell a script what of the form is wrong so far; asks no table, so it tells of nobody."""
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        speak(visitor.language)
        typed = typed_in(form) | {"password": word(form, "password")[:LONGEST_PASSWORD]}
        problems = await self.services.run(self.services.sign_up.check, typed)
        said: dict[str, str] = {}
        for problem in problems:
            said.setdefault(problem.field, in_words(problem))
        return JSONResponse({"fields": said})

    async def filled(
        self,
        request: Request,
        visitor: Visitor,
        typed: dict[str, str],
        photo: bytes,
        next_path: str,
    ) -> Response:
        """Show the form with the address of its postal code, for browsers without scripts."""
        problems: tuple[BadField, ...] = ()
        found = "found"
        try:
            place = await self.services.run(
                self.services.postal_codes.look_up, typed["zip_code"], ip=visitor.ip
            )
            for field in ("street_name", "district", "city", "state"):
                typed[field] = getattr(place, field) or typed[field]
        except BadField as problem:
            problems, found = (problem,), ""
        except NotFound:
            found = "unknown"
        except Unavailable:
            found = "down"
        kept = await self.kept(photo)
        shown: SignUpForm = form_of(
            typed, problems=problems, photo=kept, found=found, next_path=next_path
        )
        return sign_up_response(request, visitor, shown)

    async def kept(self, photo: bytes) -> str:
        """Write a photo so that the form can bring it back; nothing for what is none."""
        try:
            made = await self.services.run(developed, photo) if photo else b""
        except BadField:
            return ""
        return b64encode(made).decode()

    async def resend(self, request: Request, email: str = "") -> Response:
        """Send a pending letter again, if there is one, which is not said."""
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        email = word(form, "email").strip() or email
        if not email:
            return RedirectResponse("/signUp", 303)
        try:
            async with no_sooner_than(SAME_SECONDS_AGAIN):
                email = await self.services.run(self.services.sign_up.resend, email, ip=visitor.ip)
        except (BadField, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            demo = bool(self.services.config.demo)
            again: Response = sent_response(
                request,
                visitor,
                email[:LONGEST],
                demo=demo,
                refusal=refusal,
                status=refusal.status,
            )
            again.headers.update(retry_after(refusal))
            return again
        return RedirectResponse(f"/auth/resend/{quote(email, safe='@')}?again", 303)

    async def place(self, request: Request, cep: str) -> Response:
        """Tell where a postal code is."""
        visitor: Visitor = request.scope["visitor"]
        place = await self.services.run(self.services.postal_codes.look_up, cep, ip=visitor.ip)
        body = {
            field: getattr(place, field)
            for field in ("zip_code", "street_name", "district", "city", "state")
        }
        return JSONResponse(body, headers={"Cache-Control": "private, max-age=86400"})


async def confirm(
    services: Services, request: Request, visitor: Visitor, token: str, form: FormData
) -> Response:
    """Open the account, then show the way in; ask for another username if it is taken by now."""
    try:
        onward = await services.run(
            services.sign_up.confirm, token, username=word(form, "username")[:LONGEST]
        )
    except BadForm as refusal:
        if wants_json(request):
            raise
        account = await services.run(services.sign_up.pending, token)
        more = {"account": account, "typed": word(form, "username")[:LONGEST]}
        return confirm_response(
            request,
            visitor,
            TokenKind.CREATE,
            mark=mark_of(token),
            email=account.email,
            problems=refusal.problems,
            status=refusal.status,
            more=more,
        )
    going = {"next": onward} if onward != "/" else {}
    return RedirectResponse(f"/login?{urlencode({'created': '', **going})}", 303)


def typed_in(form: FormData) -> dict[str, str]:
    """Read the fields that can be shown again, each no longer than a field is."""
    return {
        field: (word(form, field) or word(form, BESIDE.get(field, field)))[:LONGEST]
        for field in FIELDS
    }


async def photo_of(form: FormData) -> bytes:
    """Read the photo sent, or the one sent before; a byte past the limit, so that it shows."""
    sent = form.get("photo")
    if isinstance(sent, UploadFile) and sent.filename:
        return await sent.read(LARGEST + 1)
    try:
        return b64decode(word(form, "photo_kept"), validate=True)
    except (NotBase64, ValueError):
        return b""
