"""Who comes with a rough form: a new person each time, with what only the house can give."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text

from api.security.csrf import Tokens
from models.people import LegalPerson, User
from services.bootstrap import Services
from services.errors import DomainError, SecondStepNeeded
from services.people.opened_letters import mark_of
from services.people.passwords import hashed
from tests.forms import ADDRESS, INDIVIDUAL
from tests.lot_forms import TRUCK
from tests.rough_forms import ANOTHER, CODE, CPF, CSRF, EMAIL, LETTER, NAME, OWN, PASSWORD, Rough

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


class Guests:
    """Lets people come, with their cookies and words."""

    def __init__(self, services: Services, lot: int, numbers: Iterator[int]) -> None:
        self.services = services
        self.lot = lot
        self._numbers = numbers
        self._proofs = Tokens(services.config.secret_key)
        self._password = hashed(PASSWORD)

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


def cpf_of(number: int) -> str:
    """Make a CPF of nobody's, with its check digits."""
    digits = f"{number:09d}"
    for _ in range(2):
        weighed = sum(int(each) * weight for each, weight in zip(digits[::-1], itertools.count(2)))
        digits += str(-weighed % 11 % 10)
    return digits
