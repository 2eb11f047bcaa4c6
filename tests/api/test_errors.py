"""Machines read problems as JSON: a code, a sentence, and a number to ask us about."""

from decimal import Decimal

import pytest
from fastapi import FastAPI

from services.errors import BidTooLow, NotFound
from tests.api.conftest import Browser

SECRET = "postgresql://house:hunter2@books/house"


@pytest.fixture
def somebody(doors: FastAPI) -> Browser:
    """A browser before doors behind which things go wrong."""

    @doors.get("/api/lots/{number}")
    async def lot(number: int) -> None:
        raise NotFound

    @doors.get("/api/bid")
    async def bid() -> None:
        raise BidTooLow(minimum=Decimal("1050.00"))

    @doors.get("/api/boom")
    async def boom() -> None:
        raise RuntimeError(SECRET)

    return Browser(doors)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/lots/7", 404, "not_found"),
        ("/api/lots/seven", 404, "not_found"),
        ("/api/nowhere", 404, "not_found"),
        ("/api/bid", 409, "below_min_next"),
        ("/api/boom", 500, "unexpected"),
    ],
)
async def test_a_problem_has_status_code_sentence_and_number(
    somebody: Browser, path: str, status: int, code: str
) -> None:
    answer = await somebody.get(path)
    problem = answer.json()
    assert answer.status_code == status
    assert problem["code"] == code
    assert problem["message"] not in ("", code)
    assert problem["correlation"] == answer.headers["x-request-id"]
    assert "hunter2" not in answer.text
    assert "RuntimeError" not in answer.text


async def test_a_mistake_is_logged_under_its_number(
    somebody: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    number = (await somebody.get("/api/boom")).json()["correlation"]
    written = capfd.readouterr().out
    assert number in written
    assert "hunter2" in written


async def test_a_sentence_comes_in_the_language_asked_for(somebody: Browser) -> None:
    said = []
    for language in ("pt-BR", "en"):
        answer = await somebody.get("/api/nowhere", headers={"Accept-Language": language})
        said.append(answer.json()["message"])
    assert said[0] != said[1]


async def test_what_is_no_page_is_answered_as_json_to_who_asks_for_it(somebody: Browser) -> None:
    answer = await somebody.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.json()["code"] == "not_found"
