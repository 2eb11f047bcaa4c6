"""Cards say what the lot has come to; addresses carry the question; news is merged and shared."""

import asyncio
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest

from components.language import language
from components.listing import Card, ListingNews, listing_head, listing_shell
from services.events import RoomChanged, SessionEnded
from services.hub import Hub
from services.views import CardView, CategoryView, Listing, Photo, Question

NOW = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
LOT = CardView(
    auction_id=1,
    version=4,
    title="Sedã vermelho 2.0",
    category="Veículos",
    photo=Photo(url="/static/demo/a-1.webp", thumbnail="/static/demo/a-1-480.webp", alt="Sedã"),
    city="São Paulo",
    state="SP",
    status="open",
    outcome=None,
    price=Decimal("63800.00"),
    minimum=Decimal("64300.00"),
    bids=4,
    starts_at=NOW - timedelta(days=1),
    ends_at=NOW + timedelta(minutes=5),
    reserve="none",
)
CARS = CategoryView(id=1, name="Veículos", slug="veiculos", lots=1)


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    yield
    language.reset(before)


def html(*cards: CardView, question: Question | None = None, pages: int = 1) -> str:
    found = Listing(cards=cards, total=len(cards), categories=(CARS,), page=1, pages=pages)
    return str(listing_shell(found, question or Question(), NOW))


@pytest.mark.parametrize(
    ("changes", "face", "label", "time"),
    [
        ({}, "live", "current", "left"),
        ({"price": None, "bids": 0}, "live", "opening", "left"),
        ({"ends_at": NOW}, "closing", "current", "left"),
        ({"status": "scheduled", "price": None}, "coming", "opening", "opens"),
        ({"status": "finished", "outcome": "sold"}, "sold", "hammer", "over"),
        ({"status": "finished", "outcome": "conditional"}, "conditional", "highest", "over"),
        (
            {"status": "finished", "outcome": "reserve_not_met"},
            "reserve_not_met",
            "highest",
            "over",
        ),
        ({"status": "finished", "outcome": "no_bids", "price": None}, "no_bids", "opening", "over"),
        ({"status": "finished", "outcome": "cancelled"}, "canceled", "highest", "over"),
        ({"status": "canceled"}, "canceled", "highest", "over"),
        ({"status": "suspended"}, "suspended", "highest", "over"),
    ],
)
def test_a_card_says_what_the_lot_has_come_to(
    changes: dict[str, Any], face: str, label: str, time: str
) -> None:
    card = Card(view=replace(LOT, **changes), now=NOW)
    assert (card.face, card.label, card.time) == (face, label, time)
    assert f"badge--{face}" in html(card.view)


@pytest.mark.parametrize(
    ("seconds", "urgency"),
    [(3601, "far"), (3600, "hour"), (600, "soon"), (120, "last"), (0, "over")],
)
def test_a_card_is_urgent_when_the_end_is_near(seconds: int, urgency: str) -> None:
    view = replace(LOT, ends_at=NOW + timedelta(seconds=seconds))
    assert Card(view=view, now=NOW).urgency == urgency


def test_the_shell_can_be_read_without_any_script() -> None:
    page = html(LOT)
    assert '<a href="/auction/1">Sedã vermelho 2.0</a>' in page
    assert "R$\u00a063.800,00" in page
    assert "4 lances" in page
    assert "5:00</time>" in page
    assert 'width="480" height="360" alt="Sedã"' in page


def test_only_the_first_photos_are_fetched_at_once() -> None:
    page = html(*(replace(LOT, auction_id=number) for number in range(1, 9)))
    assert re.findall(r'loading="(\w+)"', page) == ["eager"] * 4 + ["lazy"] * 4
    assert page.count('fetchpriority="high"') == 2


def test_a_lot_without_photo_says_so() -> None:
    page = html(replace(LOT, photo=None))
    assert "<img" not in page
    assert "Sem foto" in page


def test_what_sellers_and_visitors_typed_never_becomes_html() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    page = html(
        replace(LOT, title=evil, city=evil, photo=Photo(url="/a", thumbnail="/b", alt=evil)),
        question=Question(q=evil),
    )
    assert "<img src=x" not in page


def test_nothing_found_offers_the_way_out() -> None:
    page = html(question=Question(q="zzz"))
    assert "Nenhum lote com estes filtros" in page
    assert 'href="/?state=all"' in page


def test_every_face_has_a_badge_for_the_script_to_take() -> None:
    page = html(LOT)
    faces = set(re.findall(r'<template data-badge="(\w+)"', page))
    assert faces >= {"live", "closing", "coming", "sold", "no_bids", "canceled", "suspended"}


def test_a_question_survives_its_address() -> None:
    asked = Question(category="veiculos", q="sedã & cia", state="all", sort="bids", page=2)
    address = asked.address()
    assert address == "/?category=veiculos&q=sed%C3%A3+%26+cia&state=all&sort=bids&page=2"
    assert asked.address(page=1, category=None) == "/?q=sed%C3%A3+%26+cia&state=all&sort=bids"
    assert Question().address() == "/?state=live"
    assert Question.read(parse_qsl(address.removeprefix("/?"))) == asked


