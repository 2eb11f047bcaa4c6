"""Publishing: how what was written goes on sale, or changes a lot nobody has bid on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, text

from models import Status
from services.administration import audit
from services.database import Database, Transaction
from services.errors import BadField, BadForm, NotFound, SellingRefused
from services.events import RoomChanged
from services.ports import Alarm, Clock
from services.selling.drafts import begin, own_row, owned_draft
from services.selling.facts import changeable, demand_seller, fees_by_type, known_of
from services.selling.fields import fields_of_lot
from services.selling.rules import LEGAL_TYPES, Offered, read_lot
from services.selling.writes import add_lot, change_lot, take_photos

log = structlog.get_logger(__name__)
_ONE_MORE = text("""
    update users set active_auction_number = active_auction_number + 1 where user_id = :user
""")
_DONE = text("""
    update drafts set product_id = :lot, published_at = :now, changed_at = :now
    where draft_id = :draft
""")
_PUBLISHED = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    values ('lot_published', 'lot_published:' || :lot, :user, :lot, '{}', :now)
""")
_CHANGED = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select 'lot_changed', 'lot_changed:' || :lot || ':' || :version || ':' || user_id, user_id,
           :lot, '{}', :now
    from watches where product_id = :lot and user_id <> :user
""")
_CHANGING = text("""
    select draft_id from drafts
    where user_id = :user and product_id = :lot and published_at is null
    order by draft_id desc limit 1
""")
_COPY_PHOTOS = text("""
    insert into images (image, alt, position, principal_image, width, height, turns, draft_id)
    select image, alt, position, principal_image, width, height, turns, :draft from images
    where product_id = :lot
""")

_OWN_LOT = text(f"""
    select from products
    where product_id = :lot and user_id = :user and product_status_id <> {Status.DRAFT:d}
""")
_OF_ITS_DAYS = ("starts", "start_datetime", "ends", "end_datetime", "second_date")


_SAME = text("""
    select d.product_id from drafts o
    join drafts d on d.user_id = o.user_id and d.draft_id <> o.draft_id and d.fields = o.fields
    where o.draft_id = :draft and d.published_at > :since
    order by d.published_at limit 1
