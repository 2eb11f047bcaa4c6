"""OAuth 2 and OpenID Connect: state, nonce, audience and code, each bound to one browser."""

from __future__ import annotations

import httpx

from services.bootstrap import Services
from tests.api.conftest import BASE_URL, Browser
from tests.oidc_provider import Provider
from tests.security.oauth.conftest import (
    come_in,
    cookie,
    count,
    leave,
    name_of,
)


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
