"""The second step and forgotten passwords over HTTP."""

from __future__ import annotations

import time
from statistics import median

import pytest
from fastapi import FastAPI

from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.api.second_step.conftest import (
    NEW,
    change,
    code,
    link,
    name,
    send,
)


async def test_the_second_step_leads_where_the_first_was_going(
    entrance: FastAPI, services: Services, twice: int
) -> None:
    browser = Browser(entrance)
    first = await browser.log_in(next="/auction/5")
    assert (first.status_code, first.headers["location"]) == (303, "/login/second")
    cookie = next(c for c in first.headers.get_list("set-cookie") if c.startswith("attempt="))
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))
    assert await name(browser) == ""
    wrong = await send(browser, "/login/second", code="12 34")
    assert wrong.status_code == 422
    assert 'id="code-refusal"' in wrong.text
    assert 'href="#code"' in wrong.text
    right = await send(browser, "/login/second", code=code(services))
    assert (right.status_code, right.headers["location"]) == (303, "/auction/5")
    assert await name(browser) == "ana"
    assert "attempt" not in browser.cookies


async def test_otp_cross_session_neither_code_nor_link_counts_in_another_browser(
    entrance: FastAPI, services: Services, twice: int
) -> None:
    """ASVS 6.6.2."""
    browser, thief = Browser(entrance), Browser(entrance)
    await browser.log_in()
    for answer in (
        await send(thief, "/login/second", code=code(services)),
        await send(thief, await thief.open_letter(link(services))),
    ):
        assert answer.status_code in (303, 400)
        assert answer.headers.get("location", "/login?over") == "/login?over"
    assert await name(thief) == ""
    path = await browser.open_letter(link(services))
    assert (await send(browser, path)).headers["location"] == "/wallet"
    assert await name(browser) == "ana"
    assert (await browser.get(link(services))).status_code == 400


async def test_another_letter_is_sent_and_too_many_are_not(
    entrance: FastAPI, services: Services, twice: int
) -> None:
    browser = Browser(entrance)
    await browser.log_in()
    old = code(services)
    seen = [(await send(browser, "/login/second/again")).status_code for _ in range(5)]
    assert seen == [303] * 4 + [429]
    if code(services) != old:
        assert (await send(browser, "/login/second", code=old)).status_code == 422
    assert (await send(browser, "/login/second", code=code(services))).status_code == 303


async def test_otp_tries_the_sixth_is_told_when_to_come_back(
    entrance: FastAPI, services: Services, twice: int
) -> None:
    """ASVS 6.6.3."""
    browser = Browser(entrance)
    await browser.log_in()
    seen = [await send(browser, "/login/second", code="nope") for _ in range(6)]
    assert [answer.status_code for answer in seen] == [422] * 5 + [429]
    assert int(seen[-1].headers["retry-after"]) > 0


async def test_reset_flow_a_link_chooses_a_password_and_logs_nobody_in(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    """ASVS 6.4.1: good once, after a refused password too."""
    logged_in, browser = Browser(entrance), Browser(entrance)
    await logged_in.log_in()
    asked = await send(browser, "/auth/change", email=" ANA@example.test ")
    assert (asked.status_code, asked.headers["location"]) == (303, "/auth/change?sent")
    path = await browser.open_letter(link(services))
    short = await send(browser, path, new_password="curta")
    assert short.status_code == 422
    assert 'id="new_password-refusal"' in short.text
    assert "curta" not in short.text.replace("Curta", "")
    done = await send(browser, path, new_password=NEW)
    assert (done.status_code, done.headers["location"]) == (303, "/login?changed")
    assert await name(browser) == await name(logged_in) == ""
    assert (await send(browser, path, new_password=NEW)).status_code == 400
    assert (await browser.log_in()).status_code == 401
    assert (await browser.log_in(password=NEW)).status_code == 303


async def test_a_link_is_opened_by_a_click_of_this_site_alone(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    """ASVS 3.5.1."""
    browser = Browser(entrance)
    await send(browser, "/auth/change", email="ana@example.test")
    path = await browser.open_letter(link(services))
    assert (await browser.post(path, data={"new_password": NEW})).status_code == 403
    evil = await browser.post(path, data={"new_password": NEW}, headers={"Origin": "http://x.test"})
    assert evil.status_code == 403
    assert (await send(browser, path, new_password=NEW)).status_code == 303


async def test_14_2_1_a_letters_token_leaves_the_address(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    """The form stands at an address that opens nothing without what the browser keeps."""
    browser, other = Browser(entrance), Browser(entrance)
    await send(browser, "/auth/change", email="ana@example.test")
    await other.get(link(services))  # a mail scanner follows it first, and it is as good as before
    other.cookies.clear()
    answer = await browser.get(link(services))
    kept = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("letters="))
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=1800"} <= set(kept.split("; "))
    assert answer.headers["referrer-policy"] == "no-referrer"
    path, token = answer.headers["location"], link(services).rpartition("/")[2]
    assert browser.cookies["letters"] == token
    assert token[:8] not in path
    closed = await send(other, path, new_password=NEW)
    assert closed.status_code == 400
    assert "Abra o link de novo" in closed.text
    short = await send(browser, path, new_password="curta")
    assert f'action="{path}"' in short.text
    assert token not in short.text
    assert (await send(browser, path, new_password=NEW)).status_code == 303
    assert "letters" not in browser.cookies


async def test_14_2_1_each_tab_does_what_its_own_letter_is_for(
    entrance: FastAPI, services: Services, ana: int
) -> None:
    browser = Browser(entrance)
    change(services, "insert into users (name, username, email) values ('B', 'bia', 'b@ex.test')")
    paths = []
    for email in ("ana@example.test", "b@ex.test"):
        await send(browser, "/auth/change", email=email)
        paths.append(await browser.open_letter(link(services)))
    assert (await send(browser, paths[0], new_password=NEW)).status_code == 303
    assert (await browser.log_in(password=NEW)).status_code == 303
    assert (await send(browser, paths[0], new_password=NEW)).status_code == 400
    assert (await send(browser, paths[1], new_password=NEW)).status_code == 303
    assert (await browser.log_in(username="bia", password=NEW)).status_code == 303


async def test_enumeration_a_forgotten_password_is_answered_alike_in_words_and_time(
    entrance: FastAPI, services: Services, ana: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 6.3.8."""
    monkeypatch.setattr("api.passwords.ANSWER_SECONDS", 0.06)
    monkeypatch.setattr("services.recovery._PER_ADDRESS", 99)
    monkeypatch.setattr("services.recovery._PER_IP", 999)
    browser = Browser(entrance)
    csrf = (await browser.marks())["csrf"]
    took: dict[str, list[float]] = {"ana@example.test": [], "nobody@example.test": []}
    said = set()
    for _ in range(12):
        for email, times in took.items():
            began = time.perf_counter()
            answer = await browser.post("/auth/change", data={"csrf": csrf, "email": email})
            times.append(time.perf_counter() - began)
            said.add((answer.status_code, answer.headers["location"], answer.text))
    assert len(said) == 1
    known, unknown = map(median, took.values())
    assert abs(known - unknown) < 0.005
    assert min(map(min, took.values())) >= 0.06


async def test_what_is_no_address_is_kept_and_explained(entrance: FastAPI, ana: int) -> None:
    answer = await send(Browser(entrance), "/auth/change", email='ana"><b')
    assert answer.status_code == 422
    assert 'value="ana&#34;&gt;&lt;b"' in answer.text
    assert 'id="email-refusal"' in answer.text
