"""Logging in with Google through the doors, against a real OpenID Connect provider.

ASVS 10.1.2, 10.2.1, 10.5.1, 10.5.4 (state bound to the browser, PKCE, nonce, audience), 6.8.1
(identities are not spoofed), 7.2.4 (a new session at every log-in), 3.7.2 (where one is led), and
A32 of the abuse catalogue. What a bent answer is worth is in tests/services/gateways/test_oidc.py.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from socketio import AsyncServer
from sqlalchemy import text
from starlette.responses import HTMLResponse

from api import accounts, confirm, google, google_links, security
from models.people import User
from services.bootstrap import Services
from services.config import Config
from services.errors import WrongCredentials
from services.people.passwords import hashed
from services.tokens import TokenKind
from tests.api.conftest import BASE_URL, PASSWORD, Browser
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, opened

TRUSTED = ssl.create_default_context()
LINK = "/login/google"
SECURITY = "/account/security"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with opened() as standing:
        yield standing


@pytest.fixture
def services(fresh_database: str, provider: Provider) -> Iterator[Services]:
    config = Config(
        _env_file=None,
        base_url=BASE_URL,
        secret_key="k" * 40,
        google_client_id=CLIENT_ID,
        google_client_secret=CLIENT_SECRET,
        google_discovery_url=provider.discovery_url,
    )
    built = Services(config, fresh_database)
    yield built
    built.database.close()


def doors(services: Services) -> FastAPI:
    app, sio = FastAPI(), AsyncServer(async_mode="asgi")
    for name in ("connect", "handshake", "event", "javascript_response", "ack", "log"):
        sio.on(name, lambda *_: None)
    accounts.register(app, services)
    google.register(app, services)
    google_links.register(app, services)
    confirm.register(app, services)

    @app.get("/who")
    async def who(request: Request) -> HTMLResponse:
        visitor = request.scope["visitor"]
        return HTMLResponse(f'<input name="csrf" value="{visitor.csrf}" data="{visitor.name}">')

    security.install(app, sio, services)
    return app


@pytest.fixture
def somebody(services: Services) -> Browser:
    return Browser(doors(services))


@pytest.fixture
def another(services: Services) -> Browser:
    return Browser(doors(services))


@pytest.fixture
def ana(services: Services) -> int:
    with services.database.transaction() as work:
        person = User(
            name="Ana Lima",
            username="ana",
            email="Ana.Souza@example.com",
            password=hashed(PASSWORD),
            email_verified_at=services.clock.now(),
        )
        work.session.add(person)
        work.session.flush()
        return person.id


def there(url: str) -> httpx.Response:
    return httpx.get(f"{url}&told=yes", verify=TRUSTED)


async def leave(somebody: Browser, *, to: str = "/wallet") -> str:
    """Go to the provider, say yes or no there, and give the path one is sent back to."""
    answer = await somebody.get("/auth/google/redirect", params={"next": to})
    assert answer.status_code == 303
    back = await asyncio.to_thread(there, answer.headers["location"])
    return back.headers["location"].removeprefix(BASE_URL)


async def come_in(somebody: Browser, *, to: str = "/wallet") -> httpx.Response:
    return await somebody.get(await leave(somebody, to=to))


async def name_of(somebody: Browser) -> str:
    """Tell who the house thinks is here."""
    return (await somebody.get("/who")).text.split('"')[5]


async def prove(somebody: Browser, password: str) -> httpx.Response:
    csrf = (await somebody.get("/who")).text.split('"')[3]
    return await somebody.post(LINK, data={"csrf": csrf, "password": password})


def count(services: Services, table: str) -> int:
    with services.database.transaction() as work:
        number: int = work.connection.execute(text(f"select count(*) from {table}")).scalar_one()
        return number


def cookie(answer: httpx.Response, name: str) -> Any:
    jar = SimpleCookie()
    for header in answer.headers.get_list("set-cookie"):
        jar.load(header)
    return jar.get(name)


async def test_oauth_lets_in_somebody_new_and_lets_them_in_again(
    somebody: Browser, another: Browser, services: Services
) -> None:
    answer = await come_in(somebody)
    assert (answer.status_code, answer.headers["location"]) == (303, "/wallet")
    assert await name_of(somebody) == "Ana Souza"
    again = await come_in(another, to="/")
    assert again.headers["location"] == "/"
    assert await name_of(another) == "Ana Souza"
    assert [count(services, table) for table in ("users", "identities", "mails")] == [1, 1, 1]
    assert "google" not in somebody.cookies


async def test_10_2_1_oauth_state_is_bound_to_the_browser(
    somebody: Browser, another: Browser, services: Services, provider: Provider
) -> None:
    """An answer brought to a browser that did not ask for it logs nobody in (log-in CSRF)."""
    path = await leave(somebody)
    stranger = await another.get(path)
    assert stranger.status_code == 400
    swapped = await leave(another)
    assert (await another.get(path)).status_code == 400
    assert (await somebody.get(swapped)).status_code == 400
    assert "/token" not in provider.paths
    assert count(services, "users") == 0
    assert await name_of(somebody) == ""


async def test_10_2_1_oauth_an_answer_counts_once(somebody: Browser, services: Services) -> None:
    path = await leave(somebody)
    kept = dict(somebody.cookies)
    assert (await somebody.get(path)).status_code == 303
    assert (await somebody.get(path)).status_code == 400  # the browser has forgotten what it asked
    somebody.cookies.clear()
    somebody.cookies.update(kept)
    assert (await somebody.get(path)).status_code == 400  # and the provider its code
    assert count(services, "sessions") == 1


async def test_10_5_1_oauth_another_nonce_is_refused(
    somebody: Browser, services: Services, provider: Provider
) -> None:
    provider.claims["nonce"] = "of-another-question"
    assert (await come_in(somebody)).status_code == 400
    assert count(services, "users") == 0


async def test_10_5_4_oauth_a_word_given_to_another_house_is_refused(
    somebody: Browser, services: Services, provider: Provider
) -> None:
    provider.claims["aud"] = "somebody-else"
    assert (await come_in(somebody)).status_code == 400
    assert count(services, "users") == 0


async def test_oauth_keeps_what_it_asked_sealed_and_short(somebody: Browser) -> None:
    answer = await somebody.get("/auth/google/redirect")
    kept = cookie(answer, "google")
    assert (kept["samesite"], bool(kept["httponly"]), kept["max-age"]) == ("lax", True, "600")
    query = httpx.URL(answer.headers["location"]).params
    assert query["state"] not in kept.value
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == f"{BASE_URL}/auth/google/validate"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


async def test_oauth_a_no_there_is_said_kindly_and_the_way_is_kept(
    somebody: Browser, provider: Provider, services: Services
) -> None:
    provider.denies = True
    answer = await come_in(somebody, to="/auction/7")
    assert answer.status_code == 400
    assert 'name="next" value="/auction/7"' in answer.text
    assert "Você não autorizou o Google" in answer.text
    assert 'aria-invalid="true"' not in answer.text
    assert cookie(answer, "google")["max-age"] == "0"
    assert count(services, "users") == 0


async def test_oauth_an_email_that_is_not_verified_opens_no_account(
    somebody: Browser, provider: Provider, services: Services
) -> None:
    provider.person["email_verified"] = False
    answer = await come_in(somebody)
    assert answer.status_code == 400
    assert "ainda não confirmou" in answer.text
    assert count(services, "users") == 0


async def test_6_8_1_oauth_an_account_is_linked_only_by_its_password(
    somebody: Browser, another: Browser, services: Services, ana: int
) -> None:
    answer = await come_in(somebody, to="/auction/7")
    assert (answer.status_code, answer.headers["location"]) == (303, LINK)
    assert await name_of(somebody) == ""
    wrong = await prove(somebody, "wrong")
    assert wrong.status_code == 401
    assert "Ana.Souza@example.com" in wrong.text
    assert count(services, "identities") == 0
    assert (await prove(another, PASSWORD)).status_code == 400  # who has not come from there
    right = await prove(somebody, PASSWORD)
    assert (right.status_code, right.headers["location"]) == (303, "/auction/7")
    assert await name_of(somebody) == "Ana Lima"
    assert (await come_in(another)).headers["location"] == "/wallet"
    assert await name_of(another) == "Ana Lima"


async def test_6_8_1_oauth_knows_people_by_issuer_and_subject_alone(
    somebody: Browser, another: Browser, provider: Provider, services: Services, ana: int
) -> None:
    """Somebody at the provider who takes over an e-mail does not take over the account."""
    await come_in(somebody)
    await prove(somebody, PASSWORD)
    provider.person = {**provider.person, "sub": "2002"}
    assert (await come_in(another)).headers["location"] == LINK
    assert await name_of(another) == ""


@pytest.mark.parametrize("linked_before", [True, False])
async def test_6_3_3_oauth_does_not_go_around_the_second_factor(
    somebody: Browser, services: Services, ana: int, linked_before: bool
) -> None:
    """Another house's word takes the place of the password, never of the second step."""
    await come_in(somebody)
    if linked_before:
        await prove(somebody, PASSWORD)
        services.sessions.end_all(ana)
        somebody.cookies.clear()
    with services.database.transaction() as work:
        wish = "insert into settings (user_id, two_factor_auth) values (:user, true)"
        work.connection.execute(text(wish), {"user": ana})
    waits = await (come_in(somebody) if linked_before else prove(somebody, PASSWORD))
    assert waits.headers["location"] == "/login/second"
    assert await name_of(somebody) == ""
    assert "sid" not in somebody.cookies
    assert "google" not in somebody.cookies
    with services.database.transaction() as work:
        letter = work.connection.execute(
            text("select text from mails order by mail_id desc limit 1")
        ).scalar_one()
    token = letter.partition("/auth/confirm/")[2].split()[0]
    entry = services.steps.by_link(somebody.cookies["attempt"], token)
    assert entry.going_to == "/wallet"
    somebody.cookies["sid"] = entry.token
    assert await name_of(somebody) == "Ana Lima"


