"""Questions and answers are plain forms: done they lead back, refused they keep what is typed."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api import questions
from services.bootstrap import Services
from tests.api.conftest import BASE_URL
from tests.house import House


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    standing = House(services.database.url)
    yield standing
    standing.leave()


@pytest.fixture
def open_doors(doors: FastAPI, services: Services) -> FastAPI:
    questions.register(doors, services)
    return doors


async def post(
    app: FastAPI, services: Services, person: int, path: str, **form: str
) -> httpx.Response:
    token = services.sessions.open(person, ip=None, user_agent=None)
    known = services.sessions.find(token)
    assert known is not None
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url=BASE_URL, cookies={"sid": token}
    ) as client:
        return await client.post(
            path, data={"csrf": known.csrf, **form}, headers={"Origin": BASE_URL}
        )


async def test_asking_and_answering_lead_back_to_the_lot(
    open_doors: FastAPI, services: Services, house: House
) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot = house.lot(seller)
    path = f"/auction/{lot}/questions"
    asked = await post(open_doors, services, ana, path, question="Acompanha a nota?")
    assert (asked.status_code, asked.headers["location"]) == (303, f"/auction/{lot}#questions")
    number = house.one("select question_id from questions")
    answered = await post(open_doors, services, seller, f"{path}/{number}/answer", answer="Sim.")
    assert answered.headers["location"] == f"/auction/{lot}#questions"
    assert house.one("select answer from questions") == "Sim."


async def test_what_was_refused_comes_back_with_why(
    open_doors: FastAPI, services: Services, house: House
) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    lot = house.lot(seller)
    path = f"/auction/{lot}/questions"
    nasty = '<">11987654321'
    refused = await post(open_doors, services, ana, path, question=nasty)
    assert refused.status_code == 422
    assert "&lt;&#34;&gt;11987654321" in refused.text
    assert nasty not in refused.text
    assert 'id="question-refusal"' in refused.text
    assert "contatos são ocultados" in refused.text
    own = await post(open_doors, services, seller, path, question="Quanto vale?")
    assert own.status_code == 409
    assert "Este lote é seu" in own.text
    await post(open_doors, services, ana, path, question="Acompanha a nota?")
    number = house.one("select max(question_id) from questions")
    empty = await post(open_doors, services, seller, f"{path}/{number}/answer", answer=" ")
    assert empty.status_code == 422
    assert f'id="answer-{number}-refusal"' in empty.text
