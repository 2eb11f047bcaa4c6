"""Log-ins in two steps, forgotten passwords and the security of an account, over the wire."""

from __future__ import annotations

import re
import time
from statistics import median
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import account_security, confirm, passwords, second_step
from services.bootstrap import Services
from services.people.one_time_codes import code_of
from tests.api.conftest import PASSWORD, Browser

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
