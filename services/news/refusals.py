"""Refusing letters of a kind by the link at their foot, without a log-in."""

from __future__ import annotations

import json

from sqlalchemy import text

from services.database import Database
from services.errors import NotFound
from services.mail.refusing import read_unsubscribe
from services.people.news import LETTERS, NECESSARY, USUAL, channels_of, choice

DIGEST = "digest"  # the letter of a day stands for all kinds that are gathered in it
_CHOSEN = text("""
    select coalesce(s.channels, '{}') as channels
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null for no key update of u
""")
_KEEP = text("""
    insert into settings (user_id, channels) values (:user, cast(:channels as jsonb))
    on conflict (user_id) do update set channels = excluded.channels
""")


class Refusals:
    """Closes letters of one kind for one person; the bell and the browsers stay as they are."""

    def __init__(self, database: Database, secret_key: str) -> None:
        self._database = database
        self._secret = secret_key

    def kind(self, mark: str) -> str:
        """Tell which letters a link refuses. Raises NotFound for a link that is not the house's."""
        return self._read(mark)[1]

    def refuse(self, mark: str) -> str:
        """Send no more of these letters, once however often it is asked; returns the kind.

        Raises NotFound, for a closed account too.
        """
        user_id, kind = self._read(mark)
        with self._database.transaction() as work:
            row = work.connection.execute(_CHOSEN, {"user": user_id}).one_or_none()
            if row is None:
                raise NotFound
            now = {one: channels_of(one, row.channels) for one in USUAL}
            for one, channels in now.items():
                if one == kind:
                    now[one] = channels - LETTERS
                elif kind == DIGEST:
                    now[one] = channels - {DIGEST}
            kept = json.dumps(choice(now))
            work.connection.execute(_KEEP, {"user": user_id, "channels": kept})
        return kind

    def _read(self, mark: str) -> tuple[int, str]:
        found = read_unsubscribe(self._secret, mark)
        if found is None or (found[1] != DIGEST and found[1] not in USUAL.keys() - NECESSARY):
            raise NotFound
        return found
