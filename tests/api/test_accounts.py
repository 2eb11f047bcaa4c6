"""Logging in and out, and what a form must prove before it is heard."""

import re

import httpx
import pytest
from fastapi import FastAPI

from api.accounts import safe_next
from services.bootstrap import Services
from services.events import Event, SessionEnded
from tests.api.conftest import PASSWORD, Browser


async def test_logging_in_leads_where_one_was_going(somebody: Browser, ana: int) -> None:
    answer = await somebody.log_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/wallet")
    assert (await somebody.marks())["name"] == "ana"


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    somebody: Browser, ana: int
) -> None:
    answer = await somebody.log_in()
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("sid="))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_a_token_never_stands_in_the_database(
    somebody: Browser, ana: int, services: Services
) -> None:
    await somebody.log_in()
    assert services.sessions.still(somebody.cookies["sid"]) is None
    assert services.sessions.find(somebody.cookies["sid"]) is not None


async def test_fixation_logging_in_gives_a_new_session_and_ends_the_old(
    somebody: Browser, doors: FastAPI, ana: int
) -> None:
    somebody.cookies.set("sid", "chosen-by-the-attacker", domain="127.0.0.1")
    await somebody.log_in()
    first = somebody.cookies["sid"]
    assert first != "chosen-by-the-attacker"
    await somebody.log_in()
    assert somebody.cookies["sid"] != first
    old = Browser(doors, cookies={"sid": first})
    assert (await old.marks())["name"] == ""


async def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(
    somebody: Browser, ana: int
) -> None:
    wrong = await somebody.log_in(password="errada")
    unknown = await somebody.log_in(username="eva", password="errada")
    for answer, login in ((wrong, "ana"), (unknown, "eva")):
        assert answer.status_code == 401
        assert f'value="{login}"' in answer.text
        assert "errada" not in answer.text
        assert "sid" not in answer.cookies
    said = [re.sub('nonce="[^"]+"', "", answer.text) for answer in (wrong, unknown)]
    assert said[0].replace("ana", "eva") == said[1].replace("ana", "eva")


@pytest.mark.parametrize(
    "fields",
    [{"username": ""}, {"username": "a\x00na"}, {"username": "a" * 300}, {"password": ""}],
)
async def test_what_nobody_can_have_as_credentials_is_wrong(
    somebody: Browser, ana: int, fields: dict[str, str]
) -> None:
    assert (await somebody.log_in(**fields)).status_code == 401


async def test_too_many_tries_are_told_when_to_come_back(somebody: Browser, ana: int) -> None:
    seen = [(await somebody.log_in(password="errada")).status_code for _ in range(11)]
    assert seen == [401] * 10 + [429]
    answer = await somebody.log_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300


@pytest.mark.parametrize("token", ["", "nonsense", "é", None])
async def test_logging_in_without_the_forms_csrf_token_is_refused(
    somebody: Browser, ana: int, token: str | None
) -> None:
    await somebody.marks()
    form = {"username": "ana", "password": PASSWORD} | ({} if token is None else {"csrf": token})
    answer = await somebody.post("/login", data=form)
    assert answer.status_code == 403
    assert "sid" not in answer.cookies


async def test_a_csrf_token_counts_only_with_the_cookie_of_the_same_browser(
    somebody: Browser, doors: FastAPI, ana: int
) -> None:
    stolen = (await somebody.marks())["csrf"]
    form = {"username": "ana", "password": PASSWORD, "csrf": stolen}
    assert (await Browser(doors).post("/login", data=form)).status_code == 403
    other = Browser(doors)
    await other.marks()
    assert (await other.post("/login", data=form)).status_code == 403
    planted = Browser(doors, cookies={"pre": f"{stolen}.{stolen}"})
    assert (await planted.post("/login", data=form)).status_code == 403
    assert (await somebody.post("/login", data=form)).status_code == 303


async def test_the_browsers_own_cookie_stays_within_the_site(somebody: Browser) -> None:
    answer = await somebody.get("/who")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("pre=")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "set-cookie" not in (await somebody.get("/who")).headers


