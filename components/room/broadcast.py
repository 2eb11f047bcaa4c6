"""News of a room, told once for everybody who watches it in this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from components.live import emit
from services.errors import NotFound
from services.events import Event, RoomChanged, WatchersChanged
from services.hub import Hub
from services.views import Label, PublicRoom

Reader = Callable[[int, int], Awaitable[PublicRoom]]
Message = dict[str, Any]
Hearts = Callable[[int], Awaitable[int]]
Audience = Callable[[int, str, Message], Awaitable[None]]

PACE_SECONDS = 0.2
PRESENCE_SECONDS = 1.0
HEARTS_SECONDS = 1.0
RETRY_SECONDS = 1.0
MANY = 100
NAMED_AT_ONCE = 10

NAMELESS: Message = {"paddle": None, "name": None}

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Watched:
    """A room with its watchers (client id -> person) and what they have been told."""

    people: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    greeted: set[str] = field(default_factory=set)
    wanted: int = 0
    version: int = 0
    row: int = 0
    telling: asyncio.Task[None] | None = None
    heard: float = 0.0
    present: int = 0
    came: list[Message] = field(default_factory=list)
    greeting: asyncio.Task[None] | None = None
    recount: bool = False
    counting: asyncio.Task[None] | None = None

    @property
    def distinct(self) -> int:
        return len(set(self.people.values()))


class RoomBroadcaster:
    """Keeps who watches which room here, and tells them when it changes.

    The first news of a room goes out at once; what follows is merged to five messages a second,
    the latest state each time. A message carries the rows since the last one and the version it
    builds on (`since`); whoever has missed that one fetches the room. `read(auction_id, row)`
    gives the room with the rows numbered above `row`. All but the listening to the hub happens on
    the event loop of the watchers; only ids are kept. `took` is told how many seconds went by from
    hearing of a change to having written it to all.

    `hearts` counts who has a lot among the favourites; it is told once a second at most.

    Watchers who do not come through a page are counted and announced like the others; they are told
    by their `audience`, as often and in the same order.
    """

    def __init__(
        self,
        read: Reader,
        hub: Hub,
        *,
        now: Callable[[], float] = time.time,
        took: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._read = read
        self._now = now
        self._took = took
        self._rooms: dict[int, _Watched] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.audience: Audience | None = None
        self.hearts: Hearts | None = None
        self.stop = hub.listen(self._hear)

    def join(
        self,
        auction_id: int,
        client: str,
        person: str,
        *,
        announced: bool = False,
        label: Label | None = None,
        elsewhere: bool = False,
        called: Message | None = None,
    ) -> None:
        """Let a client watch; safe to repeat, as after every reconnection.

        A person new in the room is announced if `announced`: as they are `called`, by `label`, or
        as a participant. Who watches `elsewhere` is told by the audience, and counts once they are
        announced.
        """
        self._loop = asyncio.get_running_loop()
        room = self._rooms.setdefault(auction_id, _Watched())
        room.people[client] = person
        if elsewhere:
            room.elsewhere.add(client)
        if announced and person not in room.greeted:
            if not (called and called.get("visitor")):
                room.greeted.add(person)
            room.came.append(called or (label.as_message() if label else NAMELESS))
            del room.came[:-NAMED_AT_ONCE]
        if announced or not elsewhere:
            self._count(auction_id, room)

    def leave(self, auction_id: int, client: str) -> None:
        """Let a client go; the last one takes the room's memory along."""
        room = self._rooms.get(auction_id)
        if room is None or room.people.pop(client, None) is None:
            return
        room.elsewhere.discard(client)
        if room.people:
            self._count(auction_id, room)
            return
        del self._rooms[auction_id]
        for task in (room.telling, room.greeting, room.counting):
            if task is not None:
                task.cancel()

    def present(self, auction_id: int) -> int:
        """Count the distinct people in a room, as they are told: above a hundred, by tens."""
        room = self._rooms.get(auction_id)
        return 0 if room is None else _said(room.distinct)

    def census(self) -> tuple[int, int]:
        """Count the rooms watched here, and the screens that watch them."""
        rooms = tuple(self._rooms.values())
        return len(rooms), sum(len(room.people) for room in rooms)

    async def tell(self, auction_id: int, event: str, message: Message) -> None:
        """Send a message to everybody who watches the room here."""
        room = self._rooms.get(auction_id)
        if room is None:
            return
        if room.elsewhere and self.audience is not None:
            await self.audience(auction_id, event, message)
        here = room.people.keys() - room.elsewhere if room.elsewhere else room.people
        await emit(here, event, message)

    async def tell_others_of(self, auction_id: int, client: str) -> None:
        """Let the other screens of a client's person look anew: they have bid on this one."""
        room = self._rooms.get(auction_id)
        if room is None or client not in room.people:
            return
        person = room.people[client]
        await self.tell_screens_of(auction_id, person, but=client)

    async def tell_screens_of(self, auction_id: int, person: str, *, but: str = "") -> None:
        """Let a person's screens look anew, all `but` one: they have bid elsewhere."""
        room = self._rooms.get(auction_id)
        if room is None:
            return
        screens = [each for each, who in room.people.items() if who == person and each != but]
        here = [each for each in screens if each not in room.elsewhere]
        if here:
            await emit(here, "yours", {"auction": auction_id})

    # ---- the room changes ------------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        """Listen to the hub, in any thread: only rooms watched here matter."""
        loop = self._loop
        if isinstance(event, WatchersChanged) and event.auction_id in self._rooms and loop:
            loop.call_soon_threadsafe(self._hearts_moved, event.auction_id)
        if isinstance(event, RoomChanged) and event.auction_id in self._rooms and loop is not None:
            heard = time.perf_counter()
            loop.call_soon_threadsafe(self._changed, event.auction_id, event.version, heard)

    def _changed(self, auction_id: int, version: int, heard: float) -> None:
        room = self._rooms.get(auction_id)
        if room is None or version <= room.version:
            return
        room.wanted = max(room.wanted, version)
        room.heard = room.heard or heard
        if room.telling is None:
            room.telling = asyncio.get_running_loop().create_task(self._follow(auction_id, room))

    async def _follow(self, auction_id: int, room: _Watched) -> None:
        """Tell the room until its watchers know the newest version, five times a second at most."""
        try:
            while room.wanted > room.version:
                pause = PACE_SECONDS
                try:
                    await self._tell_room(auction_id, room)
                except NotFound:
                    return
                except Exception:
                    log.exception("room_not_told", auction_id=auction_id)
                    pause = RETRY_SECONDS
                await asyncio.sleep(pause)
        finally:
            room.telling = None

    async def _tell_room(self, auction_id: int, room: _Watched) -> None:
        asked, heard, room.heard = room.wanted, room.heard, 0.0
        public = await self._read(auction_id, room.row)
        message = public.as_message()
        message["since"] = room.version
        message["now_ms"] = round(self._now() * 1000)
        await self.tell(auction_id, "room", message)
        if heard:
            self._took(time.perf_counter() - heard)
        room.version = max(room.version, public.version)
        room.row = max([room.row, *(row.number for row in public.rows)])
        if room.wanted == asked:
            room.wanted = room.version  # a version that was announced and never came is let go

    # ---- who has a heart for it ------------------------------------------------------------------

    def _hearts_moved(self, auction_id: int) -> None:
        room = self._rooms.get(auction_id)
        if room is None or self.hearts is None:
            return
        room.recount = True
        if room.counting is None:
            task = asyncio.get_running_loop().create_task(self._tell_hearts(auction_id, room))
            room.counting = task

    async def _tell_hearts(self, auction_id: int, room: _Watched) -> None:
        """Tell how many watch the lot until that is what the screens show."""
        try:
            while room.recount and self.hearts is not None:
                room.recount = False
                try:
                    watchers = await self.hearts(auction_id)
                    await self.tell(auction_id, "hearts", hearts(auction_id, watchers))
                except Exception:
                    log.exception("hearts_not_told", auction_id=auction_id)
                await asyncio.sleep(HEARTS_SECONDS)
        finally:
            room.counting = None

    # ---- who is present --------------------------------------------------------------------------

    def _count(self, auction_id: int, room: _Watched) -> None:
        if room.greeting is None and (room.came or _said(room.distinct) != room.present):
            task = asyncio.get_running_loop().create_task(self._greet(auction_id, room))
            room.greeting = task

    async def _greet(self, auction_id: int, room: _Watched) -> None:
        """Tell who came and how many are there, once a second at most.

        Pages name the latest, and nobody without an account.
        """
        try:
            while room.came or _said(room.distinct) != room.present:
                came, room.came = room.came, []
                people = [one for one in came if not one.get("visitor")]
                news = _said(room.distinct) != room.present
                room.present = _said(room.distinct)
                if news or room.distinct <= MANY:
                    message: Message = {
                        "auction": auction_id,
                        "present": room.present,
                        "joined": people[-1] if people else None,
                    }
                    if room.elsewhere:
                        message["came"] = came
                    await self.tell(auction_id, "presence", message)
                await asyncio.sleep(PRESENCE_SECONDS)
        finally:
            room.greeting = None


_of_house: WeakKeyDictionary[Hub, RoomBroadcaster] = WeakKeyDictionary()


def broadcaster_of(
    hub: Hub,
    read: Reader,
    *,
    now: Callable[[], float],
    took: Callable[[float], None] = lambda _: None,
) -> RoomBroadcaster:
    """Give the one broadcaster of a house in this process, made for whoever asks first."""
    if hub not in _of_house:
        _of_house[hub] = RoomBroadcaster(read, hub, now=now, took=took)
    return _of_house[hub]


def hearts(auction_id: int, watchers: int) -> Message:
    """Say how many watch a lot, as its pages hear it."""
    return {"auction": auction_id, "watchers": watchers}


def _said(people: int) -> int:
    return people if people <= MANY else people // 10 * 10
