"""What to pay and until when: told at once, at half and at nine tenths of the time, once each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from services.payments import Office
from tests.house import House
from tests.services.payments.sold import Sold, sold

D = Decimal


def remind(sale: Sold) -> int:
    """Let two processes remind at once; count what they wrote about."""
    with ThreadPoolExecutor(2) as both:
        return sum(both.map(lambda _: sale.office.reminders.remind_due(), range(2)))


def at(sale: Sold, part: str) -> None:
    row = sale.row()
    whole = row["due_datetime"] - row["opening_datetime"]
    sale.house.told.shows(row["opening_datetime"] + whole * float(part))


def test_each_reminder_is_written_once_even_by_two(house: House, office: Office) -> None:
    sale = sold(house, office)
    assert (remind(sale), remind(sale)) == (1, 0)
    at(sale, "0.49")
    assert remind(sale) == 0
    at(sale, "0.51")
    assert (remind(sale), remind(sale)) == (1, 0)
    at(sale, "0.91")
    assert (remind(sale), remind(sale)) == (1, 0)
    at(sale, "1")
    assert remind(sale) == 0
    assert sale.letters(sale.ana) == [
        "Você arrematou: Gravura",
        "Lembrete: pague “Gravura”",
        "Último aviso: “Gravura” ainda não foi pago",
    ]
    text = house.one("select text from mails order by mail_id limit 1")
    assert "R$\N{NO-BREAK SPACE}1.000,00" in text
    assert f"/payments/{sale.payment}" in text
    assert sale.letters(sale.bia) == []


def test_of_reminders_missed_only_the_latest_is_written(house: House, office: Office) -> None:
    sale = sold(house, office)
    at(sale, "0.95")
    assert (remind(sale), remind(sale)) == (1, 0)
    assert sale.letters(sale.ana) == ["Último aviso: “Gravura” ainda não foi pago"]


def test_what_the_hold_paid_is_told_to_both_and_nobody_is_reminded(
    house: House, office: Office
) -> None:
    sale = sold(house, office, hold_value=D(2000))
    assert (remind(sale), remind(sale)) == (1, 0)
    assert sale.letters(sale.ana) == ["Pago: Gravura"]
    assert sale.letters(sale.bia) == ["Pode entregar: Gravura"]


def test_of_a_judicial_lot_the_guide_is_told(house: House, office: Office) -> None:
    sale = sold(house, office, auction_type="judicial", hold_value=D(20))
    assert remind(sale) == 1
    text = house.one("select text from mails")
    assert "R$\N{NO-BREAK SPACE}30,00" in text
    assert "R$\N{NO-BREAK SPACE}1.000,00, vai ao juízo" in text
