"""How the house is doing, as it counts while it works; and what it cannot work without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from services.figures import Span, Tallies, Watch
from services.figures.tallies import Lately
from tests.house import House


@pytest.fixture
def watch(house: House) -> Watch:
    return Watch(
        house.database,
        house.clock,
        Tallies(house.bids.desk.tally, house.closing.lateness),
        grace=house.closing.grace,
        parts={"alarm": house.chronograph},
    )


def test_bids_refusals_lateness_and_what_waits_are_told_as_they_are(
    house: House, watch: Watch
) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=10)
    lot, other = house.lot(opening=100, ends_in=60), house.lot(opening=100, ends_in=7200)
    house.change("update products set created_at = start_datetime")  # by the house's clock
    assert [house.bid(who, lot, 200).accepted for who in (ana, bia)] == [True, False]
    watch.tallies.count_rooms_by(lambda: (3, 40))
    watch.tallies.count_rooms_by(lambda: (1, 2))
    before = watch.figures()
    assert (before.bids_per_minute, before.refusals_per_minute) == (1, 1)
    assert (before.rooms, before.watchers) == (4, 42)
    assert (before.lots_open, before.lots_closing, before.overdue_seconds) == (2, 1, 0)
    assert watch.tallies.bids.refused == {"over_limit": 1}

    house.after_end(lot, seconds=5)
    assert watch.figures().overdue_seconds == pytest.approx(3)
    house.closing.close_due()
    after = watch.figures()
    assert after.overdue_seconds == 0
    assert after.late_seconds == pytest.approx(3)
    queues = {queue.name: (queue.waiting, queue.oldest_seconds >= 0) for queue in after.queues}
    assert queues["signatures"] == (1, True)
    assert queues["outbox"][0] == house.one("select count(*) from outbox where handled_at is null")
    assert house.auction(other)["outcome"] is None


def test_the_whole_house_is_all_its_processes_and_none_that_has_gone(
    house: House, watch: Watch
) -> None:
    house.heartbeats.beat(watch.told())
    alone = watch.figures()
    now = house.clock.now()
    for name, at in (("other", now), ("gone", now - timedelta(minutes=1))):
        house.change(
            "insert into heartbeats (process, beat_at, figures) values (:name, :at,"
            """ '{"rooms": 5, "watchers": 50, "bids": 7, "late": 4.5}')""",
            name=name,
            at=at,
        )
    both = watch.figures()
    assert (alone.processes, both.processes) == (1, 2)
    assert (both.rooms, both.watchers, both.bids_per_minute, both.late_seconds) == (5, 50, 7, 4.5)


def test_the_house_says_what_it_cannot_work_without(
    house: House, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.chronograph.start()
    assert watch.troubles() == ()
    house.told.goes_on(60)
    assert watch.troubles() == ("alarm",)
    house.chronograph.ring()
    assert watch.troubles() == ()

    def away() -> bool:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(house.database, "answers", away)
    assert watch.troubles() == ("database",)
    house.chronograph.stop()


def test_what_was_long_ago_no_longer_counts() -> None:
    now = [0.0]
    lately = Lately(60, now=lambda: now[0])
    lately.add(3)
    lately.add(5)
    now[0] = 59
    assert (lately.sum(), lately.worst()) == (8, 5)
    now[0] = 60
    lately.add(1)
    assert (lately.sum(), lately.worst()) == (1, 1)


def test_a_span_tells_below_what_most_of_it_was() -> None:
    span = Span((1, 10, 100))
    assert span.share(0.99) == 0
    for amount in (0.5, 1, 2, 1000):
        span.see(amount)
    assert (span.counts, span.sum) == ([2, 1, 0, 1], 1003.5)
    assert (span.share(0.5), span.share(0.75), span.share(0.99)) == (1, 10, 100)


def test_bids_are_told_with_the_batches_they_were_committed_in(house: House, watch: Watch) -> None:
    ana, lot = house.person("ana", money=5000), house.lot(opening=100)
    together = house.batch(*(house.request(ana, lot, amount) for amount in (200, 300, 400)))
    watch.tallies.bids.count(together)
    house.bid(ana, lot, 500)
    figures = watch.figures()
    told = (figures.bids_per_minute + figures.refusals_per_minute, figures.batches_per_minute)
    assert told == (4, 2)
