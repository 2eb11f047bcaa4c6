"""What search engines are shown: the lots that are on sale or coming, and the categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models import Status
from services.database import Database

MOST = 49_000  # lots of one sitemap: with pages and categories less than 50,000 (sitemaps.org)
_SHOWN = {"states": [int(Status.NOT_STARTED), int(Status.IN_OCCURRENCE)]}
# A lot's page changes when it is written, begins or is bid on.
_LOTS = text("""
    select p.product_id as id, greatest(p.created_at,
           case when p.start_datetime <= now() then p.start_datetime end,
           (select max(b.bid_datetime) from bids b where b.product_id = p.product_id)) as at
    from products p where p.product_status_id = any(:states)
    order by p.product_id offset :beyond limit :most
""")
_COUNT = text("select count(*) from products where product_status_id = any(:states)")
_CATEGORIES = text("""
    select c.slug, max(greatest(p.created_at, case when p.start_datetime <= now()
           then p.start_datetime end)) as at
    from categories c join products p using (category_id)
    where c.retired_at is null and p.product_status_id = any(:states)
    group by c.slug order by c.slug
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One address of the site, after its base, and when what stands there last changed."""

    path: str
    changed_at: datetime | None = None


class Sitemap:
    """Lists the addresses that are worth finding."""

    def __init__(self, database: Database, *, most: int = MOST) -> None:
        self._database = database
        self.most = most

    def parts(self) -> int:
        """Count the parts that all lots take, at least one."""
        with self._database.transaction() as work:
            lots: int = work.connection.execute(_COUNT, _SHOWN).scalar_one()
        return max(1, -(-lots // self.most))

    def lots(self, part: int) -> Sequence[Shown]:
        """List one part of the lots, counted from 0."""
        asked = {**_SHOWN, "beyond": part * self.most, "most": self.most}
        with self._database.transaction() as work:
            rows = work.connection.execute(_LOTS, asked).all()
        return [Shown(path=f"/auction/{row.id}", changed_at=row.at) for row in rows]

    def categories(self) -> Sequence[Shown]:
        """List the categories that have lots to show."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_CATEGORIES, _SHOWN).all()
        return [Shown(path=f"/?category={row.slug}", changed_at=row.at) for row in rows]
