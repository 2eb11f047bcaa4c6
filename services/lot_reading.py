"""Reading the parts of a lot that do not move: photos, features, seller, court case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from models import Status
from services.bidding import IncrementTable, Outcome
from services.catalogue.contacts import without_contacts
from services.catalogue.prose import plain, prose
from services.catalogue.values import BRANCHES
from services.photos.showing import photo
from services.views import CategoryView, Feature, Legal, LotView, SellerView

_ABOUT = text("""
    select l.user_id is not null as company, u.created_at as since, u.slug,
           rated.ratings, rated.stars,
           (select count(*) from products p where p.user_id = u.user_id
            and p.outcome = :sold) as sold,
           (select count(*) from products p where p.user_id = u.user_id
            and p.product_status_id = :open) as on_sale,
           case when u.erased_at is null and (l.user_id is not null or s.anonymous_mode is not true)
                then coalesce(l.trade_name, u.username) else '' end as seller,
           coalesce(l.trade_name, u.name) as known_as,
           case when a.verified_at is not null and u.erased_at is null
                then a.board || ' ' || a.registration || '/' || a.state
                else '' end as registration
    from users u
    left join auctioneers a on a.user_id = u.user_id
    left join legal_persons l on l.user_id = u.user_id
    left join settings s on s.user_id = u.user_id
    cross join lateral (
        select count(*) as ratings, round(avg(r.stars), 1) as stars from ratings r
        where r.subject_id = u.user_id and r.side = 'buyer' and r.shown_at <= :now) rated
    where u.user_id = :seller
""")
_BRANCH = text(f"""
    with {BRANCHES}
    select c.category_id, c.category_name, c.slug
    from branches b join categories c on c.category_id = b.within
    where b.category_id = :category order by b.above desc
""")  # noqa: S608  nothing of anybody's is in it
_PHOTOS = text("""
    select image, alt, width, height from images where product_id = :id
    order by principal_image desc, position, image_id
""")
_FEATURES = text(f"""
    with {BRANCHES}
    select f.technical_feature_name as name, v.value, f.unit, f.kind
    from technical_features_values v
    join technical_features f using (technical_feature_id)
    join category_technical_features c using (technical_feature_id, category_id)
    left join branches b on b.category_id = :category and b.within = v.category_id
    where v.product_id = :id
    order by b.above desc nulls last, c.position, f.technical_feature_id
""")  # noqa: S608  nothing of anybody's is in it
_LEGAL = text("""
    select l.*, t.case_type_name from legal_infos l join case_types t using (case_type_id)
    where l.product_id = :id
""")


def read_lot(
    connection: Connection, row: Mapping[str, Any], increments: IncrementTable, *, now: datetime
) -> LotView:
    """Read what a lot is and on which conditions it is sold."""
    asked = {
        "id": row["product_id"],
        "category": row["category_id"],
    }
    branch = tuple(
        CategoryView(id=one.category_id, name=one.category_name, slug=one.slug)
        for one in connection.execute(_BRANCH, asked)
    )
    seller, about_seller = read_seller(
        connection, row["user_id"], named=row["auction_type"] != "commercial", now=now
    )
    about = shown_of(row["description"] or "", row["auction_type"])
    low, high = row["estimate_low"], row["estimate_high"]
    return LotView(
        auction_id=row["product_id"],
        title=shown_of(row["product_name"], row["auction_type"]),
        description=plain(about),
        prose=prose(about),
        category=branch[-1],
        branch=branch,
        photos=tuple(photo(*p) for p in connection.execute(_PHOTOS, asked)),
        features=tuple(
            Feature(
                name=f.name,
                value=shown_of(f.value, row["auction_type"]) if f.kind == "text" else f.value,
                unit=f.unit,
                kind=f.kind,
            )
            for f in connection.execute(_FEATURES, asked)
        ),
        city=row["city"],
        state=row["state"],
        district=row["district"],
        pickup=shown_of(row["pickup"] or "", row["auction_type"]) or None,
        seller=seller,
        about_seller=about_seller,
        auction_type=row["auction_type"],
        opening_price=row["min_bid"],
        increments=increments.steps,
        buyer_rate=row["buyer_rate"],
        admin_fee=row["admin_fee"],
        hold_policy=row["hold_policy"],
        hold_value=row["hold_value"],
        confirm_above=row["confirm_above"],
        has_reserve=row["reserve"] is not None,
        conditional=row["conditional"],
        penalty_rate=Decimal(0) if row["auction_type"] == "judicial" else row["penalty_rate"],
        estimate=None if low is None or high is None else (low, high),
        legal=_legal(connection, asked),
        hard_ends_at=row["hard_end_datetime"],
    )


def shown_of(written: str, auction_type: str) -> str:
    """Give what a seller wrote as others may read it: without contacts, if it is commerce."""
    return without_contacts(written) if auction_type == "commercial" else written


def read_seller(
    connection: Connection, user_id: int, *, named: bool = False, now: datetime
) -> tuple[str, SellerView]:
    """Read who sells, as far as others may know it.

    An auctioneer is `named` on official lots whatever was chosen (IN DREI 52 art. 74 XXIII).
    """
    asked = {
        "seller": user_id,
        "sold": Outcome.SOLD,
        "open": int(Status.IN_OCCURRENCE),
        "now": now,
    }
    about = connection.execute(_ABOUT, asked).one()
    name = about.known_as if named and about.registration else about.seller
    if not name:
        return "", SellerView()
    view = SellerView(
        name=name,
        company=about.company,
        since=about.since,
        sold=about.sold,
        on_sale=about.on_sale,
        slug=about.slug if about.seller else "",
        stars=about.stars if about.seller else None,
        ratings=about.ratings if about.seller else 0,
        registration=about.registration,
    )
    return name, view


def _legal(connection: Connection, asked: Mapping[str, Any]) -> Legal | None:
    found = connection.execute(_LEGAL, asked).one_or_none()
    if found is None:
        return None
    return Legal(
        process_number=found.process_number,
        court=found.court,
        case_type=found.case_type_name,
        plaintiff=found.plaintiff,
        defendant=found.defendant,
        judge_name=found.judge_name,
        extra_notes=found.extra_notes,
        appraisal=found.appraisal,
        minimum_percent=found.minimum_percent,
        incapable=found.incapable,
        payment_terms=found.payment_terms,
        goods_at=found.goods_at,
        visits=found.visits,
        second_date=found.second_date,
        second_floor=found.second_floor,
        burdens=found.burdens,
        occupation=found.occupation,
        debts=found.debts,
    )
