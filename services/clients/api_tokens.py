"""Personal API tokens: by one a person's own program speaks in their name, within its scopes."""

from __future__ import annotations

import secrets
import string
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from services.administration import audit
from services.database import Database, Transaction
from services.errors import BadToken, NotFound
from services.events import SessionEnded
from services.mail import Mails, said_moment
from services.people.fields import Reading, parse_choice, parse_text
from services.ports import Clock
from services.proofs import Proofs
from services.sessions import key_of
from services.views import LIFETIMES, SCOPES, ApiTokenView, NewApiToken, Visitor

PREFIX = "mrt_"
MOST = 20
_LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECK = 40, 6
_USED_AGAIN = timedelta(minutes=1)
_LONGEST_NAME = 60
_LIVE = "t.revoked_at is null and t.expires_at > :now"
_FIND = text(f"""
    select t.api_token_id, t.scopes, t.last_used_at, u.user_id, u.name, u.username,
           coalesce(c.language, 'pt-BR') as language
    from api_tokens t join users u using (user_id) left join settings c using (user_id)
    where t.token_hash = :hash and {_LIVE} and u.blocked_at is null and u.erased_at is null
""")  # noqa: S608  nothing of anybody's is in it
_USED = text("update api_tokens set last_used_at = :now where api_token_id = :id")
_PERSON = text("""
    select u.name, u.email, coalesce(c.language, 'pt-BR') as language
    from users u left join settings c using (user_id) where u.user_id = :user for update of u
""")
_COUNT = text(f"select count(*) from api_tokens t where t.user_id = :user and {_LIVE}")  # noqa: S608
_MAKE = text("""
    insert into api_tokens (user_id, token_hash, ending, name, scopes, created_at, expires_at)
    values (:user, :hash, :ending, :name, cast(:scopes as text[]), :now, :expires)
    returning api_token_id
""")
_LIST = text("""
    select t.api_token_id, t.name, t.ending, t.scopes, t.created_at, t.expires_at, t.last_used_at,
           t.expires_at <= :now as expired
    from api_tokens t where t.user_id = :user and t.revoked_at is null
    order by t.created_at desc, t.api_token_id desc limit 100
""")
_REVOKE = text("""
    update api_tokens set revoked_at = :now
    where user_id = :user and api_token_id = :id and revoked_at is null returning token_hash
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whose token it is, as a visitor who is nobody's administrator, and what it may be used for.

    The key of the token stands as the visitor's session key.
    """

    visitor: Visitor
    scopes: frozenset[str]


class ApiTokens:
    """Makes, finds and revokes tokens. Their owner has 238 random bits, the table their hash."""

    def __init__(self, database: Database, clock: Clock, proofs: Proofs, mails: Mails) -> None:
        self._database = database
        self._clock = clock
        self._proofs = proofs
        self._mails = mails

    def make(
        self,
        user_id: int,
        *,
        name: str,
        scopes: Collection[str],
        days: str,
        session_key: str,
        password: str = "",
    ) -> NewApiToken:
        """Make a token and give it, this once; its owner is written to.

        Raises BadForm for all that is wrong with the form, also a password that is missing or
        wrong where there is no fresh proof, ProofNeeded where a password is none.
        """
        self._proofs.demand(user_id, session_key, password)
        reading = Reading()
        named = reading.take(parse_text, name, field="token_name", longest=_LONGEST_NAME)
        lasting = reading.take(parse_choice, days, field="lasts", among=[str(n) for n in LIFETIMES])
        chosen = [scope for scope in SCOPES if scope in scopes]
        if not chosen or set(scopes) - set(SCOPES):
            reading.refuse("scopes", "scopes")
        reading.settle()
        secret, now = new_secret(), self._clock.now()
        expires = now + timedelta(days=int(lasting or 0))
        with self._database.transaction() as work:
            person = work.connection.execute(_PERSON, {"user": user_id}).one()
            live = work.connection.execute(_COUNT, {"user": user_id, "now": now}).scalar_one()
            if live >= MOST:
                reading.refuse("token_name", "too_many_tokens", most=MOST)
                reading.settle()
            number = work.connection.execute(
                _MAKE,
                {
                    "user": user_id,
                    "hash": key_of(secret),
                    "ending": secret[-4:],
                    "name": named,
                    "scopes": chosen,
                    "now": now,
                    "expires": expires,
                },
            ).scalar_one()
            self._note(work, "api_token.made", user_id, number, after={"scopes": chosen})
            self._mails.send_letter(
                work,
                "api_token",
                email=person.email,
                language=person.language,
                path="/account/security/tokens",
                user_id=user_id,
                name=person.name,
                token=named,
                when=said_moment(now, person.language),
            )
        return NewApiToken(
            secret=secret, name=named or "", scopes=tuple(chosen), expires_at=expires
        )

    def of(self, user_id: int) -> tuple[ApiTokenView, ...]:
        """List a person's tokens, the newest first, without those revoked."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_LIST, {"user": user_id, "now": self._clock.now()})
            return tuple(
                ApiTokenView(
                    id=row.api_token_id,
                    name=row.name,
                    ending=row.ending,
                    scopes=tuple(row.scopes),
                    created_at=row.created_at,
                    expires_at=row.expires_at,
                    last_used_at=row.last_used_at,
                    expired=row.expired,
                )
                for row in rows
            )

    def revoke(self, user_id: int, token_id: int) -> None:
        """End a token of a person's own, and every socket opened by it. Raises NotFound."""
        with self._database.transaction() as work:
            asked = {"user": user_id, "id": token_id, "now": self._clock.now()}
            key = work.connection.execute(_REVOKE, asked).scalar_one_or_none()
            if key is None:
                raise NotFound
            self._note(work, "api_token.revoked", user_id, token_id)
            work.announce(SessionEnded(session_key=key))

    def find(self, secret: str) -> Bearer:
        """Tell whose token this is. Raises BadToken: unknown, expired, revoked, or of somebody who
        is blocked. One that cannot be one of ours is not looked up.
        """
        if not well_made(secret):
            raise BadToken
        return self.still(key_of(secret))

    def still(self, key: str) -> Bearer:
        """Tell whose token this is by its key, as `find`; asked anew each time."""
        now = self._clock.now()
        with self._database.transaction() as work:
            row = work.connection.execute(_FIND, {"hash": key, "now": now}).one_or_none()
            if row is None:
                raise BadToken
            if row.last_used_at is None or row.last_used_at < now - _USED_AGAIN:
                work.connection.execute(_USED, {"id": row.api_token_id, "now": now})
        return Bearer(
            visitor=Visitor(
                user_id=row.user_id,
                session_key=key,
                name=row.name,
                username=row.username,
                language=row.language,
            ),
            scopes=frozenset(row.scopes),
        )

    def _note(
        self,
        work: Transaction,
        action: str,
        user_id: int,
        token_id: int,
        *,
        after: Mapping[str, object] | None = None,
    ) -> None:
        subject, at = f"api_token:{token_id}", self._clock.now()
        audit.record(work, action, subject, actor=user_id, at=at, after=after)


def new_secret() -> str:
    """Make a token: its prefix, by which scanners know it, random letters, and their check."""
    random = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    return f"{PREFIX}{random}{check_of(random)}"


def well_made(secret: str) -> bool:
    """Tell whether a token could be one of ours."""
    random, check = secret[len(PREFIX) : -_CHECK], secret[-_CHECK:]
    return (
        secret.startswith(PREFIX)
        and len(random) == _RANDOM
        and all(letter in _LETTERS for letter in random)
        and check == check_of(random)
    )


def check_of(random: str) -> str:
    """Give the check of a token's random letters: their CRC-32 in the same letters."""
    number, check = zlib.crc32(random.encode()), ""
    while len(check) < _CHECK:
        number, digit = divmod(number, len(_LETTERS))
        check = _LETTERS[digit] + check
    return check
