"""Preferences: whether others see somebody's name, and by which channels news comes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import text

from services.database import Database
from services.errors import NotFound
from services.people.news import CHANNELS, NECESSARY, USUAL, channels_of, choice
from services.people.quiet import Hours, parse_hours
from services.views import NewsKind, SettingsView

_READ = text("""
    select u.username, coalesce(s.anonymous_mode, false) as anonymous,
           coalesce(s.channels, '{}') as channels, s.quiet_from, s.quiet_until
    from users u left join settings s using (user_id)
    where u.user_id = :user and u.erased_at is null
""")
_KEEP = text("""
    insert into settings (user_id, anonymous_mode, channels, quiet_from, quiet_until)
    values (:user, :anonymous, cast(:channels as jsonb), :quiet_from, :quiet_until)
    on conflict (user_id) do update set
        anonymous_mode = excluded.anonymous_mode, channels = excluded.channels,
        quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until
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
            quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_until),
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
        self,
        user_id: int,
        *,
        anonymous: bool,
        channels: Mapping[str, frozenset[str]],
        quiet: Hours | None = None,
    ) -> None:
        """Keep a whole form of choices.

        Anonymity holds from the next bid on; what was shown before stays shown. Necessary news, and
        kinds there are not, are passed over. Raises BadField for `quiet` hours that are none.
        """
        if quiet is not None:
            quiet = parse_hours(*quiet)
        with self._database.transaction() as work:
            work.connection.execute(
                _KEEP,
                {
                    "user": user_id,
                    "anonymous": anonymous,
                    "channels": json.dumps(choice(channels)),
                    "quiet_from": quiet and quiet[0],
                    "quiet_until": quiet and quiet[1],
                },
            )
