"""Loading the demonstration: once, into an empty house, under a lock of its own."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text
from sqlmodel import select

from models import (
    Auction,
    CaseKind,
    Category,
    CategoryTechnicalFeature,
    FeeScheduleRow,
    Image,
    LegalInfo,
    Status,
    TechnicalFeature,
)
from services.catalogue.features import canonical
from services.catalogue.values import read_rules, write_values
from services.database import Transaction
from services.demo.auctioneer import AUCTIONEER, begin_case, register_auctioneer
from services.demo.dealings import RIVALS, begin_dealings
from services.demo.lots import CATEGORIES, LOTS, Lot, branch_of
from services.demo.lots import Category as Section
from services.demo.people import BIDDERS, add_people, name_to_roles
from services.demo.questions import ask_about
from services.desk import BidRequest

if TYPE_CHECKING:
    from services.bootstrap import Services

log = structlog.get_logger(__name__)
_ONE_LOADER = text("select pg_advisory_xact_lock(727405)")
_LOADED = text("select exists (select from users where demo)")
_ACTIVE = text("""
    update users u set active_auction_number =
        (select count(*) from products p where p.user_id = u.user_id
         and p.product_status_id in (1, 2))
""")
# What was sold before the demonstration began was told of then.
_DECIDED = text("select from products where product_id = any(:ended) for no key update")
_TOLD = text("update payments set reminders = 3 where product_id = any(:ended)")
_BY_THE_COMPANY = {"veiculos", "caminhoes-e-maquinas"}
_PICKUP = {
    "veiculos": "No pátio, de segunda a sexta, das 9h às 17h, com hora marcada.",
    "caminhoes-e-maquinas": "No pátio, com hora marcada. Traga prancha; nós carregamos.",
    "imoveis": "Visitas com hora marcada, combinadas pelas perguntas desta página.",
}
_PICKED_UP = "No depósito, de segunda a sexta, das 10h às 18h, ou por transportadora sua."
PICTURES = "/static/demo/"


def load(services: Services) -> bool:
    """Fill an empty house with people, lots and past bids; returns whether it was empty."""
    with services.closing.waiting():  # the clock is running: it must not decide before the bids
        with services.database.transaction() as work:
            work.connection.execute(_ONE_LOADER)
            if work.connection.execute(_LOADED).scalar_one():
                return False
            people = add_people(work, services.clock)
            features = _add_categories(work, services.clock.now().year)
            now = services.clock.now()
            loaded = [(lot, add_lot(work, lot, people, features, now=now)) for lot in LOTS]
            ended = [each.id for _, each in loaded if each.end_datetime <= now]
            ids = [(lot, auction.id) for lot, auction in loaded]
            work.connection.execute(_ACTIVE)
            judicial = next(auction.id for lot, auction in loaded if lot.judicial)
            register_auctioneer(work, people, now=now)
            begin_case(work, people, features["apartamentos"][1], now=now)
            name_to_roles(work, services.clock, people, judicial)
            ask_about(work, {lot.key: number for lot, number in ids}, people, now=now)
        for lot, auction_id in ids:
            past_bids(services, lot, auction_id, people, now=now)
        begin_dealings(services, {lot.key: number for lot, number in ids}, people, now=now)
    while services.closing.close_due():
        continue
    with services.database.transaction() as work:
        work.connection.execute(_DECIDED, {"ended": ended})
        work.connection.execute(_TOLD, {"ended": ended})
    log.info("demonstration_loaded", lots=len(ids), people=len(people))
    return True


def add_lot(
    work: Transaction,
    lot: Lot,
    people: dict[str, int],
    features: dict[str, tuple[int, list[int]]],
    *,
    now: datetime,
    ends: timedelta | None = None,
) -> Auction:
    """Publish one lot of the catalogue: at its own stage or, with `ends`, open until then."""
    category_id, feature_ids = features[lot.category]
    auction_type = "judicial" if lot.judicial else "commercial"
    fees = work.session.get_one(FeeScheduleRow, auction_type)
    starts, stop = _times(lot, now, ends)
    auction = Auction(
        name=lot.title,
        description=f"{lot.description}\n\n{lot.condition}",
        min_bid=lot.opening_price,
        start_datetime=starts,
        original_end_datetime=stop,
        end_datetime=stop,
        zip_code=lot.place.postal_code,
        district=lot.place.district,
        city=lot.place.city,
        state=lot.place.state,
        pickup=_PICKUP.get(branch_of(lot.category)[0].key, _PICKED_UP),
        user_id=_seller_of(lot, people),
        category_id=category_id,
        product_status_id=Status.NOT_STARTED if starts > now else Status.IN_OCCURRENCE,
        auction_type=auction_type,
        extend_mode="add" if lot.judicial else "reset",
        soft_close_seconds=180 if lot.judicial else 120,
        increment=_flat_increment(lot) if lot.judicial else None,
        reserve=lot.reserve,
        buy_now=lot.buy_now,
        buyer_rate=fees.buyer_rate,
        seller_rate=fees.seller_rate,
        admin_fee=fees.admin_fee,
        estimate_low=lot.estimate_low,
        estimate_high=lot.estimate_high,
    )
    work.session.add(auction)
    work.session.flush()
    _add_details(work, lot, auction.id, category_id, feature_ids)
    return auction


def _seller_of(lot: Lot, people: dict[str, int]) -> int:
    if lot.judicial and AUCTIONEER[0] in people:
        return people[AUCTIONEER[0]]
    return people["frota" if branch_of(lot.category)[0].key in _BY_THE_COMPANY else "casa"]


def past_bids(
    services: Services,
    lot: Lot,
    auction_id: int,
    people: dict[str, int],
    *,
    now: datetime,
    ends: timedelta | None = None,
) -> None:
    """Let the demonstration's bidders have fought for a lot as far as its stage says."""
    chance = random.Random(lot.key)  # noqa: S311  the same demonstration every time
    rivals = () if ends else RIVALS.get(lot.key, ())  # shown again, a lot is others' to bid on
    bidders = [people[name] for name in (*rivals, *chance.sample(BIDDERS, k=4))]
    begins, stop = _times(lot, now, ends)
    until = min(now, stop) - timedelta(seconds=150)
    amounts = list(_amounts(lot, chance, open_now=ends is not None or lot.stage.kind == "live"))
    requests = [
        BidRequest(
            user_id=bidders[place % 4],
            auction_id=auction_id,
            amount=amount,
            key=f"demonstration-{place}",
            arrival=begins + (until - begins) * ((place + 1) / (len(amounts) + 1)),
            confirmed=True,
            declared=True,
        )
        for place, amount in enumerate(amounts)
    ]
    if requests:
        services.bids.place(requests)


