"""Adding, changing, choosing and removing one's own addresses: plain forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import person_of, read_form
from api.routing import door
from components.account import Refused, address_response
from components.admission import COMMON, visitor_of
from services.errors import BadForm

if TYPE_CHECKING:
    from services.bootstrap import Services

PAGE = "/account/addresses"
AddressId = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/account/addresses`."""
    desk = AddressDesk(services)
    door(app, "POST", PAGE, context=COMMON)(desk.add)
    door(app, "POST", f"{PAGE}/{{address_id}}", context=COMMON)(desk.change)
    door(app, "POST", f"{PAGE}/{{address_id}}/principal", context=COMMON)(desk.choose)
    door(app, "POST", f"{PAGE}/{{address_id}}/remove", context=COMMON)(desk.remove)


class AddressDesk:
    """Takes the forms of the address pages; another person's address is not found."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def add(self, request: Request) -> Response:
        """Add an address to whoever asks."""
        visitor = visitor_of(request)
        form = await read_form(request, visitor)
        try:
            await self.services.run(self.services.addresses.add, person_of(visitor), form)
        except BadForm as refusal:
            if wants_json(request):
                raise
            refused = Refused(form="address", error=refusal, typed=form)
            return address_response(request, visitor, None, refused=refused)
        return RedirectResponse(f"{PAGE}?done=address_added", 303)

    async def change(self, request: Request, address_id: AddressId) -> Response:
        """Change one address."""
        visitor = visitor_of(request)
        person, form = person_of(visitor), await read_form(request, visitor)
        addresses = self.services.addresses
        address = await self.services.run(addresses.address, person, address_id)
        try:
            await self.services.run(addresses.change, person, address_id, form)
        except BadForm as refusal:
            if wants_json(request):
                raise
            refused = Refused(form="address", error=refusal, typed=form)
            return address_response(request, visitor, address, refused=refused)
        return RedirectResponse(f"{PAGE}?done=saved", 303)

    async def choose(self, request: Request, address_id: AddressId) -> Response:
        """Make one address the principal one."""
        visitor = visitor_of(request)
        await read_form(request, visitor)
        choose = self.services.addresses.choose
        await self.services.run(choose, person_of(visitor), address_id)
        return RedirectResponse(f"{PAGE}?done=address_principal", 303)

    async def remove(self, request: Request, address_id: AddressId) -> Response:
        """Remove one address."""
        visitor = visitor_of(request)
        await read_form(request, visitor)
        remove = self.services.addresses.remove
        await self.services.run(remove, person_of(visitor), address_id)
        return RedirectResponse(f"{PAGE}?done=address_removed", 303)
