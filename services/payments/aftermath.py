"""What a seller may do with a lot that was not sold, or is no longer: see it, and relist it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.billing import bill
from services.billing.defaults import OfferPolicy, recommended_policy
from services.database import Database
from services.errors import BadField, BadForm, Forbidden, NotFound, Overtaken
from services.lots import Increments, fees_of
from services.photos.showing import PARTS, photo
from services.ports import Clock
from services.ranking import next_candidate, price_for
from services.views import AftermathView, OfferLine, RunnerUp

FEWEST_DAYS, MOST_DAYS = 1, 60
SOONEST = timedelta(minutes=1)
FARTHEST = timedelta(days=180)
_UNSOLD = ("defaulted", "reserve_not_met", "no_bids", "cancelled")
_READ = text("""
    select p.*, i.image, i.alt, i.width, i.height, again.product_id as relisted_as, y.defaulted_at,
           buyer.created_at as buyer_joined,
           exists (select from payments s where s.product_id = p.product_id and s.kind = 'sale'
                   and s.defaulted_at is null) as sold_again,
           exists (select from offers o where o.product_id = p.product_id
                   and o.answered_at is null) as offered
    from products p
    left join images i on i.product_id = p.product_id and i.principal_image
    left join products again on again.relisted_of = p.product_id
    left join payments y on y.product_id = p.product_id and y.user_id = p.leader_id
                        and y.kind = 'sale'
    left join users buyer on buyer.user_id = p.leader_id
    where p.product_id = :lot and p.user_id = :seller and p.outcome is not null
""")
_LOCK = text("select product_id from products where product_id = :lot for no key update")
_OFFERS = text("""
    select b.paddle, o.price, o.made_at, o.expires_at, o.answer, o.answered_at,
           case when y.defaulted_at is null then y.payment_id end as payment_id
    from offers o join bidders b using (product_id, user_id)
    left join payments y on y.product_id = o.product_id and y.user_id = o.user_id
                        and y.kind = 'sale'
    where o.product_id = :lot order by o.offer_id
""")
# Everything published about the lot, and nothing of what was bid on it.
_TERMS = """
    product_name, description, min_bid, street_name, street_number, apt, zip_code, district, city,
    state, user_id, category_id, auction_type, extend_mode, soft_close_seconds, increments,
    increment, reserve, below_reserve, conditional, buy_now, buy_now_policy, hold_policy,
    hold_value, confirm_above, buyer_rate, seller_rate, admin_fee, penalty_rate, estimate_low,
    estimate_high
"""
_COPY = text(f"""
    insert into products ({_TERMS}, start_datetime, original_end_datetime, end_datetime,
                          product_status_id, relisted_of)
    select {_TERMS}, :starts, :ends, :ends, :scheduled, product_id
    from products where product_id = :lot returning product_id
""")  # noqa: S608  only columns named here
_PHOTOS = text("""
    insert into images (image, alt, position, principal_image, width, height, turns, product_id)
    select image, alt, position, principal_image, width, height, turns, :new
    from images where product_id = :lot
""")
_FEATURES = text("""
    insert into technical_features_values
        (category_id, technical_feature_id, value, number, product_id)
    select category_id, technical_feature_id, value, number, :new from technical_features_values
    where product_id = :lot
""")
_ONE_MORE = text("""
    update users set active_auction_number = active_auction_number + 1 where user_id = :seller
