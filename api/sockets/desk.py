"""The desk of the public sockets: what clients may ask, with an answer to everything."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from socketio.exceptions import ConnectionRefusedError as SocketRefused
from starlette.datastructures import Headers

from api.asked import read_bid, read_room
from api.callers import Caller, caller_of, still_calling, token_in
from api.errors import problem_of
from api.facts import Facts, answer_facts
from api.program_bids import bid_for
from api.security.measures import Measure
from api.security.wires import is_loopback
from api.sockets.audience import SocketAudience
from api.sockets.told import CONTENT, refusal, snapshot, wrapped
from api.sockets.wire import PublicWires
from components.room import RoomBroadcaster
from components.words import knows, say, speak
from services.errors import (
    BadInput,
    BadToken,
    DomainError,
    Forbidden,
    NotFound,
    NotLoggedIn,
    TooManyRequests,
    TooManyRooms,
    TooManySockets,
)
from services.views import milliseconds

if TYPE_CHECKING:
    from services.bootstrap import Services

ROOMS_PER_SOCKET = 50
SOCKETS_PER_PERSON = 20
LOOK_SECONDS = 5.0
log = structlog.get_logger(__name__)


class SocketDesk:
    """Answers the events of one Socket.IO server; each by `{"ok": true, ...}` or a refusal."""

    def __init__(
        self,
        services: Services,
        sio: Any,
        wires: PublicWires,
        audience: SocketAudience,
        broadcaster: RoomBroadcaster,
    ) -> None:
        self.services = services
        self.sio = sio
        self.wires = wires
        self.audience = audience
        self.broadcaster = broadcaster
        self.callers: dict[str, Caller] = {}
        self.of_person: Counter[int] = Counter()
        self.of_socket = Measure(rate=10, burst=30)
        self.of_address = Measure(rate=200, burst=600)
        self.bids_of_person = Measure(rate=5, burst=15)
        self._looking: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Answer from now on."""
        self.sio.on("connect", self.connect)
        self.sio.on("disconnect", self.disconnect)
        self.sio.on("join_room", self.answering("join_room", self.join_room))
        self.sio.on("leave_room", self.answering("leave_room", self.leave_room))
        self.sio.on("emit_bid", self.answering("emit_bid", self.emit_bid))
        self.sio.on("*", self.unknown)

    # ---- who comes and goes ----------------------------------------------------------------------

    async def connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let somebody in: a person by their session, anybody else to watch."""
        try:
            caller = await self.admit(environ, auth)
        except DomainError as refused:
            raise SocketRefused(refused.code, in_words(refused)) from None
        wire = self.wire_of(sid)
        if wire not in self.wires.connections:
            raise SocketRefused(NotFound.code)  # has left while it was being asked about
        self.callers[sid] = caller
        if caller.visitor.user_id is not None:
            self.of_person[caller.visitor.user_id] += 1
        self.wires.name(wire, caller.key)
        if caller.key is not None and self._looking is None:
            self._looking = asyncio.get_running_loop().create_task(self.look())

    async def admit(self, environ: dict[str, Any], auth: Any) -> Caller:
        """Tell who is coming in. Raises what keeps them out."""
        scope = environ["asgi.scope"]
        caller = caller_of(scope)
        speak(caller.visitor.language)
        token = auth.get("token") if isinstance(auth, dict) else None
        if token is None:
            token = token_in(Headers(scope=scope))
        if token is not None:
            caller = await self.bearer(caller, token)
        elif scope.get("foreign"):
            raise Forbidden
        person = caller.visitor.user_id
        if person is not None and self.of_person[person] >= SOCKETS_PER_PERSON:
            raise TooManySockets
        return caller

    async def bearer(self, caller: Caller, token: Any) -> Caller:
        """Tell who comes by a token, whatever cookie they bring. Raises BadToken."""
        if not isinstance(token, str):
            raise BadToken
        found = await self.services.run(self.services.reception.tokens.find, token)
        visitor = replace(found.visitor, ip=caller.visitor.ip, user_agent=caller.visitor.user_agent)
        return Caller(visitor=visitor, scopes=found.scopes)

    async def disconnect(self, sid: str, *reason: Any) -> None:
        """Forget somebody who has gone."""
        self.audience.leave_all(sid)
        caller = self.callers.pop(sid, None)
        self.wires.forget_name(self.wire_of(sid))
        if caller is not None and caller.visitor.user_id is not None:
            self.of_person[caller.visitor.user_id] -= 1
            if not self.of_person[caller.visitor.user_id]:
                del self.of_person[caller.visitor.user_id]

    async def look(self) -> None:
        """Show out whose session is over, has slept too long or lost its rights."""
        try:
            while keys := self.wires.keys():
                await asyncio.sleep(LOOK_SECONDS)
                living = await self.services.run(self.services.reception.presence.living, keys)
                for key in keys - living:
                    self.wires.close_session(key)
        except Exception:
            log.exception("sockets_not_looked_at")
        finally:
            self._looking = None

    def wire_of(self, sid: str) -> str:
        """Name the connection of a socket."""
        return str(self.sio.manager.eio_sid_from_sid(sid, "/"))

    # ---- what is asked ---------------------------------------------------------------------------

    def answering(
        self, name: str, act: Callable[[str, Caller, Any], Awaitable[Facts]]
    ) -> Callable[..., Awaitable[Facts]]:
        """Make of an act an event that has an answer, whatever is sent with it."""

        async def answer(sid: str, message: Any = None, *_: Any) -> Facts:
            caller = self.callers[sid]
            speak(caller.visitor.language)
            try:
                self.measure(sid, caller)
                return {"ok": True, **await act(sid, caller, message)}
            except TooManyRequests as refused:
                return {"ok": False, **in_words(refused)}
            except Exception as error:
                if not isinstance(error, DomainError):
                    log.exception("socket_event_failed", about=name)
                problem = in_words(error)
                await self.sio.emit(CONTENT, wrapped(refusal(name, problem)), to=sid)
                if isinstance(error, NotLoggedIn | BadToken) and caller.key is not None:
                    self.wires.close_session(caller.key)
                return {"ok": False, **problem}

        return answer

    async def unknown(self, name: str, sid: str, *_: Any) -> Facts:
        """Refuse an event there is not."""
        return await self.answering("unknown", self.nothing)(sid)

    async def nothing(self, sid: str, caller: Caller, message: Any) -> Facts:
        """Refuse what cannot be read."""
        raise BadInput

    def measure(self, sid: str, caller: Caller) -> None:
        """Raise TooManyRequests for one event more than a socket, or its address, may send."""
        wait = self.of_socket.take(sid)
        if not wait and not is_loopback(caller.address):
            wait = self.of_address.take(caller.address)
        if wait:
            raise TooManyRequests(seconds=wait)

    async def join_room(self, sid: str, caller: Caller, message: Any) -> Facts:
        """Follow a room; gives it as it is, and tells it who has come."""
        auction_id = read_room(message)
        mine = self.audience.of_socket.get(sid, {})
        if auction_id not in mine and len(mine) >= ROOMS_PER_SOCKET:
            raise TooManyRooms
        person = caller.visitor.user_id
        called: Facts = {"paddle": None, "name": None, "visitor": True}
        if person is not None:
            presence = self.services.reception.presence
            known = await self.services.run(presence.known_as, person, auction_id)
            called = known.as_message()
        name = f"user:{person}" if person is not None else f"visitor:{sid}"
        public = await self.audience.enter(auction_id, sid, name)
        self.audience.greet(auction_id, sid, called)
        now = milliseconds(self.services.clock.now())
        facts = snapshot(public, now_ms=now, watchers=self.audience.watchers(auction_id))
        await self.sio.emit(CONTENT, wrapped(facts), to=sid)
        return {"room_id": str(auction_id), "snapshot": facts, "you": {"paddle": called["paddle"]}}

    async def leave_room(self, sid: str, caller: Caller, message: Any) -> Facts:
        """Follow a room no longer; one that was not followed does no harm."""
        auction_id = read_room(message)
        self.audience.leave(auction_id, sid)
        return {"room_id": str(auction_id)}

    async def emit_bid(self, sid: str, caller: Caller, message: Any) -> Facts:
        """Bid as who is connected; who the message says is bidding decides nothing."""
        caller.may("bid")
        person = await still_calling(self.services, caller)
        asked = read_bid(message)
        wait = self.bids_of_person.take(person)
        if wait:
            raise TooManyRequests(seconds=wait)
        answer = await bid_for(self.services, self.broadcaster, caller, person, asked)
        facts = answer_facts(answer)
        return {**facts, "room_id": str(asked.auction_id), "key": asked.key}


def in_words(error: Exception) -> dict[str, Any]:
    """Tell a problem by its stable code and by its sentence in the reader's language."""
    problem = problem_of(error)
    said = say(problem.key, **problem.values) if knows(problem.key) else problem.code
    values = {name: str(value) for name, value in problem.values.items()}
    return {"code": problem.code, "message": said, "values": values}
