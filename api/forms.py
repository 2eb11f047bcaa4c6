"""A form as a door reads it: proved to be ours, its words as they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api.security.csrf import demand
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_FIELD = 2000
SECRET = ("csrf", "password")


async def read_form(request: Request, visitor: Visitor) -> dict[str, str]:
    """Give the fields of a form that hold words; raises Forbidden if the form was not ours."""
    form = await request.form()
    demand(request, visitor, form.get("csrf"))
    return {name: value[:LONGEST_FIELD] for name, value in form.items() if isinstance(value, str)}


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Give what may be shown again of a form: everything but passwords."""
    return {name: value for name, value in form.items() if name not in SECRET}


def person_of(visitor: Visitor) -> int:
    """Give the number of who is asking. Raises NotLoggedIn."""
    if visitor.user_id is None:
        raise NotLoggedIn
    return visitor.user_id


def afterwards(visitor: Visitor, path: str) -> Response:
    """Go on to a page of the account; who is not logged in is shown the way in first."""
    onward = path if visitor.logged_in else "/login?" + urlencode({"next": path})
    return RedirectResponse(onward, 303)
