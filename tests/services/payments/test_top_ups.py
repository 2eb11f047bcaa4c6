"""A top-up is asked for once, waits for a while, and is let go of if nobody pays."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from services.errors import AccountIncomplete, BadForm, NotFound, TooManyAttempts
from services.payments import Office
from services.payments.top_ups import good_until
from services.views import TopUpView, Visitor
from tests.house import House
from tests.till import Till, away, lost


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


def ask(office: Office, person: int, amount: str = "50.00", **more: str) -> int:
    more = {"way": "pix", "key": "one", **more}
    return office.top_ups.ask(person, Decimal(amount), **more)


def open_(office: Office, person: int, amount: str = "50.00", **more: str) -> TopUpView:
    more = {"way": "pix", "key": "one", **more}
    number = asyncio.run(office.top_ups.open(person, Decimal(amount), **more))
    return office.waiting.top_up(number, Visitor(user_id=person))


def look(office: Office, person: int, seen: TopUpView) -> TopUpView:
    return office.waiting.top_up(seen.payment_id, Visitor(user_id=person))


def asked(house: House) -> list[dict[str, Any]]:
    return [dict(row) for row in house.rows("select * from charges order by charge_id")]


@pytest.mark.parametrize(
    ("way", "given"), [("pix", "code"), ("boleto", "line"), ("card", "invoice_url")]
)
def test_a_top_up_comes_with_what_pays_it(office: Office, ana: int, way: str, given: str) -> None:
    seen = open_(office, ana, way=way)
    assert (seen.state, seen.way, seen.amount) == ("waiting", way, Decimal("50.00"))
    assert getattr(seen, given)


def test_a_form_sent_twice_asks_once(
    house: House, office: Office, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def think(*asked: Any) -> datetime:
        time.sleep(0.1)
        return good_until(*asked)

    monkeypatch.setattr("services.payments.top_ups.good_until", think)
    with ThreadPoolExecutor(4) as hands:
        numbers = list(hands.map(lambda _: ask(office, ana), range(4)))
    assert len(set(numbers)) == 1
    assert len(asked(house)) == 1
    assert ask(office, ana, key="two") not in numbers
    assert ask(office, house.person("bia")) not in numbers, "a key is its person's own"


@pytest.mark.parametrize(
    ("amount", "problem"),
    [
        ("4.99", "amount.smallest"),
        ("1000000.01", "amount.largest"),
        ("5.001", "amount.unreadable"),
        ("NaN", "amount.unreadable"),
    ],
)
def test_a_sum_the_gateway_would_not_take_is_refused_at_the_form(
    house: House, office: Office, ana: int, amount: str, problem: str
) -> None:
    with pytest.raises(BadForm) as refused:
        ask(office, ana, amount, way="shells")
    assert [one.problem for one in refused.value.problems] == [problem, "not_offered"]
    assert not house.rows("select from payments")


def test_who_has_no_cpf_completes_the_account_first(house: House, office: Office) -> None:
    with pytest.raises(AccountIncomplete):
        ask(office, house.person("newcomer", cpf=None))
    assert not house.rows("select from payments")


def test_nobody_asks_for_ever(office: Office, ana: int) -> None:
    for number in range(20):
        ask(office, ana, key=f"key-{number}")
    with pytest.raises(TooManyAttempts):
        ask(office, ana, key="one too many")


def test_a_lost_answer_is_shown_as_under_way_and_comes_later(
    house: House, office: Office, till: Till, ana: int
) -> None:
    till.after = [None, None, lost()]
    seen = open_(office, ana)
    assert (seen.state, seen.code) == ("processing", "")
    house.told.goes_on(300)
    assert asyncio.run(office.charging.ask_due()) == 1
    assert look(office, ana, seen).state == "waiting"
    assert len(till.charges) == 1


def test_a_refusal_is_told_in_the_gateways_words(
    house: House, office: Office, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.payments.top_ups.SMALLEST_TOP_UP", Decimal(1))
    seen = open_(office, ana, "4.00")
    assert seen.state == "refused"
    assert "R$ 5,00" in seen.refusal


def test_only_its_owner_sees_or_cancels_it(house: House, office: Office, ana: int) -> None:
    seen, bia = open_(office, ana), house.person("bia")
    for stranger in (Visitor(user_id=bia), Visitor()):
        with pytest.raises(NotFound):
            office.look(seen.payment_id, stranger)
    with pytest.raises(NotFound):
        asyncio.run(office.top_ups.give_up(bia, seen.payment_id))
    assert office.look(seen.payment_id, Visitor(user_id=ana)) == ("top_up", seen)


def test_a_top_up_given_up_is_taken_back(
    house: House, office: Office, till: Till, ana: int
) -> None:
    seen = open_(office, ana)
    assert asyncio.run(office.top_ups.give_up(ana, seen.payment_id))
    assert look(office, ana, seen).state == "canceled"
    assert [charge.deleted for charge in till.charges.values()] == [True]
    assert not asyncio.run(office.top_ups.give_up(ana, seen.payment_id)), "given up twice"


def test_a_charge_that_could_not_be_taken_back_at_once_is_later(
    house: House, office: Office, till: Till, ana: int
) -> None:
    seen = open_(office, ana)
    till.before = [away()]
    assert asyncio.run(office.top_ups.give_up(ana, seen.payment_id))
    assert asked(house)[0]["state"] == "open"
    house.told.goes_on(180)
    assert asyncio.run(office.top_ups.take_back_due()) == 1
    assert asked(house)[0]["state"] == "closed"
    assert [charge.deleted for charge in till.charges.values()] == [True]


def test_a_top_up_paid_already_is_not_taken_back(
    house: House, office: Office, till: Till, ana: int
) -> None:
    seen = open_(office, ana)
    (number,) = till.charges
    till.becomes(number, "RECEIVED")
    asyncio.run(office.top_ups.give_up(ana, seen.payment_id))
    assert asked(house)[0]["state"] == "open", "what was paid must still be found"


@pytest.mark.parametrize(
    ("way", "stays", "goes"),
    [("pix", 3599, 1), ("card", 86_399, 1), ("boleto", 9 * 86_400, 86_400)],
)
def test_a_top_up_nobody_pays_ends_by_itself(
    house: House, office: Office, till: Till, ana: int, way: str, stays: int, goes: int
) -> None:
    seen = open_(office, ana, way=way)
    house.told.goes_on(stays)
    assert asyncio.run(office.top_ups.take_back_due()) == 0
    house.told.goes_on(goes)
    assert asyncio.run(office.top_ups.take_back_due()) == 1
    assert asyncio.run(office.top_ups.take_back_due()) == 0
    assert look(office, ana, seen).state == "canceled"
    assert [charge.deleted for charge in till.charges.values()] == [True]


def test_what_is_looked_into_is_not_let_go_of(house: House, office: Office, ana: int) -> None:
    seen = open_(office, ana)
    house.change("update payments set flag = 'under_analysis'")
    house.told.goes_on(86_400)
    assert asyncio.run(office.top_ups.take_back_due()) == 0
    assert look(office, ana, seen).state == "analysis"
