"""The doors of the second step and of an account's security, and the letters sent there."""

from __future__ import annotations

import re

import httpx
import pytest
from fastapi import FastAPI

from api import account_security, confirm, passwords, second_step
from services.bootstrap import Services
from tests.api.conftest import Browser

NEW = "quatro nuvens sobre a serra"
HERE = "/account/security"
MACHINE = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.passwords.ANSWER_SECONDS", 0)


@pytest.fixture
def entrance(doors: FastAPI, services: Services) -> FastAPI:
    """The doors with those of this file beside them."""
    for door in (second_step, passwords, confirm, account_security):
        door.register(doors, services)
    return doors


@pytest.fixture
def twice(services: Services, ana: int) -> int:
    """Ana, who is asked by letter."""
    change(services, f"insert into settings (user_id, two_factor_auth) values ({ana}, true)")
    return ana


def change(services: Services, statement: str) -> None:
    with services.database.transaction() as work:
        work.connection.exec_driver_sql(statement)


def letter(services: Services) -> str:
    with services.database.transaction() as work:
        rows = work.connection.exec_driver_sql("select text from mails order by mail_id desc")
        text: str = rows.first()[0]  # type: ignore[index]
        return text


def link(services: Services) -> str:
    found = re.search(r"/auth/confirm/[\w-]+", letter(services))
    assert found
    return found.group()


def code(services: Services) -> str:
    found = re.search(r"\b\d{6}\b", letter(services))
    assert found
    return found.group()


async def send(browser: Browser, path: str, **form: str) -> httpx.Response:
    token = (await browser.marks())["csrf"]
    return await browser.post(path, data={"csrf": token} | form)


async def name(browser: Browser) -> str:
    return (await browser.marks())["name"]
