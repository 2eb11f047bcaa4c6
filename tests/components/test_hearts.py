"""The heart of a lot is a button of one form: filled for what is watched, plain without scripts."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markupsafe import Markup

from components import frame
from components.first_page import first_shell
from components.language import language
from components.listing import listing_shell
from components.room import lot_shell
from components.showcase.fixtures import NOW, card, lot, room, you
from services.views import FirstPage, Listing, Question, RoomView, Visitor, Watch
from tests.components.asking import ANA, NOBODY, get

HEART = re.compile(r'formaction="/auction/(\d+)/watch" name="watch" value="(\w+)"')
CARDS = tuple(replace(card(), auction_id=number) for number in (1, 2))


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    frame.configure(demo=False)
    yield
    language.reset(before)


def listing(state: str = "live", *, found: int = 2) -> str:
    shown = Listing(cards=CARDS[:found], total=found, categories=(), page=1, pages=1)
    return str(listing_shell(shown, Question(state=state), NOW, watched={2}))


def footer(visitor: Visitor) -> str:
    answer = frame.document("x", visitor, get("/?state=live&q=a"), Markup("<p></p>"))
    return re.search(r'<form id="watching".*?</form>', bytes(answer.body).decode(), re.DOTALL)[0]  # type: ignore[index]


def test_what_is_watched_has_a_filled_heart_that_says_so() -> None:
    html = listing()
    assert HEART.findall(html) == [("1", "on"), ("2", "off")]
    assert re.findall(r'aria-pressed="(\w+)" aria-label="Favoritar: ', html) == ["false", "true"]


def test_a_lot_watched_and_ending_has_its_heart_filled_in_both_rails() -> None:
    first = FirstPage(ending=CARDS, coming=(), categories=(), live=2, watched=CARDS[1:])
    html = str(first_shell(first, NOW, watched={2}))
    assert HEART.findall(html) == [("1", "on"), ("2", "off"), ("2", "off")]
    assert "Meus favoritos" in html
    assert "Meus favoritos" not in str(first_shell(replace(first, watched=()), NOW))


def test_the_lots_page_says_how_many_watch_if_anybody_does() -> None:
    view = RoomView(lot=lot(), room=room(), you=you(), now=NOW)
    assert re.search(r"data-watchers=\"\d+\"></span>", str(lot_shell(view)))
    html = str(lot_shell(replace(view, watch=Watch(watched=True, watchers=12))))
    assert "12 pessoas acompanham" in html
    assert HEART.findall(html) == [("1042", "off")]


def test_the_form_brings_its_proof_and_the_place_to_come_back_to() -> None:
    html = footer(ANA)
    assert 'name="csrf" value="proof"' in html
    assert 'name="next" value="/?state=live&amp;q=a"' in html
    assert "data-watching" in html
    assert "data-watching" not in footer(NOBODY), "a plain form leads to the way in"


def test_an_empty_list_of_ones_own_says_how_to_fill_it() -> None:
    html = listing("watched", found=0)
    assert "Você ainda não favoritou nenhum lote" in html
    assert "Nenhum lote com estes filtros" not in html
    assert "Nenhum lote com estes filtros" in listing("live", found=0)
