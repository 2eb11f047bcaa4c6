"""Whose account another house's word opens, and how it is tied to one there is."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.bootstrap import Services
from services.config import Config
from services.errors import WrongCredentials
from services.tokens import TokenKind
from tests.api.conftest import BASE_URL, PASSWORD, Browser
from tests.oidc_provider import Provider
from tests.security.oauth.conftest import (
    LINK,
    SECURITY,
    come_in,
    count,
    csrf_of,
    doors,
    leave_to_link,
    name_of,
    prove,
    send,
)


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
