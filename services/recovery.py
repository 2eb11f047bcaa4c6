"""Passwords chosen anew: recovered by letter, changed, or set where there was none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from services.database import Database, Transaction
from services.errors import TokenRefused
from services.mail import Mails, said_moment
from services.people.contacts import parse_email
from services.people.fields import Reading
from services.people.passwords import hashed, parse_new_password
from services.ports import Clock
from services.proofs import Proofs
from services.second_factor import SecondFactors
from services.sessions import SessionService
from services.throttles import Throttles
from services.tokens import TokenKind, Tokens

_PER_ADDRESS, _PER_IP, _WITHIN = 3, 10, timedelta(hours=1)
_OPENS_A_PASSWORD = (TokenKind.RESET, TokenKind.SET_PASSWORD)
_FIND = text("""
    select u.user_id, u.name, u.email, u.username, u.password is not null as has_password,
           coalesce(c.language, 'pt-BR') as language
    from users u left join settings c on c.user_id = u.user_id
    where (cast(:user as integer) is null and lower(u.email) = lower(:email) or u.user_id = :user)
      and u.blocked_at is null and u.erased_at is null
""")
_SET = text("""
    update users set password = :password, credentials_changed_at = :now,
                     password_token = null, password_token_expiration_datetime = null
    where user_id = :user
""")
_VERIFIED = text("""
    update users set email_verified_at = coalesce(email_verified_at, :now) where user_id = :user
""")


class RecoveryService:
    """Lets people choose passwords. Every change ends their sessions and writes a letter."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tokens: Tokens,
        throttles: Throttles,
        mails: Mails,
        sessions: SessionService,
        factors: SecondFactors,
        proofs: Proofs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._throttles = throttles
        self._mails = mails
        self._sessions = sessions
        self._factors = factors
        self._proofs = proofs

    def ask(self, email: str, *, ip: str | None = None) -> None:
        """Send the link for a new password, if somebody has this e-mail; says the same if not.

        Three letters an hour to one address and ten from one place; past that, silence. Raises
        BadField for what is not an e-mail. Takes longer when there is somebody: whoever answers
        must not let that show.
        """
        email = parse_email(email)
        subjects = [(f"mail-to:{email.lower()}", _PER_ADDRESS)]
        if ip:
            subjects.append((f"mail-from:{ip}", _PER_IP))
        allowed = [self._throttles.allows(one, most=most, within=_WITHIN) for one, most in subjects]
        if not all(allowed):
            return
        with self._database.transaction() as work:
            found = work.connection.execute(_FIND, {"user": None, "email": email}).one_or_none()
            if found is not None:
                self._send_link(work, found)

    def ask_for(self, user_id: int) -> None:
        """Send the link for a password to somebody logged in. Raises TooManyAttempts."""
        with self._database.transaction() as work:
            found = work.connection.execute(_FIND, {"user": user_id, "email": ""}).one()
        subject = f"mail-to:{found.email.lower()}"
        self._throttles.count(subject, most=_PER_ADDRESS, within=_WITHIN)
        with self._database.transaction() as work:
            self._send_link(work, found)

    def choose(self, token: str, new_password: str) -> None:
        """Set the password a link was asked for, and end every session; logs nobody in.

        The second factor stays as it is. Raises BadField, the link still good, or TokenRefused.
        """
        with self._database.transaction() as work:
            kind, found = self._link(work, token)
        kept = hashed(self._parsed(new_password, found))
        with self._database.transaction() as work:
            self._tokens.redeem(work, token, kind)
            self._set(work, found, kept)
            work.connection.execute(_VERIFIED, {"user": found.user_id, "now": self._clock.now()})
            self._sessions.end_all_in(work, found.user_id)

    def change(
        self,
        user_id: int,
        current: str,
        new_password: str,
        *,
        ip: str | None = None,
        user_agent: str | None = None,
    ) -> str:
        """Change the password of somebody logged in, and return a new session's token.

        Every other session ends. Raises BadForm for a wrong current password or one that cannot
        be taken, both at once; TooManyAttempts after ten wrong ones.
        """
        with self._database.transaction() as work:
            person = self._factors.person(work, user_id)
            found = work.connection.execute(_FIND, {"user": user_id, "email": ""}).one()
        reading = Reading()
        if not current:
            reading.refuse("current_password", "missing")
        else:
            reading.take(self._proofs.check_password, person, current, field="current_password")
        reading.take(self._parsed, new_password, found)
        if current and current == new_password:
            reading.refuse("new_password", "password.same")
        reading.settle()
        kept = hashed(new_password)
        with self._database.transaction() as work:
            self._set(work, found, kept)
            self._sessions.end_all_in(work, user_id)
            return self._sessions.open_in(work, user_id, ip=ip, user_agent=user_agent)

    def _parsed(self, new_password: str, found: Any) -> str:
        own = (found.username, found.email, found.name)
        return parse_new_password(new_password, own=own, field="new_password")

    def _link(self, work: Transaction, token: str) -> tuple[TokenKind, Any]:
        opened = self._tokens.peek(work, token)
        if opened.kind not in _OPENS_A_PASSWORD or opened.user_id is None:
            raise TokenRefused(reason="unknown")
        values = {"user": opened.user_id, "email": ""}
        found = work.connection.execute(_FIND, values).one_or_none()
        if found is None or found.email.lower() != opened.email.lower():
            raise TokenRefused(reason="unknown")
        return opened.kind, found

    def _send_link(self, work: Transaction, found: Any) -> None:
        kind = TokenKind.RESET if found.has_password else TokenKind.SET_PASSWORD
        token = self._tokens.issue(work, kind, email=found.email, user_id=found.user_id)
        self._write(work, kind.value, found, path=f"/auth/confirm/{token}")

    def _set(self, work: Transaction, found: Any, kept: str) -> None:
        now: datetime = self._clock.now()
        values = {"user": found.user_id, "password": kept, "now": now}
        work.connection.execute(_SET, values)
        for kind in (*_OPENS_A_PASSWORD, TokenKind.LOGIN):
            self._tokens.overtake(work, kind, found.user_id)
        self._throttles.calm(work, f"login:{found.username.lower()}")
        self._throttles.calm(work, f"login:{found.email.lower()}")
        when = said_moment(now, found.language)
        self._write(work, "password_changed", found, path="/auth/change", when=when)

    def _write(
        self, work: Transaction, kind: str, found: Any, *, path: str, **values: object
    ) -> None:
        self._mails.send_letter(
            work,
            kind,
            email=found.email,
            language=found.language,
            path=path,
            user_id=found.user_id,
            name=found.name,
            **values,
        )
