"""Sign-up: an account is wished for, confirmed from its e-mail, and only then exists."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError

from services import sign_up_rows as rows
from services.database import Database, Transaction
from services.errors import AlreadyMember, BadField, BadForm, TokenRefused
from services.mail import Mails
from services.people.applicants import GENDERS, Applicant, read_applicant
from services.people.contacts import parse_email, parse_username
from services.people.fields import Reading
from services.people.passwords import hashed
from services.people.places import UFS
from services.photos.letting_go import let_go
from services.photos.portrait import PORTRAIT, developed
from services.ports import Clock, PhotoStore
from services.throttles import Throttles
from services.tokens import Token, TokenKind, Tokens
from services.views import SignUpForm

_MOST_WISHES, _MOST_RESENDS, _MOST_LETTERS = 20, 20, 5
_WINDOW = timedelta(hours=1)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAccount:
    """An account that waits for its e-mail; `suggestion` is a free name if its own is taken."""

    name: str
    email: str
    username: str
    suggestion: str | None


class SignUpService:
    """Takes wishes for an account and opens it for who can read the mail sent there.

    Whether an e-mail, a document or a name is somebody's already is told to nobody but the reader
    of that mail.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tokens: Tokens,
        throttles: Throttles,
        mails: Mails,
        photos: PhotoStore,
    ) -> None:
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._throttles = throttles
        self._mails = mails
        self._photos = photos

    def check(self, form: Mapping[str, str]) -> tuple[BadField, ...]:
        """List what is wrong with a form as far as it is filled, asking nobody; writes nothing."""
        reading = Reading()
        read_applicant(form, now=self._clock.now(), reading=reading)
        return tuple(reading.problems)

    def sign_up(
        self,
        form: Mapping[str, str],
        *,
        photo: bytes = b"",
        language: str,
        next_path: str = "/",
        ip: str | None = None,
    ) -> str:
        """Keep the wish for an account for a day and send a letter; returns the address it is for.

        Does the same, in about the same time, for an e-mail that has an account: that letter says
        so. Raises BadForm with everything that is wrong, TooManyAttempts past 20 wishes in an hour
        from one address of the net. To one e-mail no more than 5 letters leave in an hour, and the
        latest that left stays good.
        """
        now, reading = self._clock.now(), Reading()
        applicant = read_applicant(form, now=now, reading=reading)
        picture = reading.take(developed, photo) if photo else None
        reading.settle()
        if applicant is None:  # settled: it is one
            raise AssertionError
        if ip:
            self._throttles.count(f"sign-up-from:{ip}", most=_MOST_WISHES, within=_WINDOW)
        payload = {
            "applicant": applicant.as_payload(),
            "password": hashed(form["password"]),
            "photo": b64encode(picture).decode() if picture else "",
            "language": language,
            "next": next_path,
            "agreed_at": now.isoformat(),
            "ip": ip,
        }
        if self._may_write_to(applicant.email):
            with self._database.transaction() as work:
                self._invite(work, applicant.email, payload)
        return applicant.email

    def resend(self, email: str, *, ip: str | None = None) -> str:
        """Send the letter of a wish that still waits once more; returns the address as read.

        Nothing tells whether one was sent. Raises BadField, TooManyAttempts.
        """
        email = parse_email(email)
        if ip:
            self._throttles.count(f"resend-from:{ip}", most=_MOST_RESENDS, within=_WINDOW)
        if self._may_write_to(email):
            with self._database.transaction() as work:
                waiting = self._tokens.pending(work, TokenKind.CREATE, email)
                if waiting is not None:
                    self._invite(work, waiting.email, waiting.payload)
        return email

    def pending(self, token: str) -> PendingAccount:
        """Tell which account a token would open. Raises TokenRefused, AlreadyMember."""
        with self._database.transaction() as work:
            opened = self._tokens.peek(work, token)
            applicant = _applicant(opened)
            rows.refuse_members(work, applicant)
            return PendingAccount(
                name=applicant.name,
                email=applicant.email,
                username=applicant.username,
                suggestion=rows.free_name_like(work, applicant.username),
            )

    def confirm(self, token: str, *, username: str = "") -> str:
        """Open the account a token stands for; returns where its owner was going.

        `username` takes the place of the one wished for, if given. Raises TokenRefused,
        AlreadyMember where e-mail, CPF or CNPJ have an account by now, and BadForm for a username
        that cannot be had; the token stays good after a BadForm. Of two at once one succeeds.
        """
        chosen = parse_name(username) if username.strip() else None
        with self._database.transaction() as work:
            opened = self._tokens.redeem(work, token, TokenKind.CREATE)
            applicant = _applicant(opened)
            applicant = replace(applicant, username=chosen or applicant.username)
            with self._kept(opened.payload["photo"]) as photo, unique():
                person = rows.add(
                    work,
                    applicant,
                    password=opened.payload["password"],
                    photo=photo,
                    language=opened.payload["language"],
                    agreed_at=datetime.fromisoformat(opened.payload["agreed_at"]),
                    ip=opened.payload["ip"],
                    now=self._clock.now(),
                )
        log.info("account_created", user_id=person)
        return str(opened.payload["next"])

    def _may_write_to(self, email: str) -> bool:
        return self._throttles.allows(
            f"mail-to:{email.lower()}", most=_MOST_LETTERS, within=_WINDOW
        )

    def _invite(self, work: Transaction, email: str, payload: Mapping[str, Any]) -> None:
        """Issue a token and send it; to a member a letter without it, which nobody then has."""
        member = rows.is_member(work, email) or "applicant" not in payload
        language = payload["language"]
        kept = {"language": language} if member else payload
        token = self._tokens.issue(work, TokenKind.CREATE, email=email, payload=kept)
        if member:
            self._mails.send_letter(
                work, "registered", email=email, language=language, path="/login"
            )
            return
        self._mails.send_letter(
            work,
            "create",
            email=email,
            language=language,
            path=f"/auth/confirm/{token}",
            name=payload["applicant"]["name"].split()[0],
        )

    @contextmanager
    def _kept(self, photo: str) -> Iterator[str | None]:
        """Keep a photo for as long as what it is kept for comes true; none where there is no room.

        An account is worth more than its photo.
        """
        if not photo:
            yield None
            return
        try:
            key = self._photos.keep({PORTRAIT: b64decode(photo)})
        except OSError as error:
            log.warning("photo_not_kept", error=str(error))
            yield None
            return
        try:
            yield key
        except BaseException:
            let_go(self._photos, key)
            raise


