"""From paid to received: freed once, by the buyer, a term or a ruling; disputes stop the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from services.errors import BadForm, NotFound, ProofNeeded, SaleRefused
from services.payments import Office
from tests.house import House
from tests.services.payments.sold import Sold, sold

D = Decimal


@pytest.fixture
def paid(house: House, office: Office) -> Sold:
    """The sale, paid at the close by its hold."""
    return sold(house, office, hold_value=D(2000))


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at once; give what each came to."""
    with ThreadPoolExecutor(len(acts)) as people:
        done = [people.submit(act) for act in acts]
    return [getattr(d.exception(), "reason", d.exception()) or d.result() for d in done]


def days_on(sale: Sold, days: float) -> None:
    sale.house.told.goes_on(days * 86_400)


def test_the_buyer_confirms_and_the_seller_is_freed_once(paid: Sold) -> None:
    deliveries = paid.office.deliveries
    deliveries.hand_over(paid.bia, paid.payment, how="Enviado pelos Correios, AB123")
    assert paid.seen().state == "handed_over"
    assert paid.free(paid.bia) == 0
    together(*[lambda: deliveries.confirm(paid.ana, paid.payment)] * 3)
    assert (paid.seen().state, paid.free(paid.bia)) == ("done", D(950))
    assert paid.letters(paid.bia)[-1].startswith("Liberado: R$\N{NO-BREAK SPACE}950,00")
    with pytest.raises(SaleRefused) as over:
        deliveries.dispute(paid.ana, paid.payment, reason="Veio quebrado")
    assert over.value.reason == "over"
    asyncio.run(paid.office.cashier.run_once())
    days_on(paid, 90)
    assert deliveries.end_terms() == 0


@pytest.mark.parametrize("handed_over", [True, False])
def test_silence_counts_as_received_at_the_end_of_the_term(paid: Sold, handed_over: bool) -> None:
    deliveries = paid.office.deliveries
    if handed_over:
        deliveries.hand_over(paid.bia, paid.payment, how="Retirado no balcão")
    term = paid.house.one("select confirm_by from deliveries")
    opened = paid.house.one("select opened_at from deliveries")
    assert (term - opened).days == (7 if handed_over else 15)
    paid.house.told.shows(term)
    paid.house.told.goes_on(-1)
    assert deliveries.end_terms() == 0
    paid.house.told.shows(term)
    assert sum(together(*[deliveries.end_terms] * 2)) == 1
    assert paid.free(paid.bia) == D(950)
    assert "Entrega concluída: Gravura" in paid.letters(paid.ana)


def test_confirmed_as_the_term_ends_frees_once(paid: Sold) -> None:
    paid.house.told.shows(paid.house.one("select confirm_by from deliveries"))
    deliveries = paid.office.deliveries
    together(
        lambda: deliveries.confirm(paid.ana, paid.payment),
        lambda: deliveries.end_term(paid.payment),
    )
    assert paid.free(paid.bia) == D(950)


def test_a_dispute_and_a_confirmation_at_once_leave_one_of_them(paid: Sold) -> None:
    deliveries = paid.office.deliveries
    came = together(
        lambda: deliveries.dispute(paid.ana, paid.payment, reason="Veio quebrado"),
        lambda: deliveries.confirm(paid.ana, paid.payment),
    )
    assert sorted(str(c) for c in came) in (["None", "disputed"], ["None", "over"])
    freed = paid.free(paid.bia) == D(950)
    assert freed == (paid.seen().state == "done")


def test_a_dispute_stops_the_clock_and_the_house_frees_the_seller(paid: Sold) -> None:
    deliveries, helena = paid.office.deliveries, paid.house.person("helena", admin=True)
    key = paid.house.key(helena)
    with pytest.raises(BadForm):
        deliveries.dispute(paid.ana, paid.payment, reason="  ")
    deliveries.dispute(paid.ana, paid.payment, reason="Veio\nquebrado")
    assert paid.letters(paid.bia)[-1] == "Contestação: Gravura"
    assert paid.letters(paid.ana)[-1].startswith("Recebemos")
    for act in (
        lambda: deliveries.confirm(paid.ana, paid.payment),
        lambda: deliveries.hand_over(paid.bia, paid.payment, how="x"),
        lambda: deliveries.dispute(paid.ana, paid.payment, reason="De novo"),
    ):
        with pytest.raises(SaleRefused) as refused:
            act()
        assert refused.value.reason == "disputed"
    days_on(paid, 60)
    assert deliveries.end_terms() == 0
    with pytest.raises(ProofNeeded):
        deliveries.rule(helena, paid.payment, ruling="seller", why="Claro", session_key=key)
    key = paid.house.key(helena)
    with pytest.raises(BadForm) as wrong:
        deliveries.rule(helena, paid.payment, ruling="both", why="", session_key=key)
    assert {p.field for p in wrong.value.problems} == {"ruling", "why"}
    deliveries.rule(
        helena,
        paid.payment,
        ruling="seller",
        why="As fotos mostravam o defeito.",
        session_key=key,
    )
    assert (paid.seen().state, paid.free(paid.bia)) == ("done", D(950))
    with pytest.raises(SaleRefused):
        deliveries.rule(
            helena,
            paid.payment,
            ruling="buyer",
            why="Mudei de ideia.",
            session_key=key,
        )
    (audit,) = paid.house.rows("select * from audit_records")
    assert (audit["actor_id"], audit["action"]) == (helena, "dispute_ruled")


