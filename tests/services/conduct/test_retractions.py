"""A bid taken back is gone from the sale and stays in its history; the rest is as without it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from models import Status
from services.bidding import IncrementTable
from services.errors import BadField, ConductRefused, NotFound
from services.events import RoomChanged
from services.lots import Increments
from tests.house import House
from tests.services.conduct.conftest import annul_bid

D = Decimal
DAY = 86400
TYPO = "typing_error"


class Published(Increments):
    """The steps of the rules' examples (docs/bidding rules 2.2)."""

    def of(self, row: Mapping[str, Any], connection: Connection) -> IncrementTable:
        return IncrementTable(steps=((D(0), D("0.50")), (D(25), D(1)), (D(100), D("2.50"))))


def test_x01_of_the_rules(house: House, people: tuple[int, int, int]) -> None:
    """S=10: A 100, B 50, C 200 -> 102.50 C. C retracts -> replay -> 51.00 A."""
    examples = House(house.url, clock=house.clock, increments=Published())
    ana, bia, caio = people
    lot = examples.lot(opening=10, ends_in=2 * DAY)
    for who, amount in ((ana, 100), (bia, 50), (caio, 200)):
        examples.bid(who, lot, amount, confirmed=True)
    assert (examples.auction(lot)["price"], examples.auction(lot)["leader_id"]) == (
        D("102.50"),
        caio,
    )
    examples.conduct.retractions.retract(caio, lot, TYPO)
    row = examples.auction(lot)
    assert (row["price"], row["leader_id"]) == (D("51.00"), ana)
    examples.leave()


def test_the_lot_stands_as_without_the_bids_taken_back(
    house: House, people: tuple[int, int, int], fought: int
) -> None:
    ana, bia, caio = people
    before, history = house.auction(fought), house.history(fought)
    house.news.clear()
    house.conduct.retractions.retract(caio, fought, TYPO)
    row = house.auction(fought)
    assert (row["price"], row["leader_id"]) == (D(52), ana)
    assert row["version"] == before["version"] + 1
    assert row["end_datetime"] == before["end_datetime"]
    assert house.history(fought) == [
        *history,
        (caio, D(105), "annulled"),
        (ana, D(52), "restated"),
    ]
    assert house.money(ana) == (D(1000), D(100))
    assert house.money(caio) == (D(1000), D(0))
    assert RoomChanged(auction_id=fought, version=row["version"]) in house.news
    room = house.rooms.public(fought)
    assert (room.price, room.minimum, room.bids) == (D(52), D(54), 4)
    assert room.annulled == (5,)
    assert [(r.kind, r.taken_back, r.times) for r in room.rows[:2]] == [
        ("restated", None, 0),
        ("annulled", "retraction", 1),
    ]
    assert house.rooms.personal(fought, caio).standing == "none"
    assert house.rooms.personal(fought, ana).standing == "leading"
    assert house.told_to(caio) == ["bids_retracted"]
    assert house.told_to(ana)[-1] == "leads_since"
    assert house.told_to(bia)[-1] == "price_again"
    house.crier.tell_all()
    assert "R$\u00a052,00" in house.bell.news(bia, "pt-BR").news[0].text


def test_the_sale_goes_on_from_the_restated_price(
    house: House, people: tuple[int, int, int], fought: int
) -> None:
    ana, bia, caio = people
    house.conduct.retractions.retract(caio, fought, TYPO)
    assert house.bid(caio, fought, "53.99").code == "below_min_next"
    assert house.bid(caio, fought, 80).accepted
    assert house.auction(fought)["price"] == D(82)
    paddle = house.one("select paddle from bidders where user_id = :u", u=caio)
    assert paddle == 3, "the paddle stays the person's"
    house.after_end(fought)
    house.closing.close_due()
    assert house.auction(fought)["outcome"] == "sold"
    assert house.rows("select user_id from bids where winner") == [{"user_id": ana}]
    assert house.told_to(bia)[-1] == "lost"


def test_with_no_bids_left_the_lot_begins_anew(house: House, people: tuple[int, int, int]) -> None:
    ana, bia, _ = people
    lot = house.lot(opening=10, ends_in=2 * DAY)
    house.bid(ana, lot, 500, confirmed=True)
    house.conduct.retractions.retract(ana, lot, TYPO)
    row = house.auction(lot)
    assert (row["price"], row["leader_id"], row["bid_count"], row["annulled_count"]) == (
        None,
        None,
        2,
        2,
    )
    assert house.money(ana) == (D(1000), D(0))
    assert house.rooms.public(lot).minimum == D(10)
    assert house.bid(bia, lot, 10).accepted
    assert house.auction(lot)["price"] == D(10)
    assert house.told_to(row["user_id"]) == ["no_bids_again"]


def test_a_losing_bid_taken_back_lets_the_price_fall_under_the_same_leader(
    house: House, people: tuple[int, int, int], fought: int
) -> None:
    ana, _, caio = people
    house.conduct.retractions.retract(ana, fought, "description_changed", what="Faltam as rodas")
    row = house.auction(fought)
    assert (row["price"], row["leader_id"]) == (D(52), caio)
    assert house.money(caio) == (D(1000), D(200))
    assert house.told_to(ana)[-1] == "bids_retracted"
    assert "leads_since" not in house.told_to(caio)


