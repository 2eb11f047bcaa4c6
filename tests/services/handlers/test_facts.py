"""Facts and the gateway's events reach a handler that is one function in one new file."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.errors
import pytest
from sqlalchemy.exc import OperationalError

import services.handlers
from services.errors import Overtaken
from services.handlers import HANDLERS, Happening, elsewhere, find_all, handles
from services.housekeeping.handling import Handling
from tests.house import House
from tests.payments import Mailroom
from tests.services.payments.aftersale import overdue, sold
from tests.services.payments.conftest import office_of
from tests.stand_ins import run
from tests.till import Till

NAME = "note_of_a_stranger"
FILE = """
from services.handlers import Happening, handles

@handles("{topic}")
def note_of_a_stranger(happening: Happening) -> None:
    '''Write down what a stranger wants to know.

    Nothing else.
    '''
    from tests.services.handlers.test_facts import HEARD
    HEARD.append((happening.topic, happening.row["user_id"], happening.row["product_id"],
                  dict(happening.about)))
    if HEARD[0] == "fail":
        raise RuntimeError("the stranger stumbles")
"""
HEARD: list[Any] = []


@dataclass(frozen=True)
class Happens:
    """What a fact is of: who, which lot, and what else is written of it."""

    user: int | None
    lot: int | None
    about: dict[str, Any]


def a_bid(house: House) -> Happens:
    ana = house.person("ana", money=10_000)
    lot = house.lot(opening=100)
    house.bid(ana, lot, 300)
    return Happens(ana, lot, {"intent": 1})


def a_close(house: House) -> Happens:
    lot = house.lot(ends_in=10)
    house.after_end(lot)
    assert house.closing.close_due() == 1
    return Happens(None, lot, {"outcome": "no_bids"})


def an_unpaid_sale(house: House) -> Happens:
    sale = sold(house)
    defaults = office_of(house, Till()).defaults
    assert asyncio.run(defaults.end_due()) == 0
    overdue(house, sale.payment)
    assert asyncio.run(defaults.end_due()) == 1
    asyncio.run(defaults.end_due())
    (row,) = house.rows("select due_datetime from payments where payment_id = :p", p=sale.payment)
    due = row["due_datetime"].isoformat()
    return Happens(sale.ana, sale.lot, {"payment": sale.payment, "due": due})


def a_message(house: House) -> Happens:
    mailroom = Mailroom(house, Till(), run)
    ana = house.person("ana")
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=charge)
    payment = mailroom.row(charge)["payment_id"]
    about = {"message": 1, "subject": mailroom.there(charge), "result": "applied"}
    return Happens(ana, None, {**about, "payment": payment})


KINDS = {
    "bid_placed": a_bid,
    "auction_closed": a_close,
    "payment_overdue": an_unpaid_sale,
    "PAYMENT_RECEIVED": a_message,
}
each_kind = pytest.mark.parametrize(("topic", "make"), list(KINDS.items()), ids=list(KINDS))


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a file with one decorated function into the folder of handlers, and nothing else."""

    def write(topic: str) -> None:
        (tmp_path / "of_a_stranger.py").write_text(FILE.format(topic=topic))
        monkeypatch.setattr(
            services.handlers, "__path__", [*services.handlers.__path__, str(tmp_path)]
        )
        find_all()

    HEARD.clear()
    yield write
    HANDLERS.pop(NAME, None)
    sys.modules.pop("services.handlers.of_a_stranger", None)


@pytest.fixture
def handling(house: House) -> Handling:
    return Handling(house.database, house.clock, house.herald, house.sessions)


@pytest.fixture
def chief(house: House) -> int:
    return house.person("chief", admin=True)


def listed(handling: Handling, chief: int) -> Any:
    return next(one for one in handling.handlers(chief) if one.name == NAME)


@each_kind
def test_a_new_file_is_listed_and_called_once(
    house: House, handling: Handling, chief: int, stranger: Any, topic: str, make: Any
) -> None:
    stranger(topic)
    assert listed(handling, chief).sentence == "Write down what a stranger wants to know."
    what = make(house)
    house.crier.tell_all()
    house.crier.tell_all()
    ((told, user, lot, about),) = HEARD
    if "due" in about:
        what.about["due"] = about["due"]
    assert (told, user, lot, about) == (topic, what.user, what.lot, what.about)


