"""Whatever waits while one commit is in flight goes into the next, together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.desk import BiddingDesk, BidRequest
from services.errors import DomainError, NotFound, Unavailable
from services.views import Answer
from tests.house import House


def request(number: int) -> BidRequest:
    return BidRequest(
        user_id=number,
        auction_id=1,
        amount=Decimal(1),
        key=f"key-{number:05d}",
        arrival=datetime.now(UTC),
    )


class Clerk:
    """Judges batches when told to, and remembers them."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.busy = threading.Event()
        self.batches: list[list[int]] = []
        self.hates: set[int] = set()

    def place(self, batch: Sequence[BidRequest]) -> list[Answer | DomainError]:
        self.busy.set()
        assert self.may_go_on.wait(5)
        people = [each.user_id for each in batch]
        self.batches.append(people)
        if self.hates & set(people):
            raise RuntimeError("a bad row")
        return [
            Answer(accepted=True, code="accepted", message_key="bid.ok", version=who)
            if who
            else NotFound()
            for who in people
        ]


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def desk(clerk: Clerk) -> Iterator[BiddingDesk]:
    opened = BiddingDesk(clerk.place, largest_batch=4, longest_queue=8)
    opened.start()
    yield opened
    clerk.may_go_on.set()
    opened.stop()


def keep_busy(desk: BiddingDesk, clerk: Clerk) -> Future[Answer]:
    clerk.may_go_on.clear()
    clerk.busy.clear()
    first = desk.submit(request(99))
    assert clerk.busy.wait(5)
    return first


def test_one_bid_is_a_batch_of_one(desk: BiddingDesk, clerk: Clerk) -> None:
    assert desk.submit(request(7)).result(5).version == 7
    assert clerk.batches == [[7]]
    assert (desk.batches, desk.bids) == (1, 1)


def test_those_who_wait_go_together_in_the_order_they_came(desk: BiddingDesk, clerk: Clerk) -> None:
    first = keep_busy(desk, clerk)
    waiting = [desk.submit(request(n)) for n in range(1, 7)]
    assert not any(future.done() for future in waiting)
    clerk.may_go_on.set()
    assert [future.result(5).version for future in (first, *waiting)] == [99, 1, 2, 3, 4, 5, 6]
    assert clerk.batches == [[99], [1, 2, 3, 4], [5, 6]]


def test_a_bad_bid_harms_only_itself(desk: BiddingDesk, clerk: Clerk) -> None:
    clerk.hates = {2}
    keep_busy(desk, clerk)
    waiting = [desk.submit(request(n)) for n in (1, 2, 3)]
    clerk.may_go_on.set()
    assert waiting[0].result(5).version == 1
    assert isinstance(waiting[1].exception(5), Unavailable)
    assert waiting[2].result(5).version == 3
    assert clerk.batches == [[99], [1, 2, 3], [1], [2], [3]]


def test_a_refusal_of_the_house_reaches_who_asked(desk: BiddingDesk) -> None:
    assert isinstance(desk.submit(request(0)).exception(5), NotFound)


def test_an_overrun_desk_takes_no_more(desk: BiddingDesk, clerk: Clerk) -> None:
    keep_busy(desk, clerk)
    waiting = [desk.submit(request(n)) for n in range(1, 9)]
    assert isinstance(desk.submit(request(9)).exception(5), Unavailable)
    clerk.may_go_on.set()
    assert [future.result(5).version for future in waiting] == list(range(1, 9))


def test_a_closed_desk_takes_no_bids(clerk: Clerk) -> None:
    desk = BiddingDesk(clerk.place)
    assert isinstance(desk.submit(request(1)).exception(5), Unavailable)
    desk.stop()
    desk.start()
    desk.start()
    assert desk.submit(request(1)).result(5).accepted
    desk.stop()
    desk.stop()
    assert isinstance(desk.submit(request(2)).exception(5), Unavailable)
    assert clerk.batches == [[1]]


def test_a_desk_that_closes_places_what_is_waiting(desk: BiddingDesk, clerk: Clerk) -> None:
    keep_busy(desk, clerk)
    waiting = [desk.submit(request(n)) for n in (1, 2)]
    closing = threading.Thread(target=desk.stop)
    closing.start()
    clerk.may_go_on.set()
    closing.join(5)
    assert [future.result(0).version for future in waiting] == [1, 2]


def test_a_bid_handed_in_while_the_desk_closes_is_answered(
    desk: BiddingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk._waiting.put_nowait
    closing = threading.Thread(target=desk.stop)

    def slowly(item: Any) -> None:
        closing.start()
        closing.join(0.3)  # the desk closes between the door and the queue, if it can
        real(item)

    monkeypatch.setattr(desk._waiting, "put_nowait", slowly)
    assert desk.submit(request(5)).result(5).version == 5
    closing.join(5)


def test_who_goes_away_takes_neither_the_bid_nor_the_desk(desk: BiddingDesk, clerk: Clerk) -> None:
    async def impatient() -> None:
        keep_busy(desk, clerk)
        waiting = asyncio.ensure_future(asyncio.wrap_future(desk.submit(request(1))))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(0.05)  # the word reaches the desk's own future
        clerk.may_go_on.set()
        assert (await asyncio.wrap_future(desk.submit(request(2)))).version == 2

    asyncio.run(asyncio.wait_for(impatient(), 5))
    assert sorted(who for batch in clerk.batches for who in batch) == [1, 2, 99]


def test_a_bid_the_database_refuses_leaves_its_neighbours_alone(house: House) -> None:
    ana, bia = house.person("ana", money=5000), house.person("bia", money=5000)
    lot = house.lot(opening=100)
    good, bad, better = (
        house.request(ana, lot, 100),
        house.request(bia, lot, 200, ip="no address"),
        house.request(bia, lot, 300),
    )
    desk = house.bids.desk
    with house.database.transaction() as work:  # everybody waits for this lot
        work.connection.exec_driver_sql("select from products for no key update")
        first = desk.submit(house.request(ana, lot, 50))
        while desk.batches == 0:
            threading.Event().wait(0.01)
        answers = [desk.submit(each) for each in (good, bad, better)]
        work.connection.exec_driver_sql("commit")
    assert first.result(10).code == "below_min_next"
    assert answers[0].result(10).standing == "leading"
    assert isinstance(answers[1].exception(10), Unavailable)
    assert answers[2].result(10).standing == "leading"
    assert house.bids.find_answer(bia, lot, bad.key) is None
    assert [who for who, _, _ in house.history(lot)] == [ana, bia]
