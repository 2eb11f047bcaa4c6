"""Changing what keeps an account safe, over HTTP."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI

from services.bootstrap import Services
from services.people.one_time_codes import code_of
from tests.api.conftest import PASSWORD, Browser
from tests.api.second_step.conftest import (
    HERE,
    MACHINE,
    NEW,
    change,
    code,
    link,
    name,
    send,
)


async def test_changing_the_password_goes_on_here_and_ends_elsewhere(
    entrance: FastAPI, ana: int
) -> None:
    """ASVS 7.4.3: the old cookies are dead at the next request."""
    here, there = Browser(entrance), Browser(entrance)
    await here.log_in()
    await there.log_in()
    before = here.cookies["sid"]
    wrong = await send(here, f"{HERE}/password", current_password="x", new_password="curta")
    assert wrong.status_code == 422
    assert {"current_password-refusal", "new_password-refusal"} <= set(
        re.findall(r'id="([\w-]+)"', wrong.text)
    )
    right = await send(here, f"{HERE}/password", current_password=PASSWORD, new_password=NEW)
    assert right.headers["location"] == f"{HERE}?done=password"
    assert here.cookies["sid"] != before
    assert (await name(here), await name(there)) == ("ana", "")
    assert await name(Browser(entrance, cookies={"sid": before})) == ""


async def test_sessions_are_ended_one_by_one_and_all_but_this(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    """ASVS 7.5.2; those of others are not found."""
    here, second, third = (Browser(entrance) for _ in range(3))
    for browser in (here, second, third):
        await browser.log_in()
    ended = services.sessions.find(second.cookies["sid"])
    assert ended is not None
    path = f"{HERE}/sessions/{ended.session_id}/end"
    assert (await send(here, path)).headers["location"] == f"{HERE}?done=ended"
    assert (await name(second), await name(third)) == ("", "ana")
    for number in (ended.session_id, 999_999, 2**40, -1):
        assert (await send(here, f"{HERE}/sessions/{number}/end")).status_code == 404
    await send(here, f"{HERE}/sessions/end-others")
    assert (await name(here), await name(third)) == ("ana", "")


async def test_reauthentication_an_old_log_in_changes_nothing_until_it_proves(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    """ASVS 7.5.1."""
    browser = Browser(entrance, headers=MACHINE)
    await browser.log_in()
    change(services, "update sessions set elevated_at = now() - interval '5 minutes'")
    for path, form in (
        ("second", {"method": "email"}),
        ("second", {"method": "off"}),
        ("app", {"code": "123456"}),
        ("codes", {}),
    ):
        answer = await send(browser, f"{HERE}/{path}", **form)
        assert (answer.status_code, answer.json()["code"]) == (401, "proof_needed")
    assert services.factors.standing(ana).method is None
    person = Browser(entrance, cookies=dict(browser.cookies))
    wrong = await send(person, "/account/verify", password="x", next=HERE)
    assert wrong.status_code == 422
    assert f'name="next" value="{HERE}"' in wrong.text
    evil = await send(person, "/account/verify", password=PASSWORD, next="//evil.test")
    assert evil.headers["location"] == "/"
    assert (await send(person, f"{HERE}/second", method="email")).status_code == 303
    assert services.factors.standing(ana).method == "email"
    assert (await send(person, f"{HERE}/second", method="carrier pigeon")).status_code == 422


async def test_an_app_is_confirmed_and_its_codes_shown_once(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    browser = Browser(entrance)
    await browser.log_in()
    visitor = services.sessions.find(browser.cookies["sid"])
    assert visitor is not None
    key = services.factors.begin_app(ana, session_key=visitor.session_key)
    wrong = await send(browser, f"{HERE}/app", code="nope")
    assert wrong.status_code == 422
    assert key.secret[:4] in wrong.text
    shown = await send(browser, f"{HERE}/app", code=code_of(key.secret, services.clock.now()))
    codes = re.findall(r'<code class="num">([\w-]+)</code>', shown.text)
    assert len(set(codes)) == 10
    assert shown.headers["cache-control"] == "no-store"
    again = Browser(entrance)
    assert (await again.log_in()).headers["location"] == "/login/second"
    assert (await send(again, "/login/second", code=codes[0])).status_code == 303
    assert await name(again) == "ana"
    renewed = await send(again, f"{HERE}/codes")
    assert not set(codes) & set(re.findall(r'<code class="num">([\w-]+)</code>', renewed.text))


@pytest.mark.parametrize(
    "path",
    [
        "second", "app", "codes", "password", "set-password", "sessions/1/end",
        "sessions/end-others", "../verify", "../verify/code",
    ],
)  # fmt: skip
async def test_authz_nobody_and_forms_not_ours_change_nothing(
    entrance: FastAPI, ana: int, path: str
) -> None:
    """ASVS 8.2.1 and 3.5.1."""
    door = f"{HERE}/{path}".replace("/security/..", "")
    nobody = Browser(entrance)
    assert (await send(nobody, door)).status_code == 401
    somebody = Browser(entrance)
    await somebody.log_in()
    assert (await somebody.post(door, data={"csrf": "x"})).status_code == 403


async def test_without_a_password_a_letter_proves_or_sets_one(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    browser: Any = Browser(entrance)
    await browser.log_in()
    change(services, "update users set password = null")
    change(services, "update sessions set elevated_at = now() - interval '1 hour'")
    sent = await send(browser, "/account/verify/code", next=HERE)
    assert sent.status_code == 200
    proven = await send(browser, "/account/verify", code=code(services), next=HERE)
    assert (proven.status_code, proven.headers["location"]) == (303, HERE)
    assert (await send(browser, f"{HERE}/set-password")).headers["location"] == f"{HERE}?done=sent"
    path = await browser.open_letter(link(services))
    assert (await send(browser, path, new_password=NEW)).status_code == 303
    assert (await browser.log_in(password=NEW)).status_code == 303
