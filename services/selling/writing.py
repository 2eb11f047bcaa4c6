"""Writing a lot: what each step of the form shows of a draft, and how it would look on sale."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, text

from services.bidding import IncrementTable
from services.catalogue.catalogue import Catalogue
from services.catalogue.prose import plain, prose
from services.database import Database
from services.errors import BadField, BadForm
from services.housekeeping.steps import name_in_force
from services.lot_reading import read_seller
from services.lots import Increments
from services.photos.showing import photo
from services.ports import Clock
from services.selling.drafts import own_row, view_of
from services.selling.facts import fees_by_type, known_of
from services.selling.rules import Known, read_lot
from services.selling.rules.costs import Costs, costs_of
from services.selling.rules.court import usual_kind
from services.selling.rules.lot_form import STEP_BY_FIELD, type_of
from services.selling.rules.merging import marks
from services.selling.rules.sketch import Sketch, sketch
from services.views import (
    CardView,
    CategoryNode,
    CategoryView,
    Feature,
    Legal,
    LotView,
    Photo,
    WritingView,
)
from services.views.selling import STEPS, CostLine, CostsView

_PHOTOS = text("""
    select image, alt, width, height from images where draft_id = :draft
    order by principal_image desc, position, image_id
""")
_A_WEEK = timedelta(days=7)  # how long a lot is shown to run whose end is not written yet


class Writing:
    """Shows a person's own draft, step by step."""

    def __init__(
        self, database: Database, clock: Clock, catalogue: Catalogue, increments: Increments
    ) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._increments = increments

    def look(self, user_id: int, draft_id: int) -> WritingView:
        """Show all of a draft, with everything that is wrong with it so far. Raises NotFound."""
        now = self._clock.now()
        tree = self._catalogue.tree()
        with self._database.transaction() as work:
            connection = work.connection
            draft = own_row(connection, user_id, draft_id)
            known = known_of(connection, draft)
            fees = fees_by_type(connection)[type_of(draft.fields)]
            named = {"increment": None, "increments": name_in_force(connection)}
            table = self._increments.of(named, connection)
            seen = sketch(
                draft.fields, known.rules, now=now, begun=known.begun, case_types=known.case_types
            )
            photos = _photos(connection, draft_id, seen.name)
            costs = costs_of(draft.fields, fees, table)
            branch = _branch(tree, draft.fields.get("category", ""))
            lot = None
            if seen.terms is not None and seen.times is not None and branch:
                lot = _lot(connection, draft, seen, known, costs, photos, branch, table)
        return WritingView(
            draft=view_of(draft),
            categories=tree,
            branch=branch,
            rules=tuple(known.rules),
            auction_type=seen.auction_type,
            official=known.official,
            case_types=known.case_types,
            usual_case=usual_kind(known.case_types),
            open=known.begun is not None and known.begun.open,
            photos=photos,
            problems=_problems(draft, known, now),
            costs=_costs(costs),
            card=_card(draft, seen, costs, photos, branch, now),
            lot=lot,
            starts_at=seen.times.starts_at if seen.times else None,
            ends_at=seen.times.ends_at if seen.times else None,
            window_seconds=seen.terms.window_seconds if seen.terms else 0,
            extend_mode=seen.terms.extend_mode if seen.terms else "reset",
            buy_now=seen.terms.buy_now if seen.terms else None,
            steps=STEP_BY_FIELD,
            marks={step: marks(draft.fields, step) for step in STEPS},
            now=now,
        )


def _problems(draft: Row[Any], known: Known, now: datetime) -> tuple[BadField, ...]:
    try:
        read_lot(draft.fields, known, now=now)
    except BadForm as refused:
        return refused.problems
    return ()


def _photos(connection: Connection, draft_id: int, name: str) -> tuple[Photo, ...]:
    rows = connection.execute(_PHOTOS, {"draft": draft_id})
    return tuple(
        photo(row.image, row.alt or f"{name} ({number})", row.width, row.height)
        for number, row in enumerate(rows, start=1)
    )


def _branch(tree: tuple[CategoryNode, ...], slug: str) -> tuple[CategoryView, ...]:
    for root in tree:
        for node in root.walk():
            if slug in (node.slug, node.name):
                above = [one for one in root.walk() if one.path == node.path[: len(one.path)]]
                return tuple(CategoryView(id=one.id, name=one.name, slug=one.slug) for one in above)
    return ()


def _costs(costs: Costs) -> CostsView:
    return CostsView(
        lines=tuple(
            CostLine(
                field=name,
                price=bill.hammer,
                total=bill.total,
                commission=bill.commission,
                seller_commission=bill.seller_commission,
                seller_net=bill.seller_net,
                by_guide=bill.by_guide,
            )
            for name, bill in costs.bills
        ),
        first_bids=costs.first_bids,
        step=costs.step,
        buyer_rate=costs.buyer_rate,
        seller_rate=costs.seller_rate,
        admin_fee=costs.admin_fee,
    )


def _card(
    draft: Row[Any],
    seen: Sketch,
    costs: Costs,
    photos: tuple[Photo, ...],
    branch: tuple[CategoryView, ...],
    now: datetime,
) -> CardView:
    starts = seen.times.starts_at if seen.times else now
    return CardView(
        auction_id=draft.product_id or 0,
        version=0,
        title=seen.name,
        category=branch[-1].name if branch else "",
        photo=photos[0] if photos else None,
        city=seen.place.city,
        state=seen.place.state,
        status="scheduled" if starts > now else "open",
        outcome=None,
        price=None,
        minimum=costs.first_bids[0] if costs.first_bids else Decimal(0),
        bids=0,
        starts_at=starts,
        ends_at=seen.times.ends_at if seen.times else now + _A_WEEK,
        reserve="none",
        judicial=seen.auction_type == "judicial",
    )


def _lot(
    connection: Connection,
    draft: Row[Any],
    seen: Sketch,
    known: Known,
    costs: Costs,
    photos: tuple[Photo, ...],
    branch: tuple[CategoryView, ...],
    table: IncrementTable,
) -> LotView:
    assert seen.terms is not None
    terms, place = seen.terms, seen.place
    flat = None if terms.increment is None else IncrementTable.flat(terms.increment)
    name, about = read_seller(connection, draft.user_id, now=draft.changed_at)
    return LotView(
        auction_id=draft.product_id or 0,
        title=seen.name,
        description=plain(seen.description),
        prose=prose(seen.description),
        category=branch[-1],
        branch=branch,
        photos=photos,
        features=tuple(
            Feature(name=rule.name, value=seen.values[rule.id], unit=rule.unit, kind=rule.kind)
            for rule in known.rules
            if rule.id in seen.values
        ),
        city=place.city,
        state=place.state,
        district=place.district,
        pickup=place.pickup,
        seller=name,
        about_seller=about,
        auction_type=seen.auction_type,
        opening_price=terms.opening,
        increments=(flat or table).steps,
        buyer_rate=costs.buyer_rate,
        admin_fee=costs.admin_fee,
        hold_policy=terms.hold_policy,
        hold_value=terms.hold_value,
        confirm_above=5,
        has_reserve=terms.reserve is not None,
        conditional=terms.conditional,
        estimate=terms.estimate,
        legal=_legal(seen),
    )


def _legal(seen: Sketch) -> Legal | None:
    if seen.case is None:
        return None
    notice = asdict(seen.notice) if seen.notice else {}
    return Legal(**asdict(seen.case), **notice)
