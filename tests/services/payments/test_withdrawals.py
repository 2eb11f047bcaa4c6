"""A withdrawal is asked for once, by its owner, of money that is free."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from services.errors import (
    AccountIncomplete,
    BadForm,
    DomainError,
    NotLoggedIn,
    ProofNeeded,
    TooManyAttempts,
)
from services.payments import Office
from services.payments.credits import standing
from services.people.passwords import hashed
from services.wallets import Leg, Movement, lock_wallets, move
from tests.house import House
from tests.services.payments.withdrawing import ask, money, session

PASSWORD = "nuvem lenta de abril"


@pytest.fixture(scope="module")
def kept() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", money=100)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever has looked into a wallet think for a moment."""

    def look(*asked: Any) -> Any:
        found = standing(*asked)
        time.sleep(0.1)
        return found

    monkeypatch.setattr("services.payments.withdrawals.standing", look)


@pytest.mark.usefixtures("slow")
def test_the_same_money_is_withdrawn_once(house: House, office: Office, ana: int) -> None:
    proved = session(house, ana)

    def go(key: int) -> int | DomainError:
        try:
            return office.withdrawals.ask(ana, proved, Decimal(60), key=f"key-{key}")
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(go, range(4)))
    assert len([answer for answer in answers if isinstance(answer, int)]) == 1
    assert money(house, ana) == (100, 60)


@pytest.mark.usefixtures("slow")
def test_a_form_sent_twice_withdraws_once(house: House, office: Office, ana: int) -> None:
    proved = session(house, ana)

    def go(_: int) -> int:
        return office.withdrawals.ask(ana, proved, Decimal(40), key="same")

    with ThreadPoolExecutor(4) as hands:
        numbers = set(hands.map(go, range(4)))
    assert len(numbers) == 1
    assert money(house, ana) == (100, 40)


def test_what_is_on_hold_or_owed_is_not_withdrawn(house: House, office: Office, ana: int) -> None:
    lot = house.lot(hold_policy="full_max")
    house.bid(ana, lot, 100)
    with house.database.transaction() as work:
        lock_wallets(work.connection, [ana])
        legs = (
            Leg(account="debt", amount=Decimal(-30), user_id=ana),
            Leg(account="cash", amount=Decimal(30)),
        )
        key = "top-up:taken back"
        now = house.clock.now()
        move(work.connection, [Movement(kind="deposit", business_key=key, at=now, legs=legs)])
    with pytest.raises(BadForm):
        ask(house, office, ana, "1.00")
    house.bid(house.person("bruno", money=1000), lot, 200)
    assert office.withdrawals.form(ana, session(house, ana)).available == 70
    with pytest.raises(BadForm) as refused:
        ask(house, office, ana, "70.01")
    assert refused.value.problems[0].values == {"available": 70}
    assert ask(house, office, ana, "70.00", "all")


@pytest.mark.parametrize("amount", ["0", "-1", "0.99", "1.001", "NaN", "Infinity", "100.01"])
def test_an_amount_that_is_none_is_refused(
    house: House, office: Office, ana: int, amount: str
) -> None:
    with pytest.raises(BadForm):
        ask(house, office, ana, amount)
    assert money(house, ana) == (100, 0)


def test_the_last_centavos_can_leave(house: House, office: Office) -> None:
    bia = house.person("bia", money="0.30")
    with pytest.raises(BadForm):
        ask(house, office, bia, "0.20")
    assert ask(house, office, bia, "0.30")


def test_a_withdrawal_is_proved(house: House, office: Office, kept: str) -> None:
    dora = house.person("dora", money=50, password=kept)
    proved = session(house, dora)
    house.change("update sessions set elevated_at = null")
    form = office.withdrawals.form(dora, proved)
    assert form.proof is not None
    assert form.proof.password

    def go(password: str, key: str = "one", session_key: str = proved) -> int:
        return office.withdrawals.ask(dora, session_key, Decimal(10), key=key, password=password)

    for wrong in ("", "outra senha longa"):
        with pytest.raises(BadForm):
            go(wrong)
    with pytest.raises(NotLoggedIn):
        go(PASSWORD, session_key="nobody's")
    assert money(house, dora) == (50, 0)
    assert go(PASSWORD)
    house.change("update users set password = null")
    with pytest.raises(ProofNeeded):
        go("", key="two")


def test_who_has_no_cpf_completes_the_account_first(house: House, office: Office) -> None:
    eva = house.person("eva", cpf=None, money=10)
    with pytest.raises(AccountIncomplete):
        ask(house, office, eva, "5.00")
    with pytest.raises(AccountIncomplete):
        office.withdrawals.form(eva, session(house, eva))


def test_nobody_asks_for_ever(house: House, office: Office, ana: int) -> None:
    for number in range(10):
        ask(house, office, ana, "1.00", f"key-{number}")
    with pytest.raises(TooManyAttempts):
        ask(house, office, ana, "1.00", "one too many")
