"""The room on one screen: what it starts from, the bids it takes, and all it can say."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any

import pytest

from components.room import Offer, Room, lot_head, lot_shell
from components.room.room import facts, read_offer
from components.words import LANGUAGES, catalogue
from services import errors
from services.catalogue.prose import prose
from services.errors import BadAmount, BadInput, BidTooLow, DomainError
from services.views import (
    Answer,
    CategoryView,
    Feature,
    LotView,
    Personal,
    Photo,
    RoomView,
    milliseconds,
)
from tests.components.rooms import NOW, room_at

ROOT = Path(__file__).parents[2]

# ---- bids --------------------------------------------------------------------------------------

UNTIL = milliseconds(NOW + timedelta(seconds=5))
GOOD = {"amount": "1.250,00", "key": "abcdef0123", "until_ms": UNTIL}


def test_an_offer_is_read_as_it_was_written() -> None:
    offer = read_offer({**GOOD, "confirmed": True, "room": 99, "user": 5, "price": 1}, NOW)
    assert offer == Offer(
        amount=Decimal("1250.00"), key="abcdef0123", confirmed=True, buy_now=False
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"amount": 1250}, BadInput),
        ({"amount": None}, BadInput),
        ({"amount": ["1250"]}, BadInput),
        ({"amount": "1" * 100_000}, BadInput),
        ({"amount": "1250.00"}, BadAmount),
        ({"amount": "12,345"}, BadAmount),
        ({"amount": "NaN"}, BadAmount),
        ({"amount": "-5"}, BadAmount),
        ({"confirmed": "yes"}, BadInput),
        ({"buy_now": 1}, BadInput),
        ({"until_ms": None}, BadInput),
        ({"until_ms": True}, BadInput),
        ({"until_ms": "soon"}, BadInput),
    ],
)
def test_an_offer_of_the_wrong_form_is_refused(
    changed: dict[str, Any], refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        read_offer({**GOOD, **changed}, NOW)


def test_an_offer_whose_screen_has_given_it_up_is_too_late() -> None:
    with pytest.raises(DomainError) as refusal:
        read_offer(GOOD, NOW + timedelta(seconds=6))
    assert refusal.value.message_key == "bid.given_up"


class Screen:
    """A room on one screen, without the page around it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, outcome: Answer | DomainError) -> None:
        self.offers: list[Offer] = []
        self.heard: list[tuple[list[str], str, dict[str, Any]]] = []
        self.others_told: list[tuple[int, str]] = []
        self.outcome = outcome

        async def emit(clients: list[str], event: str, message: dict[str, Any]) -> None:
            self.heard.append((clients, event, message))

        monkeypatch.setattr("components.room.room.emit", emit)

    async def on_bid(self, offer: Offer) -> Answer:
        self.offers.append(offer)
        if isinstance(self.outcome, DomainError):
            raise self.outcome
        return self.outcome

    async def tell_others_of(self, auction_id: int, client: str) -> None:
        self.others_told.append((auction_id, client))

    async def send(self, message: Any) -> None:
        room: Any = SimpleNamespace(
            client=SimpleNamespace(id="mine"),
            _on_bid=self.on_bid,
            _now=lambda: NOW,
            _auction_id=7,
            _broadcaster=self,
        )
        event: Any = SimpleNamespace(args=message)
        await Room._bid(room, event)


ACCEPTED = Answer(accepted=True, code="accepted", message_key="bid.ok", standing="leading")


async def test_the_answer_goes_to_the_bidders_screen_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(monkeypatch, ACCEPTED)
    await screen.send(GOOD)
    assert [offer.amount for offer in screen.offers] == [Decimal("1250.00")]
    answer = {"key": GOOD["key"], "answer": ACCEPTED.as_message()}
    assert screen.heard == [(["mine"], "answer", answer)]
    assert screen.others_told == [(7, "mine")]


async def test_a_refusal_is_answered_with_its_code_and_amounts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen(monkeypatch, BidTooLow(minimum=Decimal(1300)))
    await screen.send(GOOD)
    answer = screen.heard[0][2]["answer"]
    assert (answer["accepted"], answer["code"]) == (False, "below_min_next")
    assert answer["values"] == {"minimum": "1300.00"}
    assert screen.others_told == []


async def test_a_bid_that_cannot_be_read_reaches_nobody_and_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen(monkeypatch, ACCEPTED)
    await screen.send({**GOOD, "amount": {"$gt": 0}})
    assert screen.offers == []
    assert screen.heard[0][2]["answer"]["code"] == "bad_input"


@pytest.mark.parametrize(
    "message",
    [None, "bid", 7, [], {}, {"key": 7}, {"key": ""}, {"key": "a" * 65}, {"key": "a/../b"}],
)
async def test_a_message_without_a_key_is_nobodys(
    monkeypatch: pytest.MonkeyPatch, message: Any
) -> None:
    screen = Screen(monkeypatch, ACCEPTED)
    await screen.send(message)
    assert (screen.offers, screen.heard) == ([], [])


