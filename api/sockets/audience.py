"""Who follows which room over a socket, and how each hears every version once, in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from api.facts import Facts
from api.sockets.told import CONTENT, news, presence, wrapped
from components.live import emit_on
from components.room import RoomBroadcaster
from services.errors import NotFound
from services.views import PublicRoom, milliseconds

Reader = Callable[[int], Awaitable[PublicRoom]]


class Known(NamedTuple):
    """How far somebody knows a room: its version, its last bid, how it stood and when it ends."""

    version: int
    row: int
    status: str
    ends_ms: int


NOTHING = Known(0, 0, "", 0)


@dataclass(slots=True)
class _Followed:
    """A room with its sockets and what they know of it.

    `begun` are newcomers who have been given the room, each as they know it, and no news since;
    `coming` counts those for whom it is being read.
    """

    inside: set[str] = field(default_factory=set)
    begun: dict[str, Known] = field(default_factory=dict)
    coming: int = 0
    known: Known = NOTHING


class SocketAudience:
    """Follows the broadcaster's news for the sockets of one server.

    A newcomer is given the room at a version; the first news it hears begins exactly there.
    """

    def __init__(self, sio: Any, broadcaster: RoomBroadcaster, read: Reader) -> None:
        self._sio = sio
        self._broadcaster = broadcaster
        self._read = read
        self._rooms: dict[int, _Followed] = {}
        self.of_socket: dict[str, dict[int, str]] = {}
        broadcaster.audience = self.hear

    async def enter(self, auction_id: int, sid: str, person: str) -> PublicRoom:
        """Let a socket follow a room from the version that is returned. Raises NotFound.

        What happens while the room is being read is in what is read, or is told after it.
        """
        self._broadcaster.join(auction_id, sid, person, elsewhere=True)
        self.of_socket.setdefault(sid, {})[auction_id] = person
        room = self._rooms.setdefault(auction_id, _Followed())
        room.coming += 1
        try:
            public = await self._read(auction_id)
            while room.known.version > public.version:
                public = await self._read(auction_id)
            if public.status == "draft" or auction_id not in self.of_socket.get(sid, {}):
                raise NotFound
            room.inside.add(sid)
            room.begun[sid] = Known(
                public.version,
                max((row.number for row in public.rows), default=0),
                public.status,
                milliseconds(public.ends_at),
            )
        except BaseException:
            self.leave(auction_id, sid)
            raise
        finally:
            room.coming -= 1
            self._forget_empty(auction_id)
        return public

    def greet(self, auction_id: int, sid: str, called: Facts) -> None:
        """Tell the room who has come in, as others may know them."""
        person = self.of_socket.get(sid, {}).get(auction_id)
        if person is not None:
            self._broadcaster.join(
                auction_id, sid, person, announced=True, called=called, elsewhere=True
            )

    def leave(self, auction_id: int, sid: str) -> None:
        """Let a socket follow a room no longer; safe to repeat."""
        self._broadcaster.leave(auction_id, sid)
        mine = self.of_socket.get(sid)
        if mine is not None:
            mine.pop(auction_id, None)
            if not mine:
                del self.of_socket[sid]
        room = self._rooms.get(auction_id)
        if room is not None:
            room.inside.discard(sid)
            room.begun.pop(sid, None)
            self._forget_empty(auction_id)

    def leave_all(self, sid: str) -> None:
        """Let a socket go."""
        for auction_id in list(self.of_socket.get(sid, ())):
            self.leave(auction_id, sid)

    def watchers(self, auction_id: int) -> int:
        """Count who is in a room, on pages and on sockets, as it is told."""
        return max(1, self._broadcaster.present(auction_id))

    async def hear(self, auction_id: int, event: str, message: Facts) -> None:
        """Tell the sockets in a room what the broadcaster tells."""
        room = self._rooms.get(auction_id)
        if room is None:
            return
        if event == "presence":
            said = presence(auction_id, message.get("came", []), message["present"])
            await self._tell(sorted(room.inside), said)
        elif event == "room":
            await self._tell_news(room, message)

    async def _tell_news(self, room: _Followed, message: Facts) -> None:
        others, known = sorted(room.inside - room.begun.keys()), room.known
        apart: dict[Known, list[str]] = {}
        for sid, given in list(room.begun.items()):
            if given.version <= message["version"]:
                del room.begun[sid]
            if given.version < message["version"]:
                apart.setdefault(given, []).append(sid)
        rows = [known.row, *(row["n"] for row in message["rows"])]
        room.known = Known(message["version"], max(rows), message["status"], message["ends_ms"])
        for given, sids in (*apart.items(), (known, others)):
            if sids:
                await self._tell(sids, news(message, *given))

    async def _tell(self, sids: list[str], bodies: list[Facts]) -> None:
        for body in bodies:
            await emit_on(self._sio, sids, CONTENT, wrapped(body))

    def _forget_empty(self, auction_id: int) -> None:
        room = self._rooms.get(auction_id)
        if room is not None and not room.inside and not room.coming:
            del self._rooms[auction_id]
