"""Tokens: 256 random bits in a mail's link, good once, for one thing, for a while."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import text

from services.database import Database, Transaction
from services.errors import TokenRefused
from services.ports import Clock

_REMEMBERED = timedelta(days=7)
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended(:subject, 727405))")
_OVERTAKE = text("""
    update tokens set overtaken_at = :now, payload = '{}'
    where kind = :kind and used_at is null and overtaken_at is null
      and case when cast(:user as integer) is null
               then user_id is null and lower(email) = lower(:email)
               else user_id = :user end
""")
_ISSUE = text("""
    insert into tokens (token_hash, kind, user_id, email, payload, created_at, expires_at)
    values (:hash, :kind, :user, :email, cast(:payload as jsonb), :now, :expires)
""")
_PEEK = text("""
    select kind, user_id, email, payload, created_at, expires_at, used_at, overtaken_at
    from tokens where token_hash = :hash
""")
_USE = text("""
    update tokens set used_at = :now, payload = '{}'
    from (select token_id, payload from tokens where token_hash = :hash for update) before
    where tokens.token_id = before.token_id and kind = :kind and used_at is null
      and overtaken_at is null and expires_at > :now
    returning kind, user_id, email, before.payload, created_at, expires_at, used_at, overtaken_at
""")
_PENDING = text("""
    select kind, user_id, email, payload, created_at, expires_at, used_at, overtaken_at
    from tokens
    where kind = :kind and lower(email) = lower(:email) and used_at is null
      and overtaken_at is null and expires_at > :now
    order by created_at desc limit 1
""")
_FORGET = text("delete from tokens where expires_at < :before")
_EMPTY = text("update tokens set payload = '{}' where expires_at <= :now and payload <> '{}'")


class TokenKind(StrEnum):
    """What a token opens, and for how long."""

    CREATE = "create"
    LOGIN = "login"
    RESET = "reset"
    SET_PASSWORD = "set_password"  # noqa: S105  a kind, no password
    EMAIL_OLD = "email_old"
    EMAIL_NEW = "email_new"
    LINK = "link"
    DELETE = "delete"


LIFETIMES = {
    TokenKind.CREATE: timedelta(hours=24),
    TokenKind.LOGIN: timedelta(minutes=10),
    TokenKind.RESET: timedelta(minutes=30),
    TokenKind.SET_PASSWORD: timedelta(hours=24),
    TokenKind.EMAIL_OLD: timedelta(hours=24),
    TokenKind.EMAIL_NEW: timedelta(hours=24),
    TokenKind.LINK: timedelta(minutes=30),
    TokenKind.DELETE: timedelta(minutes=30),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token stands for; never the token itself."""

    kind: TokenKind
    user_id: int | None
    email: str
    payload: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime


class Tokens:
    """Issues, shows and redeems tokens inside the transactions of those who use them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def issue(
        self,
        work: Transaction,
        kind: TokenKind,
        *,
        email: str,
        user_id: int | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> str:
        """Make a token and return it, this once; only its hash is kept.

        It overtakes the open one of the same kind of the same user or, without a user, of the same
        e-mail: of two issued at once exactly one opens.
        """
        token, now = secrets.token_urlsafe(32), self._clock.now()
        subject = f"{kind}:{user_id or email.lower()}"
        work.connection.execute(_ONE_AT_A_TIME, {"subject": subject})
        values = {"kind": kind.value, "user": user_id, "email": email, "now": now}
        work.connection.execute(_OVERTAKE, values)
        more = {"hash": hash_of(token), "expires": now + LIFETIMES[kind]}
        work.connection.execute(_ISSUE, values | more | {"payload": json.dumps(payload or {})})
        return token

    def peek(self, work: Transaction, token: str) -> Token:
        """Tell what a token would open, and leave it unused. Raises TokenRefused."""
        row = work.connection.execute(_PEEK, {"hash": hash_of(token)}).one_or_none()
        if row is None:
            raise TokenRefused(reason="unknown")
        for reason, so in (
            ("used", row.used_at is not None),
            ("overtaken", row.overtaken_at is not None),
            ("expired", row.expires_at <= self._clock.now()),
        ):
            if so:
                raise TokenRefused(reason=reason)
        return _token(row)

    def look(self, token: str) -> Token:
        """Tell what a token would open, as `peek`, for a screen that asks before it is used."""
        with self._database.transaction() as work:
            return self.peek(work, token)

    def redeem(self, work: Transaction, token: str, kind: TokenKind) -> Token:
        """Use a token up and return what it stands for. Raises TokenRefused.

        Of any number of redeemers at once one succeeds; undone with the caller's transaction. A
        token of another kind is unknown here, and stays good for what it is.
        """
        values = {"hash": hash_of(token), "kind": kind.value, "now": self._clock.now()}
        row = work.connection.execute(_USE, values).one_or_none()
        if row is not None:
            return _token(row)
        self.peek(work, token)
        raise TokenRefused(reason="unknown")

    def overtake(self, work: Transaction, kind: TokenKind, user_id: int) -> None:
        """Close the open token of a kind of a user, because what it was for has changed."""
        values = {"kind": kind.value, "user": user_id, "email": "", "now": self._clock.now()}
        work.connection.execute(_OVERTAKE, values)

    def pending(self, work: Transaction, kind: TokenKind, email: str) -> Token | None:
        """Find the open token of a kind that was sent to an e-mail, to be issued anew."""
        values = {"kind": kind.value, "email": email, "now": self._clock.now()}
        row = work.connection.execute(_PENDING, values).one_or_none()
        return None if row is None else _token(row)

    def forget_old(self) -> None:
        """Empty what has expired of what people had written, and let go of it a week later."""
        now = self._clock.now()
        with self._database.transaction() as work:
            work.connection.execute(_EMPTY, {"now": now})
            work.connection.execute(_FORGET, {"before": now - _REMEMBERED})


def hash_of(token: str) -> str:
    """Return what the table keeps of a token: its SHA-256."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: Any) -> Token:
    return Token(
        kind=TokenKind(row.kind),
        user_id=row.user_id,
        email=row.email,
        payload=row.payload,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
