"""Ratings: after a completed sale each side says of the other what others will read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from models import Status
from services.catalogue.contacts import mask_contacts
from services.database import Database
from services.errors import BadField, ConductRefused, NotFound
from services.listings import ListingService
from services.news import Herald
from services.news.herald import About
from services.people.fields import Reading, parse_text
from services.ports import Clock
from services.views import LONGEST_RATING, RatingForm, RatingView, SellerPage, SellerView

OPEN_FOR = timedelta(days=14)
AGAIN_AFTER = timedelta(days=7)
_SHOWN = 50
_SALE = """
    select y.payment_id, y.product_id, y.user_id as buyer_id, l.user_id as seller_id,
           l.product_name as title, d.freed_at
    from payments y join products l using (product_id)
    left join deliveries d using (payment_id)
    where y.payment_id = :payment and y.kind = 'sale'
"""
_READ, _LOCK = text(_SALE), text(f"{_SALE} for no key update of y")
_RATINGS = text("select * from ratings where payment_id = :payment")
_RATE = text("""
    insert into ratings (payment_id, author_id, subject_id, side, stars, words, at, shown_at)
    values (:payment, :author, :subject, :side, :stars, :words, :now, :shown)
""")
_SHOW = text("update ratings set shown_at = :now where payment_id = :payment and shown_at > :now")
_REPLY = text("""
    update ratings set reply = :reply, replied_at = :now
    where rating_id = :rating and reply is null
""")
_SELLER = text("""
    select u.user_id, u.created_at as since, l.user_id is not null as company,
           coalesce(l.trade_name, u.username) as name,
           (select count(*) from products p
            where p.user_id = u.user_id and p.outcome = 'sold') as sold,
           array(select p.product_id from products p
                 where p.user_id = u.user_id and p.product_status_id = any(:states)
                 order by p.product_status_id desc, p.end_datetime limit 12) as lots
    from users u
    left join legal_persons l using (user_id) left join settings s using (user_id)
    where u.slug = :slug and u.erased_at is null
      and (l.user_id is not null or s.anonymous_mode is not true)
      and exists (select from products p
                  where p.user_id = u.user_id and p.product_status_id <> :draft)
""")
_OF_SELLER = text("""
    select r.*, l.product_name as title
    from ratings r join payments y using (payment_id) join products l using (product_id)
    where r.subject_id = :seller and r.side = 'buyer' and r.shown_at <= :now
    order by r.shown_at desc, r.rating_id desc limit :most
""")
_STARS = text("""
    select stars, count(*) as times from ratings
    where subject_id = :seller and side = 'buyer' and shown_at <= :now group by stars
""")
# Each side that has said nothing is reminded once the sale is done, and once more a week later.
_TO_REMIND = text("""
    select * from (
        select y.payment_id, y.product_id, l.product_name as title, d.freed_at, sides.side,
               case sides.side when 'buyer' then y.user_id else l.user_id end as user_id,
               case when d.freed_at <= :again then 'rate_again' else 'rate_sale' end as topic
        from deliveries d join payments y using (payment_id) join products l using (product_id)
        cross join (values ('buyer'), ('seller')) sides (side)
        where d.freed_at > :since and not exists (
            select from ratings r where r.payment_id = y.payment_id and r.side = sides.side)
    ) due
    where not exists (select from notifications n
                      where n.unique_key = due.topic || ':' || due.payment_id || ':' || due.side)
    order by freed_at limit 100
