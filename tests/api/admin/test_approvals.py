"""What the act itself refuses is said above the request, and nothing that was typed is lost."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from api.admin import approvals as approval_doors
from api.admin import auctions as auction_doors
from components import frame
from components.words import say, speak
from pages.routing import install_error_pages
from services.administration.annulment import Annulments
from services.administration.orders import Order
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House

NOTE = "Li o pedido por escrito"


@pytest.fixture
def doors(services: Services, doors: FastAPI) -> FastAPI:
    frame.configure(demo=False)
    approval_doors.register(doors, services)
    auction_doors.register(doors, services)
    install_error_pages(doors)
    return doors


@pytest.fixture
def lot(house: House) -> int:
    lot = house.lot()
    house.bid(house.person("bia", money=5000), lot, 300)
    return lot


@pytest.fixture
def annulments(services: Services) -> Annulments:
    return services.administration.annulments


@pytest.fixture
async def admin(somebody: Browser, house: House, ana: int) -> Browser:
    await somebody.log_in()
    house.change("update users set admin_user = true where user_id = :user", user=ana)
    return somebody


def asked(house: House, annulments: Annulments, lot: int) -> int:
    chief = house.person("chefe", admin=True)
    why = Order(reason="Pedido do comitente, por ofício")
    key = house.key(chief)
    return annulments.ask(chief, lot, why, number="1", document="", session_key=key)


async def approve(browser: Browser, number: int) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    form = {"csrf": csrf, "answer": "approve", "note": NOTE}
    return await browser.post(f"/admin/approvals/{number}", data=form)


@pytest.mark.parametrize(
    ("spoiled", "status", "key"),
    [
        ("update approvals set reason = 'De novo'", 422, "field.too_short"),
        (
            "update products set auction_type = 'official'",
            422,
            "field.missing",
        ),
        ("update approvals set payload = payload || '{\"number\": 99}'", 404, "error.not_found"),
        (
            "update approvals set state = 'withdrawn', decided_by = asked_by, decided_at = now()",
            409,
            "admin.refused.decided",
        ),
    ],
)
async def test_what_the_act_refuses_is_said_in_words(
    admin: Browser,
    house: House,
    annulments: Annulments,
    lot: int,
    spoiled: str,
    status: int,
    key: str,
) -> None:
    number = asked(house, annulments, lot)
    house.change(spoiled)
    answer = await approve(admin, number)
    speak("pt-BR")
    assert answer.status_code == status
    assert say(key, shortest=10) in answer.text
    assert (NOTE in answer.text) == (status != 409)


async def test_what_a_lot_over_refuses_is_said_in_words(
    admin: Browser, house: House, annulments: Annulments, lot: int
) -> None:
    number = asked(house, annulments, lot)
    house.change("update products set end_datetime = now() - interval '1 min'")
    answer = await approve(admin, number)
    speak("pt-BR")
    assert answer.status_code == 409
    assert say("conduct.refused.over") in answer.text
    assert NOTE in answer.text


async def test_a_reason_too_short_is_said_where_it_is_asked(
    admin: Browser, house: House, lot: int
) -> None:
    csrf = (await admin.marks())["csrf"]
    form = {"csrf": csrf, "number": "1", "reason": "De novo", "document": ""}
    answer = await admin.post(f"/admin/auctions/{lot}/annul", data=form)
    speak("pt-BR")
    assert answer.status_code == 422
    assert say("field.too_short", shortest=10) in answer.text
    assert "De novo" in answer.text
