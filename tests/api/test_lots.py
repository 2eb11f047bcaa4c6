"""A lot gives its dates to calendars and its picture to messengers; a draft gives nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api import errors, lots
from models import Status
from services.bootstrap import Services
from services.views import Visitor
from tests.house import House

TITLE = "Relógio; de bolso, prata \\ " + "ç" * 60


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    standing = House(services.config.database_url or services.database.url)
    yield standing
    standing.leave()


@pytest.fixture
def app(services: Services) -> FastAPI:
    bare = FastAPI()
    lots.register(bare, services)
    errors.install(bare)
    return bare


async def ask(app: FastAPI, path: str) -> httpx.Response:
    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "visitor": Visitor()}, receive, send)

    transport = httpx.ASGITransport(app=asked, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://casa.example") as client:
        return await client.get(path)


async def test_a_calendar_reads_when_it_opens_and_closes(app: FastAPI, house: House) -> None:
    lot = house.lot(
        product_name=TITLE,
        city="Recife",
        state="PE",
        status=Status.NOT_STARTED,
        opens_in=3600,
        ends_in=7200,
    )
    answer = await ask(app, f"/auction/{lot}/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    end: datetime = house.auction(lot)["end_datetime"]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert f"DTEND:{end.astimezone(UTC):%Y%m%dT%H%M%SZ}" in lines
    assert "LOCATION:Recife\\, PE" in lines
    said = TITLE.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:Encerra: {said}" in lines
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


async def test_a_messenger_gets_a_picture_it_may_keep(app: FastAPI, house: House) -> None:
    lot = house.lot()
    answer = await ask(app, f"/auction/{lot}/card.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["calendar.ics", "card.png"])
async def test_of_a_draft_and_of_nothing_there_is_nothing(
    app: FastAPI, house: House, path: str
) -> None:
    draft = house.lot(status=Status.DRAFT)
    for number in (draft, draft + 99):
        assert (await ask(app, f"/auction/{number}/{path}")).status_code == 404


@pytest.mark.parametrize(
    "address", ["/static/demo/../js/page.js", "/etc/passwd", "/static/demo/", "", "/static/demo/x"]
)
def test_only_a_picture_of_the_demonstration_is_read(address: str) -> None:
    assert lots.picture(address) == b""
