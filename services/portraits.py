"""Portraits: a person's own photo, made anew, shown to that person alone."""

from __future__ import annotations

from sqlalchemy import text

from services.database import Database
from services.errors import NotFound
from services.photos.letting_go import let_go
from services.photos.portrait import PORTRAIT, developed
from services.ports import PhotoStore

_KEY = text("select photo from users where user_id = :user and erased_at is null")
_SET = text("""
    update users set photo = :key
    from (select user_id, photo from users where user_id = :user for no key update) before
    where users.user_id = before.user_id and users.erased_at is null
    returning before.photo
""")


class Portraits:
    """Keeps one photo a person; its address is the person's session, never a name to guess."""

    def __init__(self, database: Database, photos: PhotoStore) -> None:
        self._database = database
        self._photos = photos

    def change(self, user_id: int, content: bytes) -> None:
        """Keep a photo in place of the one before. Raises BadField for what is no photo, NotFound.

        What is replaced is let go of after the commit; what could not be kept leaves no file.
        """
        key = self._photos.keep({PORTRAIT: developed(content)})
        try:
            before = self._set(user_id, key)
        except BaseException:
            let_go(self._photos, key)
            raise
        if before:
            let_go(self._photos, before)

    def remove(self, user_id: int) -> None:
        """Let go of the photo; there may be none. Raises NotFound."""
        if before := self._set(user_id, None):
            let_go(self._photos, before)

    def read(self, user_id: int) -> bytes:
        """Give a person's photo, a WebP. Raises NotFound."""
        with self._database.transaction() as work:
            key = work.connection.execute(_KEY, {"user": user_id}).scalar_one_or_none()
        photo = self._photos.read(key, PORTRAIT) if key else None
        if photo is None:
            raise NotFound
        return photo

    def _set(self, user_id: int, key: str | None) -> str | None:
        with self._database.transaction() as work:
            row = work.connection.execute(_SET, {"user": user_id, "key": key}).one_or_none()
        if row is None:
            raise NotFound
        before: str | None = row.photo
        return before
