"""A seller sees all the own lots with the figures of each, and nobody else does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models import Status
from services.errors import NotFound
from tests.house import House


@pytest.fixture
def seller(house: House) -> int:
    return house.person("seller")


def test_lots_stand_under_their_tab_with_counts(house: House, seller: int) -> None:
    house.selling.drafts.create(seller, {"product_name": "  Cômoda  antiga "})
    coming = house.lot(seller, status=Status.NOT_STARTED, opens_in=60)
    late, soon = house.lot(seller, ends_in=900), house.lot(seller, ends_in=300)
    gone = house.lot(seller)
    house.conduct.withdrawals.withdraw(seller, gone, "Quebrou")
    house.lot(house.person("another-seller"))
    look = house.conduct.own_lots.lots
    assert look(seller, "live").counts == {"drafts": 1, "scheduled": 1, "live": 2, "ended": 1}
    assert [lot.auction_id for lot in look(seller, "live").lots] == [soon, late]
    assert [lot.auction_id for lot in look(seller, "scheduled").lots] == [coming]
    assert [lot.auction_id for lot in look(seller, "ended").lots] == [gone]
    assert [draft.name for draft in look(seller, "drafts").drafts] == ["Cômoda antiga"]
    assert look(seller, "nonsense").tab == "live"
    assert look(house.person("nobody"), "live").lots == ()


def test_figures_tell_who_bids_watches_and_asks_and_what_it_would_bring(
    house: House, seller: int
) -> None:
    lot = house.lot(seller, opening=100, reserve=Decimal(500), seller_rate=Decimal(8))
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    house.watching.watch(ana, lot)
    house.questions.ask(bia, lot, "Tem nota?")
    before = house.conduct.own_lots.lots(seller, "live")
    assert (before.waiting, before.lots[0].net, before.lots[0].editable) == (1, None, True)
    house.bid(ana, lot, 200)
    house.bid(bia, lot, 300)
    [own] = house.conduct.own_lots.lots(seller, "live").lots
    assert (own.bidders, own.watchers, own.questions) == (2, 1, 1)
    assert own.card.price == Decimal(205)
    assert own.net == Decimal("188.60")  # 8 % of 205.00 less
    assert (own.card.reserve, own.editable, own.way_out) == ("not_met", False, "asked")


def test_one_lot_tells_its_story(house: House, seller: int) -> None:
    lot = house.lot(seller, ends_in=60)
    ana, bia = house.person("ana", money=900), house.person("bia", money=900)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    page = house.conduct.own_lots.lot(seller, lot)
    assert {"listed", "opened", "first_bid", "extended_soft_close"} <= {
        one.kind for one in page.happenings
    }
    assert [point.price for point in page.prices] == [Decimal(100), Decimal(105)]
    house.after_end(lot)
    house.closing.close_due()
    ended = house.conduct.own_lots.lot(seller, lot)
    assert "closed_sold" in {one.kind for one in ended.happenings}
    assert ended.lot.payment_id is not None
    assert ended.lot.way_out is None
    with pytest.raises(NotFound):
        house.conduct.own_lots.lot(ana, lot)


def test_twenty_lots_are_a_page(house: House, seller: int) -> None:
    for _ in range(21):
        house.lot(seller)
    first = house.conduct.own_lots.lots(seller, "live")
    assert (len(first.lots), first.pages) == (20, 2)
    assert len(house.conduct.own_lots.lots(seller, "live", page=9).lots) == 1
