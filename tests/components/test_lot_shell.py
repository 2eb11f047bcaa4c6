"""The lot's page before any script says what is so, and keeps the place of what is to come."""

from collections.abc import Iterator

import pytest

from components.language import language
from components.room import lot_shell
from components.showcase.fixtures import NOW, card, lot, room, you
from services.views import Personal, RoomView, milliseconds


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    yield
    language.reset(before)


def html(status: str = "open", person: Personal | None = None) -> str:
    view = RoomView(lot=lot(), room=room(status=status), you=person or you(), now=NOW)
    return str(lot_shell(view))


@pytest.mark.parametrize(("status", "said"), [("suspended", "Suspenso"), ("canceled", "Cancelado")])
def test_a_lot_that_is_halted_shows_no_hour_as_its_situation(status: str, said: str) -> None:
    page = html(status)
    assert f'<p class="bid-box__clock num">{said}</p>' in page
    assert "horário de Brasília" not in page


def test_who_may_bid_sees_the_place_of_the_box_and_without_scripts_why_it_stays_empty() -> None:
    page = html()
    assert 'class="skeleton skeleton--box" aria-hidden="true"' in page
    assert "ative o JavaScript" in page
    for without in (html("suspended"), html(person=you("visitor"))):
        assert "skeleton" not in without
        assert "ative o JavaScript" not in without


def test_lots_like_this_one_follow_it_and_nothing_does_without_any() -> None:
    view = RoomView(lot=lot(), room=room(), you=you(), now=NOW)
    page = str(lot_shell(view, [card(title="Relógio de bolso")]))
    after = page[page.index('id="lot-after"') :]
    assert "Lotes parecidos" in after
    assert '<h3 class="lot__title"><a href="/auction/1042">Relógio de bolso</a></h3>' in after
    assert f'id="cards" data-now="{milliseconds(NOW)}"' in after
    assert "data-lost" not in after, "the room has its own word for it"
    assert "lot-after" not in html()
