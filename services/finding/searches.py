"""Searches that people keep: a question of the listing under a name, and how soon to be told."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from sqlalchemy import RowMapping, text

from models.finding import PACES
from services.database import Database
from services.errors import BadField, NotFound
from services.finding.question import Question
from services.people.fields import parse_choice, parse_text
from services.ports import Clock
from services.views import SavedSearchView

MOST_KEPT = 50
LONGEST_NAME = 80
_LONGEST_QUESTION = 1000
_ONE_WRITER = text("select from users where user_id = :user for no key update")
_COUNT = text("""
    select count(*) from saved_searches where user_id = :user and question <> :question
""")
_KEEP = text("""
    insert into saved_searches (user_id, name, question, pace, stop_key, created_at)
    values (:user, :name, :question, :pace, :key, :now)
    on conflict (user_id, question) do update set name = excluded.name, pace = excluded.pace
    returning saved_search_id
""")
_LIST = text("""
    select s.saved_search_id as id, s.name, s.question, s.pace, s.created_at,
           (select count(*) from search_finds f
            where f.saved_search_id = s.saved_search_id) as found
    from saved_searches s where s.user_id = :user order by s.saved_search_id desc
""")
_KEPT = text(
    "select from saved_searches where saved_search_id = :id and user_id = :user for update"
)
_CHANGE = text("update saved_searches set pace = :pace where saved_search_id = :id")
_FORGET = text("delete from saved_searches where saved_search_id = :id and user_id = :user")
_OF_KEY = text("""
    select saved_search_id as id, name, question, pace, created_at, 0 as found
    from saved_searches where stop_key = :key
""")
_STOP = text("update saved_searches set pace = 'off' where stop_key = :key")


class SavedSearches:
    """Keeps a person's searches; each sees and changes only the own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, user_id: int, *, name: str, question: str, pace: str) -> int:
        """Keep a question as it stands in the listing's address; the same one twice is one search.

        Raises BadField for a name or pace that cannot be, for a question that asks for nothing and
        for more searches than a person may keep.
        """
        name = parse_text(name, field="name", longest=LONGEST_NAME)
        pace = parse_choice(pace, field="pace", among=PACES)
        asked = Question.kept(question).anew()
        written = urlencode(asked.pairs())
        if not asked.standing().narrowed or len(written) > _LONGEST_QUESTION:
            raise BadField("name", "search.empty")
        kept = {"user": user_id, "name": name, "question": written, "pace": pace}
        with self._database.transaction() as work:
            work.connection.execute(_ONE_WRITER, kept)
            if work.connection.execute(_COUNT, kept).scalar_one() >= MOST_KEPT:
                raise BadField("name", "search.many", most=MOST_KEPT)
            more = {"key": secrets.token_urlsafe(32), "now": self._clock.now()}
            number: int = work.connection.execute(_KEEP, {**kept, **more}).scalar_one()
        return number

    def kept(self, user_id: int) -> tuple[SavedSearchView, ...]:
        """List a person's searches, the latest first, with how many lots each has found."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_LIST, {"user": user_id}).mappings()
            return tuple(_view(row) for row in rows)

    def change(self, user_id: int, search_id: int, pace: str) -> None:
        """Tell a person sooner, later or not at all. Raises BadField, NotFound."""
        asked = {"user": user_id, "id": search_id}
        with self._database.transaction() as work:
            if work.connection.execute(_KEPT, asked).one_or_none() is None:
                raise NotFound  # whatever else the form says
            pace = parse_choice(pace, field="pace", among=PACES)
            work.connection.execute(_CHANGE, {**asked, "pace": pace})

    def forget(self, user_id: int, search_id: int) -> None:
        """Keep a search no longer; one that is not there does no harm."""
        with self._database.transaction() as work:
            work.connection.execute(_FORGET, {"user": user_id, "id": search_id})

    def of_key(self, key: str) -> SavedSearchView:
        """Show the search a letter's link is about, to whoever holds it. Raises NotFound."""
        with self._database.transaction() as work:
            row = work.connection.execute(_OF_KEY, {"key": _key(key)}).mappings().one_or_none()
        if row is None:
            raise NotFound
        return _view(row)

    def stop(self, key: str) -> SavedSearchView:
        """Tell nothing more of a search, by its letter's link; once is enough. Raises NotFound."""
        found = self.of_key(key)
        with self._database.transaction() as work:
            work.connection.execute(_STOP, {"key": _key(key)})
        return found


def _view(row: RowMapping) -> SavedSearchView:
    return SavedSearchView(**row)


def _key(written: str) -> str:
    return written[:43].replace("\0", "")
