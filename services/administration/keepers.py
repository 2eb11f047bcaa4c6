"""Who keeps the house: administrators are named by whoever runs its server, never at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from services.administration import audit
from services.database import Database
from services.people.fields import parse_text
from services.ports import Clock
from services.sessions import SessionService

LONGEST_WHY = 300
# All of them are locked, so that two who are taken off at once cannot be the last two.
_ALL = text("""
    select user_id, username, name, created_at from users
    where admin_user and erased_at is null and blocked_at is null
    order by user_id for no key update
""")
_FIND = text("""
    select user_id, username, admin_user, blocked_at, erased_at, email_verified_at from users
    where lower(username) = lower(:username) for no key update
""")
_SET = text("update users set admin_user = :keeps where user_id = :user")


class KeeperRefused(ValueError):
    """Says in a word why somebody is not named: `unknown`, `blocked`, not `confirmed`,
    administrator `already` or `never`, or the `last` one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Somebody with every right at the desk."""

    user_id: int
    username: str
    name: str
    since: datetime


class Keepers:
    """Names administrators and takes the name off again, each in the sealed audit log.

    There is nobody to ask for a right here: who can call this can write to the database anyway.
    """

    def __init__(self, database: Database, clock: Clock, sessions: SessionService) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions

    def all(self) -> tuple[Keeper, ...]:
        """List those who may act as administrators now, the longest here first."""
        with self._database.transaction() as work:
            return tuple(
                Keeper(
                    user_id=row.user_id,
                    username=row.username,
                    name=row.name or "",
                    since=row.created_at,
                )
                for row in work.connection.execute(_ALL)
            )

    def set(self, username: str, *, keeps: bool, why: str) -> int:
        """Make somebody an administrator, or one no longer, whose sessions then end.

        Gives the person's number. Raises KeeperRefused, and BadField of `why` without a reason.
        """
        why = parse_text(why, field="why", longest=LONGEST_WHY)
        with self._database.transaction() as work:
            standing = {row.user_id for row in work.connection.execute(_ALL)}
            found = work.connection.execute(_FIND, {"username": username.lstrip("@")}).one_or_none()
            if found is None or found.erased_at is not None:
                raise KeeperRefused("unknown")
            if found.admin_user == keeps:
                raise KeeperRefused("already" if keeps else "never")
            if keeps and found.blocked_at is not None:
                raise KeeperRefused("blocked")
            if keeps and found.email_verified_at is None:
                raise KeeperRefused("confirmed")
            if not keeps and standing <= {found.user_id}:
                raise KeeperRefused("last")
            work.connection.execute(_SET, {"user": found.user_id, "keeps": keeps})
            self._sessions.end_all_in(work, found.user_id)
            audit.record(
                work,
                "administrator_named" if keeps else "administrator_removed",
                f"user:{found.user_id}",
                at=self._clock.now(),
                before={"administrator": not keeps},
                after={"administrator": keeps},
                reason=why,
                by="the command line",
            )
        return int(found.user_id)
