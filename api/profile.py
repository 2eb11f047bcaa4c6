"""Changing one's own data: plain forms, answered by a redirect or by the form and its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import person_of, read_form, typed
from api.routing import door
from components.account import Refused, profile_response
from components.admission import COMMON, visitor_of
from services.errors import BadForm, TooManyAttempts

if TYPE_CHECKING:
    from services.bootstrap import Services

PAGE = "/account"


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/account`: the profile, and the change of e-mail."""
    desk = ProfileDesk(services)
    door(app, "POST", PAGE, context=COMMON)(desk.change)
    door(app, "POST", f"{PAGE}/email", context=COMMON)(desk.change_email)
    door(app, "POST", f"{PAGE}/email/withdraw", context=COMMON)(desk.withdraw_email)


class ProfileDesk:
    """Takes the forms of the profile page."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def change(self, request: Request) -> Response:
        """Change the data of whoever asks."""
        visitor = visitor_of(request)
        form = await read_form(request, visitor)
        try:
            await self.services.run(self.services.profile.change, person_of(visitor), form)
        except BadForm as refusal:
            return await self.again(request, Refused(form="profile", error=refusal, typed=form))
        self.services.sessions.forget(visitor.session_key)
        return RedirectResponse(f"{PAGE}?done=saved", 303)

    async def change_email(self, request: Request) -> Response:
        """Write to the old address and the new one, after a proof that it is the person."""
        visitor = visitor_of(request)
        form = await read_form(request, visitor)
        try:
            await self.services.run(
                self.services.email_changes.ask,
                person_of(visitor),
                visitor.session_key,
                email=form.get("email", ""),
                password=form.get("password", ""),
            )
        except (BadForm, TooManyAttempts) as refusal:
            refused = Refused(form="email", error=refusal, typed=typed(form))
            return await self.again(request, refused)
        return RedirectResponse(f"{PAGE}?done=email", 303)

    async def withdraw_email(self, request: Request) -> Response:
        """Forget a wish for another e-mail."""
        visitor = visitor_of(request)
        await read_form(request, visitor)
        await self.services.run(self.services.email_changes.withdraw, person_of(visitor))
        return RedirectResponse(f"{PAGE}?done=email_kept", 303)

    async def again(self, request: Request, refused: Refused) -> Response:
        """Show the page again with everything typed and what is wrong, or tell a machine."""
        if wants_json(request):
            raise refused.error
        visitor = visitor_of(request)
        profile = await self.services.run(self.services.profile.profile, person_of(visitor))
        return profile_response(request, visitor, profile, refused=refused)
