"""What is pushed reaches the browser's service sealed, signed, and goes nowhere private."""

from __future__ import annotations

import base64
import json
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.gateways.web_push import WebPush, public_address, vapid_key
from services.people.browsers import key_bytes
from services.ports import PushAddress, PushRefused
from tests.stand_ins import ToldClock

MESSAGE = json.dumps({"text": "Superaram seu lance", "path": "/auction/1"}).encode()


@dataclass
class Service:
    """A push service on this machine: keeps what it is sent, answers as it is told."""

    address: str
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            standing.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(standing.status)
            for name, value in standing.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as inherited
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    standing = Service(address=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield standing
    server.shutdown()
    server.server_close()
    thread.join()


class Browser:
    """A browser's side: its keys, and what it reads with them."""

    def __init__(self, address: str) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.address = PushAddress(endpoint=address, p256dh=b64(point), auth=b64(self.secret))

    def read(self, body: bytes) -> bytes:
        read: bytes = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        return read


def b64(some: bytes) -> str:
    return base64.urlsafe_b64encode(some).decode().rstrip("=")


@pytest.fixture
def carrier(tmp_path: Path) -> WebPush:
    return WebPush(
        lambda: vapid_key(tmp_path / "vapid", ""),
        subject="mailto:contato@martelo.example",
        clock=ToldClock(),
        known=frozenset({"127.0.0.1"}),
    )


def push(carrier: WebPush, to: PushAddress, topic: str = "outbid-1") -> None:
    carrier.push(to, MESSAGE, seconds=3600, urgent=True, topic=topic)


def test_only_the_browser_reads_what_is_pushed(carrier: WebPush, service: Service) -> None:
    browser = Browser(f"{service.address}/send/abc")
    push(carrier, browser.address)
    ((headers, body),) = service.taken
    assert b"Superaram" not in body
    assert browser.read(body) == MESSAGE
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "3600")
    assert (headers["urgency"], headers["topic"]) == ("high", "outbid-1")
    with pytest.raises(Exception, match="ecrypt"):
        Browser(service.address).read(body)
    push(carrier, browser.address, topic="a topic that is longer than thirty-two characters")
    assert len(service.taken[1][0]["topic"]) == 32
    assert service.taken[1][1] != body, "sealed anew each time"


def test_the_house_signs_for_the_service_it_speaks_to(carrier: WebPush, service: Service) -> None:
    """RFC 8292: an ES256 token for that origin, of less than a day, by the key browsers know."""
    push(carrier, Browser(f"{service.address}/send/abc").address)
    scheme, _, rest = service.taken[0][0]["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", carrier.public_key)
    head, claims, signature = parts["t"].split(".")
    said: dict[str, Any] = json.loads(key_bytes(claims))
    assert said["aud"] == service.address
    assert said["sub"] == "mailto:contato@martelo.example"
    assert 0 < said["exp"] - ToldClock().now().timestamp() <= 86_400
    public = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), key_bytes(carrier.public_key)
    )
    raw = key_bytes(signature)
    halves = (int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(
        utils.encode_dss_signature(*halves), f"{head}.{claims}".encode(), ec.ECDSA(SHA256())
    )


@pytest.mark.parametrize(
    ("status", "for_good", "gone"),
    [
        (404, True, True),
        (410, True, True),
        (400, True, False),
        (413, True, False),
        (301, True, False),
        (429, False, False),
        (503, False, False),
    ],
)
def test_answers_say_whether_to_come_back(
    carrier: WebPush, service: Service, status: int, for_good: bool, gone: bool
) -> None:
    service.status, service.headers = status, {"retry-after": "90", "location": "http://x.invalid"}
    with pytest.raises(PushRefused) as refused:
        push(carrier, Browser(f"{service.address}/send/abc").address)
    assert (refused.value.for_good, refused.value.gone) == (for_good, gone)
    assert refused.value.wait_seconds == 90
    assert len(service.taken) == 1, "no redirect is followed"


def test_a_service_that_is_away_is_tried_again(carrier: WebPush) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(PushRefused) as refused:
        push(carrier, Browser(f"http://127.0.0.1:{port}/x").address)
    assert not refused.value.for_good


def test_keys_that_are_none_forget_the_browser(carrier: WebPush, service: Service) -> None:
    browser = PushAddress(endpoint=service.address, p256dh=b64(b"\x04" * 65), auth=b64(b"a" * 16))
    with pytest.raises(PushRefused) as refused:
        push(carrier, browser)
    assert refused.value.gone
    assert service.taken == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00::1"],
        ["::ffff:127.0.0.1"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["93.184.215.14", "192.168.0.1"],
    ],
)
def test_a_name_that_leads_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, carrier: WebPush, addresses: list[str]
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PushRefused) as refused:
        push(carrier, Browser("https://rebinding.example/x").address)
    assert refused.value.gone


def test_a_public_name_is_connected_to_where_it_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert public_address("push.example") == "93.184.215.14"


def test_without_https_nothing_is_sent_to_a_stranger(carrier: WebPush) -> None:
    with pytest.raises(PushRefused) as refused:
        push(carrier, Browser("http://push.example/x").address)
    assert refused.value.gone


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    kept = tmp_path / "state" / "vapid"
    made = vapid_key(kept, "")
    assert vapid_key(kept, "") == made
    assert len(made) == 43
    assert kept.stat().st_mode & 0o077 == 0
    assert vapid_key(kept, "set") == "set"
    assert [one.name for one in kept.parent.iterdir()] == ["vapid"]
