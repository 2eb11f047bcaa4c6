"""Web push: messages sealed for one browser (RFC 8291), handed to the service it has chosen.

The house shows itself by a key of its own (VAPID, RFC 8292). The address comes from a person, so
no request goes anywhere but to a public one, which is looked up first and then connected to itself.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from services.people.browsers import key_bytes
from services.ports import Clock, PushAddress, PushRefused

LARGEST = 3000  # every service takes 4,096 bytes once sealed
_SECONDS = 10.0
_SIGNED_FOR = 12 * 3600
_GONE = (404, 410)
_AGAIN = (408, 425, 429)
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
_LONGEST_WAIT = 86_400


class WebPush:
    """Sends to browsers. `known` hosts are trusted whatever address they have; for tests."""

    def __init__(
        self,
        private_key: Callable[[], str],
        *,
        subject: str,
        clock: Clock,
        known: frozenset[str] = frozenset(),
    ) -> None:
        self._private_key = private_key
        self._subject = subject
        self._clock = clock
        self._known = known
        self._client = httpx.Client(
            timeout=_SECONDS, follow_redirects=False, trust_env=False, http2=False
        )

    @cached_property
    def _vapid(self) -> Vapid02:
        return Vapid02.from_raw(self._private_key().encode())

    @cached_property
    def public_key(self) -> str:
        """Give the house's public key as browsers take it: a point of P-256, URL-safe base64."""
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).decode().rstrip("=")

    def push(
        self, to: PushAddress, message: bytes, *, seconds: int, urgent: bool, topic: str
    ) -> None:
        """Seal a message and hand it over. Raises PushRefused."""
        parts = urlsplit(to.endpoint)
        host = parts.hostname or ""
        url, more = to.endpoint, {}
        if host not in self._known:
            if parts.scheme != "https":
                raise PushRefused("not https", for_good=True, gone=True)
            url = parts._replace(netloc=_bracketed(public_address(host))).geturl()
            more = {"sni_hostname": host}
        headers = {
            **self._signed(f"{parts.scheme}://{parts.netloc}"),
            "Host": parts.netloc,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(seconds, 0)),
            "Urgency": "high" if urgent else "normal",
            "Topic": _topic(topic),
        }
        body = sealed(message, to)
        try:
            with self._client.stream(
                "POST", url, content=body, headers=headers, extensions=more
            ) as answer:
                _judge(answer)
        except httpx.HTTPError as error:
            raise PushRefused(repr(error)) from error

    def _signed(self, audience: str) -> dict[str, str]:
        expires = int(self._clock.now().timestamp()) + _SIGNED_FOR
        claims = {"aud": audience, "exp": expires, "sub": self._subject}
        return dict(self._vapid.sign(claims))


def sealed(message: bytes, to: PushAddress) -> bytes:
    """Seal a message so that only the browser with these keys opens it. Raises PushRefused."""
    if len(message) > LARGEST:
        raise PushRefused("too long", for_good=True)
    try:
        body: bytes = http_ece.encrypt(
            message,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=key_bytes(to.p256dh),
            auth_secret=key_bytes(to.auth),
            version="aes128gcm",
        )
    except (ValueError, http_ece.ECEException) as error:  # no point of the curve
        raise PushRefused(f"bad keys: {error}", for_good=True, gone=True) from error
    return body


def public_address(host: str) -> str:
    """Look up where a name leads; one that leads into a private network anywhere is refused."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PushRefused(f"no such host: {error!r}") from error
    addresses = [str(one[4][0]) for one in found]
    for address in addresses:
        where = ipaddress.ip_address(address.partition("%")[0])
        if not where.is_global or where.is_multicast:
            raise PushRefused("not a public address", for_good=True, gone=True)
    return addresses[0]


def vapid_key(kept: Path, given: str) -> str:
    """Give the house's private key: the one set, else one of its own, made once and kept."""
    if given:
        return given
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        made = urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
        fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(made)
        try:
            os.link(fresh, kept)  # of two processes that begin together, one is first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text()


def _judge(answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_success:
        return
    wait = answer.headers.get("retry-after", "")
    seconds = min(int(wait), _LONGEST_WAIT) if wait.isascii() and wait.isdigit() else 0
    temporary = status in _AGAIN or answer.is_server_error
    raise PushRefused(
        f"status {status}", for_good=not temporary, gone=status in _GONE, wait_seconds=seconds
    )


def _topic(tag: str) -> str:
    return tag if _TOPIC.fullmatch(tag) else sha256(tag.encode()).hexdigest()[:32]


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
