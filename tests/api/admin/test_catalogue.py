"""The forms of the catalogue: what is changed is what the next lot is asked."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from api.admin import catalogue as catalogue_doors
from components import frame
from pages.routing import install_error_pages
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House


@pytest.fixture
def doors(services: Services, doors: FastAPI) -> FastAPI:
    frame.configure(demo=False)
    catalogue_doors.register(doors, services)
    install_error_pages(doors)
    return doors


async def send(browser: Browser, path: str, **fields: str) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    sealed = {"csrf": csrf, "why": "Pedido", "seen": "0"}
    return await browser.post(path, data=sealed | fields)


async def test_a_new_category_with_a_feature_is_what_the_next_lot_is_asked(
    admin: Browser, services: Services, house: House
) -> None:
    assert (await send(admin, "/admin/catalogue", category_name="Barcos")).status_code == 303
    boats = house.one("select category_id from categories where slug = 'barcos'")
    made = await send(
        admin,
        "/admin/features",
        feature_name="Comprimento",
        kind="number",
        unit="m",
        low="2",
        high="60,5",
    )
    assert made.headers["location"] == "/admin/features?done=added"
    feature = house.one("select max(technical_feature_id) from technical_features")
    asked = {"feature_id": str(feature), "required": "on", "position": "3"}
    await send(admin, f"/admin/catalogue/{boats}/attach", seen="1", **asked)
    (rule,) = services.catalogue.rules_of(boats)
    assert (rule.name, rule.unit, rule.required, rule.position) == ("Comprimento", "m", True, 3)
    assert (str(rule.low), str(rule.high)) == ("2.00", "60.50")
    await send(admin, f"/admin/catalogue/{boats}/detach", seen="2", feature_id=str(feature))
    assert services.catalogue.rules_of(boats) == ()


async def test_what_is_wrong_stands_at_its_own_field_and_nothing_is_lost(
    admin: Browser, house: House
) -> None:
    house.category("Arte", "arte")
    answer = await send(admin, "/admin/catalogue", category_name="arte")
    assert answer.status_code == 422
    assert 'id="category-category_name-problem"' in answer.text
    assert 'value="arte"' in answer.text
    wrong = await send(
        admin, "/admin/features", feature_name="Ano", kind="number", low="dois mil", choices="a\nb"
    )
    assert wrong.status_code == 422
    assert 'id="new-feature-low-problem"' in wrong.text
    assert 'value="dois mil"' in wrong.text


async def test_a_branch_is_moved_and_retired(
    admin: Browser, services: Services, house: House
) -> None:
    art, boats = house.category("Arte", "arte"), house.category("Barcos", "barcos")
    await send(admin, f"/admin/catalogue/{boats}/move", parent_id=str(art), position="1")
    assert services.catalogue.category(boats).parent_id == art
    circle = await send(admin, f"/admin/catalogue/{art}/move", parent_id=str(boats), position="0")
    assert circle.status_code == 422
    await send(admin, f"/admin/catalogue/{boats}/retire", seen="1", retired="on")
    assert services.catalogue.category(boats).retired
    await send(admin, f"/admin/catalogue/{boats}/retire", seen="2", retired="")
    assert not services.catalogue.category(boats).retired


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/admin/catalogue/999999/rename", 404),
        ("/admin/catalogue/0x1/rename", 404),
        ("/admin/catalogue/99999999999/rename", 404),
        ("/admin/features/999999", 404),
    ],
)
async def test_what_is_not_there_is_not_found(admin: Browser, path: str, status: int) -> None:
    sent = {"category_name": "X", "feature_name": "X", "kind": "text"}
    assert (await send(admin, path, **sent)).status_code == status


@pytest.mark.parametrize("position", ["-1", "x", "32768", "9" * 40])
async def test_a_place_that_is_none_is_refused(admin: Browser, house: House, position: str) -> None:
    art = house.category("Arte", "arte")
    answer = await send(admin, f"/admin/catalogue/{art}/move", parent_id="", position=position)
    assert answer.status_code == 422


async def test_nobody_else_changes_the_catalogue(somebody: Browser, ana: int) -> None:
    await somebody.log_in()
    assert (await send(somebody, "/admin/catalogue", category_name="X")).status_code == 403
