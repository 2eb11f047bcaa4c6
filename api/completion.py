"""Completing an account: a plain form, answered by a redirect to where its person was going."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.accounts import safe_next, word
from api.errors import retry_after, wants_json
from api.forms import our_form
from api.routing import door
from components.admission import COMMON
from components.completion import completion_response
from services.completion import form_of
from services.errors import BadForm, NotLoggedIn, TooManyAttempts
from services.people.completing import FIELDS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST = 300


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /account/complete`."""

    @door(app, "POST", "/account/complete", context=COMMON)
    async def complete(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        if visitor.user_id is None:
            raise NotLoggedIn
        form = await our_form(request, visitor)
        typed = {field: word(form, field)[:LONGEST] for field in FIELDS}
        next_path = safe_next(word(form, "next"))
        if word(form, "act") == "later":
            return RedirectResponse(next_path, 303)
        try:
            await services.run(services.completion.complete, visitor.user_id, typed)
        except (BadForm, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            problems = refusal.problems if isinstance(refusal, BadForm) else ()
            shown = replace(form_of(typed), problems=problems, next_path=next_path)
            again: Response = completion_response(request, visitor, shown, refusal=refusal)
            again.headers.update(retry_after(refusal))
            return again
        services.sessions.forget(visitor.session_key)
        return RedirectResponse(next_path, 303)
