"""What a browser gives of itself to be told things: an address of its push service, and keys."""

from __future__ import annotations

import binascii
import ipaddress
from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

from services.errors import BadInput

LONGEST = 1000
_POINT, _SECRET = 65, 16  # an uncompressed point of P-256, and RFC 8291's secret


def parse_endpoint(text: str) -> str:
    """Read the address of a push service: https, by name, at its usual port. Raises BadInput.

    Names of this machine or of a private network are refused here; where a name leads is looked
    at again whenever something is sent there.
    """
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise BadInput from None
    plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= LONGEST
    if not plain or parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc:
        raise BadInput
    if not _is_a_name(host):
        raise BadInput
    return text


def parse_keys(p256dh: str, auth: str) -> tuple[str, str]:
    """Read a browser's public key and secret, in URL-safe base64. Raises BadInput."""
    if len(_bytes(p256dh)) != _POINT or len(_bytes(auth)) != _SECRET:
        raise BadInput
    return p256dh.rstrip("="), auth.rstrip("=")


def key_bytes(text: str) -> bytes:
    """Give the bytes of a key as a browser writes it."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _bytes(text: str) -> bytes:
    try:
        return key_bytes(text.rstrip("=")) if text.isascii() else b""
    except (binascii.Error, ValueError):
        return b""


def _is_a_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        return "." in host.strip(".") and last not in ("local", "localhost", "internal", "home")
    return False
