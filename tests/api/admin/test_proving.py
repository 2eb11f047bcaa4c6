"""A proof is asked over a form that was sent, and what was typed goes on once it is given."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest
from fastapi import FastAPI

from api import proving
from api.admin import settings as settings_doors
from components import frame
from pages.routing import install_error_pages
from services.bootstrap import Services
from tests.api.conftest import PASSWORD, Browser
from tests.api.second_step.conftest import code
from tests.house import House

FEES = "/admin/settings/fees/commercial"
RATES = {"buyer_rate": "6,5", "seller_rate": "4", "admin_fee": "1.250,00", "seen": "0"}
WHY = 'Contrato "novo" & assinado'


@pytest.fixture
def doors(services: Services, doors: FastAPI) -> FastAPI:
    frame.configure(demo=False)
    settings_doors.register(doors, services)
    proving.register(doors, services)
    install_error_pages(doors)
    return doors


@pytest.fixture
def admin(admin: Browser, house: House) -> Browser:
    """Logged in too long ago for a proof."""
    house.change("update sessions set elevated_at = elevated_at - interval '6 min'")
    return admin


def rate(house: House) -> str:
    row = house.rows("select buyer_rate from fee_schedules where auction_type = 'commercial'")[0]
    return str(row["buyer_rate"])


async def send(browser: Browser, path: str = FEES, **fields: str) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    return await browser.post(path, data={"csrf": csrf, "why": WHY, **RATES, **fields})


def shown(answer: httpx.Response) -> dict[str, str]:
    """Read the hidden fields of the form that asks for a proof."""
    form = re.search(r'<form action="([^"]*\?proof=now)".*?</form>', answer.text, re.S)
    assert form is not None
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in hidden}


async def test_what_was_typed_is_kept_over_the_proof_and_done_with_it(
    admin: Browser, house: House
) -> None:
    before = rate(house)
    asked = await send(admin)
    assert (asked.status_code, rate(house)) == (200, before)
    fields = shown(asked)
    assert {name: fields[f"kept.{name}"] for name in RATES} == RATES
    assert fields["kept.why"] == WHY
    assert "kept.csrf" not in fields
    wrong = await admin.post(f"{FEES}?proof=now", data={**fields, "password": "errada"})
    assert (wrong.status_code, rate(house)) == (422, before)
    assert shown(wrong) == fields
    assert "errada" not in wrong.text
    done = await admin.post(f"{FEES}?proof=now", data={**fields, "password": PASSWORD})
    assert done.headers["location"] == "/admin/settings?done=fees"
    assert rate(house) == "6.50"
    (version,) = house.rows("select why from house_versions order by 1 desc limit 1")
    assert version["why"] == WHY


async def test_a_form_that_is_wrong_still_comes_back_after_the_proof(admin: Browser) -> None:
    fields = shown(await send(admin))
    fields["kept.buyer_rate"] = "99"
    again = await admin.post(f"{FEES}?proof=now", data={**fields, "password": PASSWORD})
    assert again.status_code == 422
    assert 'value="99"' in again.text


async def test_a_proof_without_the_token_of_the_session_is_none(
    admin: Browser, house: House
) -> None:
    before = rate(house)
    fields = shown(await send(admin)) | {"csrf": "forged"}
    forged = await admin.post(f"{FEES}?proof=now", data={**fields, "password": PASSWORD})
    assert (forged.status_code, rate(house)) == (403, before)
    assert house.rows("select 1 from sessions where elevated_at > now() - interval '1 min'") == []


async def test_whoever_has_no_password_gets_a_letter_and_loses_nothing(
    admin: Browser, house: House, services: Services, ana: int
) -> None:
    house.change("update users set password = null where user_id = :user", user=ana)
    fields = shown(await send(admin))
    sent = await admin.post(f"{FEES}?proof=letter", data=fields)
    assert shown(sent) == fields
    typed = {**fields, "code": code(services)}
    done = await admin.post(f"{FEES}?proof=now", data=typed)
    assert done.headers["location"] == "/admin/settings?done=fees"


async def test_a_program_is_told_that_a_proof_is_needed(admin: Browser) -> None:
    csrf = (await admin.marks())["csrf"]
    answer = await admin.post(
        FEES, data={"csrf": csrf, "why": WHY, **RATES}, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "proof_needed")