async def test_6_3_3_oauth_second_steps_are_not_begun_without_end(
    somebody: Browser, services: Services, ana: int
) -> None:
    with services.database.transaction() as work:
        wish = "insert into settings (user_id, two_factor_auth) values (:user, true)"
        work.connection.execute(text(wish), {"user": ana})
    await come_in(somebody)
    answers = [(await prove(somebody, PASSWORD))]
    answers += [await come_in(somebody) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "Retry-After" in answers[-1].headers


async def test_a32_prehijack_an_account_nobody_proved_to_own_is_discarded(
    somebody: Browser, another: Browser, services: Services, ana: int
) -> None:
    with services.database.transaction() as work:
        work.connection.execute(text("update users set email_verified_at = null"))
    session = services.sessions.open(ana, ip=None, user_agent=None)
    another.cookies["sid"] = session
    assert await name_of(another) == "Ana Lima"
    assert (await come_in(somebody)).headers["location"] == "/wallet"
    assert await name_of(somebody) == "Ana Souza"
    assert await name_of(another) == ""
    with pytest.raises(WrongCredentials):
        services.accounts.log_in("ana.souza@example.com", PASSWORD)


async def test_oauth_the_letters_link_is_confirmed_for_who_has_no_password(
    somebody: Browser, provider: Provider, services: Services
) -> None:
    await come_in(somebody)
    provider.person["sub"] = "2002"
    sent = await come_in(somebody)
    assert (sent.status_code, "Confirme no seu e-mail" in sent.text) == (200, True)
    with services.database.transaction() as work:
        letter = work.connection.execute(
            text("select text from mails order by mail_id desc limit 1")
        ).scalar_one()
    token = letter.partition("/auth/confirm/")[2].split()[0]
    with services.database.transaction() as work:
        assert services.tokens.peek(work, token).kind is TokenKind.LINK
    done = await send(somebody, await somebody.open_letter(f"/auth/confirm/{token}"))
    assert (done.status_code, done.headers["location"]) == (303, "/login?linked")
    assert (await come_in(somebody)).headers["location"] == "/wallet"
    assert count(services, "users") == 1


async def test_7_2_4_oauth_a_log_in_begins_a_new_session(somebody: Browser, ana: int) -> None:
    somebody.cookies.set("sid", "planted", domain="127.0.0.1")
    await come_in(somebody)
    await prove(somebody, PASSWORD)
    one = somebody.cookies["sid"]
    assert one != "planted"
    await come_in(somebody)
    assert somebody.cookies["sid"] != one
    stolen = Browser(somebody._transport.app, cookies={"sid": one})  # type: ignore[attr-defined]
    assert await name_of(stolen) == ""


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
async def test_3_7_2_oauth_leads_nowhere_else(somebody: Browser, to: str) -> None:
    assert (await come_in(somebody, to=to)).headers["location"] == "/"


async def test_oauth_says_when_the_provider_is_away(somebody: Browser, provider: Provider) -> None:
    provider.away = True
    answer = await somebody.get("/auth/google/redirect?next=/wallet")
    assert answer.status_code == 503
    assert 'name="next" value="/wallet"' in answer.text
    machine = await somebody.get("/auth/google/redirect", headers={"accept": "application/json"})
    assert (machine.status_code, machine.json()["code"]) == (503, "nobody_vouches")


async def test_oauth_a_strangers_form_is_refused(somebody: Browser, ana: int) -> None:
    await come_in(somebody)
    answer = await somebody.post(LINK, data={"csrf": "guessed", "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/auth/google/validate",
        "/auth/google/validate?state=x&code=y",
        "/auth/google/validate?state=é%00&error=%0d%0a",
        "/auth/google/validate?code=" + "x" * 5000,
    ],
)
async def test_oauth_an_answer_to_nothing_is_refused(somebody: Browser, path: str) -> None:
    somebody.cookies["google"] = "gAAAAABm"
    assert (await somebody.get(path)).status_code == 400


async def test_oauth_without_settings_is_nowhere(fresh_database: str) -> None:
    config = Config(_env_file=None, base_url=BASE_URL, secret_key="k" * 40)
    plain = Services(config, fresh_database)
    try:
        somebody = Browser(doors(plain))
        for path in ("/auth/google/redirect", "/auth/google/validate?state=x&code=y"):
            assert (await somebody.get(path)).status_code == 404
    finally:
        plain.database.close()


async def send(somebody: Browser, path: str) -> httpx.Response:
    return await somebody.post(path, data={"csrf": await csrf_of(somebody)})


async def leave_to_link(somebody: Browser) -> str:
    """Go to the provider from the own account, and give the path one is sent back to."""
    answer = await somebody.get(f"{SECURITY}/google")
    back = await asyncio.to_thread(there, answer.headers["location"])
    return back.headers["location"].removeprefix(BASE_URL)


async def test_oauth_an_owner_links_and_unlinks_by_forms_of_their_own(
    somebody: Browser, another: Browser, services: Services, provider: Provider, ana: int
) -> None:
    provider.person["email"] = "ana.em.casa@example.net"
    somebody.cookies["sid"] = services.sessions.open(ana, ip=None, user_agent=None)
    back = await somebody.get(await leave_to_link(somebody))
    assert (back.status_code, back.headers["location"]) == (303, f"{SECURITY}/google/link")
    assert count(services, "identities") == 0, "coming back links nothing"
    assert (await somebody.post(f"{SECURITY}/google/link", data={})).status_code == 403
    done = await send(somebody, f"{SECURITY}/google/link")
    assert done.headers["location"] == f"{SECURITY}?done=linked"
    assert "google" not in somebody.cookies
    await come_in(another)
    assert await name_of(another) == "Ana Lima"
    (link,) = services.identity_links.of(ana)
    path = f"{SECURITY}/google/{link.id}/unlink"
    with services.database.transaction() as work:
        work.connection.execute(text("update sessions set elevated_at = null"))
    machine = {"accept": "application/json"}
    asked = await somebody.post(path, data={"csrf": await csrf_of(somebody)}, headers=machine)
    assert (asked.status_code, asked.json()["code"]) == (401, "proof_needed")
    away = await somebody.get(f"{SECURITY}/google")
    assert away.headers["location"] == f"/account/verify?next={SECURITY}"
    with services.database.transaction() as work:
        work.connection.execute(text("update sessions set elevated_at = now()"))
        work.connection.execute(text("update users set password = null"))
    kept = await send(somebody, path)
    assert kept.status_code == 409
    assert "Crie uma senha antes" in kept.text
    with services.database.transaction() as work:
        work.connection.execute(text("update users set password = 'x'"))
    assert (await send(somebody, path)).headers["location"] == f"{SECURITY}?done=unlinked"
    assert count(services, "identities") == 0


async def test_10_2_1_oauth_a_link_begun_elsewhere_links_nobody(
    somebody: Browser, another: Browser, services: Services, provider: Provider, ana: int
) -> None:
    """Somebody else's answer, brought to a browser, ties nothing to the account there."""
    somebody.cookies["sid"] = services.sessions.open(ana, ip=None, user_agent=None)
    path = await leave_to_link(somebody)
    assert (await another.get(path)).status_code == 400
    another.cookies["google"] = somebody.cookies["google"]
    stranger = await another.get(path)
    assert stranger.status_code == 400
    assert "não começou aqui" in stranger.text
    provider.denies = True
    refused = await somebody.get(await leave_to_link(somebody))
    assert refused.status_code == 400
    assert "Você não autorizou o Google" in refused.text
    assert "google" not in somebody.cookies
    assert count(services, "users") == 1
    assert count(services, "identities") == 0


async def csrf_of(somebody: Browser) -> str:
    return (await somebody.get("/who")).text.split('"')[3]
