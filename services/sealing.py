"""Secrets the house must be able to read again, sealed with a key derived from its own."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(Exception):
    """What was sealed was sealed with another key, for another purpose, or was changed."""


class Seal:
    """Seals and opens short texts for one `purpose`; what is sealed for another stays shut."""

    def __init__(self, secret_key: str, *, purpose: str) -> None:
        if not secret_key:
            raise ValueError("a seal needs the secret key of the house")
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
        self._fernet = Fernet(urlsafe_b64encode(derived.derive(secret_key.encode())))

    def seal(self, text: str) -> str:
        """Return the text sealed, in ASCII, about 100 characters longer."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed. Raises SealBroken."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBroken from None
