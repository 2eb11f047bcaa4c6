"""Who is on the other end of a socket: as others may know them, and for how long it is them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import structlog
from sqlalchemy import text

from services.administration import audit
from services.database import Database
from services.ports import Clock
from services.sessions import ABSOLUTE, ADMIN_ABSOLUTE, ADMIN_IDLE, IDLE
from services.throttles import Throttles
from services.views import KnownAs

_KNOWN = text("""
    select b.paddle, case when b.paddle is null then u.username else last.shown_name end as name,
           coalesce(s.anonymous_mode, false) as anonymous
    from users u
    left join settings s on s.user_id = u.user_id
    left join bidders b on b.user_id = u.user_id and b.product_id = :auction
    left join lateral (
        select shown_name from bids
        where product_id = :auction and paddle = b.paddle order by sequence desc limit 1) last
        on true
    where u.user_id = :user
""")
_LIVING = text("""
    select s.token_hash from sessions s join users u using (user_id)
    where s.token_hash = any(:keys) and s.revoked_at is null and s.expires_at > :now
      and u.blocked_at is null
      and case when u.admin_user
               then s.seen_at > :admin_idle_since and s.created_at > :admin_born_after
               else s.seen_at > :idle_since and s.created_at > :born_after end
    union all
    select t.token_hash from api_tokens t join users u using (user_id)
    where t.token_hash = any(:keys) and t.revoked_at is null and t.expires_at > :now
      and u.blocked_at is null
""")
_NOTED_ONCE_IN = timedelta(minutes=1)
log = structlog.get_logger(__name__)


class Presence:
    """Knows the people behind open sockets."""

    def __init__(self, database: Database, clock: Clock, throttles: Throttles) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles

    def known_as(self, user_id: int, auction_id: int) -> KnownAs:
        """Tell how others may know a person on a lot now.

        Who is anonymous has no name. Who has bid here has the name under which the last bid is
        shown, if any: a newer one would say whose the older bids were.
        """
        with self._database.transaction() as work:
            asked = {"user": user_id, "auction": auction_id}
            row = work.connection.execute(_KNOWN, asked).one_or_none()
        if row is None:
            return KnownAs()
        return KnownAs(paddle=row.paddle, name=None if row.anonymous else row.name)

    def living(self, keys: Collection[str]) -> frozenset[str]:
        """Tell which of these sessions and tokens are still good; looking keeps none awake."""
        now = self._clock.now()
        asked = {
            "keys": list(keys),
            "now": now,
            "idle_since": now - IDLE,
            "born_after": now - ABSOLUTE,
            "admin_idle_since": now - ADMIN_IDLE,
            "admin_born_after": now - ADMIN_ABSOLUTE,
        }
        with self._database.transaction() as work:
            return frozenset(row.token_hash for row in work.connection.execute(_LIVING, asked))

    def note_claim(self, user_id: int, auction_id: int, claimed: str) -> None:
        """Keep in the audit that a person's message named somebody else as its sender.

        Once a minute for a person on a lot, however often it is said.
        """
        log.warning("identity_mismatch", user_id=user_id, auction_id=auction_id)
        subject = f"claim:{user_id}:{auction_id}"
        if not self._throttles.allows(subject, most=1, within=_NOTED_ONCE_IN):
            return
        with self._database.transaction() as work:
            audit.record(
                work,
                "identity_mismatch",
                f"auction:{auction_id}",
                actor=user_id,
                at=self._clock.now(),
                claimed=claimed.replace("\0", ""),
            )
