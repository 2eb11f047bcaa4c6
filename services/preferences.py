"""Preferences: whether others see somebody's name, and by which channels news comes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import text

from services.database import Database
from services.errors import NotFound
from services.people.news import CHANNELS, NECESSARY, USUAL, channels_of, choice
from services.views import NewsKind, SettingsView

_READ = text("""
    select u.username, coalesce(s.anonymous_mode, false) as anonymous,
           coalesce(s.channels, '{}') as channels
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null
""")
_KEEP = text("""
    insert into settings (user_id, anonymous_mode, channels)
    values (:user, :anonymous, cast(:channels as jsonb))
    on conflict (user_id) do update set
        anonymous_mode = excluded.anonymous_mode, channels = excluded.channels
""")


class PreferenceService:
    """Keeps what people choose about being seen and being told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, user_id: int) -> SettingsView:
        """Show what a person has chosen."""
        with self._database.transaction() as work:
            row = work.connection.execute(_READ, {"user": user_id}).one_or_none()
        if row is None:
            raise NotFound
        return SettingsView(
            anonymous=row.anonymous,
            username=row.username,
            channels=CHANNELS,
            news=tuple(
                NewsKind(
                    name=kind,
                    channels=channels_of(kind, row.channels),
                    necessary=kind in NECESSARY,
                )
                for kind in USUAL
            ),
        )

    def choose(
        self, user_id: int, *, anonymous: bool, channels: Mapping[str, frozenset[str]]
    ) -> None:
        """Keep a whole form of choices.

        Anonymity holds from the next bid on; what was shown before stays shown. Necessary news, and
        kinds there are not, are passed over.
        """
        with self._database.transaction() as work:
            work.connection.execute(
                _KEEP,
                {
                    "user": user_id,
                    "anonymous": anonymous,
                    "channels": json.dumps(choice(channels)),
                },
            )
