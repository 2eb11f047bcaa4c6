"""A withdrawal is sent once, and ends as the gateway says: gone, or back in the wallet."""

from __future__ import annotations

import asyncio
import dataclasses
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from services.payments import Office
from services.payments.sending import number_of
from services.ports import GatewayRefused
from tests.house import House
from tests.services.payments.conftest import office_of
from tests.services.payments.withdrawing import ask, hear, letters, money, seen, send
from tests.till import Till, away, lost


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana", money=100)


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
