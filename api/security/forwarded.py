"""Whose address counts: what a proxy says of the visitor, believed only of a proxy we know."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

# The house lives at the root of its own name, so a prefix or another host is believed of nobody.
NEVER = {b"x-forwarded-prefix", b"x-forwarded-host", b"forwarded", b"x-original-url"}
BELIEVED = {b"x-forwarded-for", b"x-forwarded-proto"}
OTHERS = {b"x-forwarded-port", b"x-forwarded-server", b"x-real-ip"}
SECURE_OF = {"http": "https", "ws": "wss"}


class Forwarded:
    """Drops forwarded headers; from a trusted proxy takes the visitor's address and scheme."""

    def __init__(self, app: ASGIApp, *, proxies: Iterable[str]) -> None:
        self.app = app
        self.proxies = [ip_network(name, strict=False) for name in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Settle who asks before anyone asks."""
        if scope["type"] in ("http", "websocket"):
            self.read(scope)
        await self.app(scope, receive, send)

    def read(self, scope: Scope) -> None:
        """Settle `client`, `scheme` and whether a proxy spoke, then take the headers away."""
        headers = scope["headers"]
        peer = scope["client"][0] if scope.get("client") else ""
        if self.trusts(peer):
            chain = [
                name.strip()
                for key, value in headers
                if key == b"x-forwarded-for"
                for name in value.decode("latin-1").split(",")
            ]
            # The nearest proxy wrote the last name; those before it are only as good as it.
            for name in reversed(chain):
                if not is_address(name):
                    break
                scope["client"] = (name, 0)
                if not self.trusts(name):
                    break
            said = [value for key, value in headers if key == b"x-forwarded-proto"]
            if said and said[-1].strip().lower() in (b"https", b"wss"):
                scope["scheme"] = SECURE_OF.get(scope["scheme"], scope["scheme"])
        scope["forwarded"] = any(key in BELIEVED for key, _ in headers)
        dropped = NEVER | BELIEVED | OTHERS
        scope["headers"] = [(key, value) for key, value in headers if key not in dropped]

    def trusts(self, name: str) -> bool:
        """Tell whether this peer is one of our proxies."""
        return is_address(name) and any(ip_address(name) in network for network in self.proxies)


def is_address(name: str) -> bool:
    """Tell whether this is an address of the internet protocol, without a zone."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return "%" not in name