# ---- the page before any script ----------------------------------------------------------------

NASTY = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)> & \u2028'


def view(title: str = "Relógio Omega") -> RoomView:
    lot = LotView(
        auction_id=7,
        title=title,
        description=f"Primeira linha.\nSegunda {title}",
        prose=prose(f"Primeira linha.\nSegunda {title}"),
        category=CategoryView(id=1, name="Joias", slug="joias"),
        photos=(Photo(url="/static/demo/omega-1.webp", thumbnail="/t.webp", alt=title),),
        features=(Feature(name="Caixa", value=title, unit="mm"),),
        city="São Paulo",
        state="SP",
        district=None,
        seller=title,
        auction_type="commercial",
        opening_price=Decimal(1000),
        increments=((Decimal(0), Decimal("0.50")), (Decimal(50), Decimal(2))),
        buyer_rate=Decimal("5.00"),
        admin_fee=Decimal("29.90"),
        hold_policy="percent_of_max",
        hold_value=Decimal("10.00"),
        confirm_above=5,
        has_reserve=False,
        conditional=False,
    )
    return RoomView(lot=lot, room=room_at(3), you=Personal(standing="visitor"), now=NOW)


def test_no_text_of_a_seller_becomes_markup() -> None:
    head = str(lot_head(view(NASTY), "https://casa.example"))
    shell = str(lot_shell(view(NASTY)))
    for html in (head, shell):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert "&lt;img src=x" in shell


def test_search_engines_read_the_lot_as_it_is_written() -> None:
    head = str(lot_head(view(NASTY), "https://casa.example"))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    assert block is not None
    assert not set("<>&\u2028") & set(block[1])
    product = json.loads(block[1])
    assert (product["@type"], product["name"]) == ("Product", NASTY)
    assert product["offers"]["price"] == "3.00"
    assert product["image"] == ["https://casa.example/static/demo/omega-1.webp"]


def test_messengers_find_title_picture_and_address() -> None:
    head = str(lot_head(view(), "https://casa.example"))
    assert '<meta property="og:title" content="Relógio Omega">' in head
    assert 'property="og:image" content="https://casa.example/auction/7/card.png?v=' in head
    assert '<link rel="canonical" href="https://casa.example/auction/7">' in head


def test_the_shell_has_everything_that_stands_still_and_the_price() -> None:
    shell = str(lot_shell(view()))
    for words in ("<h1>Relógio Omega</h1>", "Primeira linha.", "Caixa", "São Paulo, SP", "Joias"):
        assert words in shell
    assert "R$\N{NO-BREAK SPACE}3,00" in shell
    assert 'id="lot-top"' in shell
    assert 'id="lot-below"' in shell
    assert 'href="/login?next=/auction/7"' in shell


def test_the_box_computes_with_centavos() -> None:
    known = facts(view().lot)
    assert known["increments"] == [[0, 50], [5000, 200]]
    assert (known["admin_fee"], known["buyer_rate"]) == (2990, "5.00")
    assert (known["hold_rate"], known["hold_value"]) == ("10.00", 0)


# ---- words -------------------------------------------------------------------------------------

SOURCES = [
    *sorted((ROOT / "components/room").glob("*.js")),
    *sorted((ROOT / "components/templates").glob("room_*.html")),
    ROOT / "components/templates/gallery.html",
]
KEYS = sorted(
    {
        key
        for source in SOURCES
        for key in re.findall(
            r"""(?:t|say|counted|banded|refuse)\([^()]*?["'`]((?:room|bid)\.[a-z_.]+[a-z_])["'`]""",
            source.read_text(),
        )
    }
)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_everything_the_room_says_is_in_the_catalogue(spoken: str) -> None:
    known = catalogue(spoken)
    assert len(KEYS) > 60
    missing = [key for key in KEYS if key not in known and f"{key}.other" not in known]
    assert missing == []


@pytest.mark.parametrize("area", ["room.", "bid."])
def test_both_languages_say_the_same_with_the_same_places(area: str) -> None:
    places = {}
    for spoken in LANGUAGES:
        sentences = catalogue(spoken).items()
        places[spoken] = {
            key: sorted(filter(None, (part[1] for part in Formatter().parse(text))))
            for key, text in sentences
            if key.startswith(area)
        }
    portuguese, english = places.values()
    assert portuguese == english


def test_every_refusal_and_every_acceptance_has_its_sentence() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    keys = {kind.key for kind in kinds if issubclass(kind, errors.BidRefused)}
    keys |= {f"bid.not_qualified.{why}" for why in ("blocked", "email_unverified", "incomplete")}
    keys |= {f"bid.impeded.{why}" for why in ("seller", "acts_for_seller")}
    keys |= {f"bid.{how}" for how in ("ok", "ok_proxy", "raised", "bought", "outbid_auto")}
    assert keys <= set(catalogue("pt-BR"))
