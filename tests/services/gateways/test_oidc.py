"""The word of another house is believed only as OpenID Connect says, by a real provider's answers.

ASVS 10.1.2, 10.2.1, 10.5.1, 10.5.4 (PKCE, nonce, issuer, audience), 1.3.6 (who is dialled).
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import OctKey

from services.gateways.oidc import OidcProvider
from services.ports import NoVoucher, Question, Voucher
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, new_key, opened

TRUSTED = ssl.create_default_context()
BACK = "http://127.0.0.1:8080/auth/google/validate"


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with opened() as standing:
        yield standing


@pytest.fixture
def house(provider: Provider) -> OidcProvider:
    return asking(provider)


def asking(provider: Provider, **settings: str) -> OidcProvider:
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "return_to": BACK}
    return OidcProvider(provider.discovery_url, clock=WallClock(), **{**given, **settings})


def sent_back(question: Question) -> dict[str, str]:
    """Go where the question leads, as a browser does, and read what comes back."""
    answer = httpx.get(f"{question.url}&told=yes", verify=TRUSTED)
    query = urlsplit(answer.headers["location"]).query
    return {name: values[0] for name, values in parse_qs(query).items()}


def voucher(house: OidcProvider, *, question: Question | None = None) -> Voucher:
    question = question or house.question()
    back = sent_back(question)
    assert back["state"] == question.state
    return house.answer(back["code"], question=question, issuer=back["iss"])


def refused(house: OidcProvider) -> NoVoucher:
    with pytest.raises(NoVoucher) as refusal:
        voucher(house)
    return refusal.value


def test_who_proves_to_be_ana_is_ana(house: OidcProvider, provider: Provider) -> None:
    assert voucher(house) == Voucher(
        issuer=provider.url,
        subject="1001",
        email="ana.souza@example.com",
        email_verified=True,
        name="Ana Souza",
    )
    (asked,) = provider.asked
    assert asked["redirect_uri"] == BACK
    assert asked["scope"] == "openid email profile"
    assert set(provider.paths) == {
        "/.well-known/openid-configuration",
        "/authorize",
        "/token",
        "/keys",
    }


def test_no_two_questions_are_alike(house: OidcProvider) -> None:
    one, other = house.question(), house.question()
    for name in ("state", "nonce", "verifier"):
        mine, yours = getattr(one, name), getattr(other, name)
        assert mine != yours
        assert len(mine) >= 43  # 256 bits in letters and digits
    assert one.verifier not in one.url


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post"], None])
def test_the_house_names_itself_as_the_provider_wants_it(
    provider: Provider, methods: list[str] | None
) -> None:
    provider.document["token_endpoint_auth_methods_supported"] = methods or ["private_key_jwt"]
    assert voucher(asking(provider)).subject == "1001"


def test_a_code_counts_once(house: OidcProvider) -> None:
    question = house.question()
    back = sent_back(question)
    house.answer(back["code"], question=question, issuer=None)
    with pytest.raises(NoVoucher):
        house.answer(back["code"], question=question, issuer=None)


def test_a_code_of_another_browser_opens_nothing(house: OidcProvider) -> None:
    mine, yours = house.question(), house.question()
    code = sent_back(yours)["code"]
    with pytest.raises(NoVoucher):  # PKCE: the provider refuses another's verifier
        house.answer(code, question=mine, issuer=None)
    code = sent_back(yours)["code"]
    with pytest.raises(NoVoucher, match="nonce"):  # and would it not, the nonce is another's
        house.answer(code, question=replace(mine, verifier=yours.verifier), issuer=None)


def publish_a_secret(it: Provider) -> None:
    it.algorithm = "HS256"
    it.published = OctKey.import_key(CLIENT_SECRET, {"kid": "first"})


Bend = Callable[[Provider], object]
BENT: dict[str, Bend] = {
    "another nonce": lambda it: it.claims.update(nonce="other"),
    "no nonce": lambda it: it.claims.update(nonce=None),
    "another audience": lambda it: it.claims.update(aud="somebody-else"),
    "another audience, asked by us": lambda it: it.claims.update(aud="x", azp=CLIENT_ID),
    "no audience": lambda it: it.claims.update(aud=None),
    "audiences, asked by another": lambda it: it.claims.update(aud=[CLIENT_ID, "x"], azp="x"),
    "another issuer": lambda it: it.claims.update(iss="https://accounts.google.com"),
    "no subject": lambda it: it.claims.update(sub=None),
    "an empty subject": lambda it: it.claims.update(sub=""),
    "a subject without end": lambda it: it.claims.update(sub="9" * 256),
    "a subject that is a number": lambda it: it.claims.update(sub=1001),
    "long expired": lambda it: it.claims.update(exp=int(time.time()) - 600),
    "never expiring": lambda it: it.claims.update(exp=None),
    "of the future": lambda it: it.claims.update(iat=int(time.time()) + 3600),
    "another access token": lambda it: it.claims.update(at_hash="AAAA"),
    "alg none": lambda it: setattr(it, "algorithm", "none"),
    "signed with our own secret": lambda it: setattr(it, "algorithm", "HS256"),
    "signed with a secret that is called a public key": publish_a_secret,
    "signed with a key nobody knows": lambda it: setattr(
        it, "published", new_key("first of that name")
    ),
    "of a key of another name": lambda it: setattr(it, "published", new_key("second")),
}


@pytest.mark.parametrize("how", BENT)
def test_a_bent_answer_is_not_believed(house: OidcProvider, provider: Provider, how: str) -> None:
    BENT[how](provider)
    assert not refused(house).away


def test_an_answer_brought_from_another_issuer_is_not_fetched(
    house: OidcProvider, provider: Provider
) -> None:
    question = house.question()
    code = sent_back(question)["code"]
    with pytest.raises(NoVoucher):
        house.answer(code, question=question, issuer="https://evil.example")
    assert "/token" not in provider.paths


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://accounts.google.com"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": ""},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_description_that_lies_is_not_followed(
    house: OidcProvider, provider: Provider, said: dict[str, Any]
) -> None:
    provider.document.update(said)
    with pytest.raises(NoVoucher):
        house.question()
    assert provider.paths == ["/.well-known/openid-configuration"]


def test_keys_changed_by_the_provider_are_read_anew(
    house: OidcProvider, provider: Provider
) -> None:
    assert voucher(house).subject == "1001"
    provider.key = new_key("second")
    assert voucher(house).subject == "1001"
    assert provider.paths.count("/keys") == 2
    assert voucher(house).subject == "1001"
    assert provider.paths.count("/keys") == 2


def test_a_provider_that_is_away_is_told_from_one_that_lies(
    house: OidcProvider, provider: Provider
) -> None:
    question = house.question()
    back = sent_back(question)
    provider.away = True
    with pytest.raises(NoVoucher) as refusal:
        house.answer(back["code"], question=question, issuer=None)
    assert refusal.value.away
    with pytest.raises(NoVoucher) as refusal:
        asking(provider).question()
    assert refusal.value.away


@pytest.mark.parametrize(
    ("said", "believed"), [(True, True), ("true", True), (False, False), ("yes", False), (1, True)]
)
def test_an_email_is_verified_only_if_the_provider_says_so(
    house: OidcProvider, provider: Provider, said: object, believed: bool
) -> None:
    provider.person["email_verified"] = said
    assert voucher(house).email_verified is believed


def test_what_is_not_said_stays_empty(house: OidcProvider, provider: Provider) -> None:
    provider.person = {"sub": "7", "email": ["a@b.cd"], "name": None}
    said = voucher(house)
    assert (said.email, said.email_verified, said.name) == ("", False, "")
