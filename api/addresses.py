"""Adding, changing, choosing and removing one's own addresses: plain forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import own_form
from api.routing import door
from components.account import Refused, address_response
from components.admission import COMMON, visitor_of
from services.errors import BadForm
from services.views import AddressView

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
        person, _, form = await own_form(request)
        add = partial(self.services.addresses.add, person, form)
        return await self.kept(request, form, add, done="address_added")

    async def change(self, request: Request, address_id: AddressId) -> Response:
        """Change one address."""
        person, _, form = await own_form(request)
        addresses = self.services.addresses
        address = await self.services.run(addresses.address, person, address_id)
        change = partial(addresses.change, person, address_id, form)
        return await self.kept(request, form, change, done="saved", address=address)

    async def kept(
        self,
        request: Request,
        form: dict[str, str],
        keep: Callable[[], object],
        *,
        done: str,
        address: AddressView | None = None,
    ) -> Response:
        """Keep an address as the form has it, or show the form again with what is wrong."""
        try:
            await self.services.run(keep)
        except BadForm as refusal:
            if wants_json(request):
                raise
            refused = Refused(form="address", error=refusal, typed=form)
            return address_response(request, visitor_of(request), address, refused=refused)
        return RedirectResponse(f"{PAGE}?done={done}", 303)

    async def choose(self, request: Request, address_id: AddressId) -> Response:
        """Make one address the principal one."""
        person, _, _ = await own_form(request)
        choose = self.services.addresses.choose
        await self.services.run(choose, person, address_id)
        return RedirectResponse(f"{PAGE}?done=address_principal", 303)

    async def remove(self, request: Request, address_id: AddressId) -> Response:
        """Remove one address."""
        person, _, _ = await own_form(request)
        remove = self.services.addresses.remove
        await self.services.run(remove, person, address_id)
        return RedirectResponse(f"{PAGE}?done=address_removed", 303)