@each_kind
def test_off_it_is_not_called_and_what_happens_waits(
    house: House, handling: Handling, chief: int, stranger: Any, topic: str, make: Any
) -> None:
    stranger(topic)
    handling.switch(chief, NAME, off=True, seen=0, why="Em obras", session_key=house.key(chief))
    make(house)
    house.crier.tell_all()
    assert not HEARD
    assert (listed(handling, chief).waiting, handling.failures(chief)) == (1, ())
    handling.switch(chief, NAME, off=False, seen=1, why="Pronto", session_key=house.key(chief))
    house.crier.tell_all()
    house.crier.tell_all()
    assert [one[0] for one in HEARD] == [topic]
    assert listed(handling, chief).waiting == 0


@each_kind
def test_what_it_fails_at_is_listed_and_done_again(
    house: House, handling: Handling, chief: int, stranger: Any, topic: str, make: Any
) -> None:
    stranger(topic)
    HEARD.append("fail")
    what = make(house)
    house.crier.tell_all()
    (failure,) = handling.failures(chief)
    assert (failure.handler, failure.topic, failure.auction_id) == (NAME, topic, what.lot)
    HEARD[:] = []
    assert handling.replay(chief, failure.id, session_key=house.key(chief))
    assert [one[0] for one in HEARD] == [topic]
    assert handling.failures(chief) == ()


@each_kind
def test_of_what_nobody_hears_nothing_is_written(house: House, topic: str, make: Any) -> None:
    find_all()
    make(house)
    assert house.rows("select from outbox where topic = :topic", topic=topic) == []


def test_a_message_that_is_not_believed_is_nobodys_to_act_on(house: House, stranger: Any) -> None:
    stranger("PAYMENT_RECEIVED")
    mailroom = Mailroom(house, Till(), run)
    charge = mailroom.top_up(house.person("ana"))
    mailroom.becomes(charge, "RECEIVED")
    mailroom.keep(mailroom.event("PAYMENT_RECEIVED", mailroom.there(charge), value=9999.0))
    mailroom.keep(mailroom.event("PAYMENT_RECEIVED", "pay_of_another_house"))
    asyncio.run(mailroom.clearing.clear_due())
    assert set(mailroom.results()) == {"quarantined", "orphan"}
    house.crier.tell_all()
    assert not HEARD


def test_a_handler_that_is_off_does_nothing_again_either(
    house: House, handling: Handling, chief: int, stranger: Any
) -> None:
    stranger("bid_placed")
    HEARD.append("fail")
    a_bid(house)
    house.crier.tell_all()
    (failure,) = handling.failures(chief)
    handling.switch(chief, NAME, off=True, seen=0, why="Em obras", session_key=house.key(chief))
    HEARD[:] = []
    with pytest.raises(Overtaken):
        handling.replay(chief, failure.id, session_key=house.key(chief))
    assert [one.off for one in handling.failures(chief)] == [True]
    assert not HEARD


@pytest.mark.parametrize("topics", [("bid_palced",), ("outbid", "PAYMENT_ARRIVED"), ()])
def test_what_never_happens_is_heard_by_nobody(topics: tuple[str, ...]) -> None:
    def dreams(happening: Happening) -> None:
        """Wait for ever."""

    with pytest.raises(ValueError, match="dreams"):
        handles(*topics)(dreams)
    with pytest.raises(ValueError, match="dreams"):
        elsewhere("dreams", topics, place="nowhere")
    assert "dreams" not in HANDLERS


def test_a_name_the_books_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        elsewhere("n" * 61, ("outbid",), place="nowhere")


class _Deadlock(psycopg2.errors.DeadlockDetected):
    pgcode = "40P01"


@pytest.mark.parametrize("times", [1, 3])
def test_a_refused_lock_is_no_mistake_of_the_handlers(
    house: House, handling: Handling, chief: int, times: int
) -> None:
    tries: list[int] = []

    @handles("bid_placed")
    def collides(happening: Happening) -> None:
        tries.append(happening.lot)
        if len(tries) <= times:
            raise OperationalError("update", {}, _Deadlock())

    try:
        _ = a_bid(house)
        if times < 3:
            house.crier.tell_all()
        else:
            with pytest.raises(OperationalError):
                house.crier.tell_facts()
            assert handling.failures(chief) == ()
            house.crier.tell_facts()
    finally:
        del HANDLERS["collides"]
    assert len(tries) == times + 1
    assert handling.failures(chief) == ()
