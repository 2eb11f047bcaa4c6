"""Who is calling at an open door: the person of a session or of an API token, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import Scope

from services.errors import BadToken, NotLoggedIn, ScopeNeeded
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

BEARER = "bearer "
LONGEST_TOKEN = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody at a door, known by what `visitor.session_key` names.

    `scopes` are what an API token was made for; a session is there for everything.
    """

    visitor: Visitor
    scopes: frozenset[str] | None = None

    @property
    def key(self) -> str | None:
        """Name the session, or the token; None for nobody."""
        return self.visitor.session_key if self.visitor.logged_in else None

    @property
    def address(self) -> str:
        """Tell from where they call."""
        return self.visitor.ip or ""

    def may(self, scope: str) -> None:
        """Raise NotLoggedIn for nobody, ScopeNeeded for a token made for other things."""
        if not self.visitor.logged_in:
            raise NotLoggedIn
        if self.scopes is not None and scope not in self.scopes:
            raise ScopeNeeded(scope=scope)


def caller_of(scope: Scope) -> Caller:
    """Tell who is calling, as the wardens have found; a cookie counts on no foreign screen."""
    return Caller(visitor=scope.get("visitor") or Visitor(), scopes=scope.get("scopes"))


def token_in(headers: Headers) -> str | None:
    """Give the token of an `Authorization: Bearer`; None if there is no such header.

    Raises BadToken for one that cannot be a token.
    """
    sent = headers.get("authorization")
    if sent is None or not sent.lower().startswith(BEARER):
        return None
    token = sent[len(BEARER) :].strip()
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        raise BadToken
    return token


async def still_calling(services: Services, caller: Caller) -> int:
    """Ask the house again who this is; raises NotLoggedIn or BadToken if nobody any more."""
    if caller.key is None:
        raise NotLoggedIn
    found: Visitor | None
    if caller.scopes is not None:
        found = (await services.run(services.reception.tokens.still, caller.key)).visitor
    else:
        found = await services.run(services.sessions.still, caller.key)
    if found is None or found.user_id is None or found.user_id != caller.visitor.user_id:
        raise NotLoggedIn
    return found.user_id
