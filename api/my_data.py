"""A person's rights over the own data: a copy to take away, consents, and being forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import afterwards, own_form, person_of
from api.routing import door
from components.account import Refused, privacy_response
from components.admission import COMMON, visitor_of
from services.errors import BadForm, DeletionBlocked, TooManyAttempts
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.privacy import Export

PAGE = "/account/privacy"


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms and files of `/account/privacy`."""
    desk = DataDesk(services)
    door(app, "GET", f"{PAGE}/export.json", context=COMMON)(desk.as_json)
    door(app, "GET", f"{PAGE}/export.zip", context=COMMON)(desk.as_csv)
    door(app, "POST", f"{PAGE}/agree", context=COMMON)(desk.agree)
    door(app, "POST", f"{PAGE}/delete", context=COMMON)(desk.ask_to_be_forgotten)
    door(app, "POST", f"{PAGE}/keep", context=COMMON)(desk.change_mind)


class DataDesk:
    """Hands out copies and takes the forms of the privacy page."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def as_json(self, request: Request) -> Response:
        """Hand out everything as one JSON document."""
        export = await self.drawn(request)
        content = await self.services.run(export.as_json)
        return _file(content, "application/json; charset=utf-8", "martelo.json")

    async def as_csv(self, request: Request) -> Response:
        """Hand out everything as CSV files in a ZIP."""
        export = await self.drawn(request)
        return _file(await self.services.run(export.as_csv), "application/zip", "martelo.zip")

    async def drawn(self, request: Request) -> Export:
        """Draw a copy for whoever asks."""
        person = person_of(visitor_of(request))
        return await self.services.run(self.services.exports.draw, person)

    async def agree(self, request: Request) -> Response:
        """Note that the documents of today are agreed to."""
        person, visitor, _ = await own_form(request)
        consents = self.services.consents
        await self.services.run(consents.agree, person, ip=visitor.ip)
        return RedirectResponse(f"{PAGE}?done=agreed", 303)

    async def ask_to_be_forgotten(self, request: Request) -> Response:
        """Send the letter that begins the end of the account."""
        person, visitor, form = await own_form(request)
        deletions = self.services.deletions
        try:
            await self.services.run(
                deletions.ask, person, visitor.session_key, password=form.get("password", "")
            )
        except (BadForm, DeletionBlocked, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            standing = await self.services.run(deletions.standing, person)
            refused = Refused(form="delete", error=refusal)
            return privacy_response(request, visitor, standing, refused=refused)
        return RedirectResponse(f"{PAGE}?done=delete_sent", 303)

    async def change_mind(self, request: Request) -> Response:
        """Keep the account after all."""
        person, visitor, _ = await own_form(request)
        deletions = self.services.deletions
        await self.services.run(deletions.change_mind, person, ip=visitor.ip)
        return RedirectResponse(f"{PAGE}?done=kept", 303)


async def confirm(
    services: Services, request: Request, visitor: Visitor, token: str, form: FormData
) -> Response:
    """Begin the time to think before an account is erased."""
    await services.run(services.deletions.confirm, token)
    return afterwards(visitor, f"{PAGE}?done=delete_begun")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)
