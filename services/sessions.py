"""Log-ins: the house knows its people by a session of its own, revocable at once."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import text

from services.database import Database
from services.events import SessionEnded
from services.hub import Hub
from services.ports import Clock
from services.views import Comfort, Visitor

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
_FRESH_SECONDS = 2.0
_MOST_REMEMBERED = 10_000
_OPEN = text("""
    insert into sessions (token_hash, csrf, user_id, created_at, seen_at, expires_at, ip,
                          user_agent)
    values (:hash, :csrf, :user, :now, :now, :expires, cast(:ip as inet), :agent)
""")
_FIND = text("""
    update sessions s set seen_at = :now
    from users u left join settings c on c.user_id = u.user_id
    where s.token_hash = :hash and u.user_id = s.user_id and s.revoked_at is null
      and s.expires_at > :now and s.seen_at > :idle_since and u.blocked_at is null
    returning s.session_id, s.csrf, u.user_id, u.name, u.username, u.admin_user,
              coalesce(c.language, 'pt-BR') as language, coalesce(c.theme, 'system') as theme,
              coalesce(c.text_size, 100) as text_size,
              coalesce(c.reading_spacing, false) as spacing,
              coalesce(c.reduced_motion, false) as still,
              coalesce(c.underlined_links, false) as underlined,
              coalesce(c.calm_page, false) as calm
""")
_END = text("""
    update sessions set revoked_at = :now
    where token_hash = any(:hashes) and revoked_at is null
""")
_ALL = text("select token_hash from sessions where user_id = :user and revoked_at is null")


class SessionService:
    """Opens, finds and ends sessions. The cookie holds 256 random bits, the table their hash."""

    def __init__(self, database: Database, clock: Clock, hub: Hub) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._seen: dict[str, tuple[float, Visitor]] = {}

    def open(self, user_id: int, *, ip: str | None, user_agent: str | None) -> str:
        """Begin a session and return the token for its cookie, which is never stored."""
        token = secrets.token_urlsafe(32)
        now = self._clock.now()
        with self._database.transaction() as work:
            work.connection.execute(
                _OPEN,
                {
                    "hash": key_of(token),
                    "csrf": secrets.token_urlsafe(32),
                    "user": user_id,
                    "now": now,
                    "expires": now + ABSOLUTE,
                    "ip": ip,
                    "agent": (user_agent or "")[:255],
                },
            )
        return token

    def find(self, token: str) -> Visitor | None:
        """Return who holds this token, or None: unknown, ended, idle too long, or blocked.

        Asked again within two seconds the answer may be the same; ending a session in this
        process is felt at once.
        """
        return self.still(key_of(token)) if token else None

    def still(self, session_key: str) -> Visitor | None:
        """Return whose session this is, as `find`; for screens that know the key alone."""
        seen = self._seen.get(session_key)
        if seen is not None and time.monotonic() - seen[0] < _FRESH_SECONDS:
            return seen[1]
        now = self._clock.now()
        with self._database.transaction() as work:
            row = work.connection.execute(
                _FIND, {"hash": session_key, "now": now, "idle_since": now - IDLE}
            ).one_or_none()
        if row is None:
            self._seen.pop(session_key, None)
            return None
        visitor = Visitor(
            user_id=row.user_id,
            session_id=row.session_id,
            session_key=session_key,
            csrf=row.csrf,
            name=row.name,
            username=row.username,
            admin=row.admin_user,
            language=row.language,
            theme=row.theme,
            comfort=Comfort(
                text_size=row.text_size,
                spacing=row.spacing,
                still=row.still,
                underlined=row.underlined,
                calm=row.calm,
            ),
        )
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()
        self._seen[session_key] = (time.monotonic(), visitor)
        return visitor

    def end(self, session_key: str) -> None:
        """End a session: its cookie is dead, its open screens are told to let go."""
        self._end([session_key])

    def end_all(self, user_id: int) -> None:
        """End every session of a person."""
        with self._database.transaction() as work:
            keys = [row.token_hash for row in work.connection.execute(_ALL, {"user": user_id})]
        self._end(keys)

    def forget(self, session_key: str) -> None:
        """Read this session anew at its next use, because its person has changed."""
        self._seen.pop(session_key, None)

    def _end(self, keys: list[str]) -> None:
        with self._database.transaction() as work:
            work.connection.execute(_END, {"hashes": keys, "now": self._clock.now()})
            for key in keys:
                self._seen.pop(key, None)
                work.announce(SessionEnded(session_key=key))


def key_of(token: str) -> str:
    """Return what the table keeps of a token: its SHA-256."""
    return sha256(token.encode()).hexdigest()
