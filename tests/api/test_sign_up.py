"""The form of sign-up over the wire: kept whole when refused, answered alike whoever is known."""

from __future__ import annotations

import base64
import re
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import confirm, sign_up
from services.bootstrap import Services
from services.people.passwords import hashed
from services.people.places import Place
from services.photos.portrait import PORTRAIT
from tests.api.conftest import Browser
from tests.forms import ADDRESS, COMPANY, INDIVIDUAL, PASSWORD, link_in, picture

MACHINE = {"Accept": "application/json"}
ONWARD = "/auth/resend/maria@example.com"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash once, and do not wait for the answers that all take the same time."""
    once = hashed(PASSWORD)
    monkeypatch.setattr("services.sign_up.hashed", lambda _: once)
    monkeypatch.setattr("api.sign_up.SAME_SECONDS", 0)
    monkeypatch.setattr("api.sign_up.SAME_SECONDS_AGAIN", 0)


@pytest.fixture
async def applicant(doors: FastAPI, services: Services) -> Browser:
    sign_up.register(doors, services)
    confirm.register(doors, services)
    return Browser(doors)


async def send(
    browser: Browser, form: dict[str, str], path: str = "/signUp", **options: Any
) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    return await browser.post(path, data={"csrf": csrf} | form, **options)


def rows(services: Services, query: str) -> list[Any]:
    with services.database.transaction() as work:
        return list(work.connection.exec_driver_sql(query))


def link(services: Services) -> str:
    return link_in(rows(services, "select text from mails order by mail_id desc limit 1")[0][0])


def value(html: str, field: str) -> str:
    found = re.search(rf'<input id="{field}"[^>]*? value="([^"]*)"', html)
    assert found, field
    return unescape(found[1])


async def test_the_seeds_form_leads_to_the_way_in(applicant: Browser, services: Services) -> None:
    seeds = INDIVIDUAL | ADDRESS | {"stat": "SP", "next": "/auction/5"}
    del seeds["state"]
    answer = await send(applicant, seeds, files={"photo": ("../x.php", picture(), "text/html")})
    assert (answer.status_code, answer.headers["location"]) == (303, ONWARD)
    answer = await send(applicant, {}, await applicant.open_letter(link(services)))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?created=&next=%2Fauction%2F5"
    assert rows(services, "select state, principal_address from addresses") == [("SP", True)]
    key = rows(services, "select photo from users")[0][0]
    assert re.fullmatch(r"[0-9a-f]{32}", key)
    assert (Path(services.config.state_dir) / "photos" / key[:2] / key / PORTRAIT).exists()
    assert (await applicant.get(link(services))).status_code == 400


async def test_a_machine_is_told_where_to_go_on_and_what_is_wrong(applicant: Browser) -> None:
    answer = await send(applicant, COMPANY, headers=MACHINE)
    assert (answer.status_code, answer.json()) == (
        202,
        {"next": "/auth/resend/contato@oficina.example"},
    )
    answer = await send(applicant, COMPANY | {"cnpj": "1", "cpf": ""}, headers=MACHINE)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["cnpj", "cpf"]


async def test_a_refused_form_comes_back_whole_with_every_fault_beside_its_field(
    applicant: Browser, services: Services
) -> None:
    wrong = {"cpf": "123", "email": '"><b>', "city": "", "birth_date": "31/02/1990"}
    form = INDIVIDUAL | ADDRESS | wrong
    answer = await send(applicant, form, files={"photo": ("me.jpg", picture(), "image/jpeg")})
    assert answer.status_code == 422
    for field in ("name", "cpf", "rg", "birth_date", "email", "cellphone1", "username", "city"):
        assert value(answer.text, field) == form[field]
        assert (f'id="{field}-refusal"' in answer.text) == (field in wrong)
        assert (f'href="#{field}"' in answer.text) == (field in wrong)
    assert '<option value="undisclosed" selected>' in answer.text
    assert '<option value="SP" selected>' in answer.text
    assert PASSWORD not in answer.text
    assert "<b>" not in answer.text.split("<main", 1)[1]
    kept = re.search(r'name="photo_kept" value="([^"]+)"', answer.text)
    assert kept
    assert base64.b64decode(kept[1])[8:12] == b"WEBP"
    again = INDIVIDUAL | {"photo_kept": kept[1]}
    assert (await send(applicant, again)).status_code == 303
    payload = rows(services, "select payload from tokens")[0][0]
    assert base64.b64decode(payload["photo"])[8:12] == b"WEBP"


@pytest.mark.parametrize("kept", ["no base64!", base64.b64encode(b"<svg/>").decode()])
async def test_a_photo_brought_back_is_looked_at_again(applicant: Browser, kept: str) -> None:
    answer = await send(applicant, INDIVIDUAL | {"photo_kept": kept})
    assert (answer.status_code, 'id="photo-refusal"' in answer.text) in ((303, False), (422, True))
    assert kept not in answer.text


async def test_a_stale_or_strange_form_is_shown_again_with_what_was_typed(
    applicant: Browser, services: Services
) -> None:
    answer = await applicant.post("/signUp", data=INDIVIDUAL | {"csrf": "guessed"})
    assert answer.status_code == 403
    assert value(answer.text, "name") == INDIVIDUAL["name"]
    assert rows(services, "select * from tokens") == []
    for path in ("/signUp/check", "/auth/resend", ONWARD, "/auth/letter/x"):
        assert (await applicant.post(path, data={"csrf": "guessed"})).status_code == 403


async def test_too_many_wishes_are_told_when_to_come_back(
    applicant: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.sign_up._MOST_WISHES", 1)
    assert (await send(applicant, INDIVIDUAL)).status_code == 303
    answer = await send(applicant, INDIVIDUAL)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert value(answer.text, "cpf") == INDIVIDUAL["cpf"]


async def test_a_check_says_what_is_wrong_so_far(applicant: Browser, services: Services) -> None:
    answer = await send(applicant, INDIVIDUAL | {"rg": "?"}, "/signUp/check")
    assert list(answer.json()["fields"]) == ["rg"]
    assert (await send(applicant, INDIVIDUAL, "/signUp/check")).json() == {"fields": {}}
    assert rows(services, "select * from tokens") == []


async def test_the_letter_is_sent_again_by_path_and_by_form(
    applicant: Browser, services: Services
) -> None:
    await send(applicant, INDIVIDUAL)
    for path, form in ((ONWARD, {}), ("/auth/resend", {"email": "maria@example.com"})):
        answer = await send(applicant, form, path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{ONWARD}?again")
    assert rows(services, "select count(*) from mails") == [(3,)]
    answer = await send(applicant, {}, "/auth/resend")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signUp")
    answer = await send(applicant, {"email": "maria@"}, "/auth/resend")
    assert answer.status_code == 422
    assert value(answer.text, "email") == "maria@"


async def test_a_name_taken_meanwhile_is_asked_for_at_the_confirmation(
    applicant: Browser, services: Services, ana: int
) -> None:
    await send(applicant, INDIVIDUAL | {"username": "ana"})
    path = await applicant.open_letter(link(services))
    answer = await send(applicant, {"username": "ANA"}, path)
    assert answer.status_code == 422
    assert value(answer.text, "username") == "ANA"
    answer = await send(applicant, {"username": "ANA"}, path, headers=MACHINE)
    assert list(answer.json()["fields"]) == ["username"]
    answer = await send(applicant, {"username": "ana.souza"}, path)
    assert answer.headers["location"] == "/login?created="


async def test_a_document_that_has_an_account_opens_none(
    applicant: Browser, services: Services, ana: int
) -> None:
    await send(applicant, INDIVIDUAL)
    with services.database.transaction() as work:
        work.connection.exec_driver_sql("update users set cpf = '12345678909'")
    answer = await send(applicant, {}, await applicant.open_letter(link(services)))
    assert answer.status_code == 409
    assert "CPF" not in answer.text.split("<main", 1)[1].split("<footer", 1)[0]
    answer = await send(applicant, {}, await applicant.open_letter(link(services)), headers=MACHINE)
    assert answer.json()["code"] == "already_member"


async def test_a_postal_code_is_looked_up_for_scripts_and_without_them(
    applicant: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await applicant.get("/api/cep/01310100")).status_code == 503
    assert (await applicant.get("/api/cep/013")).status_code == 422
    down = await send(applicant, INDIVIDUAL | {"zip_code": "01310-100", "act": "cep"})
    assert down.status_code == 200
    avenue = Place(
        zip_code="01310100", street_name="Avenida Paulista", district="", city="São Paulo",
        state="SP",
    )  # fmt: skip
    monkeypatch.setattr(services.postal_codes, "look_up", lambda *_, **__: avenue)
    found = (await applicant.get("/api/cep/01310100")).json()
    assert (found["street_name"], found["state"]) == ("Avenida Paulista", "SP")
    typed = {"zip_code": "01310-100", "district": "Meu bairro", "act": "cep"}
    page = await send(applicant, INDIVIDUAL | typed)
    assert page.status_code == 200
    for field, words in (("street_name", "Avenida Paulista"), ("district", "Meu bairro")):
        assert value(page.text, field) == words
    assert value(page.text, "name") == INDIVIDUAL["name"]


async def test_nothing_but_the_forms_fields_is_taken(
    applicant: Browser, services: Services
) -> None:
    """ASVS 15.3.3: no mass assignment."""
    more = {"admin_user": "true", "wallet": "999", "user_id": "1", "email_verified_at": "now"}
    await send(applicant, INDIVIDUAL | more)
    await send(applicant, more, await applicant.open_letter(link(services)))
    assert rows(services, "select admin_user, wallet from users") == [(False, 0)]
    payload = rows(services, "select payload from tokens")[0][0]
    assert payload == {}
