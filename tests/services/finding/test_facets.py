"""Every count of a listing says what one finds who follows it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from services.views import Listing, Question, Wish, limits_of
from tests.house import House
from tests.services.finding.conftest import HOUR, Market

ALL = "state=all"


def ask(house: House, market: Market, asked: str) -> Listing:
    """Ask as an address does; `{km}` and the like stand for the numbers of features."""
    numbers = {name: f"f{number}" for name, number in market.features.items()}
    return house.listings.listing(Question.kept(asked.format(**numbers)))


def names(market: Market, listing: Listing) -> list[str]:
    by_number = {number: name for name, number in market.lots.items()}
    return [by_number[card.auction_id] for card in listing.cards]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (ALL, "sedan hatch moto tela vaso busto"),
        ("state=live", "sedan hatch moto tela"),
        ("state=coming", "vaso"),
        ("state=ended", "busto"),
        ("category=veiculos", "sedan hatch moto"),
        ("category=carros", "sedan hatch"),
        ("category=none", ""),
        (f"{ALL}&uf=SP", "sedan moto tela"),
        (f"{ALL}&uf=SP&uf=MG", "sedan moto tela vaso"),
        (f"{ALL}&uf=sp", "sedan hatch moto tela vaso busto"),
        (f"{ALL}&type=judicial", "hatch"),
        (f"{ALL}&type=judicial&type=commercial", "sedan hatch moto tela vaso busto"),
        (f"{ALL}&min=500&max=5000", "moto tela"),
        (f"{ALL}&min=501&max=10000", "hatch moto"),
        (f"{ALL}&min=R$ 5.000,00", "sedan hatch moto"),
        (f"{ALL}&max=100", "vaso busto"),
        (f"{ALL}&min=900&max=100", "sedan hatch moto"),
        (f"{ALL}&min=abc", "sedan hatch moto tela vaso busto"),
        (f"{ALL}&within=1h", "sedan"),
        (f"{ALL}&within=24h", "sedan hatch"),
        (f"{ALL}&within=7d", "sedan hatch moto tela"),
        (f"{ALL}&photo=1", "sedan vaso"),
        ("category=veiculos&{cor}=Azul", "sedan moto"),
        ("category=veiculos&{cor}=Azul&{cor}=Preto", "sedan hatch moto"),
        ("category=veiculos&{cor}=Roxo", ""),
        ("category=carros&{blindado}=yes", "sedan"),
        ("category=carros&{blindado}=yes&{cor}=Preto", ""),
        ("category=veiculos&{km}-from=30000", "hatch moto"),
        ("category=veiculos&{km}-from=1.000,5&{km}-to=30.000", "sedan moto"),
        ("category=veiculos&{km}-to=1000", ""),
        ("category=veiculos&{revisao}-from=2026-01-31", "sedan"),
        ("category=veiculos&{revisao}-to=2026-01-30", "moto"),
        ("category=arte&{cor}=Azul", "tela"),
        ("q=azul", "tela sedan moto"),
        ("q=azul&uf=SP&min=1000", "sedan moto"),
        (f"{ALL}&q=santos", "sedan"),
        (f"{ALL}&q=segredo", ""),
        (f"{ALL}&q=parado", ""),
    ],
)
def test_each_filter_leaves_what_it_says(
    house: House, market: Market, asked: str, found: str
) -> None:
    listing = ask(house, market, asked)
    assert names(market, listing) == found.split()
    assert listing.total == len(found.split())


@pytest.mark.parametrize(
    "asked",
    [
        ALL,
        "state=live",
        "category=veiculos",
        "category=carros&{cor}=Azul",
        f"{ALL}&category=veiculos&{{cor}}=Azul&uf=SP&min=6000",
        f"{ALL}&uf=SP&photo=1&within=1h",
        f"{ALL}&q=azul&type=commercial",
        "category=veiculos&{km}-from=30000&within=24h",
    ],
)
def test_each_count_says_what_one_would_find(house: House, market: Market, asked: str) -> None:
    """Following a choice gives as many lots as it said, whatever else is asked."""
    question = Question.kept(
        asked.format(**{name: f"f{number}" for name, number in market.features.items()})
    )

    def total(**changes: object) -> int:
        pairs = urlencode(question.anew(**changes).pairs())
        return house.listings.listing(Question.kept(pairs or "state=live")).total

    facets = house.listings.listing(question).facets
    counted = 0
    for one in facets.states[:-1]:
        assert one.lots == total(state=one.value), one
    for one in facets.ufs:
        assert one.lots == total(uf=(one.value,)), one
    for one in facets.types:
        assert one.lots == total(type=(one.value,)), one
    for one in facets.bands:
        low, high = limits_of(int(one.value))
        assert one.lots == total(low=low, high=high), one
    for one in facets.within:
        assert one.lots == total(within=one.value), one
    assert facets.photo.lots == total(photo=True)
    for facet in facets.features:
        for one in facet.choices:
            wished = question.wishing(Wish(feature=facet.id, chosen=(one.value,)))
            assert one.lots == total(wishes=wished.wishes), (facet.name, one)
            counted += 1
    deeper = question.category in (None, "veiculos")
    for category in facets.categories:
        kept = question.wishes if deeper or category.slug == question.category else ()
        found = total(category=category.slug, wishes=kept)
        assert category.lots == found or category.slug == question.category, category
    assert counted or not question.category


def test_the_tree_is_walked_down_and_aside(house: House, market: Market) -> None:
    def steps(asked: str) -> tuple[list[str], list[tuple[str, int]]]:
        facets = ask(house, market, asked).facets
        return [one.slug for one in facets.path], [(c.slug, c.lots) for c in facets.categories]

    assert steps(ALL) == ([], [("arte", 3), ("veiculos", 3)])
    assert steps("category=veiculos") == (["veiculos"], [("carros", 2), ("motos", 1)])
    assert steps("category=carros&uf=RJ") == (["veiculos", "carros"], [("carros", 1)])
    assert steps("category=nowhere") == ([], [("arte", 1), ("veiculos", 3)])


def test_features_are_offered_where_a_category_asks_for_them(house: House, market: Market) -> None:
    assert ask(house, market, ALL).facets.features == ()
    offered = {one.name: one for one in ask(house, market, "category=carros").facets.features}
    assert set(offered) == {"Cor", "Blindado", "Quilometragem", "Revisão"}
    assert [(c.value, c.lots) for c in offered["Cor"].choices] == [("Azul", 1), ("Preto", 1)]
    assert (offered["Quilometragem"].least, offered["Quilometragem"].most) == ("1000.5", "90000")
    assert (offered["Revisão"].least, offered["Revisão"].most) == ("2025-06-01", "2026-01-31")


def test_what_changes_is_found_as_it_is_now(house: House, market: Market) -> None:
    """By whatever hand: a bid, the clock, a seller, a photo, an administrator."""

    def found(asked: str) -> list[str]:
        return names(market, ask(house, market, asked))

    assert found("sort=bids")[0] != "moto"
    ana = house.person("ana", money=90_000)
    house.bid(ana, market.lots["moto"], 7_000)
    assert found("sort=bids")[0] == "moto"
    bia = house.person("bia", money=90_000)
    house.bid(bia, market.lots["moto"], 8_000)
    assert found(f"{ALL}&min=7000&max=8000") == ["moto"]
    for person in (ana, bia):
        house.conduct.retractions.retract(person, market.lots["moto"], "typing_error")
    assert found("sort=bids")[0] != "moto", "bids that do not stand do not draw"
    house.change("update products set state = 'BA' where product_name = 'Moto'")
    assert found("uf=BA") == ["moto"]
    house.change("delete from images where product_id = :lot", lot=market.lots["sedan"])
    assert found(f"{ALL}&photo=1") == ["vaso"]
    house.told.goes_on(HOUR)
    house.closing.close_due()
    assert found("state=ended") == ["sedan", "busto"]
    assert found("state=live&category=veiculos") == ["hatch", "moto"]
    house.change("delete from technical_features_values where value = '90000'")
    assert found("category=veiculos&{km}-from=1") == ["moto"]


def test_another_process_finds_what_this_one_publishes(
    house: House, sister: House, market: Market
) -> None:
    assert ask(sister, market, ALL).total == 6
    house.lot(product_name="Nova", category_id=market.categories["arte"], state="SE")
    assert ask(sister, market, f"{ALL}&uf=SE").total == 1


def test_a_lot_that_is_taken_back_is_found_no_more(house: House, market: Market) -> None:
    assert ask(house, market, ALL).total == 6
    house.change("update products set product_status_id = 5 where product_name = 'Moto'")
    assert ask(house, market, ALL).total == 5
    house.change("update products set product_status_id = 2 where product_name = 'Moto'")
    assert names(market, ask(house, market, "category=motos")) == ["moto"]


def test_what_one_watches_is_counted_for_oneself(house: House, market: Market) -> None:
    ana, bia = house.person("ana"), house.person("bia")
    for name in ("sedan", "parado"):
        house.watching.watch(ana, market.lots[name])
    house.watching.watch(bia, market.lots["tela"])
    hers = house.listings.listing(Question(state="watched"), seen_by=ana)
    assert set(names(market, hers)) == {"sedan", "parado"}
    assert hers.facets.states[-1].lots == 2
    assert house.listings.listing(Question(state="watched")).total == 0


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("state=ended&q=sedã", ["sedan"]),
        ("q=sedã vermelho", ["sedan"]),
        ("category=motos&uf=RJ", ["moto"]),
        ("category=nowhere", ["sedan", "hatch", "moto", "tela", "vaso"]),
        ("q=helicóptero", ["sedan", "hatch", "moto", "tela", "vaso"]),
    ],
)
def test_where_nothing_is_found_what_comes_near_is_shown(
    house: House, market: Market, asked: str, near: list[str]
) -> None:
    listing = ask(house, market, asked)
    by_number = {number: name for name, number in market.lots.items()}
    assert listing.total == 0
    assert [by_number[card.auction_id] for card in listing.nearest] == near


def test_what_was_meant_is_said(house: House, market: Market) -> None:
    house.librarian.learn_due()
    assert ask(house, market, "q=hatc").meant == ()
    found = ask(house, market, "q=hacth")
    assert (names(market, found), found.meant) == (["hatch"], ("hatch",))
