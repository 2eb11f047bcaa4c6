"""Money leaves a wallet once, for its owner's own document, or comes back to it."""

from __future__ import annotations

import asyncio
import dataclasses
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
from services.payments.sending import number_of
from services.people.passwords import hashed
from services.ports import GatewayRefused
from services.sessions import key_of
from services.views import Visitor, WithdrawalView
from services.wallets import Leg, Movement, lock_wallets, move
from tests.house import House
from tests.services.payments.conftest import office_of
from tests.till import Till, away, lost

PASSWORD = "nuvem lenta de abril"


@pytest.fixture(scope="module")
def kept() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", money=100)


def session(house: House, person: int) -> str:
    return key_of(house.sessions.open(person, ip=None, user_agent=None))


def ask(house: House, office: Office, person: int, amount: str = "60.00", key: str = "one") -> int:
    proved = session(house, person)
    return office.withdrawals.ask(person, proved, Decimal(amount), key=key)


def send(office: Office) -> int:
    return asyncio.run(office.sending.send_due())


def seen(office: Office, person: int, payment: int) -> WithdrawalView:
    return office.waiting.withdrawal(payment, Visitor(user_id=person))


def hear(house: House, office: Office, till: Till, status: str, **more: object) -> str:
    """Let the gateway say how the first transfer stands."""
    number = next(iter(till.transfers))
    reading = dataclasses.replace(till.sent(number, status), **more)  # type: ignore[arg-type]
    with house.database.transaction() as work:
        return office.sending.apply_transfer(work, reading)


def money(house: House, person: int) -> tuple[Any, Any]:
    wallet = house.wallet.wallet(person)
    return wallet.balance, wallet.held


def letters(house: House) -> list[str]:
    rows = house.rows("select subject from mails order by mail_id")
    return [row["subject"].split(":")[0] for row in rows]


def test_money_is_held_sent_and_gone(house: House, office: Office, till: Till, ana: int) -> None:
    payment = ask(house, office, ana)
    assert money(house, ana) == (100, 60)
    assert seen(office, ana, payment).state == "asked"
    assert send(office) == 1
    (sent,) = till.transfers.values()
    assert (sent.value, sent.reference) == (Decimal("60.00"), "transfer:1")
    assert sent.pix_key == house.one("select cpf from users where user_id = :ana", ana=ana)
    assert seen(office, ana, payment).state == "sending"
    assert hear(house, office, till, "DONE", fee=Decimal("1.50")) == "applied"
    assert money(house, ana) == (40, 0)
    assert seen(office, ana, payment).state == "done"
    assert letters(house) == ["Saque pedido", "Saque concluído"]
    fees = "select sum(amount) from ledger_entries where account = 'fees'"
    assert house.one(fees) == Decimal("-1.50")
    (line, _) = house.wallet.wallet(ana).lines
    assert (line.kind, line.payment_id, line.amount) == ("withdrawal", payment, Decimal(-60))


def test_a_company_is_paid_to_its_cnpj(house: House, office: Office, till: Till, ana: int) -> None:
    house.change(
        "insert into legal_persons (user_id, cnpj, state_tax_registration, legal_business_name,"
        f" trade_name) values ({ana}, '12ABC34501DE35', 'ISENTO', 'Ana Ltda.', 'Ana')"
    )
    ask(house, office, ana)
    send(office)
    (sent,) = till.transfers.values()
    assert sent.pix_key == "12ABC34501DE35"
    assert house.one("select pix_key_type from transfers") == "CNPJ"


@pytest.mark.parametrize("status", ["FAILED", "CANCELLED"])
def test_what_is_not_sent_comes_back(
    house: House, office: Office, till: Till, ana: int, status: str
) -> None:
    payment = ask(house, office, ana)
    send(office)
    assert hear(house, office, till, status, fail_reason="Chave Pix inválida") == "applied"
    assert money(house, ana) == (100, 0)
    view = seen(office, ana, payment)
    assert (view.state, view.reason) == ("failed", "Chave Pix inválida")
    assert letters(house) == ["Saque pedido", "Saque não concluído"]
    assert send(office) == 0, "sent again"


