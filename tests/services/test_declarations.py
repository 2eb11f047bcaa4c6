"""On courts' and official lots people say once, before they bid, that nothing bars them from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services import declarations
from services.errors import NotFound
from services.views import Visitor
from tests.house import House, codes
from tests.lot_forms import JUDICIAL
from tests.services.test_floor import auctioneer

UNDECLARED = "bid.not_qualified.undeclared"


@pytest.fixture(params=["judicial", "official"])
def lot(request: pytest.FixtureRequest, house: House) -> int:
    return house.lot(auction_type=request.param)


def kept(house: House) -> list[tuple[Any, ...]]:
    rows = house.rows("""
        select product_id, user_id, notice, words, host(ip) as ip from declarations
        order by product_id, user_id, notice""")
    return [tuple(row.values()) for row in rows]


def asked(house: House, lot: int, person: int) -> int | None:
    return house.rooms.personal(lot, person).declare


def test_nobody_bids_before_having_declared_and_then_once_is_enough(house: House, lot: int) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    assert house.bid(ana, lot, 200, declared=False).message_key == UNDECLARED
    assert (kept(house), asked(house, lot, ana)) == ([], 1)
    assert house.bid(ana, lot, 200, declared=True, notice=1, ip="203.0.113.7").accepted
    assert kept(house) == [(lot, ana, 1, declarations.WORDS, "203.0.113.7")]
    assert asked(house, lot, ana) is None
    assert house.bid(ana, lot, 300, declared=False).accepted
    assert house.bid(ana, lot, 400, declared=True).accepted
    assert len(kept(house)) == 1
    assert house.bid(bia, lot, 500, declared=False).message_key == UNDECLARED
    other = house.lot(auction_type="judicial")
    assert house.bid(ana, other, 200, declared=False).message_key == UNDECLARED


def test_nothing_is_asked_or_kept_on_lots_of_commerce(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, lot = house.person("ana", money=5000), house.lot()
    monkeypatch.setattr(declarations, "_DECLARED", None)
    assert asked(house, lot, ana) is None
    assert house.bid(ana, lot, 200, declared=False).accepted
    assert house.bid(ana, lot, 300, declared=True).accepted
    assert kept(house) == []
    with pytest.raises(NotFound):
        house.declarations.declare(ana, lot, notice=1, ip=None)


def test_a_declaration_comes_after_the_time_and_before_the_sum(house: House, lot: int) -> None:
    """docs/bidding 2.3: check 4, which a bid refused for less does not undo."""
    ana = house.person("ana", money=5000)
    seller = house.auction(lot)["user_id"]
    nobody = house.person("caio", money=5000, blocked=True)
    assert house.bid(nobody, lot, 200, declared=True).message_key == "bid.not_qualified.blocked"
    assert kept(house) == []
    assert house.bid(seller, lot, 200, declared=False).message_key == UNDECLARED
    assert house.bid(seller, lot, 200, declared=True).message_key == "bid.impeded.seller"
    assert house.bid(ana, lot, 1, declared=False).message_key == UNDECLARED
    assert house.bid(ana, lot, 1, declared=True).code == "below_min_next"
    assert house.bid(ana, lot, 200, declared=False).accepted, "it was declared with the other"
    house.after_end(lot)
    assert house.bid(house.person("bia", money=5000), lot, 500, declared=False).code == "closed"


def test_what_is_said_in_a_batch_or_by_many_at_once_is_kept_once(house: House, lot: int) -> None:
    ana, bia = house.person("ana", money=9000), house.person("bia", money=9000)
    answers = house.batch(
        house.request(bia, lot, 200, declared=False),
        house.request(ana, lot, 200, declared=True),
        house.request(ana, lot, 300, declared=False),
        house.request(bia, lot, 400, declared=True),
    )
    assert codes(answers) == ["not_qualified", "accepted", "accepted", "accepted"]
    caio = house.person("caio", money=9000)

    def declared(place: int) -> object:
        if place % 2:
            return house.declarations.declare(caio, lot, notice=1, ip=None)
        return house.batch(house.request(caio, lot, 500 + 50 * place, declared=True))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(declared, range(8)))
    assert [(row[1], row[2]) for row in kept(house)] == [(ana, 1), (bia, 1), (caio, 1)]


def test_the_same_click_gets_the_same_answer_and_another_key_a_new_one(
    house: House, lot: int
) -> None:
    ana = house.person("ana", money=5000)
    first = house.bid(ana, lot, 200, declared=False, key="one-click")
    assert house.bid(ana, lot, 200, declared=True, key="one-click") == first
    assert kept(house) == []
    assert house.bid(ana, lot, 200, declared=True).accepted


def test_a_lot_that_was_changed_is_declared_on_again(house: House) -> None:
    house.category()
    seller, ana = auctioneer(house, "leiloeira"), house.person("ana", money=900_000)
    starts = {"starts": "at", "start_datetime": "2026-03-05T10:00"}
    draft = house.selling.drafts.create(seller, JUDICIAL | starts)
    photo = "insert into images (image, alt, draft_id) values ('b/1', 'Frente', :draft)"
    house.change(photo, draft=draft)
    lot = house.selling.publishing.publish(seller, draft)
    assert house.declarations.declare(ana, lot, notice=1, ip="203.0.113.7")
    assert asked(house, lot, ana) is None
    change = house.selling.publishing.change(seller, lot)
    house.selling.drafts.save(seller, change, "review", {"debts": "IPTU de 2025: R$ 9.900,00."})
    house.selling.publishing.publish(seller, change)
    assert asked(house, lot, ana) == 2
    house.told.shows(house.auction(lot)["start_datetime"])
    house.change("update products set product_status_id = 2")
    assert house.bid(ana, lot, 300_000, declared=False).message_key == UNDECLARED
    assert house.bid(ana, lot, 300_000, declared=True, notice=1).message_key == UNDECLARED
    assert not house.declarations.declare(ana, lot, notice=1, ip=None)
    assert house.declarations.declare(ana, lot, notice=2, ip=None)
    assert house.declarations.declare(ana, lot, notice=2, ip=None)
    assert house.bid(ana, lot, 300_000, declared=False).accepted
    assert [row[2] for row in kept(house)] == [1, 2]


def test_other_words_are_declared_again(
    house: House, lot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = house.person("ana", money=5000)
    assert house.bid(ana, lot, 200).accepted
    house.change("update declarations set words = 'older'")
    assert asked(house, lot, ana) == 1
    assert house.bid(ana, lot, 300, declared=False).message_key == UNDECLARED


def test_a_visitor_is_asked_for_nothing_and_a_copy_tells_all(house: House, lot: int) -> None:
    ana = house.person("ana", money=5000)
    assert house.rooms.room(lot, seen_by=Visitor()).you.declare is None
    house.bid(ana, lot, 200, ip="203.0.113.7")
    [told] = house.exports.draw(ana).tables["declarations"]
    assert (told["auction"], told["notice"], told["ip"]) == (lot, 1, "203.0.113.7")
