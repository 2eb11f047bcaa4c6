"""The bell's doors: news marked as read, and a socket that tells a person's screens of new ones."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response
from starlette.websockets import WebSocket

from api.errors import wants_json
from api.forms import read_form
from api.news import NOT_HEARD, TOO_MANY, stay
from api.routing import door
from components.admission import COMMON, visitor_of
from components.bell import in_words
from components.words import speak
from services.errors import BadInput, NotLoggedIn
from services.events import Event, SessionEnded, Told
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

PER_PERSON = 20
LARGEST_ID = 2**31 - 1
HERE = "/notifications"


class Screen:
    """One open page of a person, and whether it is still to be told something."""

    slow = False

    def __init__(self, services: Services, socket: WebSocket, visitor: Visitor) -> None:
        self._services = services
        self._socket = socket
        self._visitor = visitor
        self._latest: int | None = None
        self.news = asyncio.Event()
        self.news.set()

    async def listen(self) -> None:
        """Tell how much is unread now, and from then on what comes, while the session stands."""
        services, visitor = self._services, self._visitor
        while True:
            await self.news.wait()
            self.news.clear()
            if await services.run(services.sessions.still, visitor.session_key) is None:
                return
            self._latest, found = await services.run(
                services.bell.since, visitor.user_id or 0, visitor.language, self._latest
            )
            speak(visitor.language)
            await self._socket.send_text(json.dumps(in_words(found), separators=(",", ":")))


class Screens:
    """Every open page of everybody, by person; hears the hub in any thread."""

    def __init__(self, services: Services) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self.of_person: defaultdict[int, dict[Screen, str]] = defaultdict(dict)
        services.hub.listen(self._hear)

    def enter(self, person: int, screen: Screen, session_key: str) -> None:
        """Tell this screen what its person is told."""
        self._loop = asyncio.get_running_loop()
        self.of_person[person][screen] = session_key

    def leave(self, person: int, screen: Screen) -> None:
        """Tell this screen nothing more."""
        self.of_person[person].pop(screen, None)
        if not self.of_person[person]:
            del self.of_person[person]

    def _hear(self, event: Event) -> None:
        loop = self._loop
        if isinstance(event, Told | SessionEnded) and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._note, event)

    def _note(self, event: Told | SessionEnded) -> None:
        if isinstance(event, Told):
            for screen in self.of_person.get(event.user_id, ()):
                screen.news.set()
            return
        for screens in self.of_person.values():
            for screen, session_key in screens.items():
                if session_key == event.session_key:
                    screen.news.set()  # it finds that its session has ended


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /notifications/read` and the socket `/api/bell`."""
    screens = Screens(services)

    @door(app, "POST", "/notifications/read", context=COMMON)
    async def read(request: Request) -> Response:
        """Mark one piece of news as read, or all up to one."""
        visitor = visitor_of(request)
        form = await read_form(request, visitor)
        if visitor.user_id is None:
            raise NotLoggedIn
        only, upto = number(form.get("only")), number(form.get("upto"))
        if only is None and upto is None:
            raise BadInput
        await services.run(services.bell.read, visitor.user_id, upto=upto or only or 0, only=only)
        services.sessions.forget(visitor.session_key)
        return Response(status_code=204) if wants_json(request) else RedirectResponse(HERE, 303)

    async def listen(socket: WebSocket) -> None:
        """Tell whoever is logged in; what they say is not heard."""
        visitor: Visitor = socket.scope["visitor"]
        person = visitor.user_id
        if person is None:
            await socket.close(NOT_HEARD)
            return
        if len(screens.of_person.get(person, ())) >= PER_PERSON:
            await socket.close(TOO_MANY)
            return
        await socket.accept()
        screen = Screen(services, socket, visitor)
        screens.enter(person, screen, visitor.session_key)
        try:
            await stay(socket, screen)
        finally:
            screens.leave(person, screen)

    app.add_api_websocket_route("/api/bell", listen)


def number(text: object) -> int | None:
    """Read the number of a row; None for what is none."""
    if not isinstance(text, str) or not (text.isascii() and text.isdigit() and len(text) < 11):
        return None
    return min(int(text), LARGEST_ID)
