"""What the house reports of its sales is what its lots and its ledger say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.errors import BadField, Forbidden
from services.reports import Reports
from services.views import GROUPINGS, Report, ReportQuestion
from tests.house import House
from tests.services.conduct.conftest import annul_bid


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    house = House(fresh_database)
    yield house
    house.leave()


def reader(house: House) -> int:
    """Give somebody who may read reports."""
    found = house.rows("select user_id from users where username = 'diretora'")
    return int(found[0]["user_id"]) if found else house.person("diretora", admin=True)


def sold(house: House, *bids: tuple[int, int], **terms: Any) -> int:
    """Have a lot bid on and decided."""
    lot = house.lot(**terms)
    for person, amount in bids:
        house.bid(person, lot, amount)
    house.after_end(lot)
    house.closing.close_auction(lot)
    return lot


def report(house: House, *, by: str = "category", days: int = 30, **only: Any) -> Report:
    today = house.clock.now().date()
    span = {"since": today - timedelta(days=days), "until": today + timedelta(days=days)}
    return Reports(house.database).sales(ReportQuestion(by=by, **(span | only)), reader(house))


def two_sales(house: House) -> tuple[int, int]:
    ana, bruno = (house.person(name, money=100_000) for name in ("ana", "bruno"))
    seller = house.person("seller")
    sold(house, (ana, 1000), (bruno, 1500), seller=seller, opening=500, state="SP")
    sold(house, seller=seller, opening=500, state="SP")
    sold(
        house,
        (ana, 200),
        seller=house.person("galeria"),
        opening=100,
        state="RJ",
        estimate_low=Decimal(50),
        estimate_high=Decimal(150),
        category_id=house.category("Joias", "joias"),
    )
    return ana, bruno


def test_a_report_sums_lots_prices_and_what_the_house_earned(house: House) -> None:
    two_sales(house)
    total = report(house).total
    assert (total.lots, total.sold, total.sell_through) == (3, 2, Decimal("66.7"))
    price = house.one("select sum(price) from products where outcome = 'sold'")
    assert total.hammer == price
    assert total.opening == 600
    assert total.over_opening == (100 * price / 600).quantize(Decimal("0.1"))
    assert total.revenue == house.one(
        "select sum(amount) from ledger_entries where account = 'revenue'"
    )
    assert total.revenue > 0
    assert total.bidders_a_lot == Decimal("1.00")


def test_the_estimate_counts_only_lots_that_had_one(house: House) -> None:
    two_sales(house)
    total = report(house).total
    found = (total.estimate, total.estimated_hammer, total.over_estimate)
    assert found == (Decimal(100), Decimal(100), Decimal(100))


def test_lines_stand_by_what_was_hammered_and_add_up(house: House) -> None:
    two_sales(house)
    for by in GROUPINGS:
        found = report(house, by=by)
        assert sum(line.hammer for line in found.lines) == found.total.hammer, by
        assert sum(line.revenue for line in found.lines) == found.total.revenue, by
        assert sum(line.bids for line in found.lines) == found.total.bids, by
    assert [line.label for line in report(house).lines] == ["Arte", "Joias"]
    assert [line.label for line in report(house, by="state").lines] == ["SP", "RJ"]
    assert [line.label for line in report(house, by="seller").lines] == ["Seller", "Galeria"]


def test_each_person_who_bid_counts_once(house: House) -> None:
    two_sales(house)
    assert report(house).people == 2
    assert report(house, state="RJ").people == 1


def test_a_report_can_be_of_some_lots_alone(house: House) -> None:
    two_sales(house)
    assert report(house, state="RJ").total.lots == 1
    assert report(house, auction_type="judicial").total.lots == 0
    assert report(house, category="joias").total.hammer == 100
    seller = house.one("select user_id from users where username = 'galeria'")
    assert report(house, seller_id=seller).total.lots == 1


def test_a_branch_holds_all_under_it_and_shows_the_next_ones(house: House) -> None:
    ana = house.person("ana", money=100_000)
    under = house.category("Gravuras", "gravuras")
    house.change(
        "update categories set parent_id = :above where category_id = :under",
        above=house.category(),
        under=under,
    )
    sold(house, (ana, 200), category_id=under)
    sold(house, (ana, 200))
    assert [(line.label, line.lots) for line in report(house).lines] == [("Arte", 2)]
    within = report(house, category="arte")
    assert {(line.label, line.lots) for line in within.lines} == {("Arte", 1), ("Gravuras", 1)}


def test_only_bids_that_stand_are_counted(house: House) -> None:
    ana, bia, caio = (house.person(name, money=1_000) for name in ("ana", "bia", "caio"))
    lot = house.lot(opening=10, ends_in=2 * 86400)
    for who, amount in ((ana, 100), (bia, 50), (caio, 200)):
        house.bid(who, lot, amount, confirmed=True)
    house.conduct.retractions.retract(caio, lot, "typing_error")
    house.after_end(lot)
    house.closing.close_auction(lot)
    found = report(house)
    standing = house.rooms.public(lot)
    assert standing.price == 52, "what the two left would have come to"
    assert (found.total.hammer, found.total.bids) == (standing.price, standing.bids)
    assert (found.total.bidders, found.people) == (2, 2), "whose bids are all gone is no bidder"


def test_a_lot_whose_bids_were_all_annulled_had_none(house: House) -> None:
    ana, chief = house.person("ana", money=1_000), house.person("chefe", admin=True)
    lot = house.lot(opening=10, ends_in=2 * 86400)
    house.bid(ana, lot, 100, confirmed=True)
    annul_bid(house, chief, lot, 1, reason="Lance dado por outra pessoa.")
    house.after_end(lot)
    house.closing.close_auction(lot)
    found = report(house)
    assert (found.total.lots, found.total.sold, found.total.hammer) == (1, 0, Decimal(0))
    assert (found.total.bids, found.total.bidders, found.people) == (0, 0, 0)


def test_a_sale_undone_earns_nothing_and_is_not_sold(house: House) -> None:
    ana = house.person("ana", money=100_000)
    lot = sold(house, (ana, 200))
    house.change("update products set outcome = 'defaulted' where product_id = :lot", lot=lot)
    total = report(house).total
    assert (total.lots, total.sold, total.hammer) == (1, 0, Decimal(0))


def test_what_was_withdrawn_is_counted_apart(house: House) -> None:
    lot = sold(house)
    house.change("update products set outcome = 'cancelled' where product_id = :lot", lot=lot)
    total = report(house).total
    assert (total.lots, total.cancelled, total.sell_through) == (0, 1, None)


def test_a_day_is_a_day_in_brasilia(house: House) -> None:
    lot = sold(house)
    house.change(
        "update products set closed_at = :at where product_id = :lot",
        lot=lot,
        at=datetime(2026, 3, 2, 2, 30, tzinfo=UTC),  # half past eleven in the evening of the first
    )
    first = date(2026, 3, 1)
    asked = ReportQuestion(since=first, until=first, by="day")
    found = Reports(house.database).sales(asked, reader(house))
    assert [line.key for line in found.lines] == ["2026-03-01"]
    month = Reports(house.database).sales(
        ReportQuestion(since=first, until=first, by="month"), reader(house)
    )
    assert [line.key for line in month.lines] == ["2026-03-01"]


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [("2026-03-02", "2026-03-01", "until"), ("2020-01-01", "2026-03-01", "since")],
)
def test_a_time_that_is_none_is_refused(house: House, since: str, until: str, field: str) -> None:
    asked = ReportQuestion(since=date.fromisoformat(since), until=date.fromisoformat(until))
    with pytest.raises(BadField) as refused:
        Reports(house.database).sales(asked, reader(house))
    assert refused.value.field == field


def test_an_unknown_category_is_refused(house: House) -> None:
    with pytest.raises(BadField):
        report(house, category="nothing")


def test_nobody_else_reads_reports(house: House) -> None:
    today = house.clock.now().date()
    with pytest.raises(Forbidden):
        Reports(house.database).sales(ReportQuestion(since=today, until=today), house.person("ana"))
