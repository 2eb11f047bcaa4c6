"""Where photos are kept: a folder of files whose names the house has made up."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{32}")


class FolderPhotoStore:
    """Keeps photos in a folder outside of everything that is served as it lies there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, photo: bytes) -> str:
        """Keep a photo and return its key: 128 random bits, nothing of what it was called."""
        key = secrets.token_hex(16)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            with unfinished.open("xb") as file:
                file.write(photo)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        return key

    def read(self, key: str) -> bytes | None:
        """Give the photo of a key; None if there is none, whatever the key looks like."""
        if not _KEY.fullmatch(key):
            return None
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, key: str) -> None:
        """Let go of a photo; it may be gone already."""
        if _KEY.fullmatch(key):
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.webp"
