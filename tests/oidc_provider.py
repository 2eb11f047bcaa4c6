"""Another house that vouches for people: a real OpenID Connect provider on loopback, for tests.

It checks what a provider checks (client, redirect address, PKCE, a code used once) and signs with a
key of its own. What it says can be bent, to see who believes it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "martelo-test", "the secret of the test"
ANA = {"sub": "1001", "email": "ana.souza@example.com", "email_verified": True, "name": "Ana Souza"}


@cache
def new_key(name: str) -> RSAKey:
    """Make a key, kept for the run: another name is another key."""
    return RSAKey.generate_key(2048, {"kid": name.partition(" ")[0], "use": "sig", "alg": "RS256"})


@dataclass(slots=True)
class Said:
    """What a code stands for."""

    nonce: str
    challenge: str
    redirect_uri: str
    person: dict[str, Any]


@dataclass(slots=True)
class Provider:
    """The provider: who is logged in there, and how it lies if a test wants it to."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: dict(ANA))
    denies: bool = False
    away: bool = False
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    document: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: new_key("first"))
    published: RSAKey | OctKey | None = None
    codes: dict[str, Said] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def discovery_url(self) -> str:
        """Where it describes itself."""
        return f"{self.url}/.well-known/openid-configuration"

    def described(self) -> dict[str, Any]:
        """Say what it can."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            **self.document,
        }

    def authorized(self, query: dict[str, str]) -> str:
        """Give the address the browser is sent back to."""
        self.asked.append(query)
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        back = {"state": query["state"], "iss": self.url}
        if self.denies:
            return f"{query['redirect_uri']}?{urlencode({**back, 'error': 'access_denied'})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = Said(
            nonce=query["nonce"],
            challenge=query["code_challenge"],
            redirect_uri=query["redirect_uri"],
            person=dict(self.person),
        )
        return f"{query['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Give the tokens for a code, once; None if anything is wrong with who asks."""
        said = self.codes.pop(form.get("code", ""), None)
        if said is None or not named(form, authorization):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if unpadded(digest) != said.challenge or form.get("redirect_uri") != said.redirect_uri:
            return None
        access = secrets.token_urlsafe(16)
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": said.nonce,
            "at_hash": unpadded(hashlib.sha256(access.encode()).digest()[:16]),
            **said.person,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": access, "token_type": "Bearer", "id_token": self.signed(claims)}

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign as told: properly, with our client's secret, or not at all."""
        header = {"alg": self.algorithm, "kid": self.key.kid}
        if self.algorithm == "none":
            parts = (json.dumps(part).encode() for part in (header, claims))
            return ".".join(map(unpadded, parts)) + "."
        key = OctKey.import_key(CLIENT_SECRET) if self.algorithm == "HS256" else self.key
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])


def unpadded(words: bytes) -> str:
    return base64.urlsafe_b64encode(words).rstrip(b"=").decode()


def named(form: dict[str, str], authorization: str) -> bool:
    """Tell whether our client has named itself, in either way."""
    basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    if authorization:
        return hmac.compare_digest(authorization, f"Basic {basic}")
    return (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)


@contextmanager
def opened() -> Iterator[Provider]:
    """Serve a provider on a free port of this machine."""
    provider = Provider()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.paths.append(parts.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if provider.away:
                self.answer(503, b"away", "text/plain")
            elif parts.path == "/.well-known/openid-configuration":
                self.answer_json(200, provider.described())
            elif parts.path == "/keys":
                shown = provider.published or provider.key
                self.answer_json(200, {"keys": [shown.as_dict(private=isinstance(shown, OctKey))]})
            elif parts.path == "/authorize" and "told" in query:
                self.send_response(303)
                self.send_header("Location", provider.authorized(query))
                self.end_headers()
            elif parts.path == "/authorize":
                self.answer(200, consent(provider, self.path), "text/html; charset=utf-8")
            else:
                self.answer(404, b"", "text/plain")

        def do_POST(self) -> None:
            provider.paths.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if provider.away:
                self.answer(503, b"away", "text/plain")
                return
            tokens = provider.tokens(form, self.headers.get("Authorization", ""))
            if tokens is None:
                self.answer_json(400, {"error": "invalid_grant"})
            else:
                self.answer_json(200, tokens)

        def answer_json(self, status: int, words: dict[str, Any]) -> None:
            self.answer(status, json.dumps(words).encode(), "application/json")

        def answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing into the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def consent(provider: Provider, path: str) -> bytes:
    """Show who is logged in there, with one link to go on."""
    name = escape(str(provider.person.get("name")))
    link = f"<a href='{escape(path)}&amp;told=yes'>Continuar como {name}</a>"
    return f"<!doctype html><title>OpenID</title>{link}".encode()
