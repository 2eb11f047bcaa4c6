"""Changing one's own data: plain forms, answered by a redirect or by the form and its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import afterwards, own_form, person_of, typed
from api.routing import door
from api.security.csrf import demand
from components.account import Refused, profile_response
from components.admission import COMMON, visitor_of
from services.errors import BadField, BadForm, TooManyAttempts
from services.photos import LARGEST
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

PAGE = "/account"
OWN = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="photo.webp"',
}


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/account`: the profile, the photo, the change of e-mail."""
    desk = ProfileDesk(services)
    door(app, "POST", PAGE, context=COMMON)(desk.change)
    door(app, "GET", f"{PAGE}/photo", context=COMMON)(desk.photo)
    door(app, "POST", f"{PAGE}/photo", context=COMMON)(desk.change_photo)
    door(app, "POST", f"{PAGE}/photo/remove", context=COMMON)(desk.remove_photo)
    door(app, "POST", f"{PAGE}/email", context=COMMON)(desk.change_email)
    door(app, "POST", f"{PAGE}/email/withdraw", context=COMMON)(desk.withdraw_email)


class ProfileDesk:
    """Takes the forms of the profile page."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def change(self, request: Request) -> Response:
        """Change the data of whoever asks."""
        person, visitor, form = await own_form(request)
        try:
            await self.services.run(self.services.profile.change, person, form)
        except BadForm as refusal:
            return await self.again(request, Refused(form="profile", error=refusal, typed=form))
        self.services.sessions.forget(visitor.session_key)
        return RedirectResponse(f"{PAGE}?done=saved", 303)

    async def change_email(self, request: Request) -> Response:
        """Write to the old address and the new one, after a proof that it is the person."""
        person, visitor, form = await own_form(request)
        try:
            await self.services.run(
                self.services.email_changes.ask,
                person,
                visitor.session_key,
                email=form.get("email", ""),
                password=form.get("password", ""),
            )
        except (BadForm, TooManyAttempts) as refusal:
            refused = Refused(form="email", error=refusal, typed=typed(form))
            return await self.again(request, refused)
        return RedirectResponse(f"{PAGE}?done=email", 303)

    async def photo(self, request: Request) -> Response:
        """Show the photo of whoever asks, to nobody else."""
        portraits, person = self.services.portraits, person_of(visitor_of(request))
        content = await self.services.run(portraits.read, person)
        return Response(content, media_type="image/webp", headers=OWN)

    async def change_photo(self, request: Request) -> Response:
        """Keep a photo in place of the one before."""
        visitor = visitor_of(request)
        async with request.form(max_files=1, max_fields=4) as form:
            demand(request, visitor, form.get("csrf"))
            sent = form.get("photo")
            content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
        try:
            change = self.services.portraits.change
            await self.services.run(change, person_of(visitor), content)
        except BadField as refusal:
            return await self.again(request, Refused(form="photo", error=refusal))
        return RedirectResponse(f"{PAGE}?done=saved", 303)

    async def remove_photo(self, request: Request) -> Response:
        """Let go of the photo."""
        person, _, _ = await own_form(request)
        await self.services.run(self.services.portraits.remove, person)
        return RedirectResponse(f"{PAGE}?done=saved", 303)

    async def withdraw_email(self, request: Request) -> Response:
        """Forget a wish for another e-mail."""
        person, _, _ = await own_form(request)
        await self.services.run(self.services.email_changes.withdraw, person)
        return RedirectResponse(f"{PAGE}?done=email_kept", 303)

    async def again(self, request: Request, refused: Refused) -> Response:
        """Show the page again with everything typed and what is wrong, or tell a machine."""
        if wants_json(request):
            raise refused.error
        visitor = visitor_of(request)
        profile = await self.services.run(self.services.profile.profile, person_of(visitor))
        return profile_response(request, visitor, profile, refused=refused)


async def confirm(
    services: Services, request: Request, visitor: Visitor, token: str, form: FormData
) -> Response:
    """Take the yes of one of the two addresses to a change of e-mail."""
    changed = await services.run(services.email_changes.confirm, token)
    return afterwards(visitor, f"{PAGE}?done={'email_changed' if changed else 'email_half'}")