async def test_an_evil_origin_cannot_log_anybody_in(somebody: Browser, ana: int) -> None:
    token = (await somebody.marks())["csrf"]
    form = {"username": "ana", "password": PASSWORD, "csrf": token}
    for headers in ({"Origin": "http://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await somebody.post("/login", data=form, headers=headers)
        assert answer.status_code == 403
    home = {"Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"}
    assert (await somebody.post("/login", data=form, headers=home)).status_code == 303


async def test_logging_out_kills_the_cookie_and_tells_open_screens(
    somebody: Browser, doors: FastAPI, ana: int, services: Services
) -> None:
    heard: list[Event] = []
    services.hub.listen(heard.append)
    await somebody.log_in()
    old, marks = somebody.cookies["sid"], await somebody.marks()
    answer = await somebody.post("/logout", data={"csrf": marks["csrf"]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "sid" not in somebody.cookies
    assert [type(event) for event in heard] == [SessionEnded]
    replayed = Browser(doors, cookies={"sid": old})
    assert (await replayed.marks())["name"] == ""


async def test_logging_out_without_the_forms_token_changes_nothing(
    somebody: Browser, ana: int
) -> None:
    await somebody.log_in()
    assert (await somebody.post("/logout", data={})).status_code == 403
    assert (await somebody.get("/logout")).status_code == 405
    assert (await somebody.marks())["name"] == "ana"


async def test_logging_out_twice_is_no_mistake(somebody: Browser) -> None:
    assert (await somebody.post("/logout", data={})).status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "///evil.test",
        "/\\evil.test",
        "https:evil.test",
        "https://evil.test/",
        "javascript:alert(1)",
        "evil.test",
        "/\t/evil.test",
        "/\n/evil.test",
        "/a\r\nSet-Cookie: x=1",
        "/\x00",
        "/\u2028x",
        "\\/evil.test",
        " /x",
        "",
        "/" + "x" * 3000,
        "/login?next=/login",
        "//[",
    ],
)
async def test_open_redirects_lead_home(somebody: Browser, ana: int, path: str) -> None:
    assert safe_next(path) == "/"
    answer = await somebody.log_in(next=path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/", "/auction/7", "/?category=carros&page=2", "/a#b", "/a:b"])
def test_ones_own_places_may_be_returned_to(path: str) -> None:
    assert safe_next(path) == path


async def test_a_look_is_kept_for_the_browser_and_for_the_account(
    somebody: Browser, doors: FastAPI, ana: int
) -> None:
    token = (await somebody.marks())["csrf"]
    choice = {"csrf": token, "theme": "dark", "next": "/auction/7"}
    answer = await somebody.post("/preferences", data=choice)
    assert (answer.status_code, answer.headers["location"]) == (303, "/auction/7")
    assert (await somebody.marks())["look"] == "dark pt-BR"
    await somebody.log_in()
    token = (await somebody.marks())["csrf"]
    await somebody.post("/preferences", data={"csrf": token, "theme": "light", "language": "en"})
    assert (await somebody.marks())["look"] == "light en"
    elsewhere = Browser(doors)
    await elsewhere.log_in()
    assert (await elsewhere.marks())["look"] == "light en"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"theme": "<b>"}, 422),
        ({"language": "tlh"}, 422),
        ({"text_size": "130"}, 422),
        ({"calm": "yes"}, 422),
        ({"csrf": "x", "theme": "dark"}, 403),
    ],
)
async def test_a_look_there_is_not_or_that_was_not_asked_for_is_refused(
    somebody: Browser, fields: dict[str, str], status: int
) -> None:
    token = (await somebody.marks())["csrf"]
    answer: httpx.Response = await somebody.post("/preferences", data={"csrf": token} | fields)
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


async def test_each_comfort_is_chosen_by_itself_and_the_others_stay(somebody: Browser) -> None:
    token = (await somebody.marks())["csrf"]
    for field, value in (("text_size", "150"), ("calm", "on"), ("still", "on"), ("calm", "off")):
        answer = await somebody.post("/preferences", data={"csrf": token, field: value})
        assert answer.status_code == 303
    assert (await somebody.marks())["comfort"] == "150.still"


async def test_who_logs_in_keeps_the_comfort_of_the_browser_until_the_account_has_one(
    somebody: Browser, doors: FastAPI, ana: int
) -> None:
    token = (await somebody.marks())["csrf"]
    await somebody.post("/preferences", data={"csrf": token, "theme": "hc-dark"})
    await somebody.post("/preferences", data={"csrf": token, "text_size": "200"})
    await somebody.log_in()
    kept = await somebody.marks()
    assert (kept["name"], kept["comfort"]) == ("ana", "200")
    assert kept["look"] == "hc-dark pt-BR"
    await somebody.post("/preferences", data={"csrf": kept["csrf"], "text_size": "125"})
    elsewhere = Browser(doors)
    await elsewhere.log_in()
    assert (await elsewhere.marks())["comfort"] == "125"


@pytest.mark.parametrize(
    ("cookie", "read"),
    [("9999", "100"), ("125.<b>", "125"), ("x.y.z", "100"), ("150." * 40, "150")],
)
async def test_a_cookie_of_nonsense_does_no_harm(somebody: Browser, cookie: str, read: str) -> None:
    somebody.cookies.set("comfort", cookie)
    assert (await somebody.marks())["comfort"] == read
