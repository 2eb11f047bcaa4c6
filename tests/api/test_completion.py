"""The form that completes an account: given back whole, and led on from to where one was going."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api import completion
from services.bootstrap import Services
from tests.api.conftest import Browser

FORM = {
    "userType": "physical_person",
    "name": "Ana Lima",
    "username": "ana",
    "cpf": "529.982.247-25",
    "cellphone1": "(11) 98765-4321",
    "rg": "12.345.678-9",
    "birth_date": "17/05/1985",
    "gender": "female",
    "next": "/auction/7",
}


@pytest.fixture
async def newcomer(doors: FastAPI, services: Services, ana: int) -> Browser:
    completion.register(doors, services)
    browser = Browser(doors)
    await browser.log_in()
    return browser


def cpf_of(services: Services, person: int) -> str | None:
    with services.database.transaction() as work:
        found: str | None = work.connection.execute(
            text("select cpf from users where user_id = :u"), {"u": person}
        ).scalar_one()
        return found


async def test_a_completed_account_goes_on_to_where_it_was_going(
    newcomer: Browser, services: Services, ana: int
) -> None:
    csrf = (await newcomer.marks())["csrf"]
    answer = await newcomer.post("/account/complete", data=FORM | {"csrf": csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, "/auction/7")
    assert cpf_of(services, ana) == "52998224725"


async def test_a_refused_form_comes_back_whole(
    newcomer: Browser, services: Services, ana: int
) -> None:
    csrf = (await newcomer.marks())["csrf"]
    typed = FORM | {"csrf": csrf, "cpf": "1", "name": '"><b>Ana', "wallet": "999"}
    answer = await newcomer.post("/account/complete", data=typed)
    assert answer.status_code == 422
    for kept in (
        'value="17/05/1985"',
        'value="(11) 98765-4321"',
        'value="&#34;&gt;&lt;b&gt;Ana"',
        'name="next" value="/auction/7"',
        'value="female" selected',
        'id="cpf-refusal"',
        'id="name-refusal"',
        'href="#cpf"',
    ):
        assert kept in answer.text, kept
    machine = await newcomer.post(
        "/account/complete", data=typed, headers={"accept": "application/json"}
    )
    assert set(machine.json()["fields"]) == {"cpf", "name"}
    assert cpf_of(services, ana) is None


async def test_later_writes_nothing_and_leads_on(
    newcomer: Browser, services: Services, ana: int
) -> None:
    csrf = (await newcomer.marks())["csrf"]
    for going, led in (("/auction/7", "/auction/7"), ("//evil.example", "/")):
        form = FORM | {"csrf": csrf, "act": "later", "next": going}
        answer = await newcomer.post("/account/complete", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, led)
    assert cpf_of(services, ana) is None


async def test_strangers_and_their_forms_are_refused(
    newcomer: Browser, doors: FastAPI, services: Services, ana: int
) -> None:
    assert (await newcomer.post("/account/complete", data=FORM)).status_code == 403
    nobody = Browser(doors)
    csrf = (await nobody.marks())["csrf"]
    answer = await nobody.post("/account/complete", data=FORM | {"csrf": csrf})
    assert answer.status_code == 401
    assert cpf_of(services, ana) is None