def test_what_the_gateway_refuses_comes_back(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    till.before = [GatewayRefused("A chave Pix não existe.")]
    send(office)
    assert money(house, ana) == (100, 0)
    assert seen(office, ana, payment).reason == "A chave Pix não existe."
    assert letters(house)[-1] == "Saque não concluído"


@pytest.mark.parametrize(
    "trouble", [GatewayRefused("Chave de API inválida", status=401), away(), lost()]
)
def test_trouble_between_house_and_gateway_only_delays(
    house: House, office: Office, till: Till, ana: int, trouble: Exception
) -> None:
    payment = ask(house, office, ana)
    till.before = [trouble]
    send(office)
    assert money(house, ana) == (100, 60)
    assert send(office) == 0, "asked again without a pause"
    house.told.goes_on(60)
    assert send(office) == 1
    assert (len(till.transfers), seen(office, ana, payment).state) == (1, "sending")


def test_a_lost_answer_is_looked_for_and_nobody_is_paid_twice(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    till.after = [lost()]
    send(office)
    assert (len(till.transfers), seen(office, ana, payment).state) == (1, "asked")
    house.told.goes_on(60)
    till.before = [away()]
    assert send(office) == 1, "it could not be looked for"
    house.told.goes_on(120)
    send(office)
    assert (len(till.transfers), seen(office, ana, payment).state) == (1, "sending")


def test_a_crash_after_sending_sends_nothing_twice(
    house: House, office: Office, till: Till, ana: int
) -> None:
    ask(house, office, ana)
    till.after = [KeyboardInterrupt()]  # type: ignore[list-item]
    with pytest.raises(KeyboardInterrupt):
        send(office)
    assert send(office) == 0, "another process took it within the lease"
    house.told.goes_on(180)
    assert send(office) == 1
    assert len(till.transfers) == 1


def test_what_the_house_said_yes_to_is_looked_for_until_it_is_found(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    till.after = [lost()]
    send(office)
    hidden, till.transfers = till.transfers, {}
    house.change("update transfers set approved_at = created_at")
    house.told.goes_on(60)
    send(office)
    assert not till.transfers, "sent again"
    till.transfers = hidden
    house.told.goes_on(1200)
    send(office)
    assert seen(office, ana, payment).state == "sending"


def test_an_event_that_never_comes_is_not_waited_for(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    send(office)
    till.sent(next(iter(till.transfers)), "DONE")
    assert send(office) == 0
    house.told.goes_on(601)
    assert send(office) == 1
    assert seen(office, ana, payment).state == "done"
    assert send(office) == 0


def test_two_processes_send_once(
    house: House, sister: House, office: Office, till: Till, ana: int
) -> None:
    ask(house, office, ana)
    other = office_of(sister, till)
    with ThreadPoolExecutor(2) as hands:
        sent = list(hands.map(send, (office, other)))
    assert (sorted(sent), len(till.transfers)) == ([0, 1], 1)


def test_words_in_any_order_and_number_end_the_same(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    send(office)
    for status in ("DONE", "PENDING", "BANK_PROCESSING", "DONE"):
        hear(house, office, till, status)
    assert seen(office, ana, payment).state == "done"
    assert money(house, ana) == (40, 0)
    assert letters(house) == ["Saque pedido", "Saque concluído"]


def test_an_event_may_come_before_the_answer(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    till.after = [lost()]
    send(office)
    assert hear(house, office, till, "DONE") == "applied"
    assert seen(office, ana, payment).state == "done"
    house.told.goes_on(3600)
    assert send(office) == 0


def test_money_kept_back_for_a_look_is_said_to_be(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    send(office)
    reading = next(iter(till.transfers.values()))
    with house.database.transaction() as work:
        office.sending.apply_transfer(work, reading, blocked=True)
    hear(house, office, till, "PENDING")
    assert seen(office, ana, payment).state == "analysis"
    hear(house, office, till, "BANK_PROCESSING")
    assert seen(office, ana, payment).state == "sending"


@pytest.mark.parametrize(
    ("said", "kind"),
    [({"value": Decimal("60.01")}, "transfer_value"), ({"id": "another"}, "transfer_twice")],
)
def test_what_cannot_be_moves_nothing_and_is_noted(
    house: House, office: Office, till: Till, ana: int, said: dict[str, object], kind: str
) -> None:
    ask(house, office, ana)
    send(office)
    for _ in range(2):
        assert hear(house, office, till, "DONE", **said) == "quarantined"
    assert money(house, ana) == (100, 60)
    (noted,) = house.rows("select kind, subject from discrepancies")
    assert tuple(noted.values()) == (kind, "transfer:1")


def test_a_return_after_the_money_was_there_is_an_administrators(
    house: House, office: Office, till: Till, ana: int
) -> None:
    ask(house, office, ana)
    send(office)
    hear(house, office, till, "DONE")
    assert hear(house, office, till, "FAILED") == "quarantined"
    assert money(house, ana) == (40, 0)


def test_money_that_went_after_all_is_taken_from_what_there_is(
    house: House, office: Office, till: Till, ana: int
) -> None:
    payment = ask(house, office, ana)
    send(office)
    hear(house, office, till, "FAILED")
    ask(house, office, ana, "70.00", "two")
    assert hear(house, office, till, "DONE") == "applied"
    assert seen(office, ana, payment).state == "done"
    wallet = house.wallet.wallet(ana)
    assert [wallet.balance, wallet.held, wallet.debt, wallet.available] == [70, 70, 30, 0]


def test_a_strangers_transfer_is_an_orphan(house: House, office: Office, ana: int) -> None:
    till = Till()
    ask(house, office, ana)
    asyncio.run(office_of(house, till).sending.send_due())
    reading = next(iter(till.transfers.values()))
    strange = dataclasses.replace(reading, id="another", reference="transfer:77")
    with house.database.transaction() as work:
        assert office.sending.apply_transfer(work, strange) == "orphan"


@pytest.mark.parametrize("written", [None, "", "transfer:", "transfer:x", "charge:1", "transfer:²"])
def test_only_the_houses_own_names_are_numbers(written: str | None) -> None:
    assert number_of(written) is None


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
