"""The papers of a sale: who gets them, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from string import Formatter

import pytest

from services.catalogues import read_catalogue
from services.documents import Documents
from services.documents.archive import LOCALE
from services.documents.sheets import Sheets
from services.errors import NotFound
from services.payments.defaults import Defaults
from tests.house import House
from tests.services.payments.aftersale import Fallen, overdue, sold

D = Decimal
CASE = """
    insert into legal_infos (process_number, court, plaintiff, defendant, judge_name, product_id,
                             case_type_id)
    values ('0001234-55.2026.8.26.0100', '3ª Vara Cível de São Paulo', 'União', 'José Órfão',
            'Conceição Araújo', :lot, 2)
"""


@pytest.fixture
def documents(house: House) -> Documents:
    return Documents(house.database, house.clock, house.config)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that is drawn on a paper."""
    said: list[str] = []
    draw = Sheets.normalize_text

    def note(self: Sheets, text: str) -> str:
        said.append(draw(self, text))
        return said[-1]

    monkeypatch.setattr(Sheets, "normalize_text", note)
    return said


def paid(house: House, sale: Fallen) -> None:
    house.change(
        "update payments set payment_status_id = 2, confirmation_datetime = :now",
        now=house.clock.now(),
    )
    house.change(
        "insert into deliveries (payment_id, opened_at, confirm_by) values (:p, :now, :now)",
        p=sale.payment,
        now=house.clock.now(),
    )


def test_the_buyer_of_a_paid_sale_gets_a_receipt(
    house: House, documents: Documents, written: list[str]
) -> None:
    sale = sold(house)
    with pytest.raises(NotFound):
        documents.receipt(sale.payment, sale.ana, language="pt-BR")
    paid(house, sale)
    paper = documents.receipt(sale.payment, sale.ana, language="pt-BR")
    assert paper.content.startswith(b"%PDF-")
    assert paper.name == f"recibo-{sale.payment}.pdf"
    text = " ".join(written)
    for part in (
        "Recibo de pagamento",
        "Ana",
        "85,05",
        "4,05",
        "Página 1 de",
        "12.ABC.345/01DE-35",
    ):
        assert part in text
    head = house.auction(sale.lot)["chain_head"].upper()
    assert head[:8] in text
    assert head[-8:] in text


@pytest.mark.parametrize("who", ["bia", "carla"])
def test_nobody_else_gets_any_paper(house: House, documents: Documents, who: str) -> None:
    sale = sold(house)
    paid(house, sale)
    stranger = getattr(sale, who)
    for ask in (documents.receipt, documents.statement):
        with pytest.raises(NotFound):
            ask(sale.payment, stranger, language="en")
    with pytest.raises(NotFound):
        documents.deed(sale.payment, sale.ana)
    with pytest.raises(NotFound):
        documents.receipt(sale.payment, sale.seller, language="en")
    with pytest.raises(NotFound):
        documents.statement(sale.payment, sale.ana, language="en")
    assert documents.receipt(sale.payment, stranger, admin=True, language="en").content


def test_the_seller_gets_a_statement_in_the_own_language(
    house: House, documents: Documents, written: list[str]
) -> None:
    sale = sold(house)
    documents.statement(sale.payment, sale.seller, language="en")
    text = " ".join(written)
    for part in ("Statement of sale", "Not paid yet", "76.95", "Seller's commission (5 %)"):
        assert part in text


def test_a_judicial_sale_has_its_deed_with_places_to_sign(
    house: House, documents: Documents, written: list[str]
) -> None:
    terms = {"auction_type": "judicial", "estimate_low": D(300), "estimate_high": D(300)}
    sale = sold(house, annul=1, **terms)
    standing = house.rooms.public(sale.lot).bids
    with pytest.raises(NotFound):
        documents.deed(sale.payment, sale.ana)
    house.change(CASE, lot=sale.lot)
    for person in (sale.ana, sale.seller):
        assert documents.deed(sale.payment, person).content
    text = " ".join(written)
    for part in ("0001234-55.2026.8.26.0100", "3ª Vara Cível", "José Órfão", "Conceição", "300,00",
                 f"{standing} lances de 2 licitantes", "Juiz de Direito", "irretratável",
                 "Exequente", "Leiloeiro"):  # fmt: skip
        assert part in text


def test_after_a_default_the_court_gets_the_bids_in_their_order(
    house: House, documents: Documents, defaults: Defaults, written: list[str]
) -> None:
    sale = sold(house, auction_type="judicial", hold_value=D(2))
    house.change(CASE, lot=sale.lot)
    with pytest.raises(NotFound):
        documents.ranking(sale.lot, sale.seller)
    overdue(house, sale.payment)
    defaults.default(sale.payment)
    with pytest.raises(NotFound):
        documents.ranking(sale.lot, sale.ana)
    assert documents.ranking(sale.lot, sale.seller).content
    order = [line for line in written if "(Licitante nº" in line]
    assert [line.split()[0] for line in dict.fromkeys(order)] == ["Ana", "Bia", "Carla"]
    with pytest.raises(NotFound):
        documents.deed(sale.payment, sale.ana)


def test_a_letter_the_typeface_lacks_is_written_plainly(house: House, documents: Documents) -> None:
    sale = sold(house)
    paid(house, sale)
    house.change("update users set name = 'Ana Łuć Dvořák 王' where user_id = :u", u=sale.ana)
    assert documents.receipt(sale.payment, sale.ana, language="pt-BR").content


def test_both_languages_say_what_is_not_a_courts() -> None:
    places: Callable[[str], set[str]] = lambda said: {  # noqa: E731
        name for _, name, _, _ in Formatter().parse(said) if name is not None
    }
    portuguese, english = (read_catalogue(LOCALE / name) for name in ("pt-BR", "en"))
    assert set(english) < set(portuguese)
    assert all(places(english[key]) == places(portuguese[key]) for key in english)
