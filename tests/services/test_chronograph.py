"""The row is the timer: auctions open and close when their rows say so, outages or not."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from models import Status
from services.chronograph import Chronograph
from services.errors import NotFound
from services.events import RoomChanged
from services.heartbeat import Heartbeats
from tests.house import House
from tests.stand_ins import SilentAlarm


def test_an_auction_opens_by_itself(house: House) -> None:
    lot = house.lot(status=Status.NOT_STARTED, opens_in=60)
    house.chronograph.ring()
    assert house.alarm.set_to == [house.clock.now() + timedelta(seconds=60)]
    house.told.goes_on(59.9)
    house.chronograph.ring()
    assert house.auction(lot)["product_status_id"] == Status.NOT_STARTED
    house.told.goes_on(0.1)
    house.chronograph.ring()
    assert house.auction(lot)["product_status_id"] == Status.IN_OCCURRENCE
    assert house.news == [RoomChanged(auction_id=lot, version=1)]
    assert house.alarm.set_to[-1] == house.auction(lot)["end_datetime"] + timedelta(seconds=2)


def test_an_auction_closes_by_itself_after_its_grace(house: House) -> None:
    lot = house.lot(ends_in=60)
    house.chronograph.ring()
    assert house.alarm.set_to == [house.clock.now() + timedelta(seconds=62)]
    house.told.goes_on(61.9)
    house.chronograph.ring()
    assert house.auction(lot)["outcome"] is None
    house.told.goes_on(0.1)
    house.chronograph.ring()
    assert house.auction(lot)["outcome"] == "no_bids"


def test_the_alarm_is_set_to_whatever_comes_first(house: House) -> None:
    house.lot(ends_in=500)
    house.lot(status=Status.NOT_STARTED, opens_in=100)
    house.lot(status=Status.DRAFT, opens_in=5)
    house.chronograph.ring()
    assert house.alarm.set_to == [house.clock.now() + timedelta(seconds=100)]


def test_an_extension_needs_no_alarm(house: House) -> None:
    ana, lot = house.person("ana", money=1000), house.lot(ends_in=60)
    house.chronograph.ring()
    house.told.goes_on(59)
    house.bid(ana, lot, 100)
    assert len(house.alarm.set_to) == 1
    house.told.goes_on(3)
    house.chronograph.ring()  # too early now: finds nothing and sets the next
    assert house.auction(lot)["outcome"] is None
    assert house.alarm.set_to[-1] == house.auction(lot)["end_datetime"] + timedelta(seconds=2)
    house.told.goes_on(119)
    house.chronograph.ring()
    assert house.auction(lot)["outcome"] == "sold"


def test_a_lot_that_should_have_opened_and_ended_long_ago_does_both(house: House) -> None:
    lot = house.lot(status=Status.NOT_STARTED, opens_in=10, ends_in=20)
    house.told.goes_on(100)
    house.chronograph.ring()
    assert (house.auction(lot)["outcome"], house.auction(lot)["version"]) == ("no_bids", 2)


def test_the_sweep_heals_a_missed_alarm(house: House) -> None:
    house.chronograph.start()
    lot = house.lot(ends_in=60)  # nobody has set an alarm for it
    house.told.goes_on(62)
    assert house.alarm.ring is not None
    house.alarm.ring()
    assert house.auction(lot)["outcome"] == "no_bids"
    house.chronograph.stop()


def test_a_timer_is_set_past_the_end_and_grace_and_decides_nothing(house: House) -> None:
    lot = house.lot(ends_in=60)
    house.chronograph.start_auction_timer(lot, 60)
    assert house.alarm.set_to == [house.clock.now() + timedelta(seconds=62)]
    assert house.auction(lot)["outcome"] is None


def test_time_is_added_to_an_open_auction(house: House) -> None:
    lot = house.lot(ends_in=60)
    before = house.auction(lot)["end_datetime"]
    assert house.chronograph.add_time_to_auction(lot, 90) == before + timedelta(seconds=90)
    row = house.auction(lot)
    assert (row["end_datetime"], row["version"]) == (before + timedelta(seconds=90), 1)
    assert row["original_end_datetime"] == before
    [move] = house.rows("select * from extensions")
    assert (move["cause"], move["ends_from"], move["at"]) == (
        "administrator",
        before,
        house.clock.now(),
    )
    assert house.news == [RoomChanged(auction_id=lot, version=1)]


def test_time_is_added_to_nothing_that_is_over(house: House) -> None:
    lot = house.lot(ends_in=60)
    house.told.goes_on(60)
    with pytest.raises(NotFound):
        house.chronograph.add_time_to_auction(lot, 90)
    house.told.goes_on(2)
    house.chronograph.ring()
    for number in (lot, 999, house.lot(status=Status.NOT_STARTED, opens_in=60)):
        with pytest.raises(NotFound):
            house.chronograph.add_time_to_auction(number, 90)
    assert house.rows("select * from extensions") == []


def test_a_conditional_lot_lapses_by_itself(house: House) -> None:
    ana = house.person("ana", money=500)
    lot = house.lot(opening=100, reserve=400, conditional=True, ends_in=60)
    house.bid(ana, lot, 200)
    house.told.goes_on(200)
    house.chronograph.ring()
    assert house.auction(lot)["outcome"] == "conditional"
    house.told.shows(house.auction(lot)["answer_by"])
    house.chronograph.ring()
    assert house.auction(lot)["outcome"] == "reserve_not_met"


def test_two_rings_at_once_are_one(house: House) -> None:
    lot, counted = house.lot(ends_in=60), []
    house.told.goes_on(62)
    real = house.closing.close_due

    def slowly(**most: int) -> int:
        counted.append(1)
        other = threading.Thread(target=house.chronograph.ring)
        other.start()
        other.join(5)
        assert not other.is_alive()
        return real(**most)

    house.closing.close_due = slowly  # type: ignore[method-assign]
    house.chronograph.ring()
    assert (len(counted), house.auction(lot)["outcome"]) == (2, "no_bids")


def test_starting_and_stopping_twice_does_no_harm(house: House) -> None:
    alarm = SilentAlarm()
    chronograph = Chronograph(
        house.database,
        house.clock,
        alarm,
        house.closing,
        Heartbeats(house.database, house.clock),
    )
    chronograph.start()
    chronograph.start()
    assert alarm.ring is not None
    chronograph.stop()
    chronograph.stop()
    assert alarm.ring is None
