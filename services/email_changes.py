"""Changing an e-mail: asked with a proof, confirmed at the old address and at the new one."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.database import Database, Transaction
from services.errors import BadField, BadForm, NotFound, TokenRefused
from services.mail import Mails
from services.people.contacts import parse_email
from services.people.fields import Reading
from services.ports import Clock
from services.proofs import Proofs
from services.throttles import Throttles
from services.tokens import Token, TokenKind, Tokens

log = structlog.get_logger(__name__)
_PERSON = text("""
    select u.name, u.email, coalesce(s.language, 'pt-BR') as language,
           exists (select from users o where lower(o.email) = lower(:email)
                   and o.user_id <> u.user_id) as taken
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null for no key update of u
""")
_DROP = text("""
    update tokens set overtaken_at = :now, payload = '{}'
    where user_id = :user and kind = any(:kinds) and overtaken_at is null
""")
_OTHER = text("""
    select exists (select from tokens where user_id = :user and kind = :kind
                   and used_at is not null and overtaken_at is null and expires_at > :now)
""")
_CHANGE = text("""
    update users set email = :email, email_verified_at = :now, credentials_changed_at = :now
    where user_id = :user
""")
_MOST, _WITHIN = 3, timedelta(hours=1)
_HALVES = [TokenKind.EMAIL_OLD.value, TokenKind.EMAIL_NEW.value]
# Whoever holds a link sent to the old address must not come in by it any more.
_OPEN_DOORS = [
    kind.value
    for kind in (TokenKind.RESET, TokenKind.LOGIN, TokenKind.SET_PASSWORD, TokenKind.LINK)
]


class EmailChanges:
    """Moves an account to another address once both addresses have said yes."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        throttles: Throttles,
        tokens: Tokens,
        mails: Mails,
        proofs: Proofs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles
        self._tokens = tokens
        self._mails = mails
        self._proofs = proofs

    def ask(self, user_id: int, session_key: str, *, email: str, password: str) -> None:
        """Write to both addresses; a newer wish takes the place of an older one.

        Answers the same whether the new address has an account or not: its owner alone is told.
        Raises BadForm for the address or the proof, TooManyAttempts after three in an hour.
        """
        reading = Reading()
        new = reading.take(parse_email, email)
        try:
            self._proofs.demand(user_id, session_key, password)
        except BadForm as refused:
            reading.problems.extend(refused.problems)
        reading.settle()
        assert new is not None
        self._throttles.count(f"email-change:{user_id}", most=_MOST, within=_WITHIN)
        with self._database.transaction() as work:
            asked = {"user": user_id, "email": new}
            person = work.connection.execute(_PERSON, asked).one_or_none()
            if person is None:
                raise NotFound
            if new.lower() == person.email.lower():
                raise BadForm([BadField("email", "email.same")])
            self._drop(work, user_id, _HALVES)
            known = {"user_id": user_id, "name": person.name, "language": person.language}
            old_half = self._tokens.issue(
                work,
                TokenKind.EMAIL_OLD,
                email=person.email,
                user_id=user_id,
                payload={"email": new},
            )
            new_half = self._tokens.issue(work, TokenKind.EMAIL_NEW, email=new, user_id=user_id)
            path = f"/auth/confirm/{old_half}"
            self._mails.send_letter(
                work, "email_old", email=person.email, path=path, **known | {"new_email": new}
            )
            if person.taken:
                self._mails.send_letter(
                    work, "email_taken", email=new, language=person.language, path="/login"
                )
                return
            path = f"/auth/confirm/{new_half}"
            self._mails.send_letter(work, "email_new", email=new, path=path, **known)

    def confirm(self, token: str) -> bool:
        """Take one address's yes; returns whether that was the second and the e-mail has changed.

        Raises TokenRefused. Two given at once change it once.
        """
        try:
            with self._database.transaction() as work:
                return self._confirm(work, token)
        except IntegrityError:  # the address was given to somebody else at this very moment
            raise TokenRefused(reason="unknown") from None

    def withdraw(self, user_id: int) -> None:
        """Forget the wish: its links open nothing any more."""
        with self._database.transaction() as work:
            self._drop(work, user_id, _HALVES)

    def _confirm(self, work: Transaction, token: str) -> bool:
        shown = self._tokens.peek(work, token)
        if shown.kind.value not in _HALVES or shown.user_id is None:
            raise TokenRefused(reason="unknown")
        new = new_address(shown)
        asked = {"user": shown.user_id, "email": new}
        person = work.connection.execute(_PERSON, asked).one_or_none()
        if person is None or person.taken:
            raise TokenRefused(reason="unknown")
        self._tokens.redeem(work, token, shown.kind)
        now = self._clock.now()
        other = _HALVES[1 - _HALVES.index(shown.kind.value)]
        asked_other = {"user": shown.user_id, "kind": other, "now": now}
        if not work.connection.execute(_OTHER, asked_other).scalar_one():
            return False
        work.connection.execute(_CHANGE, {"user": shown.user_id, "email": new, "now": now})
        self._drop(work, shown.user_id, [*_HALVES, *_OPEN_DOORS], at=now)
        self._mails.send_letter(
            work,
            "email_changed",
            email=person.email,
            language=person.language,
            user_id=shown.user_id,
            name=person.name,
        )
        log.info("email_changed", user=shown.user_id)
        return True

    def _drop(
        self, work: Transaction, user_id: int, kinds: list[str], *, at: datetime | None = None
    ) -> None:
        values = {"user": user_id, "kinds": kinds, "now": at or self._clock.now()}
        work.connection.execute(_DROP, values)


def new_address(token: Token) -> str:
    """Tell which address a half of a change is about."""
    if token.kind is TokenKind.EMAIL_NEW:
        return token.email
    return str(token.payload["email"])
