"""The words of what the house writes: PO files of one folder, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po


@cache
def read_catalogue(folder: Path) -> Mapping[str, str]:
    """Read the words of a folder named for its language, by key.

    A key said twice, or left empty, is a mistake.
    """
    words: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale=folder.name.replace("-", "_"), abort_invalid=True)
        for message in messages:
            if not message.id:
                continue
            key, said = str(message.id), str(message.string or "")
            if not said or key in words:
                raise ValueError(f"{path.name}: {key}")
            words[key] = said
    return MappingProxyType(words)
