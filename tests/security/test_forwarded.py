"""The chain of proxies is believed from the near end, as far as we know its links."""

from typing import Any

import pytest

from api.security.forwarded import Forwarded


def seen(peer: str, chain: str = "", *, proto: str = "", proxies: str = "") -> dict[str, Any]:
    scope: dict[str, Any] = {
        "type": "http",
        "client": (peer, 1),
        "scheme": "http",
        "headers": [(b"host", b"x"), (b"x-forwarded-for", chain.encode())],
    }
    if proto:
        scope["headers"].append((b"x-forwarded-proto", proto.encode()))
    Forwarded(lambda *_: None, proxies=proxies.split()).read(scope)  # type: ignore[arg-type]
    assert scope["headers"] == [(b"host", b"x")]
    return scope


@pytest.mark.parametrize(
    ("peer", "chain", "proxies", "address"),
    [
        ("203.0.113.5", "198.51.100.7", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.7", "10.0.0.1", "203.0.113.5"),
        ("10.0.0.1", "198.51.100.7", "10.0.0.1", "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7", "10.0.0.1", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "10.0.0.0/24", "198.51.100.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7, nonsense", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "fe80::1%eth0", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "2001:db8::7", "10.0.0.1", "2001:db8::7"),
    ],
)
def test_the_address_is_the_last_one_we_have_reason_to_believe(
    peer: str, chain: str, proxies: str, address: str
) -> None:
    assert seen(peer, chain, proxies=proxies)["client"][0] == address


def test_only_a_proxy_we_know_says_how_it_was_reached() -> None:
    assert seen("10.0.0.1", proto="https", proxies="10.0.0.1")["scheme"] == "https"
    assert seen("10.0.0.1", proto="https")["scheme"] == "http"
    assert seen("10.0.0.1", proto="gopher", proxies="10.0.0.1")["scheme"] == "http"
