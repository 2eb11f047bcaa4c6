"""The forms of the house's settings: done, or shown again with all that is wrong and was typed."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api.admin import settings as settings_doors
from components import frame
from components.words import in_own_words, say, speak
from pages.routing import install_error_pages
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House

FEES = "/admin/settings/fees/commercial"
TEXT = "/admin/texts/pt-BR/page.404.title"
RATES = {"buyer_rate": "6,5", "seller_rate": "4", "admin_fee": "1.250,00", "seen": "0"}


@pytest.fixture
def doors(services: Services, doors: FastAPI) -> FastAPI:
    frame.configure(demo=False)
    settings_doors.register(doors, services)
    install_error_pages(doors)
    return doors


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """The house, with its texts as they were afterwards."""
    yield house
    in_own_words({})


async def send(browser: Browser, path: str, **fields: str) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    return await browser.post(path, data={"csrf": csrf, "why": "Novo contrato"} | fields)


async def test_fees_written_as_people_write_them_are_set(admin: Browser, house: House) -> None:
    answer = await send(admin, FEES, **RATES)
    assert answer.headers["location"] == "/admin/settings?done=fees"
    row = house.rows("select * from fee_schedules where auction_type = 'commercial'")[0]
    assert [str(row[name]) for name in ("buyer_rate", "seller_rate", "admin_fee")] == [
        "6.50",
        "4.00",
        "1250.00",
    ]


async def test_a_form_comes_back_with_all_that_is_wrong_and_was_typed(
    admin: Browser, house: House
) -> None:
    answer = await send(admin, FEES, buyer_rate="seis", seller_rate="-1", admin_fee="10", seen="0")
    assert answer.status_code == 422
    assert 'value="seis"' in answer.text
    assert 'id="fees-commercial-buyer_rate-problem"' in answer.text
    assert 'id="fees-commercial-seller_rate-problem"' in answer.text
    assert house.one("select count(*) from house_versions") == 0


async def test_who_saw_an_older_version_is_told_to_look_again(admin: Browser) -> None:
    await send(admin, FEES, **RATES)
    answer = await send(admin, FEES, **(RATES | {"buyer_rate": "9"}))
    assert answer.status_code == 409
    speak("pt-BR")
    assert say("aftersale.overtaken.setting") in answer.text
    assert 'value="9"' in answer.text


async def test_a_table_is_published_from_its_rows_blank_ones_passed_over(
    admin: Browser, house: House
) -> None:
    rows = {"low_0": "0", "step_0": "10", "low_2": "1.000", "step_2": "100"}
    form = {"table_name": "passos", "seen": "0", **rows}
    seen = await send(admin, "/admin/increments", **form)
    assert seen.status_code == 200
    assert say("admin.increments.preview", name="passos") in seen.text
    assert "<strong>R$\u00a010</strong>" in seen.text, "what a price of nothing would rise by"
    assert 'name="step_2" value="100"' in seen.text
    assert house.rows("select * from increment_steps where table_name = 'passos'") == []
    answer = await send(admin, "/admin/increments", confirmed="on", **form)
    assert answer.headers["location"] == "/admin/increments?done=increments"
    told = house.rows("select * from increment_steps where table_name = 'passos' order by 2")
    assert [(int(row["lower_bound"]), int(row["step"])) for row in told] == [(0, 10), (1000, 100)]


async def test_another_table_is_looked_at_before_new_lots_rise_by_it(
    admin: Browser, services: Services
) -> None:
    steps = services.administration.settings.increments
    seen = await send(admin, "/admin/increments/brl/choose", seen="0")
    assert say("admin.increments.preview", name="brl") in seen.text
    assert steps.version() == 0
    await send(admin, "/admin/increments/brl/choose", seen="0", confirmed="on")
    assert steps.version() == 1


async def test_a_row_that_cannot_be_read_is_named(admin: Browser) -> None:
    rows = {"low_0": "0", "step_0": "10", "low_1": "mil", "step_1": "100"}
    answer = await send(admin, "/admin/increments", table_name="passos", seen="0", **rows)
    assert answer.status_code == 422
    assert "faixa 2" in answer.text
    assert 'value="mil"' in answer.text


async def test_a_sentence_said_otherwise_is_what_the_site_says(
    admin: Browser, services: Services
) -> None:
    answer = await send(admin, TEXT, words="Nada por aqui", seen="0")
    assert answer.headers["location"] == f"{TEXT}?done=text"
    in_own_words(services.administration.settings.texts.changed())
    assert "Nada por aqui" in (await admin.get("/admin/nowhere")).text


async def test_the_original_typed_again_is_no_change_of_ones_own(
    admin: Browser, services: Services
) -> None:
    speak("pt-BR")
    await send(admin, TEXT, words=say("page.404.title"), seen="0")
    assert services.administration.settings.texts.changed() == {}


@pytest.mark.parametrize("key", ["login.title", "page.nothing", "../x"])
async def test_no_other_sentence_is_the_houses_to_change(admin: Browser, key: str) -> None:
    answer = await send(admin, f"/admin/texts/pt-BR/{key}", words="x", seen="0")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", [FEES, TEXT, "/admin/increments", "/admin/settings/cases"])
async def test_nobody_else_opens_these_doors(somebody: Browser, ana: int, path: str) -> None:
    await somebody.log_in()
    assert (await send(somebody, path, **RATES)).status_code == 403
