"""Log-ins: the house knows its people by a session of its own, revocable at once."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import text

from services.database import Database, Transaction
from services.errors import NotFound, ProofNeeded
from services.events import Event, SessionEnded
from services.hub import Hub
from services.mail import Mails, said_moment
from services.people.devices import device_of, network_of
from services.people.rights import rights_of
from services.ports import Clock
from services.views import Comfort, SessionView, Visitor

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
ADMIN_IDLE = timedelta(minutes=30)
ADMIN_ABSOLUTE = timedelta(hours=12)
PROOF_HOLDS = timedelta(minutes=5)
_FRESH_SECONDS = 2.0
_MOST_REMEMBERED = 10_000
_OPEN = text("""
    insert into sessions (token_hash, csrf, user_id, created_at, seen_at, elevated_at, expires_at,
                          ip, user_agent, device)
    values (:hash, :csrf, :user, :now, :now, :now, :expires, cast(:ip as inet), :agent, :device)
""")
_FIND = text("""
    update sessions s set seen_at = :now
    from users u left join settings c on c.user_id = u.user_id
    where s.token_hash = :hash and u.user_id = s.user_id and s.revoked_at is null
      and s.expires_at > :now and u.blocked_at is null
      and case when u.admin_user or exists (
                   select from roles r where r.user_id = u.user_id and r.revoked_at is null)
               then s.seen_at > :admin_idle_since and s.created_at > :admin_born_after
               else s.seen_at > :idle_since end
    returning s.session_id, s.csrf, u.user_id, u.name, u.username, u.admin_user,
              array(select distinct r.role from roles r
                    where r.user_id = u.user_id and r.revoked_at is null) as roles,
              coalesce(c.language, 'pt-BR') as language, coalesce(c.theme, 'system') as theme,
              coalesce(c.text_size, 100) as text_size,
              coalesce(c.reading_spacing, false) as spacing,
              coalesce(c.reduced_motion, false) as still,
              coalesce(c.underlined_links, false) as underlined,
              coalesce(c.calm_page, false) as calm,
              (select count(*) from (
                  select from notifications n where n.user_id = u.user_id and n.read_at is null
                  limit 100) counted) as unread,
              greatest(u.wallet - u.held + coalesce((
                  select sum(e.amount) from ledger_entries e
                  where e.user_id = u.user_id and e.account = 'debt'), 0), 0) as available
""")
_END = text("""
    update sessions set revoked_at = :now
    where token_hash = any(:hashes) and revoked_at is null
""")
_ALL = text("""
    select token_hash from sessions
    where user_id = :user and revoked_at is null and token_hash <> :kept
""")
_ONE = text("""
    select token_hash from sessions
    where user_id = :user and session_id = :session and revoked_at is null
""")
_LIST = text("""
    select session_id, device, host(ip) as ip, created_at, seen_at, token_hash = :here as here
    from sessions
    where user_id = :user and revoked_at is null and expires_at > :now and seen_at > :idle_since
    order by here desc, seen_at desc, session_id desc limit 50
""")
_SEEN_BEFORE = text("""
    select count(*) > 0 as somewhere,
           bool_or(device is not distinct from :device
                   and (ip <<= cast(:network as inet)
                        or ip is null and cast(:network as inet) is null)) as here
    from sessions where user_id = :user
""")
_ADDRESS = text("""
    select u.name, u.email, coalesce(c.language, 'pt-BR') as language
    from users u left join settings c on c.user_id = u.user_id where u.user_id = :user
""")
_ELEVATE = text("""
    update sessions set elevated_at = :now where token_hash = :hash and revoked_at is null
""")
_ELEVATED = text("""
    select elevated_at > :since from sessions where token_hash = :hash and revoked_at is null
