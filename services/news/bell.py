"""The bell: what a person has been told, how much of it is unread, and what came just now."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, RowMapping, text

from services.database import Database
from services.events import Told
from services.mail.letters import headline
from services.news.facts import said
from services.people.news import kind_of
from services.ports import Clock
from services.views import MOST_COUNTED, NewsList, NewsView

_A_PAGE = 30
_MOST_AT_ONCE = 5
_REMEMBERED = timedelta(days=180)
_LIST = text("""
    select notification_id, topic, path, facts, created_at, read_at is not null as read
    from notifications
    where user_id = :user and shown and notification_id < :before
    order by notification_id desc limit :most
""")
_SINCE = text("""
    select notification_id, topic, path, facts, created_at, false as read
    from notifications
    where user_id = :user and shown and read_at is null and notification_id > :after
    order by notification_id desc limit :most
""")
_UNREAD = text("""
    select count(*) from (
        select from notifications where user_id = :user and read_at is null limit :most) counted
""")
_LATEST = text("select coalesce(max(notification_id), 0) from notifications where user_id = :user")
_READ = text("""
    update notifications set read_at = :now
    where user_id = :user and read_at is null and notification_id <= :upto
      and (cast(:only as int) is null or notification_id = :only)
""")
_FORGET = text("delete from notifications where created_at < :before")
_NEWEST = 2**31 - 1


class Bell:
    """Shows people their news, each only the own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def news(self, user_id: int, language: str, *, before: int | None = None) -> NewsList:
        """List the latest news of a person in a language, those `before` one if it is given."""
        asked = {"user": user_id, "before": before or _NEWEST, "most": _A_PAGE + 1}
        with self._database.transaction() as work:
            rows = work.connection.execute(_LIST, asked).mappings().all()
            unread = _unread(work.connection, user_id)
        shown = tuple(_view(row, language) for row in rows[:_A_PAGE])
        more = len(rows) > _A_PAGE
        return NewsList(
            news=shown, unread=unread, older=shown[-1].notification_id if more else None
        )

    def since(self, user_id: int, language: str, after: int | None) -> tuple[int, NewsList]:
        """Tell what came `after` a piece of news and is unread, with the number of the latest.

        Without `after` nothing is told but how much is unread: that is where listening begins.
        """
        with self._database.transaction() as work:
            latest: int = work.connection.execute(_LATEST, {"user": user_id}).scalar_one()
            asked = {"user": user_id, "after": after or 0, "most": _MOST_AT_ONCE}
            rows = [] if after is None else work.connection.execute(_SINCE, asked).mappings().all()
            unread = _unread(work.connection, user_id)
        news = tuple(_view(row, language) for row in rows)
        return latest, NewsList(news=news, unread=unread)

    def read(self, user_id: int, *, upto: int, only: int | None = None) -> None:
        """Mark the own news as read: all up to one, or `only` that one; once is enough."""
        with self._database.transaction() as work:
            asked = {"user": user_id, "upto": upto, "only": only, "now": self._clock.now()}
            work.connection.execute(_READ, asked)
            work.announce(Told(user_id=user_id))

    def forget_old(self) -> None:
        """Let go of what was told long ago."""
        with self._database.transaction() as work:
            work.connection.execute(_FORGET, {"before": self._clock.now() - _REMEMBERED})


def _unread(connection: Connection, user_id: int) -> int:
    asked = {"user": user_id, "most": MOST_COUNTED + 1}
    found: int = connection.execute(_UNREAD, asked).scalar_one()
    return found


def _view(row: RowMapping, language: str) -> NewsView:
    return NewsView(
        notification_id=row["notification_id"],
        topic=row["topic"],
        kind=kind_of(row["topic"]),
        text=headline(row["topic"], language, **said(row["facts"], language)),
        path=row["path"],
        at=row["created_at"],
        read=row["read"],
    )
