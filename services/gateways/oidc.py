"""Another house's word on who somebody is: OpenID Connect by discovery, on Authlib."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Generator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from services.ports import Clock, NoVoucher, Question, Voucher

SCOPE = "openid email profile"
_DISCOVERY = "/.well-known/openid-configuration"
_SECONDS = 5.0
_REMEMBERED = 3600.0
_LEEWAY = 120
_LONGEST_SUBJECT = 255
# Signed with a key only the provider has: never `none`, never a secret shared with us.
_ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_METHODS = ("client_secret_basic", "client_secret_post")


class OidcProvider:
    """Asks one provider by the authorization code flow with state, nonce and PKCE.

    Only the provider's own endpoints are dialled, as its discovery document names them; a document
    or keys are read again after an hour, keys also when one is not among them.
    """

    def __init__(
        self,
        discovery_url: str,
        *,
        client_id: str,
        client_secret: str,
        return_to: str,
        clock: Clock,
    ) -> None:
        self._discovery_url = discovery_url
        self._client_id = client_id
        self._client_secret = client_secret
        self._return_to = return_to
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    def question(self) -> Question:
        """Make a question, new each time. Raises NoVoucher."""
        provider = self._provider()
        nonce, verifier = generate_token(43), generate_token(64)
        with self._net() as net:
            url, state = self._client(net, provider).create_authorization_url(
                provider["authorization_endpoint"],
                state=generate_token(43),
                nonce=nonce,
                code_verifier=verifier,
                prompt="select_account",
            )
        return Question(url=url, state=state, nonce=nonce, verifier=verifier)

    def answer(self, code: str, *, question: Question, issuer: str | None) -> Voucher:
        """Fetch and check the answer for a code. Raises NoVoucher.

        The token must be signed by a key of the provider, be for this house alone, be fresh, and
        hold the nonce of this question.
        """
        provider = self._provider()
        if issuer is not None and issuer != provider["issuer"]:
            raise NoVoucher("the answer is from another issuer", away=False)
        try:
            with self._net() as net:
                tokens = self._client(net, provider).fetch_token(
                    provider["token_endpoint"], code=code, code_verifier=question.verifier
                )
            claims = self._claims(provider, tokens, nonce=question.nonce)
        except httpx.HTTPError as error:
            raise NoVoucher(repr(error), away=True) from error
        except (OAuth2Error, JoseError, ValueError, TypeError, KeyError) as error:
            raise NoVoucher(repr(error), away=False) from error
        return _voucher(claims)

    def _claims(self, provider: dict[str, Any], tokens: Any, *, nonce: str) -> dict[str, Any]:
        signed = self._signed(provider, tokens["id_token"])
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": provider["issuer"]},
                "aud": {"essential": True, "value": self._client_id},
            },
            {
                "nonce": nonce,
                "client_id": self._client_id,
                "access_token": tokens.get("access_token"),
            },
        )
        claims.validate(now=int(self._clock.now().timestamp()), leeway=_LEEWAY)
        return dict(claims)

    def _signed(self, provider: dict[str, Any], token: str) -> jwt.Token:
        said = provider.get("id_token_signing_alg_values_supported", ["RS256"])
        algorithms = sorted(_ALGORITHMS & set(said))
        try:
            return jwt.decode(token, self._keys(provider), algorithms=algorithms)
        except InvalidKeyIdError:  # the provider may have changed its keys
            return jwt.decode(token, self._keys(provider, anew=True), algorithms=algorithms)

    def _keys(self, provider: dict[str, Any], *, anew: bool = False) -> KeySet:
        document: Any = self._read(provider["jwks_uri"], anew=anew)
        return KeySet.import_key_set(document)

    def _provider(self) -> dict[str, Any]:
        """Read the discovery document; it must speak for the address it is found at."""
        provider = self._read(self._discovery_url)
        expected = self._discovery_url.removesuffix(_DISCOVERY)
        if str(provider.get("issuer", "")).rstrip("/") != expected:
            raise NoVoucher("the discovery document is of another issuer", away=False)
        scheme = urlsplit(self._discovery_url).scheme
        for name in _ENDPOINTS:
            if urlsplit(str(provider.get(name, ""))).scheme not in ("https", scheme):
                raise NoVoucher(f"the discovery document has no proper {name}", away=False)
        return provider

    def _read(self, url: str, *, anew: bool = False) -> dict[str, Any]:
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(url)
        if kept is not None and not anew and now - kept[0] < _REMEMBERED:
            return kept[1]
        try:
            with self._net() as net:
                document = net.get(url).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoVoucher(repr(error), away=True) from error
        if not isinstance(document, dict):
            raise NoVoucher(f"no document at {url}", away=True)
        with self._lock:
            self._kept[url] = (now, document)
        return document

    def _client(self, net: httpx.Client, provider: dict[str, Any]) -> OAuth2Client:
        accepted = provider.get("token_endpoint_auth_methods_supported", _METHODS[:1])
        return _Client(
            net,
            client_id=self._client_id,
            client_secret=self._client_secret,
            token_endpoint_auth_method=next((m for m in _METHODS if m in accepted), _METHODS[0]),
            scope=SCOPE,
            redirect_uri=self._return_to,
            code_challenge_method="S256",
        )

    def _net(self) -> httpx.Client:
        return httpx.Client(verify=_trusted(), timeout=_SECONDS, follow_redirects=False)


class _Signing(httpx.Auth, ClientAuth):  # type: ignore[misc]  # Authlib has no type hints
    """Names this house to the token endpoint, as httpx wants it said."""

    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with the client's id and secret."""
        url, headers, body = self.prepare(
            request.method, str(request.url), dict(request.headers), request.content.decode()
        )
        headers.pop("content-length", None)
        yield httpx.Request(
            request.method, url, headers=headers, content=body, extensions=request.extensions
        )


class _Client(OAuth2Client):  # type: ignore[misc]  # Authlib has no type hints
    """Authlib's client over httpx, without what Authlib has to say of httpx's future."""

    client_auth_class = _Signing


@cache
def _trusted() -> ssl.SSLContext:
    """Read once which certificates are believed; reading them takes longer than asking."""
    return ssl.create_default_context()


def _voucher(claims: dict[str, Any]) -> Voucher:
    subject, email, name = claims["sub"], claims.get("email"), claims.get("name")
    if not (isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT):
        raise NoVoucher("the subject is no name", away=False)
    return Voucher(
        issuer=str(claims["iss"]),
        subject=subject,
        email=email if isinstance(email, str) else "",
        email_verified=claims.get("email_verified") in (True, "true"),
        name=name if isinstance(name, str) else "",
    )
