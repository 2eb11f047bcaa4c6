"""When and how often a bid may be taken back, by whom and why (docs/bidding rules 2.8)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from services.bidding import Given, retractable
from services.errors import BadField, ConductRefused, NotFound
from tests.house import House

D = Decimal
DAY, HOUR = 86400, 3600
TYPO = "typing_error"


@pytest.mark.parametrize(
    ("left", "ages", "going"),
    [
        (timedelta(hours=12, microseconds=1), (9000, 60), (1, 2)),
        (timedelta(hours=12), (9000, 60), (2,)),
        (timedelta(hours=1), (3601, 3600), (2,)),
        (timedelta(seconds=1), (60, 1), (1, 2)),
        (timedelta(0), (60, 1), ()),
    ],
)
def test_far_from_the_end_all_goes_and_near_it_the_last_hour(
    house: House, left: timedelta, ages: tuple[int, ...], going: tuple[int, ...]
) -> None:
    now = house.clock.now()
    bids = [
        Given(sequence=at, arrival=now - timedelta(seconds=age)) for at, age in enumerate(ages, 1)
    ]
    assert retractable(bids, ends_at=now + left, now=now) == going


def test_near_the_end_what_is_older_than_an_hour_stays(
    house: House, people: tuple[int, int, int]
) -> None:
    ana, bia, _ = people
    lot = house.lot(opening=10, ends_in=6 * HOUR)
    house.bid(ana, lot, 20)
    house.bid(bia, lot, 15)
    house.told.goes_on(2 * HOUR)
    house.bid(ana, lot, 900, confirmed=True)
    seen = house.conduct.retractions.look(ana, lot)
    assert (seen.amounts, seen.kept, seen.refusal) == ((D(900),), (D(20),), None)
    house.conduct.retractions.retract(ana, lot, TYPO)
    assert (house.auction(lot)["leader_id"], house.money(ana)[1]) == (ana, D(20))
    assert house.one("select maximum from bidders where user_id = :u", u=ana) == D(20)
    house.told.goes_on(2 * HOUR)
    with pytest.raises(ConductRefused) as refusal:
        house.conduct.retractions.retract(ana, lot, TYPO)
    assert refusal.value.reason == "nothing_left"


def test_within_the_last_window_the_end_moves_once_and_never_back(
    house: House, people: tuple[int, int, int]
) -> None:
    ana, bia, _ = people
    lot = house.lot(opening=10, ends_in=600)
    house.bid(ana, lot, 20)
    house.bid(bia, lot, 300, confirmed=True)
    end = house.auction(lot)["end_datetime"]
    house.told.goes_on(479)
    house.conduct.retractions.retract(bia, lot, TYPO)
    assert house.auction(lot)["end_datetime"] == end, "a second before the window"
    house.bid(bia, lot, 40)
    house.told.goes_on(61)
    house.conduct.retractions.retract(bia, lot, TYPO)
    moved = house.rows("select * from extensions where cause = 'retraction'")
    assert [row["ends_to"] for row in moved] == [house.clock.now() + timedelta(seconds=120)]
    assert house.auction(lot)["end_datetime"] == moved[0]["ends_to"]


def test_the_fourth_in_six_months_is_the_house_s_to_decide(
    house: House, people: tuple[int, int, int]
) -> None:
    ana = people[0]

    def once() -> None:
        lot = house.lot(opening=10, ends_in=400 * DAY)
        house.bid(ana, lot, 20)
        house.conduct.retractions.retract(ana, lot, TYPO)

    for _ in range(3):
        once()
    assert [row["times"] for row in house.rows("select times from annulments order by 1")] == [
        1,
        2,
        3,
    ]
    with pytest.raises(ConductRefused) as refusal:
        once()
    assert refusal.value.reason == "too_many"
    house.told.goes_on(183 * DAY)
    once()


@pytest.mark.parametrize("kind", ["official", "judicial"])
def test_of_official_and_judicial_lots_no_bid_is_taken_back(
    house: House, people: tuple[int, int, int], kind: str
) -> None:
    lot = house.lot(opening=10, ends_in=2 * DAY, auction_type=kind)
    house.bid(people[0], lot, 20)
    assert house.conduct.retractions.look(people[0], lot).refusal == "never"
    with pytest.raises(ConductRefused) as refusal:
        house.conduct.retractions.retract(people[0], lot, TYPO)
    assert refusal.value.reason == "never"


def test_only_for_a_reason_by_who_bid_and_while_it_is_open(
    house: House, people: tuple[int, int, int], fought: int
) -> None:
    retract, caio = house.conduct.retractions.retract, people[2]
    with pytest.raises(BadField):
        retract(caio, fought, "regret")
    with pytest.raises(BadField):
        retract(caio, fought, "description_changed", what=" ")
    with pytest.raises(NotFound):
        retract(house.person("dora"), fought, TYPO)
    house.after_end(fought)
    house.closing.close_due()
    with pytest.raises(ConductRefused) as refusal:
        retract(caio, fought, TYPO)
    assert refusal.value.reason == "over"