@pytest.mark.parametrize(
    ("parameters", "question"),
    [
        ({}, Question()),
        ({"state": "hacked", "sort": "'; drop", "page": "NaN"}, Question()),
        ({"page": "0"}, Question()),
        ({"page": "-3"}, Question()),
        ({"page": "²"}, Question()),
        ({"page": "9" * 400}, Question()),
        ({"page": "12"}, Question(page=12)),
        ({"q": "  sedã \0  azul\n"}, Question(q="sedã azul")),
        ({"q": "a" * 500}, Question(q="a" * 80)),
        ({"category": ""}, Question()),
        ({"category": "x\0y"}, Question(category="xy")),
    ],
)
def test_an_address_that_cannot_be_read_asks_for_the_default(
    parameters: dict[str, str], question: Question
) -> None:
    assert Question.read(parameters) == question


class Telling:
    """The news with a reader and a sender that keep what passes through."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.read: list[list[int]] = []
        self.sent: list[tuple[dict[str, Any], list[str]]] = []
        self.broken = False
        self._arrived = asyncio.Event()
        self.news = ListingNews(hub=self.hub, read=self._read, now=lambda: NOW, send=self._send)

    async def _read(self, ids: Sequence[int]) -> list[CardView]:
        self.read.append(list(ids))
        if self.broken:
            self.broken = False
            raise ConnectionError
        return [replace(LOT, auction_id=number) for number in ids]

    async def _send(self, message: dict[str, Any], clients: list[str]) -> None:
        self.sent.append((message, clients))
        self._arrived.set()

    async def messages(self, number: int) -> None:
        """Wait until that many have been sent."""
        async with asyncio.timeout(5):
            while len(self.sent) < number:
                self._arrived.clear()
                await self._arrived.wait()

    def change(self, *ids: int) -> None:
        for number in ids:
            self.hub.publish(RoomChanged(auction_id=number, version=5))


@pytest.fixture
async def telling() -> Telling:
    made = Telling()
    made.news.start()
    return made


async def test_a_change_is_read_once_and_told_to_those_who_see_the_card(telling: Telling) -> None:
    telling.news.watch("a", frozenset({1, 2}))
    telling.news.watch("b", frozenset({1}))
    telling.news.watch("c", frozenset({3}))
    telling.change(1)
    await telling.messages(1)
    message, clients = telling.sent[0]
    assert telling.read == [[1]]
    assert clients == ["a", "b"]
    assert [card["auction"] for card in message["cards"]] == [1]
    assert message["now_ms"] == NOW.timestamp() * 1000


async def test_a_storm_becomes_few_messages_and_loses_no_card(telling: Telling) -> None:
    telling.news.watch("a", frozenset(range(1, 31)))
    loop = asyncio.get_running_loop()
    start = loop.time()

    def storm() -> None:
        for _ in range(60):
            telling.change(*range(1, 31))
            time.sleep(0.01)

    thread = threading.Thread(target=storm)  # news comes in any thread
    thread.start()
    await telling.messages(2)
    await asyncio.sleep(1.2)
    thread.join()
    assert len(telling.sent) <= 2 + (loop.time() - start) * 3
    told = {card["auction"] for message, _ in telling.sent for card in message["cards"]}
    assert told == set(range(1, 31))


async def test_nobody_looking_means_nothing_is_read(telling: Telling) -> None:
    telling.news.watch("a", frozenset({1}))
    telling.news.forget("a")
    telling.change(1)
    telling.hub.publish(SessionEnded(session_key="k"))
    await asyncio.sleep(0.05)
    assert telling.read == []


async def test_a_failed_reading_is_tried_again(telling: Telling) -> None:
    telling.news.watch("a", frozenset({1}))
    telling.broken = True
    telling.change(1)
    await telling.messages(1)
    assert telling.read == [[1], [1]]


async def test_after_stopping_nothing_is_heard(telling: Telling) -> None:
    telling.news.watch("a", frozenset({1}))
    telling.news.start()  # twice does no harm
    telling.news.stop()
    telling.news.stop()
    telling.change(1)
    await asyncio.sleep(0.05)
    assert telling.read == []


def test_each_view_of_the_listing_has_a_summary_of_its_own_and_a_picture() -> None:
    def head(question: Question, total: int = 2) -> str:
        found = Listing(cards=(LOT,), total=total, categories=(CARS,), page=1, pages=1)
        return str(listing_head(found, question, "https://casa.example"))

    asked = [Question(state=state) for state in ("live", "coming", "ended")]
    asked += [Question(category="veiculos"), Question(q="ouro")]
    heads = [head(question) for question in asked]
    said = {re.search(r'name="description" content="([^"]+)"', one)[1] for one in heads}  # type: ignore[index]
    assert len(said) == len(asked)
    assert "Veículos: 1 lote na casa" in head(asked[3], 1)
    picture = 'property="og:image" content="https://casa.example/static/img/share'
    assert all(picture in one for one in heads)
