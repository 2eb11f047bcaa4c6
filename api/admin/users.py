"""What the house's people do to accounts: plain forms, each with its reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.orders import order_response
from components.admin.users import person_response, users_crumbs
from components.admission import ADMIN
from services.administration.orders import Order
from services.administration.person_acts import ACTS
from services.administration.users import UserActs
from services.errors import BadForm, DeskRefused

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Act = Callable[[], object]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/users/{user_id}/<act>` for each act."""
    for name in ACTS:
        path = f"/admin/users/{{user_id}}/{name}"
        door(app, "POST", path, context=ADMIN, right=Right.USERS)(_taker(services, name))


def _act(
    acts: UserActs, name: str, actor: int, person: int, form: Mapping[str, str], session_key: str
) -> Act:
    order = Order(reason=form.get("reason", ""), confirmation=form.get("confirmation", ""))

    def said(field: str) -> str:
        return form.get(field, "")

    ways: dict[str, Act] = {
        "check-documents": partial(acts.check_documents, actor, person, order),
        "uncheck-documents": partial(acts.uncheck_documents, actor, person, order),
        "verify": partial(acts.verify, actor, person, order),
        "refuse": partial(acts.refuse, actor, person, order),
        "grant": partial(
            acts.grant,
            actor,
            person,
            order,
            role=said("role"),
            lot=said("lot"),
            session_key=session_key,
        ),
        "revoke": partial(
            acts.revoke, actor, person, order, role=said("held"), session_key=session_key
        ),
        "limit": partial(acts.set_limit, actor, person, order, said("limit")),
        "waive": partial(acts.waive, actor, person, order, said("strike")),
        "log-out": partial(acts.log_out, actor, person, order),
        "unblock": partial(acts.unblock, actor, person, order),
        "block": partial(acts.block, actor, person, order, session_key=session_key),
    }
    return ways[name]


def _taker(services: Services, name: str) -> Callable[..., Awaitable[Response]]:
    desk = services.administration

    async def take(request: Request, user_id: Number) -> Response:
        """Do it, or show the order again with what was typed and why not."""
        actor, visitor, form = await own_form(request)
        key = visitor.session_key
        try:
            await services.run(_act(desk.user_acts, name, actor, user_id, form, key))
        except BadForm as refusal:
            view = await services.run(
                desk.person_sheets.order, actor, user_id, name, session_key=key
            )
            refused = Refused(form="order", error=refusal, typed=typed(form))
            crumbs = users_crumbs(visitor)
            return order_response(
                request, visitor, view, section="users", crumbs=crumbs, refused=refused
            )
        except DeskRefused as refusal:
            sheet = await services.run(desk.person_sheets.sheet, actor, user_id)
            return person_response(request, visitor, sheet, refused=refusal)
        return RedirectResponse(f"/admin/users/{user_id}?done={name}", 303)

    return take
