"""The key with which the house signs the records of its lots: made once, kept, never published."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_FILE = "record-key"


class SigningPen:
    """An Ed25519 key from its seed, 64 hexadecimal digits."""

    def __init__(self, seed: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = public.hex()
        self.key_id = sha256(public).hexdigest()[:16]

    def sign(self, statement: str) -> str:
        """Sign a statement; 128 hexadecimal digits."""
        return self._key.sign(statement.encode()).hex()


def kept_seed(given: str, state_dir: Path) -> str:
    """Give the seed that was set, or the house's own, made once and kept in the state folder."""
    if given:
        return given
    kept = state_dir / KEY_FILE
    if not kept.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=state_dir) as fresh:  # readable by its owner alone
            fresh.write(secrets.token_hex(32))
            fresh.flush()
            with suppress(FileExistsError):  # another process was quicker: its key is the house's
                os.link(fresh.name, kept)
    return kept.read_text()
