"""A watcher learns whether the house is awake and has its books, and nothing else."""

import pytest

from services.bootstrap import Services
from tests.api.conftest import Browser


async def test_the_house_is_awake_and_ready(somebody: Browser) -> None:
    assert (await somebody.get("/healthz")).status_code == 200
    assert (await somebody.get("/readyz")).json() == {"status": "ready"}


async def test_a_house_without_its_books_is_awake_and_not_ready(
    somebody: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed() -> bool:
        raise OSError("postgresql://house:hunter2@books/house")

    monkeypatch.setattr(services.watch, "troubles", closed)
    answer = await somebody.get("/readyz")
    assert answer.status_code == 503
    assert "hunter2" not in answer.text
    assert (await somebody.get("/healthz")).status_code == 200


async def test_a_house_that_is_not_ready_says_what_is_missing(
    somebody: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.watch, "troubles", lambda: ("bus", "database"))
    answer = await somebody.get("/readyz")
    assert answer.json() == {"status": "not_ready", "missing": ["bus", "database"]}


async def test_a_watcher_may_know_only_our_address(somebody: Browser) -> None:
    named = {"Host": "10.0.0.7:8080"}
    assert (await somebody.get("/healthz", headers=named)).status_code == 200
    assert (await somebody.get("/who", headers=named)).status_code == 400
