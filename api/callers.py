"""Who is calling at an open door: the person of a session, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.types import Scope

from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody at a door, known by what `visitor.session_key` names."""

    visitor: Visitor

    @property
    def key(self) -> str | None:
        """Name the session; None for nobody."""
        return self.visitor.session_key if self.visitor.logged_in else None

    @property
    def address(self) -> str:
        """Tell from where they call."""
        return self.visitor.ip or ""


def caller_of(scope: Scope) -> Caller:
    """Tell who is calling by the cookie they bring; from a foreign screen none counts."""
    return Caller(visitor=scope.get("visitor") or Visitor())


async def still_calling(services: Services, caller: Caller) -> int:
    """Ask the house again who this is; raises NotLoggedIn if nobody any more."""
    if caller.key is None:
        raise NotLoggedIn
    found = await services.run(services.sessions.still, caller.key)
    if found is None or found.user_id is None or found.user_id != caller.visitor.user_id:
        raise NotLoggedIn
    return found.user_id
