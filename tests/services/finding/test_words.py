"""What people type finds the lots they mean: accents, plurals, slips and all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from services.bootstrap import Services
from services.config import Config
from services.demo.load import load
from services.finding.nearness import distance, meant
from services.finding.words import read_search
from services.views import Listing, Question
from tests.house import House

# What is typed; the words that begin the titles of all lots that come first; whether others come
# after them.
ASKED = [
    ("piano", ["Piano"], False),
    ("violao", ["Violão"], False),
    ("VIOLÃO", ["Violão"], False),
    ("violões", ["Violão"], False),
    ("violoes", ["Violão"], False),
    ("relogio", ["Relógio"] * 3, True),
    ("relógios", ["Relógio"] * 3, True),
    ("relojio", ["Relógio"] * 3, True),
    ("caminhao", ["Caminhão"] * 3, True),
    ("caminhões", ["Caminhão"] * 3, True),
    ("caminhoes", ["Caminhão"] * 3, True),
    ("caminao", ["Caminhão"] * 3, True),
    ("camihão", ["Caminhão"] * 3, True),
    ("anéis", ["Anel", "Anel"], True),
    ("aneis", ["Anel", "Anel"], True),
    ("colar", ["Colar"], True),
    ("colares", ["Colar"], True),
    ("perola", ["Colar"], True),
    ("pincel", [], True),
    ("trator agricola", ["Trator"], False),
    ("agrícola trator", ["Trator"], False),
    ("guitara eletrica", ["Guitarra"], True),
    ("gitarra", ["Guitarra"], True),
    ("escultura bronze", ["Nó, escultura"], True),
    ("esculturas de mármore", ["Figura reclinada"], True),
    ("apartamento santos", ["Apartamento"], True),
    ("motocicleta", ["Motocicleta"], True),
    ("moto", ["Motocicleta"], True),
    ("motocileta", ["Motocicleta"], True),
    ("notebok", ["Notebook"], True),
    ("safira", ["Anel de safira"], True),
    ("esmeraldas", ["Pingente"], True),
    ("galpoes", ["Galpão"], True),
    ("emplhadeira", ["Empilhadeira"], False),
    ("sofas", ["Sofá"], False),
    ("cadeira", ["Par de cadeiras"], True),
    ("automatico aço", ["Relógio automático"], True),
    ("instrumentos musicais", [], True),
    ("pinao", ["Piano"], True),
    ("helicoptero", [], False),
    ("piano relógio", [], False),
]


@pytest.fixture(scope="module")
def demonstration(new_database: Callable[[str], str]) -> Iterator[Services]:
    """The demonstration, its words learnt."""
    url = new_database("words")
    made = Services(Config(_env_file=None, secret_key="k" * 40, database_url=url, demo=True), url)
    made.bids.desk.start()
    load(made)
    while made.librarian.learn_due():
        pass
    yield made
    made.bids.desk.stop()
    made.database.close()


def titles(services: Services, typed: str) -> list[str]:
    """Search as people do, the best first."""
    listing = services.listings.listing(Question(q=typed, state="all"))
    return [card.title for card in listing.cards]


@pytest.mark.parametrize(("typed", "first", "more"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_typed_finds_what_is_meant(
    demonstration: Services, typed: str, first: list[str], *, more: bool
) -> None:
    found = titles(demonstration, typed)
    begun = zip(first, found, strict=False)
    assert len(found) >= len(first), found
    assert all(title.startswith(beginning) for beginning, title in begun), found[:5]
    if not more:
        assert len(found) == len(first), found


def listed(house: House, typed: str) -> Listing:
    return house.listings.listing(Question(q=typed))


def test_a_search_without_a_word_is_none(house: House) -> None:
    with house.database.transaction() as work:
        for typed in ("", "   ", "%", "!! \\ '", "\u00a0"):
            assert read_search(work.connection, typed) is None


@pytest.mark.parametrize("typed", ["%", "🚚", "שלום", "!!"])
def test_a_search_without_a_word_finds_nothing_and_shows_what_is_near(
    house: House, typed: str
) -> None:
    lot = house.lot(product_name="Piano")
    found = listed(house, typed)
    assert (found.total, [card.auction_id for card in found.nearest]) == (0, [lot])
    with house.database.transaction() as work:
        asked = {"any": Question(q=typed), "all": Question()}
        matched = house.listings.finder.matching(work.connection, asked, [lot])
    assert matched == {"all": frozenset({lot})}


@pytest.mark.parametrize("typed", ["' | 'x", "a & !b", "\\", "x:*", "(((", "<->", "\ufeff'; drop"])
def test_no_sign_is_read_as_more_than_it_is(house: House, typed: str) -> None:
    house.lot(product_name="Piano")
    listed(house, typed)
    assert listed(house, "piano").total == 1


def test_a_lot_is_found_by_what_it_is_now(house: House) -> None:
    above = house.category("Veículos", "veiculos")
    trucks = house.category("Utilitários", "utilitarios")
    lot = house.lot(product_name="Furgão", category_id=trucks, city="Recife")

    def found(typed: str) -> bool:
        return listed(house, typed).total == 1

    assert found("furgao")
    assert found("recife utilitarios")
    house.change("update products set product_name = 'Van', city = 'Olinda'")
    assert not found("furgao")
    assert found("van olinda")
    house.change("update categories set parent_id = :above where category_id = :id",
                 above=above, id=trucks)  # fmt: skip
    assert house.librarian.reword_due() == 1
    assert house.librarian.reword_due() == 0
    assert found("veiculo")
    house.change("update products set product_status_id = 5 where product_id = :lot", lot=lot)
    house.change("update users set active_auction_number = 0")
    assert not found("van")


def test_a_slip_finds_words_the_house_has_learnt(house: House) -> None:
    house.lot(product_name="Espreguiçadeira")
    assert listed(house, "espreguicadera").total == 0
    assert house.librarian.learn_due() == 1
    assert house.librarian.learn_due() == 0
    assert listed(house, "espreguicadera").total == 1


def test_slips_are_counted_as_people_make_them() -> None:
    assert distance("piano", "piano") == 0
    assert distance("pinao", "piano") == 1
    assert distance("relojio", "relogio") == 1
    assert distance("gitara", "guitarra") == 2
    assert distance("", "abc") == 3
    assert meant("casa", ["case", "base"]) == ["case"]
    assert meant("guitarra", ["cegonha"]) == []
