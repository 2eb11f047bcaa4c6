"""The first page shows what ends and begins, and leaves out what there is nothing of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from components.first_page import first_head, first_shell
from components.language import language
from services.views import CardView, CategoryView, FirstPage, Photo, Question

NOW = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
LIVE = CardView(
    auction_id=1,
    version=1,
    title="Relógio <raro>",
    category="Joias",
    photo=Photo(url="/a.webp", thumbnail="/a-480.webp", alt="Relógio"),
    city=None,
    state=None,
    status="open",
    outcome=None,
    price=Decimal(100),
    minimum=Decimal(105),
    bids=1,
    starts_at=NOW - timedelta(days=1),
    ends_at=NOW + timedelta(minutes=5),
    reserve="none",
)
COMING = replace(LIVE, auction_id=2, status="scheduled", price=None, starts_at=NOW)
JEWELS = CategoryView(id=1, name="Joias", slug="joias", lots=3, photo=LIVE.photo)
FULL = FirstPage(ending=(LIVE,), coming=(COMING,), categories=(JEWELS,), live=3)
NOTHING = FirstPage(ending=(), coming=(), categories=(), live=0)


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    yield
    language.reset(before)


def headings(first: FirstPage) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", str(first_shell(first, NOW)))


def test_the_rails_come_in_the_order_of_hurry() -> None:
    assert headings(FULL)[:3] == ["Encerrando agora", "Por categoria", "Começando em breve"]


def test_a_rail_with_nothing_in_it_is_left_out() -> None:
    assert "Começando em breve" not in headings(replace(FULL, coming=()))
    assert "Encerrando agora" not in headings(replace(FULL, ending=()))
    assert "Por categoria" not in headings(replace(FULL, categories=()))
    assert headings(NOTHING)[0] == "Nenhum leilão no momento"
    assert "/?state=live" not in str(first_shell(NOTHING, NOW))


def test_the_lot_most_bid_on_stands_beside_the_title_and_is_live_too() -> None:
    html = str(first_shell(replace(FULL, featured=replace(LIVE, auction_id=7)), NOW))
    assert html.count("data-card=") == 3
    assert html.index("O mais disputado agora") < html.index("Encerrando agora")
    assert '"auction": 7' in html
    alone = replace(NOTHING, featured=LIVE)
    assert "Nenhum leilão no momento" not in headings(alone)
    assert "disputado" not in str(first_shell(FULL, NOW))


def test_rails_use_the_listings_own_card_below_their_headings() -> None:
    html = str(first_shell(FULL, NOW))
    assert html.count("data-card=") == 2
    assert '<h3 class="lot__title"><a href="/auction/1">Relógio &lt;raro&gt;</a></h3>' in html
    assert html.count("<template data-badge=") == 10


def test_a_category_has_its_photo_count_and_address() -> None:
    html = str(first_shell(FULL, NOW))
    assert '<a href="/?category=joias">Joias</a>' in html
    assert "3 lotes ao vivo" in html
    assert 'srcset="/a-480.webp 480w, /a.webp 1280w"' in html
    assert 'width="480" height="360" alt="" loading="lazy"' in html


def test_the_language_of_one_visitor_is_not_kept_for_the_next() -> None:
    first_shell(FULL, NOW)
    language.set("en")
    html = str(first_shell(FULL, NOW))
    assert "Ending now" in html
    assert "Ao vivo" not in html


def test_the_first_page_is_found_at_its_own_address() -> None:
    head = str(first_head("Leilões", "https://m.example"))
    assert '<link rel="canonical" href="https://m.example/">' in head


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ({}, False),
        ({"utm_source": "x"}, False),
        ({"state": "live"}, True),
        ({"q": ""}, True),
        ({"category": "joias"}, True),
        ({"page": "2"}, True),
    ],
)
def test_the_listing_is_there_for_whoever_asks_it_something(
    address: dict[str, str], asked: bool
) -> None:
    assert Question.asked(address) is asked


def test_the_listing_as_it_is_by_default_has_an_address_of_its_own() -> None:
    assert Question().address() == "/?state=live"
    assert Question(category="joias").address(category=None) == "/?state=live"