""")
_TWICE = timedelta(minutes=1)


class Publishing:
    """Puts lots on sale and changes them, whole or not at all."""

    def __init__(self, database: Database, clock: Clock, alarm: Alarm) -> None:
        self._database = database
        self._clock = clock
        self._alarm = alarm

    def check(self, user_id: int, draft_id: int) -> tuple[BadField, ...]:
        """Tell everything that is wrong with a draft as it stands. Raises NotFound."""
        with self._database.transaction() as work:
            draft = own_row(work.connection, user_id, draft_id)
            known = known_of(work.connection, draft)
        try:
            read_lot(draft.fields, known, now=self._clock.now())
        except BadForm as refused:
            return refused.problems
        return ()

    def may_sell(self, user_id: int) -> None:
        """Let pass who could publish one more auction now; raises what `publish` would."""
        with self._database.transaction() as work:
            demand_seller(work.connection, user_id, locked=False)

    def publish(self, user_id: int, draft_id: int, *, once: bool = False) -> int:
        """Put a draft on sale, or write it over the lot it changes; returns the lot's number.

        In one transaction: the lot with features, photos and court case, one more on its seller's
        count, what others are told, the draft's end. Raises BadForm with all that is wrong,
        AccountIncomplete, NotFound, and SellingRefused at the limit, once it has been published
        or, for a change, once somebody has bid. With `once` also where this person has published
        the same form within the last minute: it was sent twice.
        """
        now = self._clock.now()
        with self._database.transaction() as work:
            draft = owned_draft(work.connection, user_id, draft_id)
            if draft.product_id is None:
                demand_seller(work.connection, user_id, locked=True)
                if once:
                    _demand_new(work.connection, draft, now=now)
            else:
                changeable(work.connection, user_id, draft.product_id, now=now, locked=True)
            lot = read_lot(draft.fields, known_of(work.connection, draft), now=now)
            number = self._write(work, draft, lot)
            take_photos(work.connection, draft_id, number, lot, now=now)
            work.connection.execute(_DONE, {"lot": number, "draft": draft_id, "now": now})
        self._alarm.set(lot.times.starts_at if lot.times.starts_at > now else lot.times.ends_at)
        log.info(
            "lot_published", auction=number, user_id=user_id, changed=draft.product_id is not None
        )
        return number

    def may_change(self, user_id: int, auction_id: int) -> None:
        """Let pass who could change this lot now; raises what `change` would."""
        with self._database.transaction() as work:
            changeable(work.connection, user_id, auction_id, now=self._clock.now())

    def change(self, user_id: int, auction_id: int) -> int:
        """Begin to change an own lot that nobody has bid on; returns the number of its draft.

        A draft that was begun before goes on. Raises NotFound and SellingRefused.
        """
        now = self._clock.now()
        with self._database.transaction() as work:
            changeable(work.connection, user_id, auction_id, now=now, locked=True)
            asked = {"user": user_id, "lot": auction_id}
            begun: int | None = work.connection.execute(_CHANGING, asked).scalar()
            if begun is not None:
                return begun
            fields = fields_of_lot(work.connection, auction_id)
            draft = begin(work.connection, user_id, fields, now=now, product_id=auction_id)
            work.connection.execute(_COPY_PHOTOS, {"draft": draft, "lot": auction_id})
        return draft

    def duplicate(self, user_id: int, auction_id: int) -> int:
        """Begin a new draft with all that an own lot was written with; returns its number.

        Its times are left to be said anew. The photos are the same until one of them is changed.
        Raises NotFound, for another's too, and SellingRefused with too many drafts.
        """
        now = self._clock.now()
        asked = {"user": user_id, "lot": auction_id}
        with self._database.transaction() as work:
            if work.connection.execute(_OWN_LOT, asked).one_or_none() is None:
                raise NotFound
            fields = fields_of_lot(work.connection, auction_id)
            kept = {name: typed for name, typed in fields.items() if name not in _OF_ITS_DAYS}
            draft = begin(work.connection, user_id, kept, now=now)
            work.connection.execute(_COPY_PHOTOS, {"draft": draft, "lot": auction_id})
        return draft

    def _write(self, work: Transaction, draft: Row[Any], lot: Offered) -> int:
        now, user = self._clock.now(), draft.user_id
        fees = fees_by_type(work.connection)[lot.auction_type]
        if draft.product_id is None:
            number = add_lot(work.connection, user, lot, fees, now=now)
            version = 0
            asked = {"lot": number, "user": user, "now": now}
            work.connection.execute(_ONE_MORE, asked)
            work.connection.execute(_PUBLISHED, asked)
        else:
            number = draft.product_id
            version = change_lot(work.connection, number, lot, fees, now=now)
            asked = {"lot": number, "user": user, "now": now}
            work.connection.execute(_CHANGED, {**asked, "version": version})
        if lot.auction_type in LEGAL_TYPES or draft.product_id is not None:
            details: dict[str, Any] = {"type": lot.auction_type, "version": version}
            if lot.case is not None:
                details["process"] = lot.case.process_number
            action = "lot_published" if draft.product_id is None else "lot_changed"
            audit.record(work, action, f"auction:{number}", actor=user, at=now, **details)
        work.announce(RoomChanged(auction_id=number, version=version))
        return number


def _demand_new(connection: Connection, draft: Row[Any], *, now: datetime) -> None:
    asked = {"draft": draft.draft_id, "since": now - _TWICE}
    first = connection.execute(_SAME, asked).scalar()
    if first is not None:
        raise SellingRefused(reason="twice", lot=first)
