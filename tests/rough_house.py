"""A house with all its doors in this process, to which rough forms are brought."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest import mock
from urllib.parse import unquote

import socketio
from fastapi import FastAPI
from passlib.context import CryptContext
from sqlalchemy import text

import api
from api import security
from api.routing import DOORS
from api.security.csrf import Tokens
from components import frame
from components.discovery import serving
from models.people import LegalPerson, User
from pages.routing import install_error_pages
from services.bootstrap import Services
from services.config import Config
from services.errors import DomainError, SecondStepNeeded
from services.people.opened_letters import mark_of
from services.people.passwords import hashed
from tests.forms import ADDRESS, INDIVIDUAL
from tests.house import House
from tests.lot_forms import TRUCK
from tests.rough_forms import ANOTHER, CODE, CPF, CSRF, EMAIL, LETTER, NAME, OWN, PASSWORD, Rough

SECRET = "k" * 40
HOST = "127.0.0.1:8080"
# Ten thousand forms are not to wait for what keeps one answer from being told from another.
AT_ONCE = {
    "api.sign_up.SAME_SECONDS": 0,
    "api.sign_up.SAME_SECONDS_AGAIN": 0,
    "api.passwords.ANSWER_SECONDS": 0,
    "services.people.passwords._CONTEXT": CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=64,
        argon2__time_cost=1,
        argon2__parallelism=1,
    ),
}
LETTERS_LINK = re.compile(r"/auth/confirm/([\w-]+)")
LETTERS_CODE = re.compile(r"\b\d{6}\b")
_TOLD = text("select text from mails where email = :email order by mail_id desc limit 1")
_ITS_PHOTOS = (
    text("""
        select setval(seq, greatest(nextval(seq), 1000000))
        from unnest(array[
            cast(pg_get_serial_sequence('images', 'image_id') as regclass),
            cast(pg_get_serial_sequence('dropped_images', 'dropped_image_id') as regclass)
        ]) seq
    """),  # the numbers chosen below are never given again
    text("insert into images (image_id, image, alt, draft_id) values (:number, '/x', '', :number)"),
    text("""
        insert into dropped_images (dropped_image_id, image, alt, position, turns, draft_id,
                                    dropped_at)
        values (:number, '/x', '', 0, 0, :number, now())
    """),
)
_UNPROVEN = text("update sessions set elevated_at = null where user_id = :user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that somebody who knocked gets to see."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class RoughHouse:
    """Every door that takes a form, and a new person for each form that somebody brings.

    In a house that is not `hurried` answers take their time, and passwords are hashed in earnest.
    """

    def __init__(self, database_url: str, state: Path, *, hurried: bool = True) -> None:
        config = Config(
            _env_file=None,
            base_url=f"http://{HOST}",
            secret_key=SECRET,
            state_dir=state,
            cep_url="",
        )
        self._changed = contextlib.ExitStack()
        for name, value in AT_ONCE.items() if hurried else ():
            self._changed.enter_context(mock.patch(name, value))
        self.services = Services(config, database_url)
        self.services.bids.desk.start()
        self.app = self.built()
        self.lot = self.a_lot()
        self.doors = [door for door in DOORS.values() if door.method == "POST"]
        self.answers: dict[str, Counter[int]] = {door.path: Counter() for door in self.doors}
        self._proofs = Tokens(SECRET)
        self._numbers = itertools.count(1_000)
        self._password = hashed(PASSWORD)
        self._loop = asyncio.Runner()

    def __enter__(self) -> RoughHouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType
    ) -> None:
        self._loop.close()
        self._changed.close()
        self.services.bids.desk.stop()
        self.services.database.close()

    def built(self) -> FastAPI:
        """Put all doors of `api` behind the wardens, whichever there are."""
        app = FastAPI()
        sio = socketio.AsyncServer(async_mode="asgi")
        for name in ("connect", "handshake", "event", "javascript_response", "ack", "log"):
            sio.on(name, lambda *_: None)
        frame.configure(demo=False)
        for door in serving(api):
            door.register(app, self.services)
        install_error_pages(app)
        security.install(app, sio, self.services)
        return app

    def a_lot(self) -> int:
        """Put something on sale."""
        house = House(self.services.database.url, clock=self.services.clock)
        lot = house.lot()
        house.leave()
        return lot

    def take(self, rough: Rough) -> int:
        """Bring a form to its door; returns the status of the answer, and counts it."""
        headers, own = self.brought_by(rough)
        path, body = rough.path, rough.body
        for mark, word in own.items():
            path, body = path.replace(mark, word), body.replace(mark, word)
        answer = self.ask(path, body, [*headers, *rough.headers])
        self.answers[rough.door][answer.status] += 1
        return answer.status

    def ask(self, path: bytes, body: bytes, headers: list[tuple[str, bytes]]) -> Answer:
        """Send one POST as a server hands it on, its bytes as they are."""
        return self._loop.run(self._ask(path, body, headers))

    def brought_by(self, rough: Rough) -> tuple[list[tuple[str, bytes]], dict[bytes, bytes]]:
        """Let somebody come for this form alone: the cookies and words only the house can give."""
        number = next(self._numbers)
        name, email = f"p{number}", f"p{number}@example.com"
        own = {NAME: name.encode(), EMAIL: email.encode(), ANOTHER: f"new{email}".encode()}
        own |= {CPF: cpf_of(number).encode()}
        own |= {OWN: b"1", LETTER: b"x", CODE: b"123456"}
        cookie, csrf = self.stranger()
        cookies = {"pre": cookie}
        if rough.who != "visitor" or rough.standing or "{mark}" in rough.door:
            person, address = self.person(number, rough)
            token = self.services.sessions.open(person, ip=None, user_agent=None)
            visitor = self.services.sessions.find(token)
            assert visitor is not None
            (session,) = self.services.sessions.of(person, here=visitor.session_key)
            places = {"address": address, "session": session.id, "auction": self.lot}
            if "{draft_id}" in rough.door:
                places["draft"] = self.draft(person)
            asked = re.search(r"\{(\w+)_id\}", rough.door)
            own[OWN] = str(places.get(asked[1], 1) if asked else 1).encode()
            if "attempt" in rough.standing:
                cookies["attempt"] = self.attempt(name)
                cookies["google"] = self.wish(person, email)
            if "{mark}" in rough.door:
                with contextlib.suppress(DomainError):  # not everybody may have every letter
                    self.write(rough.letter, person, visitor.session_key, email, number)
            if "elevated" not in rough.standing:
                self.change(_UNPROVEN, user=person)
            if rough.who != "visitor":
                csrf, cookies = visitor.csrf, cookies | {"sid": token}
            letter = self.letter_to(f"new{email}" if rough.letter in ("create", "email") else email)
            if link := LETTERS_LINK.search(letter):
                own[LETTER], cookies["letters"] = mark_of(link[1]).encode(), link[1]
            if code := LETTERS_CODE.search(letter):
                own[CODE] = code[0].encode()
        own[CSRF] = csrf.encode()
        brought = [("cookie", f"{name}={value}".encode()) for name, value in cookies.items()]
        return brought, own

    def stranger(self) -> tuple[str, str]:
        """Give a new browser's cookie, and the token of its forms."""
        cookie = self._proofs.new_cookie()
        return cookie, self._proofs.of_cookie(cookie) or ""

    def person(self, number: int, rough: Rough, *, name: str = "") -> tuple[int, int | None]:
        """Let somebody join; returns the numbers of the person and of an address, if one is had."""
        address = None
        with self.services.database.transaction() as work:
            person = User(
                name="Ana Lima",
                username=name or f"p{number}",
                email=f"{name or f'p{number}'}@example.com",
                cpf=cpf_of(number),
                password=self._password,
                admin_user=rough.who == "admin",
            )
            work.session.add(person)
            work.session.flush()
            if rough.who == "company":
                work.session.add(
                    LegalPerson(
                        user_id=person.id,
                        cnpj=f"{number:014d}",
                        legal_business_name="Lima Ltda",
                        trade_name="Lima",
                    )
                )
        if "{address_id}" in rough.door:
            address = self.services.addresses.add(person.id, ADDRESS)
        if "second" in rough.standing or "attempt" in rough.standing:
            with self.services.database.transaction() as work:
                work.connection.execute(
                    text("insert into settings (user_id, two_factor_auth) values (:user, true)"),
                    {"user": person.id},
                )
        return person.id, address

    def draft(self, person: int) -> int:
        """Begin a lot with a photo of the same number, and one that was taken out."""
        number = self.services.selling.drafts.create(person, TRUCK)
        for words in _ITS_PHOTOS:
            self.change(words, number=number)
        return number

    def attempt(self, name: str) -> str:
        """Begin a log-in that needs a second step; gives what the browser keeps of it."""
        try:
            self.services.accounts.log_in(name, PASSWORD)
        except SecondStepNeeded as step:
            return step.attempt
        raise AssertionError("nobody was asked twice")

    def wish(self, person: int, email: str) -> str:
        """Have another house vouch for somebody who has an account; gives what a browser keeps."""
        told = {"issuer": "https://accounts.test", "subject": email, "going_to": "/"}
        asking = self.services.identities._asking
        return asking.wish(told | {"user_id": person, "email": email})

    def write(self, letter: str, person: int, session: str, email: str, number: int) -> None:
        """Have the house send a letter with a link of its kind."""
        new = f"new{email}"
        if letter == "create":
            form = INDIVIDUAL | ADDRESS | {"email": new, "username": f"new{number}"}
            self.services.sign_up.sign_up(form, language="pt-BR")
        elif letter == "reset":
            self.services.recovery.ask(email)
        elif letter == "delete":
            self.services.deletions.ask(person, session, password=PASSWORD)
        elif letter == "email":
            self.services.email_changes.ask(person, session, email=new, password=PASSWORD)

    def letter_to(self, email: str) -> str:
        """Read the latest letter to an address; empty if there was none."""
        with self.services.database.transaction() as work:
            found = work.connection.execute(_TOLD, {"email": email}).scalar_one_or_none()
        return str(found or "")

    def change(self, query: Any, **values: Any) -> None:
        """Change the database behind the house's back."""
        with self.services.database.transaction() as work:
            work.connection.execute(query, values)

    async def _ask(self, target: bytes, body: bytes, headers: list[tuple[str, bytes]]) -> Answer:
        path, _, query = target.partition(b"?")
        number = next(self._numbers)
        given = [("host", HOST.encode()), ("content-length", str(len(body)).encode()), *headers]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(name.encode(), value) for name, value in given],
            # From another place each time: nobody is turned away for coming often.
            "client": (f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", 50_000),
            "server": ("127.0.0.1", 8080),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        head, *parts = sent
        return Answer(
            status=head["status"],
            headers=tuple((bytes(name), bytes(value)) for name, value in head["headers"]),
            body=b"".join(part.get("body", b"") for part in parts),
        )


def cpf_of(number: int) -> str:
    """Make a CPF of nobody's, with its check digits."""
    digits = f"{number:09d}"
    for _ in range(2):
        weighed = sum(int(each) * weight for each, weight in zip(digits[::-1], itertools.count(2)))
        digits += str(-weighed % 11 % 10)
    return digits