""")


class SessionService:
    """Opens, finds and ends sessions. The cookie holds 256 random bits, the table their hash."""

    def __init__(self, database: Database, clock: Clock, hub: Hub, mails: Mails) -> None:
        self._database = database
        self._clock = clock
        self._mails = mails
        self._seen: dict[str, tuple[float, Visitor]] = {}
        hub.listen(self._hear)

    def open(self, user_id: int, *, ip: str | None, user_agent: str | None) -> str:
        """Begin a session and return the token for its cookie, which is never stored.

        Its person is written to when the device, or the network it speaks from, is new to them.
        """
        with self._database.transaction() as work:
            return self.open_in(work, user_id, ip=ip, user_agent=user_agent)

    def open_in(
        self, work: Transaction, user_id: int, *, ip: str | None, user_agent: str | None
    ) -> str:
        """Begin a session in the transaction of what it follows from, as `open`."""
        token, now, device = secrets.token_urlsafe(32), self._clock.now(), device_of(user_agent)
        before = work.connection.execute(
            _SEEN_BEFORE, {"user": user_id, "device": device, "network": network_of(ip)}
        ).one()
        if before.somewhere and not before.here:
            self._tell_of_new_device(work, user_id, device)
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
                "device": device,
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
                _FIND,
                {
                    "hash": session_key,
                    "now": now,
                    "idle_since": now - IDLE,
                    "admin_idle_since": now - ADMIN_IDLE,
                    "admin_born_after": now - ADMIN_ABSOLUTE,
                },
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
            rights=rights_of(row.roles, administrator=row.admin_user),
            language=row.language,
            theme=row.theme,
            comfort=Comfort(
                text_size=row.text_size,
                spacing=row.spacing,
                still=row.still,
                underlined=row.underlined,
                calm=row.calm,
            ),
            unread=row.unread,
            available=row.available,
        )
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()
        self._seen[session_key] = (time.monotonic(), visitor)
        return visitor

    def of(self, user_id: int, *, here: str) -> tuple[SessionView, ...]:
        """List where a person is logged in, the session `here` first, then the latest used."""
        now = self._clock.now()
        values = {"user": user_id, "here": here, "now": now, "idle_since": now - IDLE}
        with self._database.transaction() as work:
            rows = work.connection.execute(_LIST, values).all()
        return tuple(
            SessionView(
                id=row.session_id,
                device=row.device,
                ip=row.ip,
                began_at=row.created_at,
                seen_at=row.seen_at,
                here=row.here,
            )
            for row in rows
        )

    def end(self, session_key: str) -> None:
        """End a session: its cookie is dead, its open screens are told to let go."""
        with self._database.transaction() as work:
            self._end(work, [session_key])

    def end_one(self, user_id: int, session_id: int) -> None:
        """End one session of a person's own. Raises NotFound for any other."""
        with self._database.transaction() as work:
            found = work.connection.execute(_ONE, {"user": user_id, "session": session_id})
            keys = [row.token_hash for row in found]
            if not keys:
                raise NotFound
            self._end(work, keys)

    def end_all(self, user_id: int, *, but: str = "") -> None:
        """End every session of a person, but for the one of the key `but`."""
        with self._database.transaction() as work:
            self.end_all_in(work, user_id, but=but)

    def end_all_in(self, work: Transaction, user_id: int, *, but: str = "") -> None:
        """End every session of a person in the transaction of what it follows from."""
        found = work.connection.execute(_ALL, {"user": user_id, "kept": but})
        self._end(work, [row.token_hash for row in found])

    def elevate_in(self, work: Transaction, session_key: str) -> None:
        """Note that the person of a session has proved just now to be there."""
        work.connection.execute(_ELEVATE, {"hash": session_key, "now": self._clock.now()})

    def proven(self, session_key: str) -> bool:
        """Tell whether the person of a session proved to be there less than five minutes ago."""
        with self._database.transaction() as work:
            return self._proven(work, session_key)

    def demand_proof(self, work: Transaction, session_key: str) -> None:
        """Refuse what needs a recent proof, in its own transaction. Raises ProofNeeded."""
        if not self._proven(work, session_key):
            raise ProofNeeded

    def forget(self, session_key: str) -> None:
        """Read this session anew at its next use, because its person has changed."""
        self._seen.pop(session_key, None)

    def _end(self, work: Transaction, keys: list[str]) -> None:
        work.connection.execute(_END, {"hashes": keys, "now": self._clock.now()})
        for key in keys:
            work.announce(SessionEnded(session_key=key))

    def _hear(self, event: Event) -> None:
        if isinstance(event, SessionEnded):
            self.forget(event.session_key)

    def _proven(self, work: Transaction, session_key: str) -> bool:
        values = {"hash": session_key, "since": self._clock.now() - PROOF_HOLDS}
        return bool(work.connection.execute(_ELEVATED, values).scalar_one_or_none())

    def _tell_of_new_device(self, work: Transaction, user_id: int, device: str | None) -> None:
        person = work.connection.execute(_ADDRESS, {"user": user_id}).one()
        self._mails.send_letter(
            work,
            "new_device",
            email=person.email,
            language=person.language,
            path="/account/security",
            user_id=user_id,
            name=person.name,
            device=device or "?",
            when=said_moment(self._clock.now(), person.language),
        )


def key_of(token: str) -> str:
    """Return what the table keeps of a token: its SHA-256."""
    return sha256(token.encode()).hexdigest()
