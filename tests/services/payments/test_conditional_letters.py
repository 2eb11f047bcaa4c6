"""Seller and bidder of a conditional sale are written to, each once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.house import House
from tests.services.payments.aftersale import letters

D = Decimal


@pytest.fixture
def offered(house: House) -> tuple[int, int, int]:
    """A lot bid for below its reserve: seller, bidder, lot."""
    ana, seller = house.person("ana", money=900), house.person("seller")
    lot = house.lot(seller, opening=100, reserve=D(500), conditional=True)
    house.bid(ana, lot, 400)
    house.after_end(lot)
    house.closing.close_due()
    return seller, ana, lot


def test_both_learn_until_when_the_seller_decides(
    house: House, offered: tuple[int, int, int]
) -> None:
    seller, ana, _ = offered
    assert house.crier.tell_due() == 2
    assert house.crier.tell_due() == 0
    assert letters(house, seller) == ["Abaixo da reserva"]
    assert letters(house, ana) == ["O vendedor está decidindo"]
    text = house.one("select text from mails where user_id = :u", u=seller).replace("\xa0", " ")
    assert "06/03/2026 às 23h59" in text
    assert "R$ 100,00" in text
    assert f"/sales/lot/{offered[2]}" in text


@pytest.mark.parametrize("silent", [True, False])
def test_the_bidder_learns_of_a_refusal_and_of_silence(
    house: House, offered: tuple[int, int, int], silent: bool
) -> None:
    seller, ana, lot = offered
    house.crier.tell_due()
    if silent:
        house.told.shows(house.auction(lot)["answer_by"])
        assert house.closing.lapse_conditionals() == 1
    else:
        house.closing.answer_conditional(lot, seller, accept=False)
    house.crier.tell_due()
    assert letters(house, ana)[-1] == "Não foi aceito"
    assert len(letters(house, seller)) == 1


def test_what_was_answered_at_once_is_not_asked_by_letter(
    house: House, offered: tuple[int, int, int]
) -> None:
    seller, ana, lot = offered
    house.closing.answer_conditional(lot, seller, accept=True)
    assert house.crier.tell_due() == 4
    assert (letters(house, seller), letters(house, ana)) == (["Vendido"], [])