""")


class Ratings:
    """Keeps what people say of each other; one rating a side and sale, one reply to each.

    What one side said is hidden until the other has spoken too, or fourteen days are over, when
    nobody can any more: nobody answers a rating with a rating. Contacts are masked.
    """

    def __init__(
        self, database: Database, clock: Clock, herald: Herald, listings: ListingService
    ) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald
        self._listings = listings

    def look(self, user_id: int, payment_id: int) -> RatingForm:
        """Show one side of a sale what it may say and has heard. Raises NotFound to all others."""
        with self._database.transaction() as work:
            sale = _sale(work.connection, payment_id, user_id)
            rows = work.connection.execute(_RATINGS, {"payment": payment_id}).mappings().all()
        now, side = self._clock.now(), _side(sale, user_id)
        mine = next((row for row in rows if row["side"] == side), None)
        theirs = next((r for r in rows if r["side"] != side and r["shown_at"] <= now), None)
        done = sale["freed_at"] is not None
        open_until = sale["freed_at"] + OPEN_FOR if done else None
        return RatingForm(
            payment_id=payment_id,
            title=sale["title"],
            side=side,
            done=done,
            can_rate=mine is None and open_until is not None and now < open_until,
            open_until=open_until,
            mine=None if mine is None else _view(mine, sale["title"]),
            hidden=mine is not None and mine["shown_at"] > now,
            theirs=None if theirs is None else _view(theirs, sale["title"]),
        )

    def rate(self, user_id: int, payment_id: int, *, stars: str, words: str = "") -> None:
        """Rate the other side of a completed sale, once, within fourteen days.

        The second to speak makes both be shown; two at once are put in an order by the payment's
        lock. Raises BadForm, NotFound and ConductRefused.
        """
        reading = Reading()
        said = reading.take(_said, words, "words")
        if stars not in {"1", "2", "3", "4", "5"}:
            reading.refuse("stars", "stars")
        reading.settle()
        with self._database.transaction() as work:
            sale = _sale(work.connection, payment_id, user_id, locked=True)
            now, side = self._clock.now(), _side(sale, user_id)
            if sale["freed_at"] is None:
                raise ConductRefused(reason="not_done")
            until = sale["freed_at"] + OPEN_FOR
            if now >= until:
                raise ConductRefused(reason="rating_over")
            rows = work.connection.execute(_RATINGS, {"payment": payment_id}).mappings().all()
            if any(row["side"] == side for row in rows):
                raise ConductRefused(reason="rated")
            other = sale["seller_id"] if side == "buyer" else sale["buyer_id"]
            values = {"payment": payment_id, "author": user_id, "subject": other, "side": side}
            work.connection.execute(
                _RATE,
                {
                    **values,
                    "stars": int(stars),
                    "words": said,
                    "now": now,
                    "shown": now if rows else until,
                },
            )
            if rows:
                work.connection.execute(_SHOW, {"payment": payment_id, "now": now})
                for person in (user_id, other):
                    self._herald.tell(
                        work,
                        person,
                        "ratings_shown",
                        About(lot=sale["product_id"], key=f"rated:{payment_id}:{person}"),
                        path=f"/payments/{payment_id}/rating",
                        title=sale["title"],
                    )

    def reply(self, user_id: int, payment_id: int, words: str) -> None:
        """Answer what the other side said, once, for all to read.

        Raises BadForm, NotFound and ConductRefused.
        """
        reading = Reading()
        said = reading.take(_said, words, "reply")
        if said == "":
            reading.refuse("reply", "missing")
        reading.settle()
        with self._database.transaction() as work:
            sale = _sale(work.connection, payment_id, user_id, locked=True)
            now, side = self._clock.now(), _side(sale, user_id)
            rows = work.connection.execute(_RATINGS, {"payment": payment_id}).mappings()
            theirs = next((r for r in rows if r["side"] != side and r["shown_at"] <= now), None)
            if theirs is None:
                raise ConductRefused(reason="not_shown")
            values = {"rating": theirs["rating_id"], "reply": said, "now": now}
            if work.connection.execute(_REPLY, values).rowcount == 0:
                raise ConductRefused(reason="replied")

    def seller(self, slug: str) -> SellerPage:
        """Show a seller's public page: lots on sale and what buyers said.

        Raises NotFound, also for a private person who is anonymous: lots are not tied together.
        """
        with self._database.transaction() as work:
            asked = {
                "slug": slug[:12],
                "states": [int(Status.IN_OCCURRENCE), int(Status.NOT_STARTED)],
                "draft": int(Status.DRAFT),
            }
            row = work.connection.execute(_SELLER, asked).one_or_none()
            if row is None:
                raise NotFound
            about = {"seller": row.user_id, "now": self._clock.now(), "most": _SHOWN}
            ratings = work.connection.execute(_OF_SELLER, about).mappings().all()
            counted = work.connection.execute(_STARS, about)
            times = {row.stars: row.times for row in counted}
        count = sum(times.values())
        return SellerPage(
            slug=slug,
            about=SellerView(
                name=row.name,
                company=row.company,
                since=row.since,
                sold=row.sold,
                on_sale=len(row.lots),
                slug=slug,
                stars=average(times),
                ratings=count,
            ),
            times=times,
            ratings=tuple(_view(one, one["title"]) for one in ratings),
            lots=self._listings.cards(row.lots),
        )

    def remind_due(self) -> int:
        """Remind whoever has not said anything yet of a sale just done; returns how many."""
        now = self._clock.now()
        asked = {"since": now - OPEN_FOR, "again": now - AGAIN_AFTER}
        with self._database.transaction() as work:
            due = work.connection.execute(_TO_REMIND, asked).mappings().all()
            for row in due:
                number, topic = row["payment_id"], row["topic"]
                self._herald.tell(
                    work,
                    row["user_id"],
                    topic,
                    About(lot=row["product_id"], key=f"{topic}:{number}:{row['side']}"),
                    path=f"/payments/{number}/rating",
                    title=row["title"],
                    until=row["freed_at"] + OPEN_FOR,
                )
        return len(due)


def average(times: Mapping[int, int]) -> Decimal | None:
    """Give the mean of stars with one decimal, None of none."""
    count = sum(times.values())
    if not count:
        return None
    return (Decimal(sum(s * n for s, n in times.items())) / count).quantize(Decimal("0.1"))


def _sale(
    connection: Connection, payment_id: int, user_id: int, *, locked: bool = False
) -> Mapping[str, Any]:
    query = _LOCK if locked else _READ
    row = connection.execute(query, {"payment": payment_id}).mappings().one_or_none()
    if row is None or user_id not in (row["buyer_id"], row["seller_id"]):
        raise NotFound
    return dict(row)


def _side(sale: Mapping[str, Any], user_id: int) -> str:
    return "buyer" if sale["buyer_id"] == user_id else "seller"


def _said(words: str, field: str) -> str:
    line = parse_text(words, field=field, longest=LONGEST_RATING, required=False)
    masked = mask_contacts(line)
    if line and masked.empty:
        raise BadField(field, "only_contact")
    return masked.text


def _view(row: RowMapping, title: str) -> RatingView:
    at: datetime = row["at"]
    return RatingView(
        stars=row["stars"],
        words=row["words"],
        at=at,
        title=title,
        reply=row["reply"],
        replied_at=row["replied_at"],
    )
