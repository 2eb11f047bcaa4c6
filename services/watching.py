"""Watching lots: a person marks those to find again, and sees how many others do."""

from __future__ import annotations

from sqlalchemy import Connection, text

from models import Status
from services.database import Database
from services.errors import NotFound
from services.events import WatchersChanged
from services.ports import Clock
from services.views import Watch

_LOT = text("select product_status_id, user_id from products where product_id = :id")
_WATCH = text("""
    insert into watches (user_id, product_id, created_at) values (:user, :id, :now)
    on conflict do nothing
""")
_FORGET = text("delete from watches where user_id = :user and product_id = :id")
_ALERT = text("""
    update watches set alerts = :alerts where user_id = :user and product_id = :id
    returning product_id
""")
_STANDING = text("""
    select count(*) as watchers, coalesce(bool_or(user_id = :user), false) as watched
    from watches where product_id = :id
""")
_WATCHED = text("select product_id from watches where user_id = :user")


class WatchingService:
    """Keeps which lots a person watches; nobody sees who the others are."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def watch(self, user_id: int, auction_id: int) -> Watch:
        """Watch a lot, once however often it is said; raises `NotFound`.

        A draft is nobody's to watch but its seller's.
        """
        with self._database.transaction() as work:
            lot = work.connection.execute(_LOT, {"id": auction_id}).one_or_none()
            if lot is None or (lot.product_status_id == Status.DRAFT and lot.user_id != user_id):
                raise NotFound
            now = self._clock.now()
            asked = {"user": user_id, "id": auction_id, "now": now}
            if work.connection.execute(_WATCH, asked).rowcount:
                work.announce(WatchersChanged(auction_id=auction_id))
            return watch_on(work.connection, auction_id, user_id)

    def forget(self, user_id: int, auction_id: int) -> Watch:
        """Watch a lot no longer; one that was not watched, or is not there, does no harm."""
        with self._database.transaction() as work:
            asked = {"user": user_id, "id": auction_id}
            if work.connection.execute(_FORGET, asked).rowcount:
                work.announce(WatchersChanged(auction_id=auction_id))
            return watch_on(work.connection, auction_id, user_id)

    def alert(self, user_id: int, auction_id: int, *, wanted: bool) -> None:
        """Tell a watcher of a lot's news, or no longer; raises NotFound where nothing is watched.

        What concerns the own bids, or has to be told, is told all the same.
        """
        asked = {"user": user_id, "id": auction_id, "alerts": wanted}
        with self._database.transaction() as work:
            if work.connection.execute(_ALERT, asked).one_or_none() is None:
                raise NotFound

    def watchers(self, auction_id: int) -> int:
        """Count who watches a lot."""
        with self._database.transaction() as work:
            return watch_on(work.connection, auction_id, None).watchers

    def watched(self, user_id: int) -> frozenset[int]:
        """Tell all lots a person watches."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_WATCHED, {"user": user_id})
            return frozenset(row.product_id for row in rows)


def watch_on(connection: Connection, auction_id: int, user_id: int | None) -> Watch:
    """Read how many watch a lot, and whether this person does."""
    asked = {"id": auction_id, "user": user_id}
    found = connection.execute(_STANDING, asked).one()
    return Watch(watched=found.watched, watchers=found.watchers)
