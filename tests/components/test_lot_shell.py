"""The lot's page before any script says what is so, and keeps the place of what is to come."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from components.format import money
from components.language import language
from components.room import lot_shell
from components.showcase.fixtures import NOW, card, lot, room, you
from services.billing.due import payment_due
from services.views import Personal, RoomView, SellerView, milliseconds


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


def guard(auction_type: str = "commercial", person: Personal | None = None, **seller: Any) -> str:
    sold_by = SellerView(name="Casa", **seller)
    one = lot(auction_type=auction_type, about_seller=sold_by)
    page = str(lot_shell(RoomView(lot=one, room=room(), you=person or you(), now=NOW)))
    found = re.search(r'<details class="guard".*?</details>', page, re.DOTALL)
    return found[0] if found else ""


def test_who_buys_is_told_what_protects_them_and_who_sells_is_not() -> None:
    said = guard(company=True)
    assert "O vendedor só recebe depois que você confirma o recebimento" in said
    assert 'href="/auction/1042/proof"' in said
    assert "empresa com CNPJ cadastrado e e-mail confirmado" in said
    assert said.count("<li>") == 5
    assert guard(person=you("seller")) == ""
    assert 'class="guard"' not in html("canceled")


def test_whether_one_may_withdraw_is_said_with_its_reason() -> None:
    assert "em 7 dias do recebimento" in guard(company=True)
    assert "não há direito de arrependimento" in guard()
    assert "art. 903 do CPC" in guard("judicial", registration="JUCESP 12/SP", company=True)
    assert "não se aplica" in guard("official", registration="JUCESP 12/SP")


def test_the_protection_stands_open_before_a_visitor_and_folded_beside_the_form() -> None:
    assert '<details class="guard" open>' in guard(person=you("visitor"))
    assert '<details class="guard" >' in guard()


def test_of_a_judicial_lot_nothing_is_kept_and_the_auctioneer_is_named() -> None:
    said = guard("judicial", registration="JUCESP 12/SP")
    assert "guia de depósito judicial" in said
    assert "O vendedor só recebe" not in said
    assert "Leiloeiro oficial, JUCESP 12/SP, matrícula conferida pela casa." in said


@pytest.mark.parametrize(
    ("auction_type", "time", "said"),
    [
        ("commercial", timedelta(days=2), "em até 2 dias úteis"),
        ("extrajudicial", timedelta(hours=24), "em até 24 horas"),
        ("judicial", timedelta(hours=24), "em até 24 horas"),
    ],
)
def test_the_time_to_pay_is_the_one_that_counts(
    auction_type: str, time: timedelta, said: str
) -> None:
    monday = datetime(2026, 11, 23, 15, tzinfo=UTC)
    due = payment_due(monday, auction_type)
    assert (due - monday - time) < timedelta(days=1)
    assert due >= monday + time
    assert said in guard(auction_type)


def test_where_a_lot_is_and_how_it_is_had_is_said_in_words() -> None:
    def told(**known: Any) -> str:
        view = RoomView(lot=lot(**known), room=room(), you=you(), now=NOW)
        page = str(lot_shell(view, questions='<section id="questions"></section>'))
        part = page[page.index('id="pickup-title"') : page.index('id="seller-title"')]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part))

    fetched = told(pickup="No galpão, com hora marcada.", district="Boa Vista")
    assert "Boa Vista, Recife, PE" in fetched
    assert "No galpão, com hora marcada." in fetched
    assert "Fazer uma pergunta" not in fetched
    unsaid = told()
    assert "O vendedor não disse como entrega." in unsaid
    assert "Fazer uma pergunta" in unsaid
    assert "Transporte não está no preço." in unsaid
    assert "R$" not in unsaid, "no price of freight is made up"


def test_the_box_is_as_high_before_its_life_as_with_it() -> None:
    view = RoomView(lot=lot(), room=room(), you=you(), now=NOW)
    assert '<p class="bid-box__people">3 pessoas na sala</p>' in str(lot_shell(view, present=3))


def test_a_visitor_sees_what_the_least_bid_costs_in_all() -> None:
    """Decreto 7.962, art. 2, IV."""
    page = html(person=you("visitor"))
    cost = lot().cost_at(room().minimum)
    assert cost.total == cost.hammer + cost.commission + lot().admin_fee > cost.hammer
    rows = page[page.index("costs--least") :].split("</dl>")[0]
    for sum_ in (cost.hammer, cost.commission, cost.total):
        assert money(sum_) in rows
    assert (
        f'"costs__total"><dt>Total pelo lance mínimo</dt><dd class="num">{money(cost.total)}'
        in rows
    )
    for status in ("suspended", "canceled", "finished"):
        assert "costs--least" not in html(status, you("visitor"))
