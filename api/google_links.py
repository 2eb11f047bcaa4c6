"""Linking one's own account to Google and unlinking it, from the page of security."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.account_security import HERE, done, opened, shown
from api.errors import wants_json
from api.google import GOOGLE, TIE, kept_in
from api.routing import door
from api.security.sessions import bake, forget
from components.admission import COMMON
from services.asking import ASKING_LASTS
from services.errors import (
    DomainError,
    LastWayIn,
    NotFound,
    NotVouched,
    ProofNeeded,
    TooManyAttempts,
)
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(app: FastAPI, services: Services) -> None:
    """Serve `GET /account/security/google` and the POSTs under it."""
    desk = LinkDesk(services)
    door(app, "GET", f"{HERE}/google", context=COMMON)(desk.leave)
    door(app, "POST", TIE, context=COMMON)(desk.link)
    door(app, "POST", f"{HERE}/google/{{identity_id}}/unlink", context=COMMON)(desk.unlink)


class LinkDesk:
    """Takes people logged in to Google and back; nothing is linked but by their own form."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.config = services.config
        self.links = services.identity_links

    async def leave(self, request: Request) -> Response:
        """Lead to Google; whoever has not proved to be there does that first, and begins again."""
        visitor: Visitor = request.scope["visitor"]
        try:
            departure = await self.services.run(
                self.links.depart, session_key=visitor.session_key, ip=visitor.ip
            )
        except ProofNeeded:
            if wants_json(request):
                raise
            return RedirectResponse(f"/account/verify?next={HERE}", 303)
        except (NotVouched, TooManyAttempts) as refusal:
            return await self.refused(request, visitor, refusal)
        answer = RedirectResponse(departure.url, 303)
        seconds = int(ASKING_LASTS.total_seconds())
        bake(self.config, answer, GOOGLE, departure.attempt, seconds=seconds)
        return answer

    async def link(self, request: Request) -> Response:
        """Link what Google has vouched for to the account of whoever confirms it."""
        user_id, visitor, _ = await opened(request)
        wish = kept_in(self.services, request)
        try:
            await self.services.run(self.links.link, user_id, wish, session_key=visitor.session_key)
        except NotVouched as refusal:
            return await self.refused(request, visitor, refusal)
        answer = done("linked")
        forget(self.config, answer, GOOGLE)
        return answer

    async def unlink(self, request: Request, identity_id: int) -> Response:
        """Take a link of one's own away, unless it is the last way in."""
        user_id, visitor, _ = await opened(request)
        if not 0 < identity_id < 2**31:
            raise NotFound
        try:
            await self.services.run(
                self.links.unlink, user_id, identity_id, session_key=visitor.session_key
            )
        except LastWayIn as refusal:
            return await self.refused(request, visitor, refusal)
        return done("unlinked")

    async def refused(self, request: Request, visitor: Visitor, refusal: DomainError) -> Response:
        """Show the page of security with what was wrong; what was begun is over."""
        answer = await shown(self.services, request, visitor, link_problem=refusal)
        forget(self.config, answer, GOOGLE)
        return answer
