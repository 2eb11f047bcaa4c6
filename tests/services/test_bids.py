"""A bid is judged under the lot's lock, written whole, and answered once it is durable."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from services.events import RoomChanged
from services.views import Answer
from tests.house import House, codes

D = Decimal


def test_an_accepted_bid_is_written_whole(house: House) -> None:
    ana, lot = house.person("ana", money=1000), house.lot(opening=100)
    answer = house.bid(ana, lot, 250, ip="203.0.113.9", user_agent="x" * 300)
    assert answer == Answer(
        accepted=True,
        code="accepted",
        message_key="bid.ok_proxy",
        values={"amount": "250.00", "price": "100.00"},
        version=1,
        price=D("100.00"),
        standing="leading",
    )
    row = house.auction(lot)
    assert (row["price"], row["leader_id"], row["version"]) == (D(100), ana, 1)
    assert (row["sequence"], row["bid_count"], row["bidder_count"]) == (1, 1, 1)
    [intent] = house.rows("select * from bid_intents")
    assert (intent["maximum"], intent["accepted"], intent["ip"]) == (D(250), True, "203.0.113.9")
    assert intent["user_agent"] == "x" * 255
    assert intent["arrived_at"] == house.clock.now()
    [bidder] = house.rows("select * from bidders")
    assert (bidder["paddle"], bidder["maximum"], bidder["sequence"]) == (1, D(250), 1)
    assert house.history(lot) == [(ana, D(100), "direct")]
    assert house.money(ana) == (D(1000), D(250))
    assert house.news == [RoomChanged(auction_id=lot, version=1)]


def test_an_exact_bid_and_a_raise_and_a_lost_challenge_are_called_what_they_are(
    house: House,
) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100)
    assert house.bid(ana, lot, 100).message_key == "bid.ok"
    raised = house.bid(ana, lot, 300)
    assert (raised.message_key, raised.standing, raised.price) == (
        "bid.raised",
        "leading",
        D(100),
    )
    lost = house.bid(bia, lot, 200)
    assert (lost.message_key, lost.standing, lost.price) == ("bid.outbid_auto", "outbid", D(205))
    assert house.history(lot) == [
        (ana, D(100), "direct"),
        (bia, D(200), "direct"),
        (ana, D(205), "auto"),
    ]
    assert [row["paddle"] for row in house.rows("select * from bids order by sequence")] == [
        1,
        2,
        1,
    ]


def test_rows_carry_the_name_unless_the_bidder_is_anonymous(house: House) -> None:
    ana = house.person("ana", money=5000, anonymous=True)
    bia, cora = house.person("bia", money=5000, anonymous=False), house.person("cora", money=5000)
    lot = house.lot(opening=100)
    for who, amount in ((ana, 100), (bia, 110), (cora, 120)):
        house.bid(who, lot, amount)
    assert [r["shown_name"] for r in house.rows("select * from bids order by sequence")] == [
        None,
        "bia",
        "bia",  # her last automatic bid
        "cora",
    ]


def test_the_lead_that_is_lost_is_told_once(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.bid(ana, lot, 150)  # loses at once, leads nothing
    assert (house.told_to(ana), house.told_to(bia)) == (["outbid"], [])
    house.bid(ana, lot, 300)
    house.bid(ana, lot, 400)  # a raise
    again = ["outbid", "leading_again"]
    assert (house.told_to(ana), house.told_to(bia)) == (again, ["outbid"])
    house.batch(house.request(bia, lot, 500), house.request(ana, lot, 600))  # she led, and leads
    assert (house.told_to(ana), house.told_to(bia)) == (again, ["outbid"])
    house.batch(house.request(bia, lot, 700), house.request(bia, lot, 800))
    assert (house.told_to(ana), house.told_to(bia)) == ([*again, "outbid"], again)


def test_the_same_key_twice_in_a_batch_and_later_is_one_bid(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot, other = house.lot(opening=100), house.lot(opening=100)
    same = house.request(ana, lot, 200, key="the-same-key")
    first, again = house.batch(same, same)
    assert first == again
    assert house.bid(bia, lot, 300).accepted
    assert house.batch(same) == [first]  # as it was answered, though she leads no more
    changed = house.bid(ana, lot, 999, key="the-same-key", confirmed=True)
    assert changed == first
    assert house.bids.find_answer(ana, lot, "the-same-key") == first
    assert house.bids.find_answer(bia, lot, "the-same-key") is None
    assert house.bid(bia, other, 100, key="the-same-key").version == 1  # a key is one's own
    assert house.one("select count(*) from bid_intents") == 3
    assert house.auction(lot)["version"] == 2


def test_a_refusal_is_given_again_too(house: House) -> None:
    ana, lot = house.person("ana"), house.lot(opening=100)
    refused = house.bid(ana, lot, 100, key="no-money-yet")
    house.pay_in(ana, 1000)
    assert refused.code == "over_limit"
    assert house.bid(ana, lot, 100, key="no-money-yet") == refused
    assert house.bid(ana, lot, 100, key="money-came").accepted


def test_a_batch_carries_on_from_bid_to_bid(house: House) -> None:
    ana, bia = house.person("ana", money=500), house.person("bia", money=5000)
    lot, other = house.lot(opening=100), house.lot(opening=100)
    answers = house.batch(
        house.request(ana, lot, 300),
        house.request(ana, other, 300),  # her 500 are committed to 300 already
        house.request(bia, lot, 310),
        house.request(ana, other, 305),  # free again
        house.request(bia, lot, 100),
    )
    assert codes(answers) == ["accepted", "over_limit", "accepted", "accepted", "not_above_own_max"]
    assert house.auction(lot)["sequence"] == 3
    assert (house.auction(lot)["version"], house.auction(other)["version"]) == (1, 1)
    assert house.money(ana) == (D(500), D(305))
    assert len(house.news) == 2


def test_a_batch_answers_how_people_stand_when_it_commits(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100)
    mine, refused, hers = house.batch(
        house.request(ana, lot, 200),
        house.request(ana, lot, 150),
        house.request(bia, lot, 300),
    )
    assert isinstance(mine, Answer)
    assert isinstance(refused, Answer)
    assert isinstance(hers, Answer)
    assert (mine.standing, mine.message_key, mine.price) == ("outbid", "bid.outbid", D(205))
    assert mine.values["price"] == "205.00"
    assert (refused.standing, refused.message_key) == ("outbid", "bid.not_above_own_max")
    assert (hers.standing, mine.version, hers.version) == ("leading", 1, 1)
    stored = house.rows("select answer from bid_intents order by sequence")
    assert [row["answer"] for row in stored] == [
        answer.as_message() for answer in (mine, refused, hers)
    ]


def test_who_buys_at_once_has_bought_and_the_second_click_has_not(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100, buy_now=900)
    first, second = house.batch(
        house.request(ana, lot, 900, buy_now=True), house.request(bia, lot, 900, buy_now=True)
    )
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert (first.code, first.standing, first.message_key) == ("accepted", "won", "bid.bought")
    assert second.code == "not_open"
    row = house.auction(lot)
    assert (row["outcome"], row["price"], row["leader_id"]) == ("sold", D(900), ana)
    assert row["closed_at"] == house.clock.now()
    assert house.history(lot) == [(ana, D(900), "buy_now")]
    assert house.money(ana) == (D(4100), D(0))  # the hold paid 900; 45 are due
    assert house.bid(bia, lot, 900).code == "not_open"
    assert house.told_to(ana) == ["won"]


def test_buying_at_once_takes_only_its_price(house: House) -> None:
    ana = house.person("ana", money=900)
    lot = house.lot(opening=100, buy_now=900)
    assert house.bid(ana, lot, 899, buy_now=True).values == {"minimum": "900.00"}
    assert house.bid(ana, lot, 5000, buy_now=True).accepted
    assert house.auction(lot)["price"] == D(900)


@pytest.mark.parametrize(("mode", "moved_to"), [("reset", 110), ("add", 180)])
def test_a_late_bid_moves_the_end_and_says_so(house: House, mode: str, moved_to: int) -> None:
    ana = house.person("ana", money=5000)
    lot = house.lot(opening=100, ends_in=60, soft_close_seconds=120, extend_mode=mode)
    ends = house.auction(lot)["end_datetime"]
    house.told.goes_on(-10) if mode == "reset" else None
    arrival = house.clock.now()
    house.bid(ana, lot, 100)
    after = house.auction(lot)
    assert after["end_datetime"] == ends - timedelta(seconds=60) + timedelta(seconds=moved_to)
    assert after["original_end_datetime"] == ends
    [row] = house.rows("select * from extensions")
    assert (row["ends_from"], row["ends_to"]) == (ends, after["end_datetime"])
    assert (row["cause"], row["at"], row["sequence"]) == ("soft_close", arrival, 1)


def test_each_extension_of_a_batch_names_the_bid_that_moved_the_end(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100, ends_in=60, soft_close_seconds=120)
    now = house.clock.now()
    house.batch(
        house.request(ana, lot, 100),
        house.request(bia, lot, 200, arrival=now + timedelta(seconds=5)),
        house.request(ana, lot, 150, arrival=now + timedelta(seconds=9)),
    )
    moves = house.rows("select sequence, ends_to from extensions order by extension_id")
    assert [(row["sequence"], (row["ends_to"] - now).seconds) for row in moves] == [
        (1, 120),
        (2, 125),
        (4, 129),
    ]


def test_neither_a_refusal_nor_a_silent_raise_moves_the_end(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100, ends_in=600, soft_close_seconds=120)
    house.bid(ana, lot, 200)
    ends = house.auction(lot)["end_datetime"]
    house.told.goes_on(590)
    house.bid(bia, lot, 101)
    house.bid(ana, lot, 300)
    assert house.auction(lot)["end_datetime"] == ends
    assert house.rows("select * from extensions") == []


def test_a_bid_that_waited_counts_by_its_arrival(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100, ends_in=60, soft_close_seconds=0)
    ends = house.auction(lot)["end_datetime"]
    house.told.goes_on(61)  # judged a second after the end, within the grace
    answers = house.batch(
        house.request(ana, lot, 100, arrival=ends - timedelta(microseconds=1)),
        house.request(bia, lot, 200, arrival=ends),
    )
    assert codes(answers) == ["accepted", "closed"]


def test_the_arrival_is_stamped_before_any_waiting(house: House) -> None:
    ana, lot = house.person("ana", money=5000), house.lot(opening=100, ends_in=60)
    came = house.clock.now()
    with house.database.transaction() as work:
        work.connection.exec_driver_sql("select from products for no key update")

        async def bid() -> Answer:
            waiting = asyncio.ensure_future(house.bids.make_bid(ana, lot, D(100), key="x" * 8))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            house.told.goes_on(300)
            work.connection.exec_driver_sql("commit")
            return await waiting

        assert asyncio.run(bid()).accepted
    assert house.rows("select arrived_at from bid_intents") == [{"arrived_at": came}]


def test_the_chain_of_published_bids_can_be_followed_and_breaks_where_it_is_touched(
    house: House,
) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100)
    for who, amount in ((ana, 150), (bia, 130), (bia, 400), (ana, 300)):
        house.bid(who, lot, amount)
    hashes = [row["hash"] for row in house.rows("select hash from bids order by sequence")]
    assert len(set(hashes)) == len(hashes) == 7
    assert house.auction(lot)["chain_head"] == hashes[-1]
    assert house.broken_promises() == []  # I7 computes every link anew in SQL
