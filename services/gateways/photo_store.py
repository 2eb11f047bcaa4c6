"""Where photos are kept: a folder of files whose names the house has made up, or a bucket."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from services.config import Config
from services.ports import PhotoStore

KEY = re.compile(r"[0-9a-f]{32}")
NAME = re.compile(r"[a-z0-9]{1,20}\.(?:webp|jpg)")


def photo_store_of(config: Config) -> PhotoStore:
    """Open the bucket that is set, else the folder of the house's own state."""
    if not config.photo_store_url:
        return FolderPhotoStore(Path(config.state_dir) / "photos")
    from services.gateways.bucket_photo_store import BucketPhotoStore

    return BucketPhotoStore(
        config.photo_store_url,
        key=config.photo_store_key,
        secret=config.photo_store_secret,
        region=config.photo_store_region,
    )


class FolderPhotoStore:
    """Keeps each photo as a folder, outside of everything that is served as it lies there.

    A folder has its name only once all its prints are on the disk, and loses it before the first
    of them goes: whoever reads meets all or none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, prints: Mapping[str, bytes]) -> str:
        """Keep prints and return their key: 128 random bits, nothing of what they were called."""
        key = secrets.token_hex(16)
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_suffix(".part")
        try:
            unfinished.mkdir()
            for name, content in prints.items():
                with (unfinished / name).open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            _settle(unfinished)
            unfinished.rename(place)
            _settle(place.parent)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.rmtree(place, ignore_errors=True)
            raise
        return key

    def read(self, key: str, name: str) -> bytes | None:
        """Give a print; None if there is none, whatever key and name look like."""
        if not (KEY.fullmatch(key) and NAME.fullmatch(name)):
            return None
        with contextlib.suppress(FileNotFoundError):
            return (self._place(key) / name).read_bytes()
        return None

    def drop(self, key: str) -> None:
        """Let go of a photo; it may be gone already."""
        if not KEY.fullmatch(key):
            return
        place = self._place(key)
        going = place.with_suffix(".gone")
        with contextlib.suppress(FileNotFoundError):
            place.rename(going)
            shutil.rmtree(going)

    def keys(self, before: datetime) -> Iterator[str]:
        """List the photos kept before then; what never became one, or half went, goes now."""
        for place in self._folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                if place.stat().st_mtime >= before.timestamp():
                    continue
                if KEY.fullmatch(place.name):
                    yield place.name
                elif place.suffix in (".part", ".gone"):
                    shutil.rmtree(place)

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _settle(folder: Path) -> None:
    """Have the disk keep a folder's names, as it keeps the files'."""
    if os.name == "nt":  # which opens no folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
