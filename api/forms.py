"""A form as a door reads it: proved to be ours, its words as they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.security.csrf import demand
from components.admission import visitor_of
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_FIELD = 2000
MOST_FIELDS = 100
SECRET = ("csrf", "password")
READ = "form.read"  # the form of a request, once it is read


async def words_of(request: Request) -> FormData:
    """Read a form of words; one that brings a file, or more fields than any of ours, is refused."""
    if READ not in request.scope:
        request.scope[READ] = await request.form(max_files=0, max_fields=MOST_FIELDS)
    form: FormData = request.scope[READ]
    return form


async def our_form(request: Request, visitor: Visitor) -> FormData:
    """Read a form of words that proves to be ours; raises Forbidden."""
    form = await words_of(request)
    demand(request, visitor, form.get("csrf"))
    return form


async def read_form(request: Request, visitor: Visitor) -> dict[str, str]:
    """Give the fields of a form of ours, each no longer than a field is; raises Forbidden."""
    return words_in(await our_form(request, visitor))


def words_in(form: FormData) -> dict[str, str]:
    """Give the words of a form, each no longer than a field is."""
    return {name: value[:LONGEST_FIELD] for name, value in form.items() if isinstance(value, str)}


async def own_form(request: Request) -> tuple[int, Visitor, dict[str, str]]:
    """Tell whose form this is, and read it; raises NotLoggedIn or Forbidden."""
    visitor = visitor_of(request)
    return person_of(visitor), visitor, await read_form(request, visitor)


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