def form_of(typed: Mapping[str, str] | None = None, **shown: Any) -> SignUpForm:
    """Give the form of sign-up as a screen shows it, with what was typed and what was wrong."""
    return SignUpForm(typed=typed or {}, states=UFS, genders=GENDERS, **shown)


def parse_name(username: str) -> str:
    """Read the username chosen at the last moment. Raises BadForm."""
    try:
        return parse_username(username)
    except BadField as problem:
        raise BadForm([problem]) from None


def name_taken() -> BadForm:
    """Say that a username is somebody's."""
    return BadForm([BadField("username", "taken")])


@contextmanager
def unique() -> Iterator[None]:
    """Say in the trade's words what somebody else has taken, were it a blink ago."""
    try:
        yield
    except IntegrityError as error:
        taken = getattr(getattr(error.orig, "diag", None), "constraint_name", "")
        if taken == rows.UNIQUE_USERNAME:
            raise name_taken() from None
        if taken in rows.UNIQUE_OF_MEMBERS:
            raise AlreadyMember from None
        raise


def _applicant(opened: Token) -> Applicant:
    if opened.kind is not TokenKind.CREATE or "applicant" not in opened.payload:
        raise TokenRefused(reason="unknown")
    return Applicant.from_payload(opened.payload["applicant"])
