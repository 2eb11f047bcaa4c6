"""What the house's people do to lots: plain forms, each with its reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.auctions import auctions_crumbs, sheet_response
from components.admin.orders import order_response
from components.admission import ADMIN
from services.administration.acts import ACTS
from services.administration.orders import Order
from services.errors import BadForm, DeskRefused
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Act = Callable[[int, int, Order, Mapping[str, str], Visitor], Awaitable[object]]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/auctions/{auction_id}/<act>` for each act."""
    acts, run = services.administration.auction_acts, services.run

    async def extend(
        actor: int, lot: int, order: Order, form: Mapping[str, str], visitor: Visitor
    ) -> object:
        return await run(acts.extend, actor, lot, order, form.get("minutes", ""))

    def plain(name: str) -> Act:
        async def act(
            actor: int, lot: int, order: Order, form: Mapping[str, str], visitor: Visitor
        ) -> object:
            key = visitor.session_key
            if name in ("accept", "refuse"):
                accept = name == "accept"
                return await run(acts.answer, actor, lot, order, accept=accept, session_key=key)
            if name in ("cancel", "finalize"):
                return await run(getattr(acts, name), actor, lot, order, session_key=key)
            return await run(getattr(acts, name), actor, lot, order)

        return act

    async def annul(
        actor: int, lot: int, order: Order, form: Mapping[str, str], visitor: Visitor
    ) -> object:
        return await run(
            services.administration.annulments.ask,
            actor,
            lot,
            order,
            number=form.get("number", ""),
            document=form.get("document", ""),
            session_key=visitor.session_key,
        )

    special: dict[str, Act] = {"extend": extend, "annul": annul}
    for name in ACTS:
        path = f"/admin/auctions/{{auction_id}}/{name}"
        taker = _taker(services, name, special.get(name) or plain(name))
        door(app, "POST", path, context=ADMIN, right=Right.AUCTIONS)(taker)


def _taker(services: Services, name: str, act: Act) -> Callable[..., Awaitable[Response]]:
    async def take(request: Request, auction_id: Number) -> Response:
        """Do it, or show the order again with what was typed and why not."""
        actor, visitor, form = await own_form(request)
        order = Order(reason=form.get("reason", ""), confirmation=form.get("confirmation", ""))
        sheets = services.administration.auction_sheets
        try:
            made = await act(actor, auction_id, order, form, visitor)
        except BadForm as refusal:
            view = await services.run(
                sheets.order, actor, auction_id, name, session_key=visitor.session_key
            )
            refused = Refused(form="order", error=refusal, typed=typed(form))
            crumbs = auctions_crumbs(visitor)
            return order_response(
                request, visitor, view, section="auctions", crumbs=crumbs, refused=refused
            )
        except DeskRefused as refusal:
            sheet = await services.run(sheets.sheet, actor, auction_id)
            return sheet_response(request, visitor, sheet, refused=refusal)
        if name == "annul":
            return RedirectResponse(f"/admin/approvals/{made}?done=asked", 303)
        return RedirectResponse(f"/admin/auctions/{auction_id}?done={name}", 303)

    return take