""")


class Aftermath:
    """Shows a seller what became of a lot and what can be done, and puts it on sale again."""

    def __init__(self, database: Database, clock: Clock, increments: Increments) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments

    def lot(self, auction_id: int, seller_id: int) -> AftermathView:
        """Show a decided lot to its seller; to all others there is none: NotFound."""
        with self._database.transaction() as work:
            row = _read(work.connection, auction_id, seller_id)
            offers = work.connection.execute(_OFFERS, {"lot": auction_id}).mappings()
            return AftermathView(
                auction_id=auction_id,
                title=row["product_name"],
                photo=photo(*(row[part] for part in PARTS)) if row["image"] else None,
                auction_type=row["auction_type"],
                outcome=row["outcome"],
                price=row["price"],
                reserve=row["reserve"],
                closed_at=row["closed_at"],
                days=_days(row),
                answer_by=row["answer_by"],
                seller_net=bill(row["price"], fees_of(row)).seller_net if row["price"] else None,
                next=self._next(work.connection, row),
                recommended=_recommended(row),
                offers=tuple(OfferLine(**offer) for offer in offers),
                relisted_as=row["relisted_as"],
                can_relist=_why_not_relist(row) is None,
            )

    def relist(self, auction_id: int, seller_id: int, *, starts_at: datetime, days: int) -> int:
        """Put the lot on sale again, as a copy with its photos, features and terms.

        Who defaulted on it is barred from the copy. Returns the new lot's number. Raises NotFound,
        Forbidden for a lot that is not commercial, Overtaken where it is sold, on offer or
        relisted already, and BadForm for times that cannot be.
        """
        now = self._clock.now()
        wrong = []
        if not now - SOONEST <= starts_at <= now + FARTHEST:
            wrong.append(BadField("starts_at", "relist_start"))
        if not FEWEST_DAYS <= days <= MOST_DAYS:
            wrong.append(BadField("days", "relist_days", fewest=FEWEST_DAYS, most=MOST_DAYS))
        if wrong:
            raise BadForm(wrong)
        starts = max(starts_at, now)
        with self._database.transaction() as work:
            work.connection.execute(_LOCK, {"lot": auction_id})
            row = _read(work.connection, auction_id, seller_id)
            if row["auction_type"] != "commercial":
                raise Forbidden
            if reason := _why_not_relist(row):
                raise Overtaken(reason=reason)
            values = {
                "lot": auction_id,
                "starts": starts,
                "ends": starts + timedelta(days=days),
                "scheduled": Status.NOT_STARTED,
                "seller": seller_id,
            }
            new: int = work.connection.execute(_COPY, values).scalar_one()
            for copy in (_PHOTOS, _FEATURES):
                work.connection.execute(copy, {"lot": auction_id, "new": new})
            work.connection.execute(_ONE_MORE, {"seller": seller_id})
        return new

    def _next(self, connection: Connection, row: Mapping[str, Any]) -> RunnerUp | None:
        open_to_offers = row["outcome"] == "defaulted" and row["auction_type"] == "commercial"
        if not open_to_offers or row["sold_again"] or row["offered"] or row["relisted_as"]:
            return None
        found = next_candidate(connection, row["product_id"])
        if found is None:
            return None
        own, replayed = (
            price_for(connection, row, self._increments, found, policy)
            for policy in (OfferPolicy.OWN_HIGHEST, OfferPolicy.REPLAY)
        )
        return RunnerUp(rank=found.rank, paddle=found.paddle, own_highest=own, replay=replayed)


def _read(connection: Connection, auction_id: int, seller_id: int) -> Mapping[str, Any]:
    asked = {"lot": auction_id, "seller": seller_id}
    row = connection.execute(_READ, asked).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def _why_not_relist(row: Mapping[str, Any]) -> str | None:
    if row["auction_type"] != "commercial" or row["outcome"] not in _UNSOLD or row["sold_again"]:
        return "decided"
    if row["offered"]:
        return "offered"
    return "relisted" if row["relisted_as"] else None


def _days(row: Mapping[str, Any]) -> int:
    lasted = row["original_end_datetime"] - row["start_datetime"]
    days: int = round(lasted / timedelta(days=1))
    return min(max(days, FEWEST_DAYS), MOST_DAYS)


def _recommended(row: Mapping[str, Any]) -> str:
    if row["defaulted_at"] is None:
        return OfferPolicy.OWN_HIGHEST.value
    joined, at = row["buyer_joined"], row["defaulted_at"]
    return recommended_policy(joined_at=joined, defaulted_at=at).value
