"""A message is kept before it is read: whole, once, whatever it is."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from typing import Any

import pytest
from sqlalchemy import text

from services.errors import Unavailable
from services.payments.inbox import MOST_KEPT, message_of
from tests.conftest import connect, database_on
from tests.house import House, away
from tests.payments import Mailroom, message

MALFORMED = [
    b"",
    b"null",
    b"[1]",
    b"{",
    b"\xff\xfe{}",
    b'{"id": "evt_1", "event": "\xc3("}',
    b'{"event": "PAYMENT_CREATED"}',
    b'{"id": "evt_1"}',
    b'{"id": 7, "event": "PAYMENT_CREATED"}',
    b'{"id": "", "event": "PAYMENT_CREATED"}',
    b'{"id": "evt\\u0000", "event": "PAYMENT_CREATED"}',
    b'{"id": "evt\\ud800", "event": "PAYMENT_CREATED"}',
    b'{"id": "' + b"x" * 256 + b'", "event": "PAYMENT_CREATED"}',
    b'{"id": "evt_1", "event": "' + b"x" * 81 + b'"}',
    b"[" * 100_000,
    b'{"id": "evt_1", "event": "E", "value": ' + b"9" * 5000 + b"}",
]


def kept(house: House) -> list[dict[str, Any]]:
    rows = house.rows("select * from gateway_events order by gateway_event_id")
    return [{**row, "body": bytes(row["body"])} for row in rows]


def test_what_cannot_be_read_is_kept_as_it_came_and_troubles_nobody(
    house: House, mailroom: Mailroom
) -> None:
    mailroom.keep(*MALFORMED, message("PAYMENT_CREATED", {}))
    rows = kept(house)
    bad = [row for row in rows if row["result"] == "malformed"]
    assert sorted(row["body"] for row in bad) == sorted(MALFORMED)
    assert all(row["handled_at"] and row["note"] for row in bad)
    mailroom.keep(*MALFORMED)
    assert len(kept(house)) == len(MALFORMED) + 1, "one that is sent again is kept once"
    assert mailroom.clear() == 1


def test_the_same_message_fifty_times_at_once_is_kept_once_and_moves_money_once(
    house: House, sister: House, mailroom: Mailroom
) -> None:
    ana = house.person("ana")
    charge = mailroom.top_up(ana)
    mailroom.becomes(charge, "RECEIVED")
    body = mailroom.event("PAYMENT_RECEIVED", mailroom.there(charge))
    other = Mailroom(sister, mailroom.till, mailroom.charging._run)
    crowd = [threading.Thread(target=each.keep, args=[body] * 25) for each in (mailroom, other)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert len(kept(house)) == 1
    workers = [threading.Thread(target=each.clear) for each in (mailroom, other)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert mailroom.moved(charge) == [f"paid:{charge}", f"settled:{charge}"]
    mailroom.keep(body)
    assert mailroom.clear() == 0


def test_different_events_of_one_charge_cleared_by_two_processes_at_once_agree(
    house: House, sister: House, mailroom: Mailroom
) -> None:
    people = [house.person(f"p{n}") for n in range(6)]
    charges = [mailroom.top_up(person) for person in people]
    other = Mailroom(sister, mailroom.till, mailroom.charging._run)
    for charge in charges:
        mailroom.becomes(charge, "RECEIVED")
        for name in ("CREATED", "CONFIRMED", "RECEIVED", "UPDATED"):
            mailroom.keep(mailroom.event(f"PAYMENT_{name}", mailroom.there(charge)))

    def one_by_one(room: Mailroom) -> None:
        while rows := room.inbox.take(most=1):
            room.inbox.take = lambda rows=rows, **_: rows  # type: ignore[method-assign]
            asyncio.run(room.clearing.clear_due())
            del room.inbox.take

    workers = [threading.Thread(target=one_by_one, args=[room]) for room in (mailroom, other)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [house.money(person)[0] for person in people] == [100] * 6
    assert None not in mailroom.results()
    assert house.one("select count(*) from audit_records where action = 'payment_paid'") == 6


def test_events_that_wait_together_share_one_reading(house: House, mailroom: Mailroom) -> None:
    charge = mailroom.top_up(house.person("ana"))
    mailroom.becomes(charge, "RECEIVED")
    before = mailroom.till.calls.count("charge")
    events = [f"PAYMENT_{name}" for name in ("CREATED", "CONFIRMED", "RECEIVED", "CHECKOUT_VIEWED")]
    mailroom.hears(*events, of=charge)
    assert mailroom.till.calls.count("charge") == before + 1
    assert mailroom.results() == ["applied", "applied", "applied", "nothing"]


def test_a_message_taken_by_who_then_dies_is_handed_out_again(
    house: House, mailroom: Mailroom
) -> None:
    charge = mailroom.top_up(house.person("ana"))
    mailroom.becomes(charge, "RECEIVED")
    mailroom.keep(mailroom.event("PAYMENT_RECEIVED", mailroom.there(charge)))
    assert len(mailroom.inbox.take()) == 1
    assert mailroom.clear() == 0, "within the lease"
    house.told.goes_on(121)
    assert mailroom.clear() == 1
    assert mailroom.stands(charge) == ("paid", None)


def test_of_a_message_beyond_all_measure_the_beginning_is_kept() -> None:
    cut = message_of(b"x" * MOST_KEPT, weight=5_000_000)
    assert cut.fault == f"5000000 bytes, of which the first {MOST_KEPT} are kept"
    assert cut.event_id == f"sha256:{hashlib.sha256(cut.body).hexdigest()}"


def test_a_subject_no_column_can_hold_is_no_subject() -> None:
    about = {"id": "pay_\x00", "externalReference": "y" * 101}
    read = message_of(json.dumps({"id": "e", "event": "PAYMENT_X", "payment": about}).encode())
    assert (read.subject, read.reference, read.fault) == (None, None, None)


def test_while_the_books_are_away_nothing_is_promised(
    house: House, mailroom: Mailroom, cluster: str
) -> None:
    name = house.one("select current_database()")
    house.database.close()
    with (
        connect(database_on(cluster, "postgres")) as cursor,
        away(cursor, name),
        pytest.raises(Unavailable),
    ):
        mailroom.keep(message("PAYMENT_CREATED", {}))
    mailroom.keep(message("PAYMENT_CREATED", {}))
    assert len(kept(house)) == 1


def test_who_hangs_up_takes_nothing_back(house: House, mailroom: Mailroom) -> None:
    async def hang_up() -> None:
        keeping = asyncio.create_task(mailroom.inbox.keep(message("PAYMENT_CREATED", {})))
        await asyncio.sleep(0)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await mailroom.inbox.keep(message("PAYMENT_UPDATED", {}))

    asyncio.run(hang_up())
    assert [row["event"] for row in kept(house)] == ["PAYMENT_CREATED", "PAYMENT_UPDATED"]


def test_each_wait_is_longer_until_the_longest(house: House, mailroom: Mailroom) -> None:
    mailroom.keep(message("PAYMENT_CREATED", {}))
    waits = []
    for tries in (1, 2, 10, 29_999):
        with house.database.transaction() as work:
            work.connection.execute(
                text("update gateway_events set tries = :tries, next_try_at = :now"),
                {"tries": tries - 1, "now": house.clock.now()},
            )
        mailroom.inbox.put_off(mailroom.inbox.take(), "away")
        wait = house.one("select next_try_at from gateway_events") - house.clock.now()
        waits.append(wait.total_seconds())
    assert waits == [5, 10, 1800, 1800]


def test_what_became_of_a_message_is_noted_once(house: House, mailroom: Mailroom) -> None:
    mailroom.keep(message("PAYMENT_CREATED", {}))
    mailroom.inbox.handled([1], "applied")
    mailroom.inbox.handled([1], "nothing", "by another, who was slower")
    mailroom.inbox.put_off(house.rows("select * from gateway_events"), "away")  # type: ignore[arg-type]
    assert [(row["result"], row["note"]) for row in kept(house)] == [("applied", None)]


def test_who_owes_pays_it_once_however_many_credits_come_at_once(
    house: House, mailroom: Mailroom, said: list[Any]
) -> None:
    ana = house.person("ana")
    first, *more = [mailroom.top_up(ana) for _ in range(8)]
    mailroom.becomes(first, "RECEIVED")
    mailroom.hears("PAYMENT_RECEIVED", of=first)
    house.bid(ana, house.lot(), 100)
    mailroom.becomes(first, "REFUNDED")
    mailroom.hears("PAYMENT_REFUNDED", of=first)
    assert mailroom.account("debt", ana) == -100
    for charge in more:
        mailroom.becomes(charge, "RECEIVED")
        mailroom.keep(mailroom.event("PAYMENT_RECEIVED", mailroom.there(charge)))
    mailroom.clear()
    assert mailroom.account("debt", ana) == 0
    assert house.money(ana)[0] == 700
    assert [line for line in said if line["event"] == "event_failed"] == []
