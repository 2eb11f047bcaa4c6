"""Reading what was said to a room, and which lots come next."""

from __future__ import annotations

from sqlalchemy import Connection, text

from models import Status
from services.lots import STATUS_WORDS
from services.views import Announcement, LineLot

MOST_SAID, MOST_IN_LINE = 5, 6
_SAID = text("""
    select number, kind, words, next_id, at from announcements
    where product_id = :lot order by number desc limit :most
""")
_LINE = text("""
    select p.product_id, p.product_name, p.product_status_id, p.start_datetime, p.end_datetime
    from products p
    join products here on here.product_id = :lot and here.user_id = p.user_id
    where p.product_id <> :lot and p.product_status_id = any(:undecided)
    order by p.end_datetime, p.product_id limit :most
""")
_UNDECIDED = [int(each) for each in (Status.NOT_STARTED, Status.IN_OCCURRENCE, Status.SUSPENDED)]


def read_said(connection: Connection, auction_id: int) -> tuple[Announcement, ...]:
    """Read the latest that was said to a room, the newest first."""
    rows = connection.execute(_SAID, {"lot": auction_id, "most": MOST_SAID})
    return tuple(
        Announcement(
            number=row.number, kind=row.kind, words=row.words, next_id=row.next_id, at=row.at
        )
        for row in rows
    )


def read_line(connection: Connection, auction_id: int) -> tuple[LineLot, ...]:
    """Read which lots of the same seller are still to be sold, those that end first before."""
    asked = {"lot": auction_id, "undecided": _UNDECIDED, "most": MOST_IN_LINE}
    return tuple(
        LineLot(
            auction_id=row.product_id,
            title=row.product_name,
            status=STATUS_WORDS[Status(row.product_status_id)],
            starts_at=row.start_datetime,
            ends_at=row.end_datetime,
        )
        for row in connection.execute(_LINE, asked)
    )
