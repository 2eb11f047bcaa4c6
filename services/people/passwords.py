"""Passwords: hard to guess, kept as argon2id hashes, compared in the same time or with none."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from passlib.context import CryptContext

from services.errors import BadField

SHORTEST, LONGEST = 12, 128
_LONGEST = 1_000
_FEWEST_DIFFERENT = 5
_SHORTEST_OWN = 4
_COMMON = Path(__file__).with_name("common_passwords.txt")
_OF_THE_HOUSE = {"martelo", "leilao", "leiloes", "lance", "lances"}
_ROWS = "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm"
_EDGES = re.compile(r"^[^a-z]+|[^a-z]+$")
# OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
_CONTEXT = CryptContext(
    schemes=["argon2"],
    deprecated="auto",
    argon2__type="ID",
    argon2__memory_cost=19_456,
    argon2__time_cost=2,
    argon2__parallelism=1,
)
# A storm of log-ins must not take the memory and cores that bids need.
_FEW_AT_ONCE = threading.BoundedSemaphore(2)


def parse_new_password(password: str, *, own: Iterable[str] = (), field: str = "password") -> str:
    """Read a password somebody chooses: 12 to 128 characters, none that is tried first.

    No kind of character is demanded. Refused are the common ones, a common word between digits,
    rows of the keyboard, few different characters, and what is the person's `own`: username,
    e-mail, name. Raises BadField.
    """
    if not password:
        raise BadField(field, "missing")
    if any(unicodedata.category(letter) == "Cc" for letter in password):
        raise BadField(field, "unreadable")
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise BadField(field, "password.short", shortest=SHORTEST)
    if len(normal) > LONGEST:
        raise BadField(field, "too_long", longest=LONGEST)
    plain = _plain(normal)
    if len(set(plain)) < _FEWEST_DIFFERENT or _is_a_row(plain) or _is_common(plain):
        raise BadField(field, "password.common")
    parts = {part for word in own for part in (word, *re.split(r"[@\s]", word))}
    if any(len(part) >= _SHORTEST_OWN and _plain(part) in plain for part in parts):
        raise BadField(field, "password.own")
    return password


def hashed(password: str) -> str:
    """Return the hash to keep of a password."""
    with _FEW_AT_ONCE:
        hash_: str = _CONTEXT.hash(_normal(password))
    return hash_


def matches(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Tell whether a password is the one kept, and the new hash if the kept one is outdated.

    With nothing kept it takes as long as a comparison and is False.
    """
    usable = 0 < len(password) <= _LONGEST and "\0" not in password
    with _FEW_AT_ONCE:
        if kept is None or not usable:
            _CONTEXT.dummy_verify()
            return False, None
        verified, renewed = _CONTEXT.verify_and_update(_normal(password), kept)
    return bool(verified), renewed


def _is_common(plain: str) -> bool:
    word = _EDGES.sub("", plain)
    return plain in _common() or word in _common() or word in _OF_THE_HOUSE


def _is_a_row(plain: str) -> bool:
    return any(plain in row * 3 or plain in row[::-1] * 3 for row in _ROWS)


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("# "))


def _plain(text: str) -> str:
    spelled = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