def _times(lot: Lot, now: datetime, ends: timedelta | None) -> tuple[datetime, datetime]:
    if ends is None:
        return now + lot.stage.starts, now + lot.stage.ends
    return now - timedelta(days=3), now + ends


def _amounts(lot: Lot, chance: random.Random, *, open_now: bool) -> Iterable[Decimal]:
    """Rising maxima; a closed lot ends in a tie at its last bid, which is its price exactly."""
    if not open_now and lot.last_bid is None:
        return []
    top = lot.estimate_low * Decimal("0.92") if open_now else (lot.last_bid or Decimal(0))
    steps = chance.randint(2, 9) if open_now else 8
    if open_now and chance.random() < 0.12:
        return []
    span = top - lot.opening_price
    rising = [
        min(top, _round(lot.opening_price + span * place / steps, lot.opening_price))
        for place in range(steps + 1)
    ]
    if open_now:
        return rising[: chance.randint(2, steps + 1)]
    return [*rising[:-1], top, top]


def _round(amount: Decimal, opening: Decimal) -> Decimal:
    unit = Decimal(10) ** max(0, len(str(int(opening))) - 2)
    return (amount / unit).to_integral_value() * unit


def _flat_increment(lot: Lot) -> Decimal:
    return max(Decimal(100), _round(lot.opening_price / 100, lot.opening_price))


def _add_categories(work: Transaction, year: int) -> dict[str, tuple[int, list[int]]]:
    for position, section in enumerate(CATEGORIES):
        root = _add_category(work, section, position, None, year)
        for place, twig in enumerate(section.twigs):
            _add_category(work, twig, place, root, year)
    return read_features(work)


def _add_category(
    work: Transaction, section: Section, position: int, parent: int | None, year: int
) -> int:
    category = Category(name=section.name, slug=section.key, position=position, parent_id=parent)
    features = [
        TechnicalFeature(
            name=f.name,
            kind=f.kind,
            unit=f.unit,
            choices=list(f.choices) or None,
            low=None if f.low is None else Decimal(f.low),
            high=Decimal(year + 1) if f.year else None if f.high is None else Decimal(f.high),
        )
        for f in section.features
    ]
    work.session.add_all([category, *features])
    work.session.flush()
    work.session.add_all(
        CategoryTechnicalFeature(
            category_id=category.id,
            technical_feature_id=feature.id,
            position=place,
            required=asked.required,
        )
        for place, (asked, feature) in enumerate(zip(section.features, features, strict=True))
    )
    work.session.flush()
    return category.id


def read_features(work: Transaction) -> dict[str, tuple[int, list[int]]]:
    """Read the categories that are there already, with the features asked of each in order."""
    return {
        category.slug: (category.id, [rule.id for rule in read_rules(work.connection, category.id)])
        for category in work.session.exec(select(Category)).all()
    }


def _add_details(
    work: Transaction, lot: Lot, auction_id: int, category_id: int, feature_ids: list[int]
) -> None:
    for place, photo in enumerate(lot.photos):
        work.session.add(
            Image(
                product_id=auction_id,
                image=PICTURES + photo.file.removesuffix(".webp"),
                alt=photo.alt,
                position=place,
                principal_image=place == 0,
            )
        )
    work.session.flush()
    values = {
        feature_id: _as_text(value)
        for feature_id, value in zip(feature_ids, lot.values, strict=True)
        if value is not None
    }
    write_values(work.connection, auction_id, category_id, values)
    if lot.judicial:
        work.session.add(
            LegalInfo(
                product_id=auction_id,
                process_number=lot.judicial.case_number,
                court=f"{lot.judicial.court}, {lot.judicial.division}",
                plaintiff=lot.judicial.plaintiff,
                defendant=lot.judicial.defendant,
                judge_name=lot.judicial.judge,
                case_type_id=CaseKind.JUDICIAL,
            )
        )


def _as_text(value: str | int | Decimal | bool | date) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return canonical(Decimal(value))
    return value.isoformat() if isinstance(value, date) else value