def test_ruled_for_the_buyer_everything_paid_comes_back_and_the_house_keeps_nothing(
    paid: Sold,
) -> None:
    deliveries, helena = paid.office.deliveries, paid.house.person("helena", admin=True)
    key = paid.house.key(helena)
    deliveries.dispute(paid.ana, paid.payment, reason="Não é o que estava descrito")
    deliveries.rule(
        helena,
        paid.payment,
        ruling="buyer",
        why="A descrição estava errada.",
        session_key=key,
    )
    assert paid.seen().state == "returned"
    assert (paid.free(paid.ana), paid.free(paid.bia)) == (D(5000), D(0))
    kept = paid.house.one("select sum(amount) from ledger_entries where account = 'revenue'")
    assert kept == 0
    assert paid.letters(paid.bia)[-1] == "Decisão da contestação: Gravura"


def test_after_the_time_to_look_and_for_judicial_lots_nothing_is_disputed(
    house: House, office: Office
) -> None:
    sale = sold(house, office, auction_type="judicial", hold_value=D(2000))
    helena = house.person("helena", admin=True)
    office.checkout.confirm_guide(helena, sale.payment, session_key=house.key(helena))
    with pytest.raises(SaleRefused) as courts:
        office.deliveries.dispute(sale.ana, sale.payment, reason="Está ocupado")
    assert courts.value.reason == "judicial"
    house.told.shows(house.one("select confirm_by from deliveries"))
    assert office.deliveries.end_terms() == 1
    assert sale.seen().state == "done"
    house.change("update products set auction_type = 'official'")
    house.change("update payments set by_guide = 0")
    house.change("update deliveries set freed_at = null, received_at = null, received_by = null")
    with pytest.raises(SaleRefused) as late:
        office.deliveries.dispute(sale.ana, sale.payment, reason="Tarde demais")
    assert late.value.reason == "look_over"
    house.change("update products set auction_type = 'judicial'")
    house.change("update payments set by_guide = hammer")
    house.change(
        "update deliveries set freed_at = confirm_by, received_at = confirm_by, received_by='term'"
    )


def test_what_is_against_the_payment_freezes_and_when_it_goes_there_is_time_again(
    paid: Sold,
) -> None:
    deliveries, house = paid.office.deliveries, paid.house
    house.change("update payments set flag = 'disputed'")
    with house.database.transaction() as work:
        deliveries.freeze(work, paid.row())  # type: ignore[arg-type]
    assert paid.seen().state == "frozen"
    assert paid.letters(paid.bia)[-1] == "Em espera: Gravura"
    with pytest.raises(SaleRefused) as refused:
        deliveries.confirm(paid.ana, paid.payment)
    assert refused.value.reason == "frozen"
    days_on(paid, 60)
    assert deliveries.end_terms() == 0
    house.change("update payments set flag = null")
    with house.database.transaction() as work:
        deliveries.open(work, paid.row())  # type: ignore[arg-type]
    assert deliveries.end_terms() == 0, "the buyer has time again to look"
    days_on(paid, 8)
    assert deliveries.end_terms() == 1


def test_each_step_is_its_own_persons(paid: Sold) -> None:
    deliveries, stranger = paid.office.deliveries, paid.house.person("carla")
    for act in (
        lambda: deliveries.hand_over(paid.ana, paid.payment, how="x"),
        lambda: deliveries.confirm(paid.bia, paid.payment),
        lambda: deliveries.dispute(stranger, paid.payment, reason="x"),
        lambda: deliveries.confirm(stranger, paid.payment + 7),
    ):
        with pytest.raises(NotFound):
            act()