def test_who_cannot_cover_it_any_more_does_not_lead_again(
    house: House, people: tuple[int, int, int], fought: int
) -> None:
    """Outbid, Ana was free to use her money elsewhere; nobody leads without cover."""
    ana, bia, caio = people
    elsewhere = house.lot(opening=10, ends_in=DAY)
    house.bid(ana, elsewhere, 950, confirmed=True)
    house.conduct.retractions.retract(caio, fought, TYPO)
    row = house.auction(fought)
    assert (row["price"], row["leader_id"]) == (D(10), bia)
    assert house.money(ana) == (D(1000), D(950))
    assert "bids_lapsed" in house.told_to(ana)
    assert house.rooms.personal(fought, ana).standing == "none"


# ---- the house's word --------------------------------------------------------------------------


def test_the_house_annuls_one_bid_with_a_reason_and_for_a_judge_with_a_paper(
    house: House, people: tuple[int, int, int]
) -> None:
    ana, bia, _ = people
    admin, annul = house.person("h", admin=True), partial(annul_bid, house)
    lot = house.lot(opening=10, ends_in=DAY, auction_type="judicial")
    house.bid(ana, lot, 20)
    house.bid(bia, lot, 100, confirmed=True)
    number = house.auction(lot)["bid_count"]
    why = "Licitante impedido, advogado da parte"
    with pytest.raises(BadField):
        annul(admin, lot, number, reason="curto")
    with pytest.raises(BadField):
        annul(admin, lot, number, reason=why)
    with pytest.raises(NotFound):
        annul(admin, lot, 99, reason=why, document="fls. 210")
    annul(admin, lot, number, reason=why, document="fls. 210")
    assert house.auction(lot)["leader_id"] == ana
    assert house.told_to(bia) == ["bid_annulled"]
    [noted] = house.rows("select * from audit_records where action = 'bid.annulled'")
    assert (noted["actor_id"], noted["details"]["document"]) == (admin, "fls. 210")
    assert house.rows("select times, kind from annulments") == [{"times": 0, "kind": "annulment"}]
    with pytest.raises(ConductRefused) as refusal:
        annul(admin, lot, number, reason=why, document="fls. 210")
    assert refusal.value.reason == "annulled"
    house.change("update products set product_status_id = 6")
    house.change("update users set active_auction_number = 0")
    annul(admin, lot, 1, reason=why, document="fls. 211")
    assert house.auction(lot)["price"] is None
    assert house.auction(lot)["product_status_id"] == Status.SUSPENDED


# ---- any sale ----------------------------------------------------------------------------------

BIDS = st.lists(st.tuples(st.integers(0, 3), st.integers(10, 400)), min_size=1, max_size=14)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(bids=BIDS, gone=st.integers(0, 3), reserve=st.sampled_from([None, 60, 200]))
def test_taken_back_and_judged_again_equals_a_sale_without_those_bids(
    house: House, bids: list[tuple[int, int]], gone: int, reserve: int | None
) -> None:
    """The same bids on two lots, on one of them without those of one bidder."""
    crowd = [
        house.one("select min(user_id) from users where username = :n", n=f"crowd-{at}")
        or house.person(f"crowd-{at}", money=10**6)
        for at in range(4)
    ]
    house.change("delete from throttles")
    lots = [house.lot(opening=10, ends_in=2 * DAY, reserve=reserve) for _ in range(2)]
    accepted = [
        (who, amount)
        for who, amount in bids
        if house.bid(crowd[who], lots[0], amount, confirmed=True).accepted
    ]
    for who, amount in accepted:
        if who != gone:
            house.bid(crowd[who], lots[1], amount, confirmed=True)
    if gone in {who for who, _ in accepted}:
        admin = house.one(
            "select min(user_id) from users where username = 'crowd-admin'"
        ) or house.person("crowd-admin", admin=True)
        for row in house.rows(
            "select min(sequence) as number from bids where product_id = :lot and user_id = :user"
            " group by intent_sequence",
            lot=lots[0],
            user=crowd[gone],
        ):
            annul_bid(house, admin, lots[0], row["number"], reason="Prova de que nada resta")
    stands = [
        house.rows(
            "select p.price, p.leader_id, b.maximum from products p left join bidders b"
            " on b.product_id = p.product_id and b.user_id = p.leader_id"
            " where p.product_id = :lot",
            lot=lot,
        )
        for lot in lots
    ]
    assert stands[0] == stands[1]


def test_of_a_bid_and_a_retraction_at_once_both_count_in_one_order(
    house: House, people: tuple[int, int, int]
) -> None:
    ana, bia, caio = people
    for _ in range(5):
        lot = house.lot(opening=10, ends_in=2 * DAY)
        house.bid(ana, lot, 50)
        house.bid(bia, lot, 100, confirmed=True)
        together = threading.Barrier(2)

        def bids(lot: int = lot, together: threading.Barrier = together) -> None:
            together.wait()
            house.bids.place([house.request(caio, lot, 90, confirmed=True)])

        thread = threading.Thread(target=bids)
        thread.start()
        together.wait()
        annul_bid(
            house, house.person(f"h{lot}", admin=True), lot, 3, reason="Ao mesmo tempo que um lance"
        )
        thread.join()
        row = house.auction(lot)
        assert (row["leader_id"], row["price"]) == (caio, D(52))
