"""What happens reaches whoever hears of it, once; one that fails harms nobody and is done again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.errors import BadField, Forbidden, NotFound, Overtaken
from services.handlers import HANDLERS, Happening, find_all, handles, heard_by
from services.housekeeping.handling import Handling
from services.payments.inbox import Inbox
from tests.house import House

LATE = "tell_who_lost_the_lead"


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    house = House(fresh_database)
    yield house
    house.leave()


@pytest.fixture
def handling(house: House) -> Handling:
    return Handling(house.database, house.clock, house.herald, house.sessions)


@pytest.fixture
def chief(house: House) -> int:
    return house.person("chief", admin=True)


@pytest.fixture
def guest() -> Iterator[list[int]]:
    """A handler of its own that hears of lost leads, and keeps of which lots."""
    heard: list[int] = []

    @handles("outbid")
    def guest_of_a_test(happening: Happening) -> None:
        heard.append(happening.lot)
        if heard == [happening.lot]:
            raise RuntimeError("the first time goes wrong")

    yield heard
    del HANDLERS["guest_of_a_test"]


def lose_the_lead(house: House) -> tuple[int, int]:
    """Have one person outbid another; returns who lost the lead, on which lot."""
    ana, bruno = (house.person(name, money=10_000) for name in ("ana", "bruno"))
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bruno, lot, 500)
    return ana, lot


def bell(house: House, person: int) -> list[str]:
    rows = house.rows("select topic from notifications where user_id = :user", user=person)
    return [row["topic"] for row in rows]


def test_every_topic_that_is_written_is_heard_by_somebody() -> None:
    find_all()
    for topic in ("outbid", "sold", "lost", "to_answer", "released", "extended"):
        assert heard_by(topic), topic
    assert all(handler.act.__doc__ for handler in HANDLERS.values() if handler.act)


def test_two_handlers_of_one_name_are_a_mistake_found_at_once() -> None:
    def tell_the_seller(happening: Happening) -> None:
        """Say something else."""

    find_all()
    with pytest.raises(ValueError, match="tell_the_seller"):
        handles("sold")(tell_the_seller)


def test_one_decorated_function_hears_without_a_list_being_touched(
    house: House, guest: list[int]
) -> None:
    _, lot = lose_the_lead(house)
    house.crier.tell_all()
    assert guest == [lot]


def test_one_that_fails_harms_nobody_else_and_is_done_again(
    house: House, handling: Handling, chief: int, guest: list[int]
) -> None:
    ana, lot = lose_the_lead(house)
    house.crier.tell_all()
    assert bell(house, ana) == ["outbid"]
    (failure,) = handling.failures(chief)
    assert (failure.handler, failure.topic, failure.auction_id) == (
        "guest_of_a_test",
        "outbid",
        lot,
    )
    assert "goes wrong" in failure.error
    assert handling.replay(chief, failure.id, session_key=house.key(chief))
    assert guest == [lot, lot]
    assert bell(house, ana) == ["outbid"]
    assert handling.failures(chief) == ()
    with pytest.raises(Overtaken):
        handling.replay(chief, failure.id, session_key=house.key(chief))


def test_what_fails_again_stays_to_be_done(
    house: House, handling: Handling, chief: int, guest: list[int]
) -> None:
    lose_the_lead(house)
    house.crier.tell_all()
    guest.clear()
    (failure,) = handling.failures(chief)
    assert not handling.replay(chief, failure.id, session_key=house.key(chief))
    (again,) = handling.failures(chief)
    assert again.tries == 2


def test_who_is_off_never_hears_of_what_happens_meanwhile(
    house: House, handling: Handling, chief: int
) -> None:
    handling.switch(
        chief, LATE, off=True, seen=0, why="Letras demais", session_key=house.key(chief)
    )
    assert [one.name for one in handling.handlers(chief) if one.off] == [LATE]
    ana, _ = lose_the_lead(house)
    house.crier.tell_all()
    handling.switch(chief, LATE, off=False, seen=1, why="Voltou", session_key=house.key(chief))
    house.crier.tell_all()
    assert "outbid" not in bell(house, ana)


@pytest.mark.parametrize(
    ("handler", "waits", "comes"),
    [
        ("clear_charges", "PAYMENT_RECEIVED", "TRANSFER_DONE"),
        ("apply_transfers", "TRANSFER_DONE", "PAYMENT_RECEIVED"),
    ],
)
def test_the_gateways_messages_wait_while_their_handler_is_off(
    house: House, handling: Handling, chief: int, handler: str, waits: str, comes: str
) -> None:
    for number, event in enumerate((waits, comes, "INVOICE_CREATED")):
        house.change(
            """insert into gateway_events (event_id, event, subject, body, received_at, tries,
                                           next_try_at)
               values (:id, :event, 'x', '{}', :now, 0, :now)""",
            id=f"evt_{number}",
            event=event,
            now=house.clock.now(),
        )
    inbox = Inbox(house.database, house.clock, nobody_runs)
    handling.switch(
        chief,
        handler,
        off=True,
        seen=0,
        why="O gateway está em obras",
        session_key=house.key(chief),
    )
    assert {row["event"] for row in inbox.take()} == {comes, "INVOICE_CREATED"}
    handling.switch(chief, handler, off=False, seen=1, why="Voltou", session_key=house.key(chief))
    assert [row["event"] for row in inbox.take()] == [waits]


def nobody_runs(*_: object, **__: object) -> Any:
    """Taking what waits needs no loop."""
    raise AssertionError


def test_a_switch_says_why_and_is_of_a_handler_there_is(
    house: House, handling: Handling, chief: int
) -> None:
    with pytest.raises(BadField):
        handling.switch(chief, LATE, off=True, seen=0, why="", session_key=house.key(chief))
    with pytest.raises(NotFound):
        handling.switch(chief, "nobody", off=True, seen=0, why="x", session_key=house.key(chief))
    with pytest.raises(NotFound):
        handling.replay(chief, 999_999, session_key=house.key(chief))


def test_nobody_else_sees_or_switches_anything(house: House, handling: Handling) -> None:
    ana = house.person("ana")
    for act in (
        lambda: handling.handlers(ana),
        lambda: handling.failures(ana),
        lambda: handling.switch(ana, LATE, off=True, seen=0, why="x", session_key=house.key(ana)),
        lambda: handling.replay(ana, 1, session_key=house.key(ana)),
    ):
        with pytest.raises(Forbidden):
            act()
