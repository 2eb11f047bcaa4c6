"""Who may see a print of a lot's photo."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from services.database import Database
from services.errors import NotFound
from services.photos.prints import SIZES
from services.photos.showing import ADDRESS
from services.ports import PhotoStore

KINDS = {"webp": "image/webp", "jpg": "image/jpeg"}
_SEEN = text("""
    select coalesce(bool_or(i.product_id is not null), false) as published,
           coalesce(bool_or(d.user_id = :user), false) as mine
    from (select product_id, draft_id from images where image = :image
          union all
          select null, draft_id from dropped_images where image = :image) i
    left join drafts d using (draft_id)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A file of a photo; `public` if everybody may see it and keep it for ever."""

    content: bytes
    kind: str
    public: bool


class Album:
    """Gives the prints of photos: of published lots to everybody, of drafts to their owner."""

    def __init__(self, database: Database, store: PhotoStore) -> None:
        self._database = database
        self._store = store

    def print_of(self, key: str, name: str, seen_by: int | None) -> Print:
        """Give a print. Raises NotFound: no such photo or size, or not this person's to see."""
        size, _, ending = name.partition(".")
        if ending not in KINDS or size not in map(str, SIZES):
            raise NotFound
        asked = {"image": f"{ADDRESS}{key}", "user": seen_by}
        with self._database.transaction() as work:
            seen = work.connection.execute(_SEEN, asked).one()
        content = self._store.read(key, name) if seen.published or seen.mine else None
        if content is None:
            raise NotFound
        return Print(content=content, kind=KINDS[ending], public=seen.published)

    def picture_of(self, address: str) -> bytes:
        """Give the middling JPEG of a published photo by its address; nothing if there is none."""
        key = address.removeprefix(ADDRESS).partition("/")[0]
        try:
            return self.print_of(key, f"{SIZES[1]}.jpg", None).content
        except NotFound:
            return b""
